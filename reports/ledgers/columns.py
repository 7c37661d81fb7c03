"""The column tree of a ledger: groups, columns, and what reading one cell gives."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.ledgers.words import BLANKS, NONE_WORDS, cell_text, unmarked, unwrapped

ERROR, WARNING = "error", "warning"


class Problem(NamedTuple):
    """Why a cell could not be read; `sentence` says what is wrong and what to do, without the place."""

    code: str
    severity: str
    sentence: str


class Read(NamedTuple):
    """What one cell states: facts by key (none for a blank), and what is wrong with it."""

    facts: dict[str, object]
    problem: Problem | None = None


NOTHING = Read({})


def spelled(words: str) -> tuple[str, ...]:
    """Spellings, written in a declaration as one text with blanks between them."""
    return tuple(words.split())


class Column:
    """One leaf column of a ledger: how it is called, read, shown and written.

    key: the fact (or the key in Organization.survey when `survey` is set).
    title: the header's leaf text in our own ledger; it is also read under its group's words.
    also: spellings that need no parent header; `leaf`: short ones that need a parent of the group;
    generic: words that mean this column surely, but only where no parent header says of whom (成立时间, 地址);
    weak: common words (姓名, 电话, 名称) that mean it there if its values look like it.
    width: in characters; export: "text", "number" or "date", for the workbook.
    repeats: whether values are likely to recur, so that reading them is worth remembering.
    own: False for a column that is read from towns' files but does not stand in our ledger.
    """

    export = "text"
    repeats = True
    mixed = False  # what it reads may also hold "tags" or "survey"
    labels: tuple[str, ...] = ()  # for the drop-down of the blank template
    unit = ""

    def __init__(self, key, title, *, also="", leaf="", generic="", weak="", width=12, survey=False, own=True, most=0):
        self.key, self.title, self.width, self.survey, self.own = key, title, width, survey, own
        self.also, self.leaf = spelled(also), spelled(leaf)
        self.generic, self.weak = spelled(generic), spelled(weak)
        self.most = most or 2000
        self.group = None  # set by Group
        kind = type(self)
        self._as_it_is = not survey and kind.shown is Column.shown and kind.written is Column.written

    def __repr__(self):
        return f"<{type(self).__name__} {self.key}>"

    def clean(self, value, shown: str = "") -> Read:
        """One cell → what it states. `value` as a Grid gives it, never blank text.

        shown: what the office suite displays, when that differs from the value (2021.10 typed as a number).
        """
        text = shown or cell_text(value)
        if text in BLANKS:
            return NOTHING
        return self.read(text, value)

    def read(self, text: str, value) -> Read:
        """What the text of a cell (not blank) states; subclasses say how."""
        raise NotImplementedError

    def stated(self, value) -> Read:
        """The value as this column's fact, unless it is longer than the register keeps."""
        if isinstance(value, str) and len(value) > self.most:
            return Read({}, Problem("not_understood", WARNING, f"超过 {self.most} 个字，没有读入，请缩短"))
        return Read({self.key: value})

    def failed(self, mark: str) -> Read:
        """What a cell states that the office suite could not compute. mark: "error:#REF!" or "no_result"."""
        kind, _, name = mark.partition(":")
        if kind == "error":
            return Read(
                {}, Problem("not_understood", WARNING, f"单元格是错误值 {name}，没有读入，请改正公式或直接填写")
            )
        return Read({}, Problem("not_understood", WARNING, "公式没有保存结果，没有读入，请在办公软件中打开并重新保存"))

    def tick(self, leaf: str) -> dict | None:
        """What a tick under the header `leaf` states when this column stands above; None: no choice of ours."""
        return None

    def fits(self, value) -> bool:
        """Whether a cell looks like one of this column's; decides between two readings of a header."""
        return True

    def cell(self, facts: dict):
        """The cell to write for an organization's facts: str, int, Decimal, or None for a blank."""
        return self.written(facts.get(self.key), (facts.get("survey") or {}).get(self.key))

    def cells(self, facts: Sequence, answers: Sequence) -> Sequence:
        """The cells of many organizations, by the fact of each (None: not known) and its answer; () for no answers."""
        if answers:
            return list(map(self.written, facts, answers))
        if self._as_it_is or facts.count(None) == len(facts):
            return facts
        try:
            known = {fact: self.written(fact, None) for fact in set(facts)}
        except TypeError:  # lists
            return [self.written(fact, None) for fact in facts]
        return [known[fact] for fact in facts]

    def written(self, fact, answer):
        """What to write for a fact and an answer of the survey, None for what is not known."""
        if self.survey:
            return answer
        return answer if fact is None else self.shown(fact)  # an answer that was no choice of ours, kept as text

    def shown(self, value):
        """A fact as it is written and shown."""
        return value


class Text(Column):
    """Text as written; `無`-like words state nothing. lines: line breaks inside are kept."""

    named = False  # a name: an apostrophe before it only marks text

    def __init__(self, key, title, *, lines=False, none_words=NONE_WORDS, **kwargs):
        super().__init__(key, title, **kwargs)
        self.lines, self.none_words = lines, none_words

    def read(self, text, value):
        """The text, on one line unless `lines`."""
        text = unmarked(text) if self.named else text
        text = "\n".join(line.rstrip() for line in text.splitlines()) if self.lines else unwrapped(text)
        return NOTHING if text in self.none_words else self.stated(text)


class Answer(Text):
    """A survey column without a model field: kept in Organization.survey, text as text, numbers as numbers."""

    def __init__(self, key, title, **kwargs):
        super().__init__(key, title, survey=True, none_words=frozenset(), **kwargs)

    def read(self, text, value):
        """A number stays one (so that exporting and importing changes nothing); anything else is its text."""
        if isinstance(value, int | float) and not isinstance(value, bool) and text == cell_text(value):
            return Read({self.key: value})
        return super().read(text, value)

    def written(self, fact, answer):
        """The answer as it was given."""
        return answer


class Serial(Column):
    """序号: counted when written, ignored when read."""

    export = "number"

    def read(self, text, value):
        """Nothing."""
        return NOTHING


class Group:
    """Columns (or further groups) under a common header.

    also: words by which the group is known in towns' headers; a parent header belongs to the group whose longest word
    it contains, if nothing else is said beside it. neutral: the parent does not say whom a column concerns (基本情况).
    """

    def __init__(self, title, *children, also="", neutral=False, key=""):
        self.title, self.children, self.neutral = title, children, neutral
        self.key = key or title
        self.words = (title, *spelled(also))
        for child in children:
            if isinstance(child, Column):
                child.group = self

    def leaves(self):
        """The columns of the group, from the left."""
        for child in self.children:
            yield from child.leaves() if isinstance(child, Group) else (child,)

    def shown(self):
        """The children that stand in our own ledger."""
        return [child for child in self.children if isinstance(child, Group) or child.own]

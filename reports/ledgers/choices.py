"""Column kinds for yes and no and for closed lists."""

import re

from orgs.choices import (
    CATEGORY_KIND,
    JOINT_MODES,
    Category,
    Industry,
    Kind,
    Level,
    MassKind,
    Mode,
    TagKind,
    UnbuiltReason,
    folded,
)
from reports.ledgers.answers import NO, YES, outer_and_inner, plain_answer, read_choice
from reports.ledgers.columns import ERROR, NOTHING, WARNING, Column, Problem, Read, spelled
from reports.ledgers.words import NONE_WORDS, cell_text, narrow, parts_of

JOINT_BRANCH = frozenset([(Level.BRANCH, Level.JOINT_BRANCH)])
FINER = frozenset((Mode.JOINT, mode) for mode in JOINT_MODES)
NO_MODE = NO - {"0", "x", "n"}  # 0 is also what an empty link of a formula shows
BRANCH_AFTER = re.compile(r"(?:党组织|(?:基层)?(?:党支部|党总支部?|党委|支部|总支部?)(?:委员会)?)$")


def find_mode(text: str):
    """The Mode in a cell: 单独组建（党支部）, 已联合组建, 单独成立党支部; 挂靠 is often followed by where to."""
    text = plain_answer(text)
    bare = BRANCH_AFTER.sub("", narrow(text).removeprefix("已"))
    found = read_choice(Mode, text, FINER) or Mode.read(bare) or Mode.read(bare.removesuffix("党"))
    return found or (Mode.AFFILIATED if text.startswith("挂靠") else None)


def bad_choice(column: Column, text: str, *, severity: str = WARNING) -> Read:
    """A text that is no choice: an error where coverage depends on it, elsewhere the text is kept as an answer."""
    some = "、".join((column.labels or tuple(TagKind.labels))[:8])
    if severity == ERROR:
        return Read({}, Problem("bad_choice", ERROR, f"“{text}”不在可选范围内，请填：{some}"))
    kept = {"survey": {column.key: text}} if len(text) <= column.most else {}
    return Read(kept, Problem("bad_choice", WARNING, f"“{text}”不在可选范围内（{some}），已按文字保留，请核对"))


class YesNo(Column):
    """是 or 否; a blank cell states nothing. yes, no: further words people use here."""

    labels = ("是", "否")
    mixed = True
    severity = WARNING

    def __init__(self, key, title, *, yes="", no="", **kwargs):
        super().__init__(key, title, **kwargs)
        self.yes, self.no = YES | frozenset(spelled(yes)), NO | frozenset(spelled(no))

    def state(self, text: str) -> bool | None:
        """The answer in a text, None when it is neither."""
        plain = narrow(plain_answer(text)).casefold()
        return True if plain in self.yes else False if plain in self.no else None

    def read(self, text, value):
        """True, False or bad_choice; boxes of which none is checked state nothing."""
        if not plain_answer(text):
            return NOTHING
        state = self.state(text)
        return bad_choice(self, text, severity=self.severity) if state is None else Read({self.key: state})

    def tick(self, leaf):
        """是 and 否 as two tick columns."""
        state = self.state(leaf)
        return None if state is None or leaf in ("1", "0") else {self.key: state}

    def fits(self, value):
        """Anything that reads as yes or no."""
        return self.state(cell_text(value)) is not None

    def shown(self, value):
        """是 / 否."""
        return "是" if value else "否"


class Built(YesNo):
    """是否建立党组织. The cell may say at once in which mode, or why not."""

    severity = ERROR

    def read(self, text, value):
        """built, with the mode of 是（联合） and 已单独组建, or the reason of 否（没有党员）."""
        if self.state(text) is not None:
            return super().read(text, value)
        if mode := find_mode(text):
            return Read({self.key: True, "mode": mode.value})
        outer, inner = outer_and_inner(text) or (text, "")
        state = self.state(outer)
        mode, reason = find_mode(inner), read_choice(UnbuiltReason, inner)
        if state and mode:
            return Read({self.key: True, "mode": mode.value})
        if state is False and reason:
            return Read({self.key: False, "unbuilt_reason": reason.value})
        return super().read(text, value)

    def failed(self, mark):
        """Coverage depends on it: the row stays out."""
        return Read({}, Problem("bad_choice", ERROR, "单元格没有可读的值（公式出错或没有结果），请填 是 或 否"))


class Choice(Column):
    """One of a closed list, by label or by a spelling that people use."""

    mixed = True
    severity = WARNING

    def __init__(self, key, title, choices, **kwargs):
        super().__init__(key, title, **kwargs)
        self.choices, self.labels = choices, tuple(choices.labels)

    def read(self, text, value):
        """The choice's key, or bad_choice."""
        if text in NONE_WORDS:
            return NOTHING
        found = self.find(text)
        return bad_choice(self, text, severity=self.severity) if found is None else Read({self.key: found.value})

    def find(self, text: str):
        """The member that the text names; 党支部（联合） is a 联合党支部."""
        return read_choice(self.choices, text, JOINT_BRANCH)

    def tick(self, leaf):
        """One tick column for each choice."""
        found = self.find(leaf)
        return None if found is None else {self.key: found.value}

    def fits(self, value):
        """Anything on the list."""
        return self.find(cell_text(value)) is not None

    def shown(self, value):
        """The label."""
        return self.choices(value).label


class ModeChoice(Choice):
    """组建方式. 未建 in its place says that there is no branch."""

    severity = ERROR
    none = {"mode_none": True}  # settled with 是否建立党组织 when the row is complete
    other = {"mode_other": True}  # 其他 among the tick columns: a mode that nobody knows

    def read(self, text, value):
        """The mode; 未建, 无 → no branch."""
        return Read(self.none) if narrow(text) in NO_MODE else super().read(text, value)

    def find(self, text):
        """The mode, whatever kind of branch is named with it."""
        return find_mode(text)

    def tick(self, leaf):
        """未建 and 其他 as two of the tick columns."""
        if leaf in ("其他", "其它"):
            return self.other
        return self.none if leaf in NO_MODE else super().tick(leaf)

    def fits(self, value):
        """A way to build, or that there is none."""
        text = cell_text(value)
        return self.find(text) is not None or narrow(text) in NO_MODE

    def failed(self, mark):
        """Coverage depends on it: the row stays out."""
        return Read({}, Problem("bad_choice", ERROR, "单元格没有可读的值（公式出错或没有结果），请填组建方式"))


class UnbuiltChoice(Choice):
    """未建原因: a text that is no choice is kept as the explanation, as the form asks to write it out beside 其他."""

    def read(self, text, value):
        """The reason; 其他（…） gives the text in brackets as explanation."""
        text = plain_answer(text)
        other = re.fullmatch(r"其[他它](?:原因)?[:：(（]+(.+?)[)）]*", text)
        if other and len(other[1]) <= self.most:
            return Read({self.key: "other", "unbuilt_text": other[1].strip()})
        return super().read(text, value)


class KindOrCategory(Choice):
    """单位类别 and 类型: the two kinds and the categories are asked under the same words, so each cell decides.

    kind: whose categories the drop-down offers.
    """

    def __init__(self, key, title, choices, *, kind=None, **kwargs):
        super().__init__(key, title, choices, **kwargs)
        if kind:
            self.labels = tuple(category.label for category, of in CATEGORY_KIND.items() if of == kind)

    def find(self, text):
        """A category or a kind. 企业 alone is the kind."""
        return read_choice(Category, text) or read_choice(Kind, text)

    def read(self, text, value):
        """kind or category, whichever the cell names; 其他 waits for the row's kind."""
        if folded(text) in ("其他", "其它"):
            return Read({"category": "other"})
        found = self.find(text)
        if found is None:
            return bad_choice(self, text)
        return Read({self._key(found): found.value})

    def tick(self, leaf):
        """One tick column for each."""
        if leaf in ("其他", "其它"):
            return {"category": "other"}
        found = self.find(leaf)
        return None if found is None else {self._key(found): found.value}

    def shown(self, value):
        """The label."""
        return (Kind if self.key == "kind" else Category)(value).label

    @staticmethod
    def _key(found):
        return "kind" if isinstance(found, Kind) else "category"


class IndustryChoice(Choice):
    """行业门类: by name, by letter, or by the letter before a class of the standard (C13)."""

    CODED = re.compile(r"([A-Ta-t])[\s、.．:：—-]*(\d{0,4})(.*)", re.DOTALL)

    def find(self, text):
        """The section; a name that says otherwise than its letter is not read."""
        coded = self.CODED.fullmatch(narrow(text))
        if not coded or Industry.read(text):
            return super().find(text)
        letter, number, name = coded.groups()
        section = Industry(letter.upper())
        return section if number or not name or super().find(name) is section else None


class Tags(Choice):
    """新兴领域: several tags may stand in one cell."""

    def __init__(self, key, title, **kwargs):
        super().__init__(key, title, TagKind, **kwargs)
        self.labels = ()  # a drop-down would allow one only

    def read(self, text, value):
        """A list of tags; unknown ones are kept as text."""
        if text in NONE_WORDS or text == "否":
            return NOTHING
        found = {part: self.find(part) for part in parts_of(text)}
        unknown = [part for part, tag in found.items() if tag is None]
        if unknown:
            kept = bad_choice(self, text)
            return Read({**kept.facts, self.key: [tag.value for tag in found.values() if tag]}, kept.problem)
        return Read({self.key: list(dict.fromkeys(tag.value for tag in found.values()))})

    def tick(self, leaf):
        """One tick column for each tag; several may be ticked."""
        found = self.find(leaf)
        return None if found is None else {self.key: [found.value]}

    def shown(self, value):
        """Joined by 、."""
        return "、".join(TagKind(tag).label for tag in value)


class TagFlag(YesNo):
    """A yes/no column for one tag (是否小个专); 否 states nothing, as a tag ends on a day that only a person knows."""

    def __init__(self, tag: TagKind):
        also = f"是否{tag.label} 是否{tag.label}企业 是否属于{tag.label}"
        super().__init__(f"tag_{tag.value}", f"是否{tag.label}", also=also, weak=tag.label, own=False)
        self.tag_value = tag.value

    def read(self, text, value):
        """The tag when the answer is yes."""
        result = super().read(text, value)
        if result.problem:
            return result
        return Read({"tags": [self.tag_value]}) if result.facts[self.key] else NOTHING


class MassList(Column):
    """群团组织 in one cell: the kinds that exist, or 无."""

    labels = tuple(MassKind.labels)
    mixed = True

    def read(self, text, value):
        """Yes for each that is named; 无 says no to all."""
        if narrow(text).casefold() in NO:
            return Read({kind.value: False for kind in MassKind})
        found = [read_choice(MassKind, part) for part in parts_of(text.replace(" ", "、"))]
        return bad_choice(self, text) if None in found else Read({kind.value: True for kind in found})

"""Further layouts of a ledger: another tree over the same facts, for who keeps the table in a form of its own.

A layout only writes. Its headings are words that the import of surveys knows, so that its workbook comes back without
a change. One tick column for each choice takes the place of a column with a drop-down.
"""

from collections.abc import Sequence
from copy import copy

from liangxin.books import A4
from reports.ledgers.base import Ledger, Table, leaves
from reports.ledgers.choices import Choice
from reports.ledgers.columns import Column, Group

STANDARD = ""  # the ledger's own tree
TICK, CROSS = "√", "×"


class TickColumn(Column):
    """One choice of a column: √ where the fact is this choice, else blank."""

    labels = (TICK,)

    def __init__(self, of: Choice, choice):
        super().__init__(of.key, str(choice.label), width=5)
        self.value = choice.value

    def written(self, fact, answer):
        """√ or nothing; an answer that was no choice has no column here."""
        return TICK if fact == self.value else None


class FlagColumn(Column):
    """A yes or no: √, × where it was said that not, blank where nobody said."""

    labels = (TICK, CROSS)

    def __init__(self, of: Column, title: str):
        super().__init__(of.key, title, width=5)

    def written(self, fact, answer):
        """√, × or nothing."""
        return answer if fact is None else TICK if fact else CROSS


class Layout(Table):
    """A layout of `ledger`, called `label`: `columns` is a tree whose leaves name facts that the ledger knows.

    Raises TypeError for a fact that the ledger cannot read, as it would be lost when the workbook comes back.
    """

    def __init__(self, key: str, label: str, ledger: Ledger, columns: tuple, *, paper: int = A4):
        self.key, self.label, self.ledger, self.columns, self.paper = key, label, ledger, columns, paper
        self.title, self.heading = ledger.title, ledger.heading
        self.leaves = list(leaves(columns))
        unknown = {leaf.key for leaf in self.leaves} - {column.key for column in ledger.readable}
        if unknown:
            raise TypeError(f"layout {key}: no such facts: {', '.join(sorted(unknown))}")


LAYOUTS: dict[str, dict[str, Layout]] = {}  # key of the ledger → key of the layout → layout


def declare(layout: Layout) -> Layout:
    """Register a layout. Raises TypeError for a key used twice."""
    known = LAYOUTS.setdefault(layout.ledger.key, {})
    if layout.key in known:
        raise TypeError(f"layout key used twice: {layout.key}")
    known[layout.key] = layout
    return layout


def layout_of(ledger: Ledger, key: str) -> Table:
    """The layout of a ledger, itself for "". Raises KeyError with a Chinese sentence."""
    if key == STANDARD:
        return ledger
    known = LAYOUTS.get(ledger.key, {})
    if key not in known:
        names = "、".join(f"{one.key}（{one.label}）" for one in known.values())
        raise KeyError(f"“{ledger.title}”台账没有名为“{key}”的版式" + (f"，可用的有：{names}" if names else ""))
    return known[key]


class Of:
    """Makes the columns of a layout from those of a ledger, by key of the fact."""

    def __init__(self, ledger: Ledger):
        self.known = {column.key: column for column in reversed(ledger.readable)}

    def own(self, key: str, title: str = "", width: int = 0) -> Column:
        """The ledger's column under another title."""
        column = copy(self.known[key])
        column.title, column.width, column.own = title or column.title, width or column.width, True
        return column

    def flag(self, key: str, title: str = "") -> FlagColumn:
        """A yes/no column as √ and ×."""
        return FlagColumn(self.known[key], title or self.known[key].title)

    def ticks(self, key: str, title: str, choices: Sequence = ()) -> Group:
        """A group with one tick column for each choice (of `choices`, else of the drop-down)."""
        column = self.known[key]
        some = choices or [one for one in column.choices if one.label in column.labels]
        return Group(title, *(TickColumn(column, one) for one in some))

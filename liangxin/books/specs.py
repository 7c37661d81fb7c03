"""What a book is made of: sheets with a tree of columns, and rows of plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Value = str | int | float | Decimal | date | bool | None

A4, A3 = 9, 8  # as the format numbers sizes of paper
MOST_ROWS = 1_000_000  # the format has room for 1,048,576


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or a group of columns under a common heading.

    A text column writes every value as text that no office suite changes (codes, phones). A number or date column
    writes numbers and dates as such, and text in it (a partial date) as text.
    """

    title: str
    width: float = 12  # in characters; a Chinese one takes two
    kind: Literal["text", "number", "date"] = "text"
    children: tuple["Column", ...] = ()
    choices: tuple[str, ...] = ()  # a drop-down; other values can be typed after a warning
    format: str = ""  # a number format, as "0.0%"
    align: Literal["", "left", "center", "right"] = ""
    locked: bool = False  # in a protected sheet its values cannot be typed over; its blanks can be filled

    @property
    def leaves(self) -> list["Column"]:
        """The columns that hold values, from left to right."""
        return [leaf for child in self.children for leaf in child.leaves] if self.children else [self]

    @property
    def depth(self) -> int:
        """The number of header rows that it needs."""
        return 1 + max((child.depth for child in self.children), default=0)


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows` may be an iterator, and is read once; each row has a value for each leaf column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = ()
    title: str = ""
    left: str = ""  # the line below the title: 填报单位：…
    right: str = ""  # and its other end: 2026年9月30日
    blank_rows: int = 0  # ruled rows below the data, for a template
    freeze_columns: int = 0  # columns that stay in view, as the header rows do
    filter: bool = False  # filter buttons in the last header row
    portrait: bool = False
    paper: int = A4
    protected: bool = False  # headings and locked columns stand fast, without a password; the rest is open
    leaves: list[Column] = field(init=False, repr=False)
    depth: int = field(init=False, repr=False)

    def __post_init__(self):
        self.leaves = [leaf for column in self.columns for leaf in column.leaves]
        self.depth = max((column.depth for column in self.columns), default=0)
        if not self.leaves:
            raise ValueError(f"sheet {self.name!r} has no columns")

    @property
    def header_row(self) -> int:
        """The first header row, counted from 0."""
        return bool(self.title) + bool(self.left or self.right)

    @property
    def first_row(self) -> int:
        """The first data row, counted from 0."""
        return self.header_row + self.depth


class HeaderCell(NamedTuple):
    """A heading and the cells it spans; rows count from 0 at the first header row, columns from 0."""

    title: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    leaf: Column | None


def header_cells(columns: Sequence[Column], depth: int, row: int = 0, first: int = 0) -> Iterator[HeaderCell]:
    """The headings of a tree of columns: groups span their leaves, leaves reach down to the last header row."""
    for column in columns:
        last = first + len(column.leaves) - 1
        if column.children:
            yield HeaderCell(column.title, row, first, row, last, None)
            yield from header_cells(column.children, depth, row + 1, first)
        else:
            yield HeaderCell(column.title, row, first, depth - 1, last, column)
        first = last + 1

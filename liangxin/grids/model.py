"""What a file holds once read: a workbook of grids."""

import datetime
from dataclasses import dataclass, field

from liangxin.grids.rows import Rows

Value = str | int | float | bool | datetime.date | datetime.datetime


class Refused(Exception):
    """A file that is not read. Its text is one Chinese sentence or two: which file, what it is, what to do."""


@dataclass(slots=True)
class Grid:
    """One sheet.

    `rows`: row number (1-based, as the office suite shows it) -> column number (1-based) -> value; see Rows.
    A str is never blank; blank cells and blank rows are absent.
    `merges`: first row, first column, last row, last column; 1-based, inclusive.
    `marks`: (row, column) -> "error:#REF!" (the cell is absent), "no_result" (a formula without a stored
    result; absent too) or "shown:2021.10", "shown:2019-07", "shown:2019" (the cell shows less, or other, than its
    value says).
    """

    name: str
    visible: bool = True
    rows: Rows = field(default_factory=Rows)  # dicts are taken as well
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self):
        if not isinstance(self.rows, Rows):
            self.rows = Rows(self.rows)


@dataclass(slots=True)
class Workbook:
    """A file: `name` as uploaded, `format` "xlsx", "xls", "html" or "csv" by its content, all its sheets in order."""

    name: str
    format: str
    grids: list[Grid] = field(default_factory=list)

"""One sheet of a town's workbook, written from the top down as a clerk does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tests.proof.columns import Column, Style, path_of
from tests.proof.county import Org
from tests.workbooks import Formula, Sheet


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a file: where it stands and what it states of which organization."""

    file: str
    sheet: str
    row: int
    org: int
    says: dict[str, Any] = field(hash=False)


class Page:
    """Writes titles, a header of one to three levels, rows, totals and notes into a `Sheet`.

    `left` is the first column used; `serial` the header of a running number, "" for none.
    """

    def __init__(
        self, file: str, name: str, columns: Iterable[Column], style: Style, left: int = 1, serial: str = "序号"
    ):
        self.file, self.sheet, self.style, self.left = file, Sheet(name), style, left
        self.columns = list(columns)
        self.paths = ([path_of(serial)] if serial else []) + [column.path for column in self.columns]
        self.first = left + bool(serial)
        self.serial = 0 if serial else None
        self.row = 1
        self.placed: list[Placed] = []
        self.body: list[int] = []

    @property
    def last(self) -> int:
        """The last column used."""
        return self.left + len(self.paths) - 1

    def line(self, *texts: Any, across: bool = False) -> None:
        """A line of text: one text at the left (merged `across` the sheet), or several spread over the width."""
        step = max(1, len(self.paths) // max(1, len(texts)))
        for place, text in enumerate(texts):
            self.sheet.put(self.row, self.left + place * step, text)
        if across:
            self.sheet.merge(self.row, self.left, self.row, self.last)
        self.row += 1

    def side_by_side(self, left: str, right: str) -> None:
        """Two titles on one line, each merged over half of the sheet."""
        middle = (self.left + self.last) // 2
        self.sheet.put(self.row, self.left, left)
        self.sheet.merge(self.row, self.left, self.row, middle)
        self.sheet.put(self.row, middle + 1, right)
        self.sheet.merge(self.row, middle + 1, self.row, self.last)
        self.row += 1

    def skip(self, rows: int = 1) -> None:
        """Leave rows blank."""
        self.row += rows

    def header(self) -> None:
        """The header block: a parent is merged over its children, a leaf down to the last level."""
        levels = max(map(len, self.paths))
        for level in range(levels):
            deep = [(place, path) for place, path in enumerate(self.paths) if len(path) > level]
            for _, run in groupby(deep, key=lambda pair: _run_key(self.paths, pair[0], level)):
                places = [place for place, _ in run]
                path = self.paths[places[0]]
                row, column = self.row + level, self.left + places[0]
                self.sheet.put(row, column, path[level])
                bottom = self.row + levels - 1 if len(path) == level + 1 else row
                self.sheet.merge(row, column, bottom, self.left + places[-1])
        self.row += levels

    def orgs(self, orgs: Iterable[Org], **context: Any) -> None:
        """A row for each organization; `context` is what the sheet, its title or a group row states of all of them."""
        for org in orgs:
            says = dict(context)
            if self.serial is not None:
                self.serial += 1
                self.sheet.put(self.row, self.left, self.serial)
            for offset, column in enumerate(self.columns):
                value, number_format = column.write(org, self.style)
                self.sheet.put(self.row, self.first + offset, value, number_format)
                says.update(column.says(org))
            self.placed.append(Placed(self.file, self.sheet.name, self.row, org.number, says))
            self.body.append(self.row)
            self.row += 1

    def total(self, label: str, formulas: bool = False) -> None:
        """A row of sums under columns of counts."""
        counts = [column.path[-1].startswith(("从业", "员工", "职工", "正式", "预备")) for column in self.columns]
        heads = ["".join(path).replace("\n", "") for path in self.paths]
        named = next(
            place for place, head in enumerate(heads) if head.endswith(("名称", "全称")) and "党组织" not in head
        )
        self.sheet.put(self.row, self.left + (0 if self.serial is not None else named), label)
        for offset, counted in enumerate(counts):
            if counted and self.body:
                values = [self.sheet.cells.get((row, self.first + offset)) for row in self.body]
                numbers = [value for value in values if isinstance(value, int | float)]
                summed = int(sum(numbers))
                self.sheet.put(self.row, self.first + offset, Formula("=SUM(1,1)", summed) if formulas else summed)
        self.row += 1

    def numbered_blanks(self, rows: int) -> None:
        """Rows of the template that hold nothing but a running number."""
        for _ in range(rows):
            self.serial = (self.serial or 0) + 1
            self.sheet.put(self.row, self.left, self.serial)
            self.row += 1

    def done(self) -> Sheet:
        """The finished sheet, equal cells of merged columns joined."""
        for offset, column in enumerate(self.columns):
            if column.merged:
                self._merge_down(self.first + offset)
        return self.sheet

    def _merge_down(self, column: int) -> None:
        cells = self.sheet.cells
        runs: list[list[int]] = []
        for row in self.body:
            value = cells.get((row, column))
            if runs and value is not None and runs[-1][-1] == row - 1 and cells.get((runs[-1][0], column)) == value:
                runs[-1].append(row)
                del cells[row, column]
            else:
                runs.append([row])
        for run in runs:
            if len(run) > 1:
                self.sheet.merge(run[0], column, run[-1], column)


def _run_key(paths: list[tuple[str, ...]], place: int, level: int) -> tuple[Any, ...]:
    """Neighbours with the same parents down to `level` share a header cell; a leaf has its own."""
    path = paths[place]
    if len(path) == level + 1:
        return ("leaf", place)
    first = place
    while first and paths[first - 1][: level + 1] == path[: level + 1] and len(paths[first - 1]) > level + 1:
        first -= 1
    return ("parent", first)

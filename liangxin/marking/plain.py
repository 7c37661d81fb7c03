"""The plain copy: the cells of the grids in their places, with merges, marks and notes, without the file's formats.

For text files, which have none, and for workbooks that are large or that openpyxl cannot open.
"""

import datetime
from pathlib import Path

import xlsxwriter

from liangxin.books.skeleton import lines_of as lines_in
from liangxin.books.skeleton import sheet_names
from liangxin.books.text import LONGEST_TEXT, printable
from liangxin.grids import Grid, Workbook
from liangxin.marking.marks import AMBER, AUTHOR, LINE, NOTES_WIDTH, RED, Kept, SheetMarks, lines_of

NARROWEST, WIDEST, LOOKED_AT = 6, 30, 200
MERGED_CELLS = 200_000  # of a sheet, over all merges; what lies beyond is left apart
COLORS = {True: f"#{RED[2:]}", False: f"#{AMBER[2:]}", None: None}


def write_plain(workbook: Workbook, sheets: list[SheetMarks], target: Path) -> None:
    """Write all sheets of `workbook` to `target`, those in `sheets` with their marks."""
    marks = {one.name: one for one in sheets}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options | {"strings_to_numbers": False, "tmpdir": target.parent}) as book:
        formats = _Formats(book)
        for name, grid in zip(sheet_names(workbook.grids), workbook.grids, strict=True):
            page = book.add_worksheet(name)
            if not grid.visible:
                page.hide()
            _Page(page, grid, marks.get(grid.name) or SheetMarks(grid.name, 0), formats).write()


class _Formats:
    """Formats by what they show, each made once."""

    def __init__(self, book):
        self._book, self._made = book, {}

    def __call__(self, number: str, color: str | None = None, heading: bool = False):
        key = (number, color, heading)
        if key not in self._made:
            given = {"num_format": number, "border": 1, "valign": "vcenter", "text_wrap": True}
            given |= {"bold": True, "align": "center"} if heading else {}
            self._made[key] = self._book.add_format(given | ({"bg_color": color} if color else {}))
        return self._made[key]


class _Page:
    """One sheet while it is written."""

    def __init__(self, page, grid: Grid, marks: SheetMarks, formats: _Formats):
        self.page, self.grid, self.marks, self.formats = page, grid, marks, formats
        self.kept = Kept(marks.dropped)
        self.moved: dict[int, dict[int, object]] = {}  # row → cells whose merge lost its first row
        self.heads = {row for first, last in marks.headers for row in range(first, last + 1)}

    def write(self) -> None:
        """Merges first, since they say which cells move; then row by row, as the library's small memory wants it."""
        self._merge()
        self._widths()
        cells_of = self._texts()
        for row in sorted(set(self.grid.rows) | set(cells_of) | set(self.moved)):
            if row in self.kept.dropped:
                continue
            cells = {**self.grid.rows.get(row, {}), **self.moved.get(row, {}), **cells_of.get(row, {})}
            for column in sorted(cells):
                self._cell(row, column, cells[column])
            self._height(row, cells)

    def _texts(self) -> dict[int, dict[int, str]]:
        """Row → cells that are not the file's: written anew, notes, and marked blanks."""
        found: dict[int, dict[int, str]] = {}
        for row, column in self.marks.marks:
            if column not in self.grid.rows.get(row, {}):
                found.setdefault(row, {})[column] = ""
        for (row, column), shown in self.grid.marks.items():
            if shown.startswith("shown:"):
                found.setdefault(row, {})[column] = shown[6:]
        for (row, column), text in self.marks.texts.items():
            found.setdefault(row, {})[column] = text
        for first, _ in self.marks.headers:
            found.setdefault(first, {})[self.marks.column] = self.marks.heading
        for row, text in self.marks.notes.items():
            found.setdefault(row, {})[self.marks.column] = text
        return found

    def _cell(self, row: int, column: int, value) -> None:
        mark = self.marks.marks.get((row, column))
        color, heading = COLORS[mark[0] if mark else None], row in self.heads
        at = (self.kept.row(row) - 1, column - 1)
        kind = type(value)
        if kind is datetime.datetime or kind is datetime.date:
            number = "yyyy-mm-dd" if kind is datetime.date or value.time() == datetime.time() else "yyyy-mm-dd hh:mm"
            self.page.write_datetime(*at, value, self.formats(number, color))
        elif kind is bool:
            self.page.write_boolean(*at, value, self.formats("General", color))
        elif kind is int or kind is float:
            number = "0" if kind is int and abs(value) > 99_999 else "General"
            self.page.write_number(*at, value, self.formats(number, color))
        elif value:
            self.page.write_string(*at, printable(str(value))[:LONGEST_TEXT], self.formats("@", color, heading))
        else:
            self.page.write_blank(*at, None, self.formats("General", color))
        if mark:
            self.page.write_comment(*at, printable(mark[1]), {"author": AUTHOR, "x_scale": 2})

    def _merge(self) -> None:
        """Merges, as far as they lie among the cells and do not overlap."""
        last_row = max(self.grid.rows, default=0)
        last_column = max((max(cells) for cells in self.grid.rows.values()), default=0)
        taken: set[tuple[int, int]] = set()
        blocks = list(self.grid.merges)
        blocks += [(first, self.marks.column, last, self.marks.column) for first, last in self.marks.headers]
        for top, left, bottom, right in blocks:
            bottom, right = min(bottom, last_row), min(right, max(last_column, left))
            size = (bottom - top + 1) * (right - left + 1)
            span = self.kept.span(top, bottom) if size > 0 else None
            if span is None or len(taken) + size > MERGED_CELLS:
                continue
            places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            if places & taken:
                continue
            taken |= places
            if top in self.kept.dropped and left in self.grid.rows.get(top, {}):
                stays = next(row for row in range(top, bottom + 1) if row not in self.kept.dropped)
                self.moved.setdefault(stays, {})[left] = self.grid.rows[top][left]
            if span[0] < span[1] or left < right:
                # merge_range would write cells of rows to come, which the small memory forbids
                self.page.merge.append([span[0] - 1, left - 1, span[1] - 1, right - 1])

    def _widths(self) -> None:
        sizes: dict[int, int] = {}
        for row in sorted(self.grid.rows)[:LOOKED_AT]:
            if len(self.grid.rows[row]) > 1:
                for column, value in self.grid.rows[row].items():
                    size = sum(1 if letter.isascii() else 2 for letter in str(value)) + 2
                    sizes[column] = max(sizes.get(column, NARROWEST), min(size, WIDEST))
        for column, size in sizes.items():
            self.page.set_column(column - 1, column - 1, size)
        if self.marks.notes:
            self.page.set_column(self.marks.column - 1, self.marks.column - 1, NOTES_WIDTH)

    def _height(self, row: int, cells: dict) -> None:
        lines = [lines_of(self.marks.notes.get(row, ""))]
        lines += [lines_in(value, WIDEST) for value in cells.values() if type(value) is str and len(cells) > 1]
        if max(lines) > 1:
            self.page.set_row(self.kept.row(row) - 1, min(LINE * max(lines), 400))

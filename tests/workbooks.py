"""Workbooks for tests, made in memory the way office suites make them.

A `Sheet` holds cells, merges and number formats; `xlsx`, `xlsx_with_results`, `xls` and `csv` turn sheets into the
bytes of a file. Rows and columns are 1-based, as the office suite shows them.
"""

import csv as csv_module
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

THIN = Border(*(Side(style="thin") for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the result that the office suite stored with it; only `xlsx_with_results` stores the result."""

    text: str
    result: Any = 0


@dataclass(slots=True)
class Sheet:
    """One sheet: `cells` and `formats` by (row, column); `merges` as (first row, first column, last row, last column)
    of a block."""

    name: str = "Sheet1"
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True
    used: tuple[int, int] | None = None  # a blank but formatted cell far from the data

    def put(self, row: int, column: int, value: Any, number_format: str | None = None) -> None:
        """Write one cell; None leaves it absent."""
        if value is None:
            return
        self.cells[row, column] = value
        if number_format:
            self.formats[row, column] = number_format

    def add(self, values: list[Any] | tuple[Any, ...], column: int = 1, row: int | None = None) -> int:
        """Write a row of values from `column` on, below everything unless `row` says where; gives its number."""
        row = row or self.last_row + 1
        for offset, value in enumerate(values):
            self.put(row, column + offset, value)
        return row

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge a block of cells; a single cell is left as it is."""
        if (first_row, first_column) != (last_row, last_column):
            self.merges.append((first_row, first_column, last_row, last_column))

    @property
    def last_row(self) -> int:
        """The number of the last row that holds a cell, 0 for an empty sheet."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The number of the last column that holds a cell, 0 for an empty sheet."""
        return max((column for _, column in self.cells), default=0)


def table(*rows: list[Any] | tuple[Any, ...], name: str = "Sheet1") -> Sheet:
    """A sheet of plain rows from A1 on; None is an absent cell, an empty row stays blank."""
    sheet = Sheet(name)
    for number, values in enumerate(rows, 1):
        sheet.add(values, row=number)
    return sheet


def xlsx(*sheets: Sheet, a1_dimension: bool = False, macros: bool = False) -> bytes:
    """An .xlsx file; formulas have no stored result. `a1_dimension` declares every sheet to be the cell A1 only, as one
    office suite does; `macros` makes it an .xlsm."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), value in sheet.cells.items():
            cell = page.cell(row, column, value.text if isinstance(value, Formula) else value)
            cell.border = THIN
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if (row, column) in sheet.formats:
                cell.number_format = sheet.formats[row, column]
        for first_row, first_column, last_row, last_column in sheet.merges:
            first, last = get_column_letter(first_column), get_column_letter(last_column)
            page.merge_cells(f"{first}{first_row}:{last}{last_row}")
        if sheet.used:
            page.cell(*sheet.used).font = Font(bold=True)
        if not sheet.visible:
            page.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    content = file.getvalue()
    if a1_dimension:
        content = edit_parts(content, r"xl/worksheets/sheet\d+\.xml", lambda part: re.sub(
            rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1"/>', part))  # fmt: skip
    if macros:
        content = edit_parts(content, r"\[Content_Types\]\.xml", lambda part: part.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"))  # fmt: skip
    return content


def edit_parts(content: bytes, pattern: str, change: Any) -> bytes:
    """The zip file with `change(bytes) -> bytes` done to each member whose whole name matches `pattern`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = old.read(member)
            new.writestr(member.filename, change(part) if re.fullmatch(pattern, member.filename) else part)
    return file.getvalue()


def xlsx_with_results(*sheets: Sheet) -> bytes:
    """An .xlsx file written by another library, whose formulas carry their stored results."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    formats: dict[str, Any] = {}

    def style(number_format: str) -> Any:
        if number_format not in formats:
            formats[number_format] = book.add_format({"num_format": number_format, "text_wrap": True, "border": 1})
        return formats[number_format]

    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for first_row, first_column, last_row, last_column in sheet.merges:
            page.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "", style("General"))
        for (row, column), value in sheet.cells.items():
            day = isinstance(value, (date, datetime))
            cell_style = style(sheet.formats.get((row, column), "yyyy-mm-dd" if day else "General"))
            if isinstance(value, Formula):
                page.write_formula(row - 1, column - 1, value.text, cell_style, value.result)
            elif day:
                page.write_datetime(row - 1, column - 1, value, cell_style)
            elif isinstance(value, str):
                page.write_string(row - 1, column - 1, value, cell_style)
            else:
                page.write(row - 1, column - 1, value, cell_style)
        if sheet.used:
            page.write_blank(sheet.used[0] - 1, sheet.used[1] - 1, None, style("0"))
        if not sheet.visible:
            page.hide()
    book.close()
    return file.getvalue()


def xls(*sheets: Sheet) -> bytes:
    """An .xls file (BIFF 8)."""
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for first_row, first_column, last_row, last_column in sheet.merges:
            page.merge(first_row - 1, last_row - 1, first_column - 1, last_column - 1)
        for (row, column), value in sheet.cells.items():
            day = isinstance(value, (date, datetime))
            number_format = sheet.formats.get((row, column), "yyyy-mm-dd" if day else "General")
            shown = xlwt.Formula(value.text.lstrip("=")) if isinstance(value, Formula) else value
            page.write(row - 1, column - 1, shown, _xls_style(number_format))
        if sheet.used:
            page.write(sheet.used[0] - 1, sheet.used[1] - 1, "", _xls_style("0"))
        if not sheet.visible:
            page.visibility = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_XLS_STYLES: dict[str, Any] = {}


def _xls_style(number_format: str) -> Any:
    """One style object for each number format: the format knows at most 4,000 of them."""
    if number_format not in _XLS_STYLES:
        _XLS_STYLES[number_format] = xlwt.easyxf(num_format_str=number_format)
    return _XLS_STYLES[number_format]


def csv(sheet: Sheet, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A CSV file of the sheet as an office suite exports it: every row as wide as the widest, dates as 2019/7/1."""
    text = io.StringIO()
    writer = csv_module.writer(text, delimiter=delimiter, lineterminator="\r\n")
    columns = range(1, sheet.last_column + 1)
    for row in range(1, sheet.last_row + 1):
        writer.writerow(_as_text(sheet.cells.get((row, column))) for column in columns)
    return text.getvalue().encode(encoding)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        return _as_text(value.result)
    if isinstance(value, (date, datetime)):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float) and value >= 1e11:
        return f"{value:.5E}"  # as the office suite shows a long number in a narrow column
    return str(value)


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write the file into `folder` and give its path."""
    path = Path(folder) / name
    path.write_bytes(content)
    return path

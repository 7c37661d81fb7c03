"""The file: XlsxWriter's parts with the data rows streamed into its sheets."""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.utility import xl_col_to_name

from liangxin.books.skeleton import LAST_CHOICE_ROW, LAST_DATA_ROW, lines_of, make_skeleton
from liangxin.books.specs import MOST_ROWS, Sheet
from liangxin.books.text import cell_xml

SERIAL_ZERO = date(1899, 12, 30).toordinal()
FIRST_SERIAL_DAY = date(1900, 3, 1)  # before it the office suites disagree
LONGEST_NUMBER = 10**15  # from here on they round
SPARE_ROWS = 200  # below the data, where drop-downs work too
COMPRESSION = 3  # the usual 6 saves a fourteenth of the size for half as much time again
ROWS_AT_ONCE = 1000
WRAPPED_LINE, TALLEST_ROW = 17, 409  # points; fonts that stand in for another one are a little taller

SAMPLE_CELL = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"/>')
DIMENSION = re.compile(r"<dimension [^>]*/>")


def write_book(target: str | os.PathLike | BinaryIO, sheets: Sequence[Sheet]) -> None:
    """Write the sheets to a path or a binary file. A path holds the whole book or is left as it was.

    Raises ValueError for a row of the wrong length, a number that is none, or more rows than the format has room for.
    """
    if not isinstance(target, (str, os.PathLike)):
        _write(target, sheets)
        return
    unfinished = Path(f"{os.fspath(target)}.part")
    try:
        with unfinished.open("wb") as file:
            _write(file, sheets)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(file: BinaryIO, sheets: Sequence[Sheet]) -> None:
    last_rows: dict[str, str] = {}  # what stands for a row → the row
    with (
        zipfile.ZipFile(io.BytesIO(make_skeleton(sheets))) as skeleton,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as book,
    ):
        parts = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
        # The workbook part names the last row of a filter, so it comes after the sheets.
        for name in sorted(
            skeleton.namelist(), key=lambda name: (name != "[Content_Types].xml", name == "xl/workbook.xml")
        ):
            xml = skeleton.read(name)
            if name in parts:
                with book.open(name, "w", force_zip64=True) as part:
                    for piece in _sheet_xml(xml.decode(), parts[name], list(parts).index(name), last_rows):
                        part.write(piece.encode())
            elif name == "xl/workbook.xml":
                book.writestr(name, _with_rows(xml.decode(), last_rows))
            else:
                book.writestr(name, xml)


def _with_rows(xml: str, last_rows: dict[str, str]) -> str:
    for standing, row in last_rows.items():
        xml = xml.replace(standing, row)
    return xml


def _sheet_xml(skeleton: str, sheet: Sheet, number: int, last_rows: dict[str, str]) -> Iterator[str]:
    """The sheet's XML with data rows for the sample rows; fills `last_rows`."""
    first = sheet.first_row + 1
    head, samples = skeleton.split(f'<row r="{first}"', 1)
    samples, tail = samples.split("</sheetData>", 1)
    styles = SAMPLE_CELL.findall(samples)
    half = len(sheet.leaves)
    yield DIMENSION.sub("", head)  # it would have to be right, and the rows are not counted yet
    tall = [1]
    columns = zip(sheet.leaves, range(half), styles[:half], styles[half:], strict=True)
    cells = [_cell_writer(*each, tall) for each in columns]
    row = first
    pieces = []
    for values in _all_rows(sheet):
        if len(values) != half:
            raise ValueError(f"sheet {sheet.name!r}, row {row}: {len(values)} values for {half} columns")
        if row - first >= MOST_ROWS:
            raise ValueError(f"sheet {sheet.name!r} has more than {MOST_ROWS} rows")
        tall[0] = 1
        written = "".join([cell(row, value) for cell, value in zip(cells, values, strict=True)])
        pieces.append(f'<row r="{row}"{_height(tall[0])}>{written}</row>')
        row += 1
        if not row % ROWS_AT_ONCE:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces)
    mine = {
        f"{LAST_DATA_ROW + 2 * number}": f"{max(row - 1, first - 1)}",
        f"{LAST_CHOICE_ROW + 2 * number}": f"{row - 1 + SPARE_ROWS}",
    }
    last_rows.update(mine)
    yield "</sheetData>" + _with_rows(tail, mine)


def _height(lines: int) -> str:
    """The attribute for a row of so many lines; office suites do not work it out for rows they did not write."""
    return f' ht="{min(WRAPPED_LINE * lines, TALLEST_ROW)}"' if lines > 1 else ""


def _all_rows(sheet: Sheet) -> Iterator[Sequence]:
    yield from sheet.rows
    for _ in range(sheet.blank_rows):
        yield [None] * len(sheet.leaves)


def _cell_writer(leaf, number: int, style: str, text_style: str, tall: list[int]) -> Callable[[int, object], str]:
    """A function of row and value that gives the XML of one column's cell, and raises tall[0] to the lines it takes."""
    letter = xl_col_to_name(number)
    as_text = leaf.kind == "text"
    known: dict[str, tuple[str, int]] = {}  # a column repeats its values

    def text(row: int, value: str) -> str:
        if value not in known:
            if len(known) > 20_000:
                known.clear()
            xml = f'" s="{text_style}" t="inlineStr"><is>{cell_xml(value)}</is></c>'
            known[value] = xml, lines_of(value, leaf.width)
        xml, lines = known[value]
        if lines > tall[0]:
            tall[0] = lines
        return f'<c r="{letter}{row}{xml}'

    def cell(row: int, value) -> str:
        kind = type(value)
        if kind is str and value:
            return text(row, value)
        if value is None or kind is str:
            return f'<c r="{letter}{row}" s="{style}"/>'
        if kind is int and not as_text and -LONGEST_NUMBER < value < LONGEST_NUMBER:
            return f'<c r="{letter}{row}" s="{style}"><v>{value}</v></c>'
        plain = _plain(value, as_text)
        return text(row, plain) if isinstance(plain, str) else f'<c r="{letter}{row}" s="{style}"><v>{plain}</v></c>'

    return cell


def _plain(value, as_text: bool) -> str | int | float | Decimal:
    """A number for the cell, or the text that says the value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        days = value.toordinal() - SERIAL_ZERO
        return value.isoformat() if as_text or value < FIRST_SERIAL_DAY else days
    if isinstance(value, (int, float, Decimal)):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"{value} is no number for a cell")
        if isinstance(value, Decimal):
            value = value if not as_text else format(value, "f")
        return str(value) if as_text or abs(value) >= LONGEST_NUMBER else value
    return str(value)  # choices, lazy translations

"""The file: XlsxWriter's parts with the data rows streamed into its sheets."""

import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import BinaryIO

from liangxin.books.cells import ColumnXml, rows_xml
from liangxin.books.skeleton import LAST_CHOICE_ROW, LAST_DATA_ROW, make_skeleton
from liangxin.books.specs import MOST_ROWS, Sheet

SPARE_ROWS = 200  # below the data, where drop-downs work too
COMPRESSION = 2  # 3 saves a thirtieth of the size for twice the time, the usual 6 a fifth for three times
ROWS_AT_ONCE = 1000

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
    count = len(sheet.leaves)
    yield DIMENSION.sub("", head)  # it would have to be right, and the rows are not counted yet
    leaves = zip(sheet.leaves, range(count), styles[:count], styles[count:], strict=True)
    columns = [ColumnXml(*each, last=each[1] == count - 1) for each in leaves]
    row = first
    for rows in _batches(sheet):
        for place, values in enumerate(rows, row):
            if len(values) != count:
                raise ValueError(f"sheet {sheet.name!r}, row {place}: {len(values)} values for {count} columns")
        if row - first + len(rows) > MOST_ROWS:
            raise ValueError(f"sheet {sheet.name!r} has more than {MOST_ROWS} rows")
        yield rows_xml(columns, rows, row)
        row += len(rows)
    mine = {
        f"{LAST_DATA_ROW + 2 * number}": f"{max(row - 1, first - 1)}",
        f"{LAST_CHOICE_ROW + 2 * number}": f"{row - 1 + SPARE_ROWS}",
    }
    last_rows.update(mine)
    yield "</sheetData>" + _with_rows(tail, mine)


def _batches(sheet: Sheet) -> Iterator[list[Sequence]]:
    """The rows of a sheet and the ruled ones below, some at a time."""
    rows = chain(sheet.rows, repeat([None] * len(sheet.leaves), sheet.blank_rows))
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch

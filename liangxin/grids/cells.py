"""From the values a reader gives to the cells of a grid, and from grids to the lines that the child writes."""

import datetime
import json
from math import isfinite

from liangxin.grids.formats import mark_of
from liangxin.grids.limits import (
    CELL_CHARACTERS,
    CELLS,
    DATA_ROWS,
    HEAD_ROWS,
    MERGED_ROWS,
    TOO_MANY_CELLS,
    USED_COLUMNS,
    Unreadable,
)

BATCH = 1_000  # rows a line: the parent reads one batch while the child makes the next
EXACT = 1 << 53  # beyond, a float no longer says which whole number was meant


def letters(column: int) -> str:
    """The office suite's name of a 1-based column: 1 -> A, 28 -> AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Writer:
    """Writes a workbook as lines of JSON on a binary stream, holding every grid to the limits."""

    def __init__(self, stream):
        self.stream = stream
        self.cells = 0

    def line(self, *parts) -> None:
        """One message to the parent."""
        text = json.dumps(parts, ensure_ascii=False, check_circular=False, separators=(",", ":"))
        self.stream.write(text.encode("utf-8", "replace") + b"\n")

    def grid(self, name: str, visible: bool, rows, merges=(), marks=None, styled=None, date1904=False) -> None:
        """One sheet.

        `rows` yields (row number, column numbers, values); `marks` are those found in the file,
        `styled` maps (row, column) to the kind of format (see formats.py) whose cells need a second look.
        """
        self.line("grid", name, visible)
        marks, styled = dict(marks or {}), styled or {}
        batch, count, used, before, max_row = [], 0, set(), None, 0
        for number, places, values in rows:
            columns, cells, dates = _filled(name, number, places, values)
            if not columns:
                continue
            if styled:
                marks.update(_second_look(number, columns, cells, dates, styled, date1904))
            if columns != before:
                used.update(columns)
            count, max_row = count + 1, max(max_row, number)
            self._hold(name, count, used, len(columns))
            # columns are written once for rows in a row that fill the same ones
            batch.append((number, 0 if batch and columns == before else columns, cells, dates))
            before = columns
            if len(batch) == BATCH:
                self.line("rows", batch)
                batch = []
        self.line("rows", batch)
        _hold_merges(name, merges, max_row)
        self.line("merges", list(merges))
        self.line("marks", [(row, column, text) for (row, column), text in marks.items()])

    def _hold(self, name: str, rows: int, used: set[int], cells: int) -> None:
        self.cells += cells
        if rows > DATA_ROWS + HEAD_ROWS:
            raise Unreadable(f"{_named(name)}超过 {DATA_ROWS} 行数据。请拆成几个文件后再上传。")
        if len(used) > USED_COLUMNS:
            raise Unreadable(f"{_named(name)}有内容的列超过 {USED_COLUMNS} 列。请删去不需要的列后再上传。")
        if self.cells > CELLS:
            raise Unreadable(TOO_MANY_CELLS)


def _filled(sheet: str, number: int, places, values: list) -> tuple[list[int], list, list[int]]:
    """The columns that are not blank, their values as JSON has them, and which of these are dates.

    The one loop that runs for every cell: kept flat for its speed.
    """
    columns, cells, dates = [], [], []
    for column, value in zip(places, values, strict=False):
        if not value and value == "":
            continue
        kind = type(value)
        if kind is str:
            if "\x00" in value:
                value = value.replace("\x00", "")
            if not value or value.isspace():
                continue
            if len(value) > CELL_CHARACTERS:
                raise Unreadable(_too_long(sheet, number, column))
        elif kind is float:
            if not isfinite(value):
                value = str(value)
            elif value.is_integer() and -EXACT < value < EXACT:
                value = int(value)
        elif kind is datetime.date or kind is datetime.datetime:
            dates.append(len(cells))
            value = value.isoformat()
        elif kind is not bool and kind is not int:
            value = str(value)  # a time of day, a duration
        columns.append(column)
        cells.append(value)
    return columns, cells, dates


def _hold_merges(name: str, merges, max_row: int) -> None:
    if sum(min(bottom, max_row) - top + 1 for top, _, bottom, _ in merges if top <= max_row) > MERGED_ROWS:
        raise Unreadable(f"{_named(name)}里的合并单元格太多或太大。请取消合并后再上传。")


def _named(sheet: str) -> str:
    return f"的工作表“{sheet}”" if sheet else ""


def _too_long(sheet: str, number: int, column: int) -> str:
    where = f"{_named(sheet) or '的'}第 {number} 行 {letters(column)} 列"
    return f"{where}超过 {CELL_CHARACTERS} 个字。请把这一格改短后再上传。"


def _second_look(number: int, columns: list, cells: list, dates: list, styled: dict, date1904: bool) -> dict:
    """The marks of a row's cells whose format shows other than their value."""
    marks = {}
    for place, column in enumerate(columns):
        kind = styled.get((number, column))
        if kind is not None and (text := mark_of(kind, cells[place], place in dates, date1904)):
            marks[number, column] = f"shown:{text}"
    return marks

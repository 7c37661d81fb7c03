"""From the values a reader gives to the cells of a grid, and from grids to the lines that the child writes."""

import datetime
import json
from itertools import islice
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

BATCH = 250  # rows a line: the parent reads one while the child makes the next; few enough for a processor's cache
LETTERS = "".join(map(chr, range(0x100, 0x100 + BATCH)))  # no two alike; nothing that JSON would escape
BETWEEN = "\u2063"  # an invisible separator, which no keyboard has
TEXTS = {str, type(None)}
DAYS = (datetime.date, datetime.datetime)
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
        marks, kinds = dict(marks or {}), _by_column(styled or {})
        count, used, max_row = 0, set(), 0
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            numbers, columns = filled(name, batch)
            if not numbers:
                continue
            for column in columns:
                if column.place in kinds:
                    marks.update(_second_look(numbers, column, kinds[column.place], date1904))
            used.update(column.place for column in columns)
            count, max_row = count + len(numbers), max(max_row, *numbers)
            self._hold(name, count, used, sum(column.filled() for column in columns))
            self.line("rows", numbers, [column.packed() for column in columns])
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


class Column:
    """One column of a batch: `values` as JSON has them, None for a blank, `dates` the places of those that are dates.

    Where values recur each is kept once, and for each cell one of LETTERS in `letters`; else `letters` is "".
    """

    __slots__ = ("place", "letters", "values", "dates")

    def __init__(self, place: int, given):
        # Each pass over all cells takes time, so as much as can be is done with each distinct value.
        self.place, self.letters = place, ""
        seen = dict.fromkeys(given)
        if len(seen) * 2 <= len(given) and not (_is_like_a_bool(seen) and bool in map(type, given)):
            self.letters = "".join(map(dict(zip(seen, LETTERS, strict=False)).__getitem__, given))
            given = list(seen)
        self.values = list(map(_plain, given))
        self.dates = [at for at, value in enumerate(given) if type(value) in DAYS]

    def cells(self) -> list:
        """The value of each row."""
        return list(map(dict(zip(LETTERS, self.values, strict=False)).get, self.letters or ())) or self.values

    def filled(self) -> int:
        """How many cells are not blank."""
        if not self.letters:
            return len(self.values) - self.values.count(None)
        blanks = (letter for letter, value in zip(LETTERS, self.values, strict=False) if value is None)
        return len(self.letters) - sum(map(self.letters.count, blanks))

    def dated(self) -> set[int]:
        """The rows that hold dates."""
        if not self.letters:
            return set(self.dates)
        letters = {LETTERS[at] for at in self.dates}
        return {row for row, letter in enumerate(self.letters) if letter in letters} if letters else set()

    def only(self, rows: list[int]) -> None:
        """Keep some of the rows."""
        if self.letters:
            self.letters = "".join(self.letters[row] for row in rows)
            return
        dated = self.dated()
        self.values = [self.values[row] for row in rows]
        self.dates = [at for at, row in enumerate(rows) if row in dated]

    def packed(self) -> tuple:
        """What the parent gets: texts that do not recur as one, joined, which takes half the time of a list."""
        if not self.letters and set(map(type, self.values)) <= TEXTS:
            text = BETWEEN.join(value or "" for value in self.values)
            if text.count(BETWEEN) == len(self.values) - 1:
                return self.place, "", text, self.dates
        return self.place, self.letters, self.values, self.dates


def _is_like_a_bool(seen: dict) -> bool:
    """Whether 0 or 1 is among values, of which False and True then are not told."""
    return 0 in seen or 1 in seen


def filled(sheet: str, batch: list) -> tuple[list[int], list[Column]]:
    """The numbers of the rows of a batch that are not blank, and the columns that are not. Raises Unreadable."""
    columns = [Column(place, values) for place, values in _turned(batch).items()]
    if any(_is_too_long(value) for column in columns for value in column.values):
        raise Unreadable(_first_too_long(sheet, batch, columns))
    columns = [column for column in columns if column.filled()]
    numbers = [number for number, _, _ in batch]
    if all(column.filled() < len(numbers) for column in columns):  # some row may be blank
        cells = zip(*(column.cells() for column in columns), strict=True)
        rows = [at for at, row in enumerate(cells) if row.count(None) < len(row)]
        if len(rows) < len(numbers):
            numbers = [numbers[at] for at in rows]
            for column in columns:
                column.only(rows)
    return numbers, columns


def _turned(batch: list) -> dict:
    """Column number → the values of all rows of a batch, "" where a row has none."""
    places = batch[0][1]
    if all(one[1] == places for one in batch):
        return dict(zip(places, zip(*(values for _, _, values in batch), strict=True), strict=False))
    columns: dict[int, list] = {}
    for at, (_, places, values) in enumerate(batch):
        for place, value in zip(places, values, strict=False):
            columns.setdefault(place, [""] * len(batch))[at] = value
    return dict(sorted(columns.items()))


def _plain(value):
    """A value as JSON has it: blanks as None, whole numbers without fraction, dates as ISO text."""
    kind = type(value)
    if kind is str:
        value = value.replace("\x00", "")
        return None if not value or value.isspace() else value
    if kind is float:
        if not isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and -EXACT < value < EXACT else value
    if kind in DAYS:
        return value.isoformat()
    return value if kind is int or kind is bool else str(value)  # a time of day, a duration


def _hold_merges(name: str, merges, max_row: int) -> None:
    if sum(min(bottom, max_row) - top + 1 for top, _, bottom, _ in merges if top <= max_row) > MERGED_ROWS:
        raise Unreadable(f"{_named(name)}里的合并单元格太多或太大。请取消合并后再上传。")


def _named(sheet: str) -> str:
    return f"的工作表“{sheet}”" if sheet else ""


def _first_too_long(sheet: str, batch: list, columns: list[Column]) -> str:
    number, place = min(
        (batch[at][0], column.place)
        for column in columns
        for at, cell in enumerate(column.cells())
        if _is_too_long(cell)
    )
    where = f"{_named(sheet) or '的'}第 {number} 行 {letters(place)} 列"
    return f"{where}超过 {CELL_CHARACTERS} 个字。请把这一格改短后再上传。"


def _is_too_long(cell) -> bool:
    return type(cell) is str and len(cell) > CELL_CHARACTERS


def _by_column(styled: dict[tuple[int, int], str]) -> dict[int, dict[int, str]]:
    """Column → row → kind of format."""
    kinds: dict[int, dict[int, str]] = {}
    for (row, place), kind in styled.items():
        kinds.setdefault(place, {})[row] = kind
    return kinds


def _second_look(numbers: list[int], column: Column, kinds: dict[int, str], date1904: bool) -> dict:
    """The marks of a column's cells whose format shows other than their value."""
    marks, dates = {}, column.dated()
    for at, (number, value) in enumerate(zip(numbers, column.cells(), strict=True)):
        kind = kinds.get(number)
        if kind is not None and value is not None and (text := mark_of(kind, value, at in dates, date1904)):
            marks[number, column.place] = f"shown:{text}"
    return marks

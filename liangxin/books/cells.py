"""Cells as XML, a column of a batch of rows at a time.

A row is its number joining pieces of text: `<row r="` 7 `"><c r="A` 7 `" s="3"><v>1</v></c><c r="B` 7 … So a piece
holds no number, and is made once for all equal values of a batch.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat

from xlsxwriter.utility import xl_col_to_name

from liangxin.books.skeleton import lines_of
from liangxin.books.specs import Column
from liangxin.books.text import cell_xml

SERIAL_ZERO = date(1899, 12, 30).toordinal()
FIRST_SERIAL_DAY = date(1900, 3, 1)  # before it the office suites disagree
LONGEST_NUMBER = 10**15  # from here on they round
WRAPPED_LINE, TALLEST_ROW = 17, 409  # points; fonts that stand in for another one are a little taller
PLAIN = {str, int, type(None)}  # two values of these types that are equal make the same cell; 1, True and 1.0 do not


def rows_xml(columns: Sequence["ColumnXml"], rows: Sequence[Sequence], first: int) -> str:
    """The XML of a batch of rows, of which the first has the number `first`; each has a value for each column."""
    tallest: list[int] | None = None
    pieces = []
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        made, lines = column.pieces(values)
        pieces.append(made)
        if lines:
            tallest = list(map(max, tallest, lines)) if tallest else lines
    heights = [_opening(lines) for lines in range(1, max(tallest, default=1) + 1)] if tallest else [_opening(1)]
    openings = [heights[lines - 1] for lines in tallest] if tallest else repeat(heights[0])
    numbers = map(str, range(first, first + len(rows)))
    return "".join(map(str.join, numbers, zip(repeat('<row r="'), openings, *pieces)))


def _opening(lines: int) -> str:
    """What follows the number of a row of so many lines; office suites do not work out the height of such rows."""
    height = f' ht="{min(WRAPPED_LINE * lines, TALLEST_ROW)}"' if lines > 1 else ""
    return f'"{height}><c r="A'


class ColumnXml:
    """One column of a sheet: its values as pieces of XML. style, text_style: the numbers of its cell formats."""

    def __init__(self, leaf: Column, number: int, style: str, text_style: str, *, last: bool):
        self._width, self._as_text = leaf.width, leaf.kind == "text"
        after = "</row>" if last else f'<c r="{xl_col_to_name(number + 1)}'
        self._blank = f'" s="{style}"/>{after}'
        self._number = f'" s="{style}"><v>', f"</v></c>{after}"
        self._text = f'" s="{text_style}" t="inlineStr"><is>', f"</is></c>{after}"

    def pieces(self, values: Sequence) -> tuple[Sequence[str], list[int] | None]:
        """A piece for each value; and the lines that each takes, None when all take one.

        Raises ValueError for a number that is none.
        """
        if values.count(None) == len(values):
            return [self._blank] * len(values), None
        if not set(map(type, values)) <= PLAIN:
            values = [value if type(value) in PLAIN else self._plain(value) for value in values]
        made = {value: self._piece(value) for value in set(values)}
        found = [made[value] for value in values]
        text = self._text[0]
        lines = {value: lines_of(str(value), self._width) for value, piece in made.items() if piece.startswith(text)}
        if max(lines.values(), default=1) == 1:
            return found, None
        return found, [lines.get(value, 1) for value in values]

    def _piece(self, value) -> str:
        if value is None or value == "":
            return self._blank
        if type(value) is str:
            before, after = self._text
            return f"{before}{cell_xml(value)}{after}"
        if type(value) is int and (self._as_text or not -LONGEST_NUMBER < value < LONGEST_NUMBER):
            return self._piece(str(value))
        before, after = self._number
        return f"{before}{value if type(value) is int else value[0]}{after}"

    def _plain(self, value) -> str | int | tuple[str]:
        """A value of another type as text or a whole number; other numbers as their digits in a tuple, like no text."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, date):
            as_text = self._as_text or value < FIRST_SERIAL_DAY
            return value.isoformat() if as_text else value.toordinal() - SERIAL_ZERO
        if isinstance(value, (int, float, Decimal)):
            if value != value or value in (float("inf"), float("-inf")):
                raise ValueError(f"{value} is no number for a cell")
            if isinstance(value, Decimal) and self._as_text:
                return format(value, "f")
            return str(value) if self._as_text or abs(value) >= LONGEST_NUMBER else (str(value),)
        return str(value)  # choices, lazy translations

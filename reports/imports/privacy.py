"""ID numbers of people end here: what cleaning, planning and every page see of a file holds none.

The one place for it: a workbook passes before anything of it is read, so that no fact, sample, finding, kept cell,
log line or temporary file can hold a number. It stays in the encrypted original only (domain.md §3, Privacy).
"""

import re

from liangxin.codes import without_id_numbers
from liangxin.grids import Grid, Workbook

ID_HEADER = re.compile(r"身\s*份\s*(?:证|号码)|公民身份|证\s*件\s*号")
HEADER_MOST = 40  # characters; a longer cell that speaks of 身份证 is a remark
SHORTEST = 14  # no text below this length holds an ID number
MAYBE = re.compile(r"\d[\d \u3000\xa0\u200b-]{13}")  # what each of them holds; quick, as all long texts are searched
NUMBERS = (int, float)
OLD, NEW = 10**14, 10**17  # the smallest numbers of 15 and of 18 digits


def hide_id_numbers(workbook: Workbook) -> Workbook:
    """Star out the ID numbers in all cells and names of `workbook`, which is changed in place and returned."""
    workbook.name = without_id_numbers(workbook.name)
    for grid in workbook.grids:
        grid.name = without_id_numbers(grid.name)
        _hide(grid)
    return workbook


def _hide(grid: Grid) -> None:
    long = [(place, values, found) for _, place, values in grid.rows.columns() if (found := _long(values))]
    marks = [key for key, mark in grid.marks.items() if len(mark) >= SHORTEST]
    if not long and not marks:
        return
    expected = _id_columns(grid)
    for place, values, found in long:
        hidden = {value: _hidden(value, place in expected) for value in found}
        values[:] = [hidden.get(value, value) for value in values]
    for key in marks:
        grid.marks[key] = without_id_numbers(grid.marks[key], expected=key[1] in expected)


def _long(values: list) -> set:
    """The values of a column that may hold an ID number."""
    search = MAYBE.search
    return {
        value
        for value in set(values)
        if (len(value) >= SHORTEST and search(value) if type(value) is str else type(value) in NUMBERS and value >= OLD)
    }


def _hidden(value: str | float, expected: bool) -> str | float:
    if type(value) is str:
        return without_id_numbers(value, expected=expected)
    return without_id_numbers(str(int(value)), expected=True) if expected or _was_id_number(value) else value


def _was_id_number(value: float) -> bool:
    """Whether a number of 18 digits that the office suite rounded looks like an ID number: its check digit is lost."""
    if not NEW <= value < 10 * NEW:
        return False
    text = str(int(value))
    year, month, day = text[6:10], text[10:12], text[12:14]
    return text[0] in "1234568" and "1900" <= year <= "2099" and "01" <= month <= "12" and "01" <= day <= "31"


def _id_columns(grid: Grid) -> set[int]:
    """The columns below a header that asks for ID numbers, with all columns over which it is merged."""
    wide = {(first, left): right for first, left, _, right in grid.merges}
    found = set()
    for numbers, place, values in grid.rows.columns():
        for number, value in zip(numbers, values, strict=True):
            if type(value) is str and len(value) <= HEADER_MOST and ID_HEADER.search(value):
                found.update(range(place, wide.get((number, place), place) + 1))
    return found

"""ID numbers in the column that asks for them: sealed before anything else of a file is read.

What is left in the sheet is the number as it is shown (330***********1234), which carries its sealed form. So no fact,
finding, kept cell, log line or temporary file can hold a number in the clear; the encrypted original does (privacy).
"""

from collections.abc import Collection

from liangxin.grids import Grid
from members.numbers import birth_of, number_problem, sex_of
from members.secrets import hidden, seal
from reports.imports.lists_header import Header
from reports.ledgers.columns import NOTHING, WARNING, Problem, Read
from reports.ledgers.roster_kinds import IdNumber
from reports.ledgers.words import cell_text


class Hidden(str):
    """The text of a cell with an ID number hidden; `read` is what the cell states, the number sealed."""

    __slots__ = ("read",)

    def __new__(cls, text: str, read: Read):
        one = super().__new__(cls, text)
        one.read = read
        return one


def seal_id_numbers(grid: Grid, header: Header | None, off: Collection[str] = ()) -> None:
    """Replace every cell below an ID number's header by a Hidden, in place; nothing is sealed of what is `off`."""
    places = {at: one for at, (one, _) in header.columns.items() if isinstance(one, IdNumber)} if header else {}
    for numbers, place, values in grid.rows.columns() if places else ():
        if place in places:
            column = places[place]
            values[:] = [
                value if value is None or number <= header.bottom else _hidden(column, value, column.key in off)
                for number, value in zip(numbers, values, strict=True)
            ]
    for row, place in [at for at in grid.marks if at[1] in places and at[0] > header.bottom]:
        if grid.marks[row, place].startswith("shown:"):
            del grid.marks[row, place]


def _hidden(column: IdNumber, value, off: bool) -> Hidden:
    read = NOTHING if off else column.clean(value)
    number = read.facts.get(column.key)
    if not number:
        return Hidden(_starred(value), read)
    if problem := number_problem(number):
        return Hidden(hidden(number), Read({}, Problem("check_digit", WARNING, f"{problem}，没有读入，请核对")))
    sealed = seal(number)
    stated = {"sealed": sealed.text, "index": sealed.index, "shown": hidden(number)}
    stated |= {"birth": birth_of(number), "sex": sex_of(number).value}
    return Hidden(hidden(number), Read({column.key: stated}, read.problem))


def _starred(value) -> str:
    """What was written instead of a number: words as they are, digits hidden."""
    text = cell_text(value)
    return hidden(text) if sum(map(str.isdigit, text)) > 6 else text

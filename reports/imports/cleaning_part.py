"""The cells of many rows at once, column by column: a value is read once, whatever the number of its rows.

A row with a cell that needs more (a problem, a tick, tags) is "odd": cleaning_rows.RowCleaner reads it cell by cell.
"""

from collections.abc import Callable, Iterable, Mapping

from liangxin.grids import Row, Rows
from reports.imports.layouts_settle import Slot
from reports.ledgers.answers import tick_state
from reports.ledgers.choices import Built, YesNo
from reports.ledgers.columns import Read
from reports.ledgers.plain import plainly
from reports.ledgers.words import BLANKS, cell_text

MOST = 20_000  # values of a column that are remembered
ALIKE = (bool, float)  # 1 == True == 1.0, but they are read differently
ADDED_UP = ("tags", "survey")  # facts to which several columns add


class ColumnReader:
    """What the values of one column state, and which of them are odd. meaning: reads a value that is not plain."""

    def __init__(self, slot: Slot, meaning: Callable[[Slot, object], Read]):
        self.slot, self.meaning = slot, meaning
        self.is_plain = plainly(slot.column)
        self.key, self.mixed = slot.column.key, slot.column.mixed
        self.in_survey = slot.column.survey and not slot.column.mixed
        self.asks = type(slot.column) in (YesNo, Built) and not slot.is_tick  # 是 or 否, all in one cell
        self.ticked = 0  # cells of such a column, until one is met that is no tick
        self._forget()

    def _forget(self):
        self.known: set = {None}
        self.odd: set = set()
        self.stated: dict[str, dict] = {}  # fact → value → what it states of it

    def read(self, values: list) -> tuple[dict[str, list], Iterable[int]]:
        """For the cells of a column (None: blank): fact → what each states of it, None for nothing; the odd ones."""
        if len(self.known) > MOST:
            self._forget()
        if not set(map(type, values)).isdisjoint(ALIKE):
            values = [(type(value), value) if type(value) in ALIKE else value for value in values]
        distinct = set(values)
        new = distinct - self.known
        self.known |= new
        plain = {value for value in new if type(value) is str and self.is_plain(value)}
        if plain:
            self.stated.setdefault(self.key, {}).update(zip(plain, plain, strict=True))
        for value in new - plain:
            self._meet(value)
        if self.asks:
            self.ticked += len(values) - values.count(None)
        stated = {fact: list(map(table.get, values)) for fact, table in self.stated.items()}
        odd = self.odd and not self.odd.isdisjoint(distinct)
        return stated, [at for at, value in enumerate(values) if value in self.odd] if odd else ()

    def _meet(self, key):
        """Read a value that was not met before and is not plain."""
        value = key[1] if type(key) is tuple else key
        if self.slot.is_tick:
            if tick_state(value) is not None or cell_text(value) not in BLANKS:
                self.odd.add(key)
            return
        self.asks = self.asks and tick_state(value) is True
        facts, problem = self.meaning(self.slot, value)
        if problem or (self.mixed and not facts.keys().isdisjoint(ADDED_UP)):
            self.odd.add(key)
            return
        for fact, stated in facts.items():
            if type(stated) is list:  # each row has its own
                self.odd.add(key)
            self.stated.setdefault(fact, {})[key] = stated


class Part:
    """What the cells of some rows state, fact by fact, and the rows (by their place among them) that are odd.

    cells: of each row; those of a plain Row are taken from the sheet's own columns, and never put together.
    """

    def __init__(self, sheet: Rows, numbers: list[int], cells: list[Mapping[int, object]]):
        self.sheet, self.numbers = sheet, numbers
        self.apart = {at: row for at, row in enumerate(cells) if type(row) is not Row}
        self.facts: dict[str, list] = {}
        self.survey: dict[str, list] = {}
        self.odd: set[int] = set()

    def values(self, place: int) -> list:
        """The values of one column, None for a blank."""
        values = self.sheet.column(place, self.numbers)
        for at, cells in self.apart.items():
            values[at] = cells.get(place)
        return values

    def places(self) -> set[int]:
        """The columns in which these rows may have a value."""
        return self.sheet.places(self.numbers).union(*self.apart.values())

    def add(self, reader: ColumnReader):
        """Read one column. A row in which two columns state the same fact is odd: the order of its cells decides."""
        stated, odd = reader.read(self.values(reader.slot.place))
        self.odd.update(odd)
        facts = self.survey if reader.in_survey else self.facts
        for fact, column in stated.items():
            if fact in facts:
                pairs = list(zip(facts[fact], column, strict=True))
                self.odd.update(at for at, (one, other) in enumerate(pairs) if one is not None and other is not None)
                column = [other if one is None else one for one, other in pairs]
            facts[fact] = column

    def rows(self, count: int) -> Iterable[dict[str, object]]:
        """The facts of each of the `count` rows."""
        rows = by_row(self.facts, count)
        if self.survey:
            for facts, survey in zip(rows, by_row(self.survey, count), strict=True):
                if survey:
                    facts["survey"] = survey
        return rows


def by_row(columns: dict[str, list], count: int) -> list[dict[str, object]]:
    """Columns of equal length → a dict for each row, without what is None."""
    if not columns:
        return [{} for _ in range(count)]
    keys = tuple(columns)
    rows = zip(*columns.values(), strict=True)
    return [{key: value for key, value in zip(keys, row, strict=True) if value is not None} for row in rows]

"""The header of a plain list: one to three rows in which the words of a declared ledger stand."""

from dataclasses import dataclass, field
from functools import cache

from liangxin.grids import Grid
from reports.ledgers import Ledger
from reports.ledgers.columns import Column
from reports.ledgers.words import BLANKS, cell_text, header_forms

LOOKED_AT = 40  # rows in which the header may stand
FEWEST = 3  # known columns that make a header, the name among them
DEEPEST = 3


@dataclass(slots=True)
class Header:
    """Where the header stands, and what its columns are: place → (column, text); unknown: place → text."""

    top: int
    bottom: int
    columns: dict[int, tuple[Column, str]]
    unknown: dict[int, str] = field(default_factory=dict)

    follows: dict[int, int] = field(default_factory=dict)  # as Block of returning_places: every line stands alone
    carried: dict[int, dict[int, object]] = field(default_factory=dict)
    shared: list[tuple[int, int, int]] = field(default_factory=list)

    def place_of(self, finding: dict, cells: dict[int, str]) -> int:
        """The column of the cell that a finding is about; that of the name when it is about the whole line."""
        places = {column.key: place for place, (column, _) in self.columns.items()}
        return places.get(finding.get("fact")) or places.get("name") or min(cells, default=1)

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return self.bottom - self.top + 1


def find_header(grid: Grid, ledger: Ledger) -> Header | None:
    """The block of rows that names most columns of `ledger`; None when no row names enough of them.

    Of blocks that name as many the uppermost and lowest one is taken.
    """
    best = None
    for number in sorted(grid.rows)[:LOOKED_AT]:
        for depth in range(1, DEEPEST + 1):
            if number - depth < 0:
                break
            texts = _texts(grid, number - depth + 1, number)
            columns = _columns(texts, ledger)
            known = {column.key for column, _ in columns.values()}
            if len(known) < FEWEST or "name" not in known or (best and len(columns) <= len(best.columns)):
                continue
            bare = grid.rows[number]
            unknown = {place: leaf for place, (_, leaf) in texts.items() if place not in columns and place in bare}
            top = min(row for row in range(number - depth + 1, number + 1) if row in grid.rows)
            best = Header(top, number, columns, {at: leaf for at, leaf in unknown.items() if leaf not in BLANKS})
    return best


def _texts(grid: Grid, top: int, bottom: int) -> dict[int, tuple[list[str], str]]:
    """Column → the texts above, those of cells merged over it included, and its own lowest text."""
    found: dict[int, tuple[list[str], str]] = {}
    for row in range(top, bottom + 1):
        cells = {place: cell_text(value) for place, value in grid.rows.get(row, {}).items()}
        wide = {(first, left): right for first, left, _, right in grid.merges if first == row and right > left}
        over = {at: cells[left] for (_, left), right in wide.items() if left in cells for at in range(left + 1, right)}
        over |= {right: cells[left] for (_, left), right in wide.items() if left in cells}
        for place in {*cells, *over}:
            parents, leaf = found.get(place, ([], ""))
            if place in cells:
                found[place] = ([*parents, leaf] if leaf else parents, cells[place])
            else:
                found[place] = ([*parents, over[place]], leaf)
    return {place: (parents, leaf) for place, (parents, leaf) in found.items() if leaf}


def _columns(texts: dict[int, tuple[list[str], str]], ledger: Ledger) -> dict[int, tuple[Column, str]]:
    """Column number → (what it means, its text); of two that mean the same the better word stands."""
    words, claims = words_of(ledger), []
    for place, (parents, leaf) in texts.items():
        joined = [parent + leaf for parent in reversed(parents)]
        forms = [form for text in (*joined, leaf) for form in header_forms(text)]
        ranks = [words[form] for form in forms if form in words]
        claims += [(rank, place, column) for rank, column in ranks[:1]]
    found = {}
    for _, place, column in sorted(claims, key=lambda claim: claim[:2]):
        if all(column is not other for other, _ in found.values()):
            found[place] = (column, texts[place][1])
    return found


@cache
def words_of(ledger: Ledger) -> dict[str, tuple[int, Column]]:
    """Header word → (how good it is, 0 the best; its column)."""
    found: dict[str, tuple[int, Column]] = {}
    for column in ledger.readable:
        for rank, word in enumerate((column.title, *column.also)):
            for form in header_forms(word):
                found.setdefault(form, (rank, column))
    return found

"""What is kept of the columns of a sheet, for the pages that show them: header, meaning, a few values."""

from collections import Counter

from reports.imports.headers import fingerprints
from reports.imports.layouts_match import LIKELY, is_header_word, match
from reports.ledgers.fields import field_title
from reports.ledgers.words import BLANKS, cell_text

SAMPLES = 5
LOOKED_AT = 500  # rows below the header in which samples are looked for
LONGEST = 60  # characters of a sample
NARROW, SHALLOW = 3, 3  # cells and rows of the smallest table
LINES, WIDE = 15, 8  # rows, and cells of each, by which a clerk finds the header


def columns_of(grid, layout) -> list[dict]:
    """The columns under one header, from the left.

    place: number of the column from 1; letter: as the office suite names it; leaf, parents: the header's texts, ""
    when the column has values but no header; key, title: the field it is read as, "" when it is not read; choice: the
    facts that a tick states, when it is one of several tick columns; fingerprint: by which an answer about the header
    is remembered, "" without a header; answered: whether one holds; claims: the fields that the header may mean, where
    none is read; samples: the first values that differ, as the clerk sees them; full: whether most rows have a value.
    """
    slots, full = layout.slots, _full(grid, layout.bottom)
    headed = {place: (*slot.parents, slot.leaf) for place, slot in slots.items() if not slot.headless}
    marks = fingerprints(headed)
    samples = _samples(grid, layout.bottom)
    found = []
    for place in sorted({*slots, *samples}):
        slot = slots.get(place)
        key = slot.key if slot else ""
        found.append(
            {
                "place": place,
                "letter": column_letters(place),
                "leaf": slot.leaf if place in headed else "",
                "parents": list(slot.parents) if slot else [],
                "key": key,
                "title": field_title(key) if key else "",
                "choice": dict(slot.facts) if slot else {},
                "fingerprint": marks.get(place, ""),
                "answered": bool(slot) and slot.answered,
                "claims": _claims(slot) if slot and not key else [],
                "samples": samples.get(place, []),
                "full": place in full,
            }
        )
    return found


def _claims(slot) -> list[str]:
    return [one.column.key for one in match((*slot.parents, slot.leaf)) if one.weight >= LIKELY]


def _first_rows(grid, bottom: int) -> list[dict[int, object]]:
    return [grid.rows[number] for number in [one for one in sorted(grid.rows) if one > bottom][:LOOKED_AT]]


def _full(grid, bottom: int) -> set[int]:
    """The columns in which at least half of the first rows under the header have a value."""
    below = _first_rows(grid, bottom)
    counts = Counter(place for cells in below for place in cells)
    return {place for place, count in counts.items() if count * 2 >= len(below)}


def _samples(grid, bottom: int) -> dict[int, list[str]]:
    """Column → its first values under the header, each once."""
    found: dict[int, list[str]] = {}
    for cells in _first_rows(grid, bottom):
        for place, value in cells.items():
            values = found.get(place)
            if values is not None and len(values) >= SAMPLES:
                continue
            text = cell_text(value)[:LONGEST]
            if text in BLANKS or is_header_word(value) or (values and text in values):
                continue
            found.setdefault(place, []).append(text)
    return found


def first_lines(grid) -> list[tuple[int, str]]:
    """(row number, its cells in one line) of the first rows of a table; [] for a sheet that holds hardly a table."""
    if sum(len(cells) >= NARROW for cells in grid.rows.values()) < SHALLOW:
        return []
    return [
        (number, "｜".join(cell_text(value)[:LONGEST] for _, value in sorted(grid.rows[number].items())[:WIDE]))
        for number in sorted(grid.rows)[:LINES]
    ]


def column_letters(place: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cells_shown(cells: dict[int, object] | None) -> dict[str, str]:
    """The cells of a row as the clerk sees them: column number (as JSON has it) → text; blanks are absent."""
    return {str(place): cell_text(value) for place, value in cells.items()} if cells else {}

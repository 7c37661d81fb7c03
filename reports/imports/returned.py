"""What reading leaves out of a file that we gave back: our column of notes, and what we put behind its name."""

import re
from pathlib import PurePath

from liangxin.marking import NOTES
from reports.ledgers.words import leaf_text

RETURNED = "（待改）"  # behind the name of a file given back
TAIL = re.compile(re.escape(RETURNED) + r".*$")
LOOKED_AT = 60  # rows in which our column has its heading


def original_stem(name: str) -> str:
    """The name of a file without its ending, as it was before we gave it back: it may name the town."""
    return TAIL.sub("", PurePath(name).stem)


def notes_column(grid) -> tuple[int, int] | None:
    """(row, column) of the heading of our notes in a sheet; None when it has none."""
    for number in sorted(grid.rows)[:LOOKED_AT]:
        for place, value in grid.rows[number].items():
            if type(value) is str and NOTES in value and leaf_text(value) == NOTES:
                return number, place
    return None


def without_notes(grid) -> bool:
    """Take our column of notes out of a sheet, heading and all; whether it was there."""
    found = notes_column(grid)
    if found is None:
        return False
    first, place = found
    for number in [number for number in grid.rows if number >= first]:
        grid.rows[number].pop(place, None)
        if not grid.rows[number]:
            del grid.rows[number]
    grid.merges = [merge for merge in grid.merges if not merge[1] == merge[3] == place]
    grid.marks = {at: mark for at, mark in grid.marks.items() if at[1] != place}
    return True

"""What reading leaves out of a file that we gave back: our column of notes, and what we put behind its name."""

import re
from pathlib import PurePath

from liangxin.marking import NOTES
from reports.ledgers.words import leaf_text

RETURNED = "（待改）"  # behind the name of a file given back
HEADING = re.compile(rf"{NOTES}(?:（导入(\d{{1,18}})）)?")
TAIL = re.compile(re.escape(RETURNED) + r".*$")
LOOKED_AT = 60  # rows in which our column has its heading


def original_stem(name: str) -> str:
    """The name of a file without its ending, as it was before we gave it back: it may name the town."""
    return TAIL.sub("", PurePath(name).stem)


def heading_of(batch: int) -> str:
    """The heading of our notes, by which the file is known again when it comes back from batch number `batch`."""
    return f"{NOTES}（导入{batch}）"


def given_back_by(grid) -> int:
    """The number of the batch that gave a sheet back; 0 for any other sheet, and when it is not said."""
    found = notes_column(grid)
    said = found and HEADING.fullmatch(leaf_text(grid.rows[found[0]][found[1]]))
    return int(said[1] or 0) if said else 0


def notes_column(grid) -> tuple[int, int] | None:
    """(row, column) of the heading of our notes in a sheet; None when it has none."""
    for number in sorted(grid.rows)[:LOOKED_AT]:
        for place, value in grid.rows[number].items():
            if type(value) is str and NOTES in value and HEADING.fullmatch(leaf_text(value)):
                return number, place
    return None


def without_notes(grid) -> bool:
    """Take our column of notes out of a sheet, heading and all; whether it was there."""
    found = notes_column(grid)
    if found is None:
        return False
    first, place = found
    for numbers, at, values in grid.rows.columns():
        if at == place:
            values[:] = [None if number >= first else value for number, value in zip(numbers, values, strict=True)]
    grid.rows.drop_blank()
    grid.merges = [merge for merge in grid.merges if not merge[1] == merge[3] == place]
    grid.marks = {at: mark for at, mark in grid.marks.items() if at[1] != place}
    return True

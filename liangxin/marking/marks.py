"""What is done to the sheets of a workbook, and where rows go when others are taken out. The child loads this too."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

NOTES = "错误说明"  # heads the column of notes
AUTHOR = "两新组织台账"  # of our comments, by which a second round knows the first one's
RED, AMBER = "FFFFB3B0", "FFFFE699"
NOTES_WIDTH = 56  # characters
LINE = 15.0  # points


@dataclass(slots=True)
class SheetMarks:
    """What happens to one sheet; rows and columns are 1-based and those of the original.

    dropped: rows taken out. texts: cells written anew, as text. marks: cell → (whether it is an error, sentence).
    notes: row → text in `column`, the column of notes. headers: (first row, last row) of the header blocks.
    heading: heads the column of notes, and may say more after NOTES.
    """

    name: str
    column: int
    dropped: list[int] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    marks: dict[tuple[int, int], tuple[bool, str]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    headers: list[tuple[int, int]] = field(default_factory=list)
    heading: str = NOTES

    def plain(self) -> dict:
        """The same as JSON has it."""
        return {
            "name": self.name,
            "column": self.column,
            "dropped": self.dropped,
            "texts": [[*place, text] for place, text in self.texts.items()],
            "marks": [[*place, *mark] for place, mark in self.marks.items()],
            "notes": [[row, text] for row, text in self.notes.items()],
            "headers": self.headers,
            "heading": self.heading,
        }

    @classmethod
    def from_plain(cls, given: dict) -> "SheetMarks":
        """What `plain` gave."""
        return cls(
            given["name"],
            given["column"],
            given["dropped"],
            {(row, column): text for row, column, text in given["texts"]},
            {(row, column): (is_error, sentence) for row, column, is_error, sentence in given["marks"]},
            dict(given["notes"]),
            [tuple(block) for block in given["headers"]],
            given["heading"],
        )


class Kept:
    """Where the rows of a sheet stand once `dropped` are taken out."""

    def __init__(self, dropped):
        self._sorted = sorted(set(dropped))
        self.dropped = frozenset(self._sorted)

    def row(self, number: int) -> int:
        """The new number of a row that stays."""
        return number - bisect_left(self._sorted, number)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """The new first and last row of a block; None when all its rows are taken out."""
        begins, ends = first - bisect_left(self._sorted, first), last - bisect_right(self._sorted, last)
        return (begins, ends) if begins <= ends else None


def lines_of(text: str, width: int = NOTES_WIDTH) -> int:
    """The lines that a text takes in the column of notes."""
    sizes = (sum(1 if letter.isascii() else 2 for letter in line) for line in text.split("\n"))
    return sum(max(1, -(-size // (width - 2))) for size in sizes)

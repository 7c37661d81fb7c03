"""Every class of broken and hostile file that people and attackers make, each with what must become of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.others import COMPOUNDS, RENAMED, TEXTS
from tests.hostile.sheets import CELLS, SHEETS
from tests.hostile.zips import BOMBS, ZIPS


@dataclass(frozen=True)
class Case:
    """One file: what it is, the name it is uploaded under, what makes its bytes, and what must become of it."""

    what: str
    name: str
    make: Callable[[Path], bytes]
    becomes: int | str  # rows planned as new, or words of the refusal

    def __str__(self):
        return self.what


def cases() -> Iterator[Case]:
    """All cases. The tables hold (file name, bytes, what becomes of it), or two of them for the usual name."""
    for what, (*name, make, becomes) in (ZIPS | BOMBS | SHEETS | CELLS | COMPOUNDS | RENAMED | TEXTS).items():
        yield Case(what, name[0] if name else "摸排表.xlsx", make, becomes)

"""The files of one upload, before they are read."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath


def named_apart(uploads: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    """(name, path) of each file, with a number where an earlier one is called the same: 摸排(2).xlsx.

    Findings, questions and answers name the file; of two from different folders nobody would know which is meant.
    """
    taken: set[str] = set()
    for given, path in uploads:
        name, number = given, 1
        while name in taken:
            number += 1
            name = f"{PurePath(given).stem}({number}){PurePath(given).suffix}"
        taken.add(name)
        yield name, path

"""By what a header is remembered: its texts from the top to the leaf, never where it stands."""

import hashlib

from reports.ledgers.words import header_forms, leaf_text


def fingerprint(path: tuple[str, ...], again: int = 0) -> str:
    """A header path (parents, then the leaf) → 32 hexadecimal digits; blanks, line breaks and brackets folded.

    again: how often the same path stands further left, as nothing else tells such columns apart.
    """
    folded = [next(iter(header_forms(text)), leaf_text(text)) for text in path]
    text = "\n".join([*folded, str(again)] if again else folded)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def fingerprints(paths: dict[int, tuple[str, ...]]) -> dict[int, str]:
    """Column number → fingerprint of its header path, for all columns of one header."""
    seen: dict[str, int] = {}
    found = {}
    for place in sorted(paths):
        first = fingerprint(paths[place])
        found[place] = fingerprint(paths[place], seen[first]) if first in seen else first
        seen[first] = seen.get(first, 0) + 1
    return found


def headless_mark(file_name: str, sheet: str, place: int) -> str:
    """By what an answer about a column without a header is told from others on a page; it holds for that file only."""
    return hashlib.sha256("\n".join([file_name, sheet, str(place)]).encode()).hexdigest()[:32]


def headless_title(place: int) -> str:
    """How a column without a header is called: 第 6 列."""
    return f"第 {place} 列"

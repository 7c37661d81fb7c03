"""How near two words are: typing errors, and headers that say the same in other words. Only ever for suggestions."""

from collections import Counter


def distance(one: str, other: str, most: int) -> int:
    """Characters to change, add, drop or swap to make `one` into `other`; most + 1 when it takes more than `most`."""
    if abs(len(one) - len(other)) > most or len(set(one).difference(other)) > most:
        return most + 1
    before, above = [], list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        row = [at]
        for place, another in enumerate(other, 1):
            cost = min(above[place] + 1, row[-1] + 1, above[place - 1] + (char != another))
            if at > 1 and place > 1 and char == other[place - 2] and one[at - 2] == another:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        before, above = above, row
    return min(above[-1], most + 1)


def nearest(text: str, names: dict[str, str]) -> list[str]:
    """The keys of `names` (key → name) within a typing error of `text`, nearest first: one character in up to four,
    two in a longer name. A text of one character is near to nothing.
    """
    most = 1 if len(text) <= 4 else 2
    if len(text) < 2:
        return []
    found = ((distance(text, name, most), key) for key, name in names.items())
    return [key for far, key in sorted(found, key=lambda pair: pair[0]) if far <= most]


def likeness(one: str, other: str) -> float:
    """0 to 1: how many characters, alone and in pairs, two words share."""
    return (_shared(list(one), list(other)) + _shared(_pairs(one), _pairs(other))) / 2


def _shared(one: list, other: list) -> float:
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other)) if one and other else 0.0


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]

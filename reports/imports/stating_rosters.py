"""A row about an organization whose roster is complete: the roster's count stands, and what the row says of members is
kept beside it, where the difference can be found (domain.md §2).

A standing may be told in several parts that differ in the roster's count only; what a row states holds for all of them.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from orgs.choices import Source
from orgs.models import Standing
from orgs.models.standings import COUNTED, REPLACED
from orgs.services.standings import continues
from reports.imports.drafts import Draft

SURVEY, ROSTER = Source.SURVEY.value, Source.ROSTER.value  # asked for every row, and an enumeration is slow to ask
NAMES = {beside: name for name, beside in COUNTED.items()}


def beside_roster(draft: Draft, held: Standing, values: dict, as_of: date) -> dict:
    """`values` of a row as a standing that the roster counts takes them; numbers that differ are a finding each.

    Numbers that all agree with the roster state nothing new, so a ledger that we gave out imports without a change.
    """
    stated = {name: number for name, number in values.items() if name in COUNTED}
    values = {name: value for name, value in values.items() if name not in COUNTED}
    differing = {name: number for name, number in stated.items() if number != getattr(held, name)}
    for name, number in differing.items():
        count = getattr(held, name)
        draft.warn(
            "roster_differs", name, f"花名册已标记完整，{count} 名；表中的 {number} 名另行保留，请核对是哪一边漏了"
        )
    if differing:
        values |= {COUNTED[name]: number for name, number in stated.items()}
        values |= {"surveyed_on": as_of, "surveyed_by": SURVEY}
    return values


def parts_after(standings: list[Standing], held: Standing) -> list[Standing]:
    """The later parts of the standing `held`, as the roster's count divides it; `standings` are ordered by start."""
    if ROSTER not in {one.source for one in standings}:
        return []
    return list(_chain(standings[standings.index(held) :]))


def _chain(rows: list[Standing]) -> Iterator[Standing]:
    for before, after in pairwise(rows):
        if not continues(before, after):
            return
        yield after


def for_part(part: Standing, values: dict, as_of: date, *, counted: bool) -> dict:
    """What a row states of a standing, as another part of it takes it; `counted`: the values are beside a roster's."""
    plain = {name: value for name, value in values.items() if name not in COUNTED and name not in REPLACED}
    numbers = {NAMES.get(name, name): value for name, value in values.items() if name in COUNTED or name in NAMES}
    anew = bool(numbers) or not counted
    if part.source == ROSTER:
        own = {"surveyed_on": as_of, "surveyed_by": SURVEY} if anew else {}
        return plain | {COUNTED[name]: number for name, number in numbers.items()} | own
    return plain | numbers | ({"stated_on": as_of, "source": SURVEY} if anew else {})

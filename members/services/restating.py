"""The standings that an organization should have, made of what was stated of it and of its roster's count.

On each day of a complete roster the member numbers are the roster's; what was stated otherwise is kept in REPLACED and
stands on every other day. Pure: nothing here reads or writes the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from members.queries import EVER, NOBODY, Count
from orgs.choices import Source
from orgs.models import Standing
from orgs.models.standings import COUNTED, REPLACED
from orgs.services.standings import continues, stated_numbers

ROSTER = Source.ROSTER.value
OWN = tuple(
    field.attname
    for field in Standing._meta.concrete_fields
    if field.attname not in ("id", "start", "end", "source", "stated_on", *COUNTED, *REPLACED)
)


@dataclass
class Told:
    """What somebody stated of an organization for [start, end), the roster's counts left out."""

    start: date
    end: date
    values: dict
    numbers: tuple  # the member numbers as they were stated
    source: str
    stated_on: date


def told(standings: Iterable[Standing]) -> list[Told]:
    """Standings, ordered by start, without what the roster made of them."""
    found: list[Told] = []
    before = None
    for one in standings:
        end = one.end or EVER
        if before is not None and continues(before, one):
            found[-1].end = end
        else:
            numbers = stated_numbers(one)
            values = {name: getattr(one, name) for name in OWN}
            found.append(Told(one.start, end, values, numbers.numbers, numbers.source, numbers.stated_on))
        before = one
    return found


def restated(
    standings: list[Standing], complete: list[tuple[date, date]], sequence: list[tuple[date, Count]]
) -> Iterator[dict]:
    """The columns of the standings that there should be, ordered by start, one for each day.

    complete: the periods [start, end) in which the roster states the numbers; sequence: members.queries.sequences.
    """
    for one in told(standings):
        start = one.start
        for until, count in _pieces(one, complete, sequence):
            yield _columns(one, start, until, count)
            start = until


def _pieces(one: Told, complete, sequence) -> Iterator[tuple[date, Count | None]]:
    """(until, count) of the parts of a statement that have the same numbers; no count where the statement stands."""
    edges = {one.end}
    edges |= {day for period in complete for day in period}
    edges |= {day for day, _ in sequence if any(start <= day < end for start, end in complete)}
    days = [one.start, *sorted(day for day in edges if one.start < day <= one.end)]
    counts = [_count(day, complete, sequence) for day in days[:-1]]
    for place, until in enumerate(days[1:]):
        last = place == len(counts) - 1
        if last or counts[place + 1] != counts[place]:
            yield until, counts[place]


def _count(day: date, complete, sequence) -> Count | None:
    if not any(start <= day < end for start, end in complete):
        return None
    return next((count for start, count in reversed(sequence) if start <= day), NOBODY)


def _columns(one: Told, start: date, until: date, count: Count | None) -> dict:
    """A standing of [start, until) as a row."""
    columns = {**one.values, "start": start, "end": None if until == EVER else until}
    if count is None:
        blank = dict.fromkeys(COUNTED.values()) | {"surveyed_on": None, "surveyed_by": ""}
        own = {"source": one.source, "stated_on": one.stated_on}
        return columns | blank | own | dict(zip(COUNTED, one.numbers, strict=True))
    kept = {"surveyed_on": one.stated_on, "surveyed_by": one.source}
    return (
        columns
        | {"source": ROSTER, "stated_on": start}
        | dict(zip(COUNTED, count, strict=True))
        | dict(zip(COUNTED.values(), one.numbers, strict=True))
        | kept
    )

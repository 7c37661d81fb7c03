"""The days on which the first periods of a member begin, when nobody says them."""

from datetime import date

from liangxin.dates import first_day
from liangxin.periods import BEGINNING
from members.choices import Person


def since(asked: date | None, *known: str) -> date:
    """The day asked for; else the latest first day of the partial dates known; else the beginning of time.

    A membership begins on the later of joining the Party and founding the branch, as a coverage does on the later of
    the founding days (design.md, Import); without any date it holds on every day, as an organization exists (§2).
    """
    return asked or max((first_day(text) for text in known if text), default=BEGINNING)


def types_of(person: str, joined: str, full: str) -> list[tuple[str, date, date | None]]:
    """The types (person, start, end) of a member who is `person` now and joined and became full on partial dates.

    A full member was 预备党员 from joining to becoming full, where both days are known and differ.
    """
    if person != Person.FULL:
        return [(person, since(None, joined), None)]
    if not full:
        return [(Person.FULL, since(None, joined), None)]
    begun = first_day(full)
    before = [(Person.PROBATIONARY, first_day(joined), begun)] if joined and first_day(joined) < begun else []
    return [*before, (Person.FULL, begun, None)]

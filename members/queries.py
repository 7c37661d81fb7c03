"""Who counts in an organization's roster on a day (domain.md §2): the only place where that rule is written.

In the roster of an organization are the members who work there on the day, have not left, and are of a person type
(正式, 预备) on it. Whose 组织关系 lies in the branch of a membership in force counts as that type, everybody else as
组织关系不在本单位. Partial dates count from their first day.

The rule stands twice, side by side: `rosters_on` asks the database for one day, `sequences` tells every day on which a
count changes. A property test holds both against a third that shares no code with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models import Count as CountOf

from liangxin.among import Several
from liangxin.dates import first_day
from liangxin.periods import in_force
from members.choices import RELATED, Person
from members.models import Membership, PartyMember, PersonType, Relation, Workplace

ELSEWHERE = "elsewhere"
COUNTED = (Person.FULL.value, Person.PROBATIONARY.value, ELSEWHERE)
EVER = date.max
_RELATED = frozenset(state.value for state in RELATED)


class Count(NamedTuple):
    """How many of a roster are 正式党员, 预备党员, and members whose 组织关系 lies elsewhere."""

    full: int = 0
    probationary: int = 0
    elsewhere: int = 0


NOBODY = Count()


def not_left(day: date, prefix: str = "") -> Q:
    """The condition that a member, reached through `prefix`, has not left the registers on `day`."""
    return Q(**{f"{prefix}left": ""}) | Q(**{f"{prefix}left__gt": day.isoformat()})


def rosters_on(day: date, organizations):
    """The members in the rosters of `organizations` (a queryset, or keys) on `day`.

    Each is annotated with `at`, the key of the organization, and `counted`, one of COUNTED. Scope is the caller's.
    """
    running = {
        name: FilteredRelation(path, condition=in_force(day, f"{path}__"))
        for name, path in (("work", "workplaces"), ("type", "persontypes"), ("tie", "relations"))
    }
    in_a_branch = Exists(Membership.objects.on(day).filter(member=OuterRef("pk")))
    related = Q(tie__state=None) | Q(tie__state__in=_RELATED)
    counted = Case(When(in_a_branch & related, then=F("type__person")), default=Value(ELSEWHERE))
    members = PartyMember.objects.filter(not_left(day)).annotate(**running)
    members = members.filter(work__organization__in=organizations, type__isnull=False)
    return members.annotate(at=F("work__organization"), counted=counted)


def counts_on(day: date, organizations) -> dict[int, Count]:
    """The rosters of `organizations` counted on `day`, by key; who has an empty roster is not among them."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = rosters_on(day, organizations).order_by().values_list("at", "counted").annotate(CountOf("pk"))
    for organization, counted, number in rows:
        found[organization][counted] = number
    return {key: Count(*(numbers.get(name, 0) for name in COUNTED)) for key, numbers in found.items()}


def sequences(organizations: Iterable[int]) -> dict[int, list[tuple[date, Count]]]:
    """For each organization, by key: the days on which its roster's count becomes another, with what it becomes.

    Ordered by day; before the first of them the roster is empty. Six statements, however many organizations.
    """
    steps: dict[int, dict[date, list[int]]] = {key: defaultdict(lambda: [0, 0, 0]) for key in organizations}
    workplaces = Workplace.objects.filter(organization__among=Several(steps)).order_by()
    rows = list(workplaces.values_list("member", "organization", "start", "end", "member__left"))
    facts = _Facts({row[0] for row in rows})
    for member, organization, start, end, left in rows:
        end = min(end or EVER, first_day(left) if left else EVER)
        for first, last, counted in facts.within(member, start, end):
            place = COUNTED.index(counted)
            steps[organization][first][place] += 1
            steps[organization][last][place] -= 1
    return {key: list(_summed(days)) for key, days in steps.items()}


def _summed(steps: dict[date, list[int]]) -> Iterator[tuple[date, Count]]:
    """Steps up and down by day → what is reached on each day on which it changes."""
    count = NOBODY
    for day in sorted(steps):
        reached = Count(*map(sum, zip(count, steps[day], strict=True)))
        if reached != count and day != EVER:
            count = reached
            yield day, count


class _Facts:
    """What `members` are over time: person types, relations, memberships."""

    def __init__(self, members: set[int]):
        self.types = self._periods(PersonType, members, "person")
        self.ties = self._periods(Relation, members, "state")
        self.branches = self._periods(Membership, members, "branch")

    @staticmethod
    def _periods(model, members, name) -> dict[int, list]:
        found = defaultdict(list)
        if members:
            rows = model.objects.filter(member__among=Several(members)).order_by()
            for member, start, end, value in rows.values_list("member", "start", "end", name):
                found[member].append((start, end or EVER, value))
        return found

    def within(self, member: int, start: date, end: date) -> Iterator[tuple[date, date, str]]:
        """(from, until, counted as) of a member who works somewhere from `start` to `end`."""
        if start >= end:  # who had left before
            return
        types, ties, branches = (facts.get(member, ()) for facts in (self.types, self.ties, self.branches))
        edges = {day for facts in (types, ties, branches) for first, last, _ in facts for day in (first, last)}
        edges = sorted({start, end} | {day for day in edges if start < day < end})
        for first, last in pairwise(edges):
            person = _at(types, first)
            if person is not None:
                related = _at(branches, first) is not None and _at(ties, first) in (None, *_RELATED)
                yield first, last, person if related else ELSEWHERE


def _at(facts, day: date):
    """What holds on a day; None when nothing does."""
    for start, end, value in facts:
        if start <= day < end:
            return value
    return None


def count_at(sequence: list[tuple[date, Count]], day: date) -> Count:
    """What a sequence says of a day."""
    found = NOBODY
    for start, count in sequence:
        if start > day:
            break
        found = count
    return found

"""Branches with their people, asked on a day: counts of members, posts, and what is amiss (domain.md §3).

For the questions of data quality, each over branches that sit in or cover an organization (orgs.queries_branches.
working_on) unless other ones are given, so a caller passes `working_on(day).within(user)`:
`findings(day, branches)` → {key of a branch: [Finding]} for the thresholds 3, 7, 50 and 100;
`without_secretary(day, branches)` and `few_for_long(day, branches, months=6)` → querysets of branches;
`posts_without_member(day)` → a queryset of posts, narrowed by `.visible_to(user)`.
A member counts in every branch of which a membership is in force, unless the member has left by that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, FilteredRelation, OuterRef, QuerySet

from liangxin.among import Several
from liangxin.dates import first_day
from liangxin.months import shifted
from liangxin.periods import in_force
from members.branch_sizes import BRANCHES, LEAST, Finding, Size, amiss
from members.choices import Person, Position
from members.models import Membership, PersonType, Post
from members.queries import EVER, not_left
from orgs.models import PartyBranch, Standing
from orgs.queries_branches import in_force_on, working_on

COMMITTEE = (Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)


class Numbers(NamedTuple):
    """Members of a branch: 正式, 预备, and those of whom nobody said which."""

    full: int = 0
    probationary: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All members."""
        return self.full + self.probationary + self.unknown

    def plus(self, other: "Numbers") -> "Numbers":
        """Both together."""
        return Numbers(*map(sum, zip(self, other, strict=True)))


NOBODY = Numbers()
PLACES = {Person.FULL: 0, Person.PROBATIONARY: 1, None: 2}


def numbers_on(day: date, branches: QuerySet[PartyBranch]) -> dict[int, Numbers]:
    """The members of `branches` on `day`, by key; a branch without any is not among them."""
    memberships = Membership.objects.on(day).filter(not_left(day, "member__"), branch__in=branches.values("pk"))
    typed = memberships.annotate(
        type=FilteredRelation("member__persontypes", condition=in_force(day, "member__persontypes__"))
    )
    rows = typed.order_by().values_list("branch", "type__person").annotate(n=Count("member", distinct=True))
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for branch, person, count in rows:
        found[branch][PLACES[person]] += count
    return {branch: Numbers(*counts) for branch, counts in found.items()}


def committees_on(day: date, branches: QuerySet[PartyBranch]) -> dict[int, int]:
    """How many people sit on the committee of `branches` on `day`, by key; each person once."""
    rows = Post.objects.on(day).filter(branch__in=branches.values("pk"), position__in=COMMITTEE)
    people = defaultdict(set)
    for branch, member, name in rows.values_list("branch", "member", "name"):
        people[branch].add(member or name)
    return {branch: len(holders) for branch, holders in people.items()}


def with_inferiors(numbers: dict[int, Numbers], day: date) -> dict[int, Numbers]:
    """The numbers of branches, those of all branches below them added. One query; a ring of superiors counts once."""
    below = defaultdict(list)
    for key, superior in PartyBranch.objects.filter(in_force_on(day)).values_list("pk", "superior"):
        below[superior].append(key)
    return {branch: _summed(branch, numbers, below) for branch in {*numbers, *below} - {None}}


def _summed(branch, numbers, below) -> Numbers:
    total, seen, waiting = NOBODY, set(), [branch]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            total = total.plus(numbers.get(one, NOBODY))
            waiting += below[one]
    return total


def sizes(day: date, branches: QuerySet[PartyBranch]) -> dict[int, Size]:
    """The size of each of `branches` (annotated with `level`, as working_on does), by key. Five queries."""
    numbers = numbers_on(day, PartyBranch.objects.filter(in_force_on(day)))
    whole, committees = with_inferiors(numbers, day), committees_on(day, branches)
    supervising = set(Standing.objects.on(day).exclude(supervisor=None).values_list("supervisor", flat=True).distinct())
    found = {}
    for key, level in branches.values_list("pk", "level"):
        counted = (numbers if level in BRANCHES else whole).get(key, NOBODY)
        found[key] = Size(level, counted.full, counted.total, committees.get(key, 0), key in supervising)
    return found


def findings(day: date, branches: QuerySet[PartyBranch] | None = None) -> dict[int, list[Finding]]:
    """What the numbers of `branches` ask for, by key; those with nothing amiss are left out."""
    found = sizes(day, working_on(day) if branches is None else branches)
    return {key: told for key, size in found.items() if (told := amiss(size))}


def without_secretary(day: date, branches: QuerySet[PartyBranch] | None = None) -> QuerySet[PartyBranch]:
    """Branches in which nobody holds the post of 书记 on `day`."""
    posts = Post.objects.on(day).filter(branch=OuterRef("pk"), position=Position.SECRETARY)
    return (working_on(day) if branches is None else branches).filter(~Exists(posts))


def posts_without_member(day: date) -> QuerySet[Post]:
    """Posts in force whose holder is in no roster."""
    return Post.objects.on(day).filter(member=None)


def few_for_long(day: date, branches: QuerySet[PartyBranch] | None = None, months: int = 6) -> QuerySet[PartyBranch]:
    """支部 with fewer than 3 full members on every day of the last `months`, in force all that time.

    A branch of which no membership was ever registered is left out: nobody has entered its roster yet.
    """
    since = shifted(day, -months)
    branches = working_on(day) if branches is None else branches
    asked = branches.filter(in_force_on(since), level__in=BRANCHES)
    asked = asked.filter(Exists(Membership.objects.filter(branch=OuterRef("pk"))))
    keys = set(asked.values_list("pk", flat=True))
    for edge in (since, day):  # most are told by these two days; only the rest is looked at day by day
        numbers = numbers_on(edge, PartyBranch.objects.filter(pk__among=Several(keys)))
        keys -= {key for key, count in numbers.items() if count.full >= LEAST}
    return branches.filter(pk__among=Several(keys - _once_enough(keys, since, day)))


def _once_enough(keys: Iterable[int], since: date, until: date) -> set[int]:
    """Which of the branches had 3 full members at once on some day from `since` to `until`."""
    rows = Membership.objects.filter(branch__among=Several(keys), start__lte=until).exclude(end__lte=since)
    rows = list(rows.values_list("branch", "member", "start", "end", "member__left"))
    full = defaultdict(list)
    types = PersonType.objects.filter(member__among=Several({row[1] for row in rows}), person=Person.FULL)
    for member, start, end in types.values_list("member", "start", "end"):
        full[member].append((start, end or EVER))
    spans = defaultdict(list)
    for branch, member, start, end, left in rows:
        gone = min(end or EVER, first_day(left) if left else EVER)
        for first, last in full[member]:
            if max(start, first, since) < min(gone, last) and max(start, first) <= until:
                spans[branch].append((max(start, first, since), min(gone, last), member))
    return {branch for branch, held in spans.items() if _most_at_once(held) >= LEAST}


def _most_at_once(held: list[tuple[date, date, int]]) -> int:
    """The largest number of people on one day: it is reached on a day on which somebody begins."""
    return max(len({member for start, end, member in held if start <= day < end}) for day, _, _ in held)

"""An organization's roster beside what was stated of its members: for its page, its acts, and the checks of data."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from liangxin.dates import said
from members.models import Membership, Relation, Workplace
from members.queries import COUNTED, NOBODY, counts_on, rosters_on, sequences
from orgs.choices import Source
from orgs.models import Organization, Standing
from orgs.models.standings import COUNTED as STATED
from orgs.queries import Consequence
from orgs.services.standings import stated_numbers

TITLES = dict(zip(COUNTED, ("正式党员", "预备党员", "组织关系不在本单位的党员"), strict=True))


@dataclass(frozen=True)
class Line:
    """One member number: what the roster counts and what was stated otherwise; None where nobody stated it."""

    counted: str  # one of members.queries.COUNTED
    roster: int
    stated: int | None

    @property
    def title(self) -> str:
        return TITLES[self.counted]

    @property
    def difference(self) -> int:
        """How many more the roster has."""
        return 0 if self.stated is None else self.roster - self.stated


def compared(organization: Organization, day: date) -> list[Line]:
    """The member numbers of the roster on `day` beside the stated ones."""
    count = counts_on(day, [organization.pk]).get(organization.pk, NOBODY)
    standing = organization.standings.on(day).first()
    stated = stated_numbers(standing).numbers if standing else (None,) * len(COUNTED)
    return [Line(*line) for line in zip(COUNTED, count, stated, strict=True)]


def listed(organization: Organization, day: date, user, counted: str = ""):
    """The members of the roster on `day` whom `user` sees, those counted as `counted` only when it is given.

    Each carries what holds of it on that day: now_in (memberships), now_tied (relations), now_at (workplaces).
    """
    seen = rosters_on(day, [organization.pk]).visible_to(user)
    seen = seen.filter(counted=counted) if counted else seen
    return seen.prefetch_related(
        Prefetch("memberships", Membership.objects.on(day).select_related("branch"), to_attr="now_in"),
        Prefetch("relations", Relation.objects.on(day), to_attr="now_tied"),
        Prefetch("workplaces", Workplace.objects.on(day), to_attr="now_at"),
    ).order_by("search_key", "pk")


def completing(organization: Organization, start: date) -> list[Consequence]:
    """What marking the roster complete from `start` on does to the standings."""
    sequence = sequences([organization.pk])[organization.pk]
    running = next((count for day, count in reversed(sequence) if day <= start), NOBODY)
    lines = [Consequence("开始", "概况", f"从{_day(start)}起按花名册：{in_words(running)}")]
    lines += [
        Consequence("调整", "概况", f"从{_day(day)}起：{in_words(count)}") for day, count in sequence if day > start
    ]
    kept = "摸排填写的党员数另行保留，与花名册不一致的列入数据体检"
    return [*lines, Consequence("保留", "摸排", kept)]


def uncompleting(organization: Organization, day: date) -> list[Consequence]:
    """What is stated again when the roster is no longer complete from `day` on."""
    standing = organization.standings.on(day).first()
    numbers = stated_numbers(standing).numbers
    told = "，".join(
        f"{title} {'未填' if number is None else f'{number} 名'}"
        for title, number in zip(TITLES.values(), numbers, strict=True)
    )
    lines = [Consequence("恢复", "概况", f"从{_day(day)}起按摸排或手工填写的数字：{told}")]
    for mark in organization.complete_rosters.filter(start__gte=day):
        lines.append(Consequence("取消", "花名册完整", f"从{_day(mark.start)}起的标记取消"))
    return lines


def in_words(count) -> str:
    """正式党员 3 名，预备党员 0 名，…"""
    return "，".join(f"{title} {number} 名" for title, number in zip(TITLES.values(), count, strict=True))


def differing(day: date):
    """Standings in force on `day` that a roster counts, where what was stated of members differs from the roster.

    A statement is compared with the roster of its own day (or the first day of the roster after it), as members who
    came and went since are no difference. Annotated with then_full, then_probationary and then_elsewhere, the counts
    of that day. Scope is the caller's.
    """
    rosters = Standing.objects.filter(source=Source.ROSTER)
    then = rosters.filter(
        Q(end=None) | Q(end__gt=OuterRef("surveyed_on")), organization=OuterRef("organization")
    ).order_by("start")
    names = dict(zip(STATED, ("then_full", "then_probationary", "then_elsewhere"), strict=True))
    differs = Q()
    for name, counted in names.items():
        stated = STATED[name]
        differs |= Q(**{f"{stated}__isnull": False}) & ~Q(**{stated: F(counted)})
    counts = {counted: Subquery(then.values(name)[:1]) for name, counted in names.items()}
    return rosters.on(day).annotate(**counts).filter(differs)


def _day(day: date) -> str:
    return said(day.isoformat())

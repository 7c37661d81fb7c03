"""Guides on a day: whom they look after, when they were there, who is posted in name only (domain.md §3).

For the data checks: `silent(day)` gives the postings 挂名不管事 and `overloaded(day)` the guides over the limit. Both
know no user: the caller goes on with `.visible_to(user)`.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractMonth

from liangxin.months import shifted, whole_months
from liangxin.periods import in_force
from orgs.choices import MatterState
from orgs.coverage import exists_on
from orgs.models import Guide, Matter, Organization, Posting, Visit
from orgs.options import option


def with_last_visit(postings: QuerySet[Posting], day: date) -> QuerySet[Posting]:
    """`postings` annotated with `last`, the day of the last visit up to `day` (None), and `this_month`."""
    own = Visit.objects.filter(posting=OuterRef("pk"), day__lte=day).order_by()
    last = own.values("posting").annotate(last=Max("day")).values("last")
    return postings.annotate(last=Subquery(last), this_month=Exists(own.filter(day__gte=day.replace(day=1))))


def unvisited(day: date) -> QuerySet[Posting]:
    """Postings that hold on `day` without a visit in its month so far, with `last`."""
    return with_last_visit(_running(day), day).filter(this_month=False)


def silent(day: date, months: int | None = None) -> QuerySet[Posting]:
    """挂名不管事: postings that hold on `day` and saw no visit for `months` (option guide_silent_months), with `last`.

    The months count from the posting's start when there was no visit.
    """
    since = shifted(day, -(months or option("guide_silent_months")))
    visited = Visit.objects.filter(posting=OuterRef("pk"), day__gt=since, day__lte=day)
    return with_last_visit(_running(day), day).filter(~Exists(visited), start__lte=since)


def _running(day: date) -> QuerySet[Posting]:
    return Posting.objects.on(day).filter(exists_on(day, "organization__"))


def months_without(posting: Posting, day: date) -> int:
    """For how many whole months a posting annotated by `with_last_visit` has seen no visit on `day`."""
    return whole_months(max(filter(None, (posting.last, posting.start))), day)


def with_load(guides: QuerySet[Guide], day: date) -> QuerySet[Guide]:
    """`guides` annotated with `load`: how many organizations they look after on `day`, in any town.

    A guide's load does not depend on who asks, so it counts organizations beyond the asker's scope too, without names.
    """
    return guides.annotate(load=_count(Posting.objects.on(day).filter(guide=OuterRef("pk")), "guide", "organization"))


def overloaded(day: date, most: int | None = None) -> QuerySet[Guide]:
    """Guides who look after more than `most` organizations (option guide_most) on `day`, with `load`."""
    return with_load(Guide.objects.all(), day).filter(load__gt=most or option("guide_most"))


def too_many(guide: Guide, day: date) -> str:
    """The warning that a guide is over the limit on `day`, "" within it. It bars nothing (domain.md §3)."""
    load = Posting.objects.on(day).filter(guide=guide).values("organization").distinct().count()
    most = option("guide_most")
    return f"{guide.name}现在联系 {load} 家单位，超过每名指导员 {most} 家的设置。" if load > most else ""


def with_visits(guides: QuerySet[Guide], day: date, user) -> QuerySet[Guide]:
    """`guides` annotated with `posted` and `visited`, visible organizations looked after and visited in the month
    of `day` so far, and `last`, the day of the last visit up to `day`."""
    mine = Posting.objects.on(day).visible_to(user).filter(guide=OuterRef("pk"))
    visits = Visit.objects.visible_to(user).filter(posting__guide=OuterRef("pk"), day__lte=day).order_by()
    month = visits.filter(in_force(day, "posting__"), day__gte=day.replace(day=1))
    last = visits.values("posting__guide").annotate(last=Max("day")).values("last")
    return guides.annotate(
        posted=_count(mine, "guide", "organization"),
        visited=_count(month, "posting__guide", "posting__organization"),
        last=Subquery(last),
    )


def _count(rows: QuerySet, owner: str, counted: str) -> Coalesce:
    """How many different `counted` the correlated `rows` of an `owner` name."""
    counts = rows.order_by().values(owner).annotate(n=Count(counted, distinct=True)).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


@dataclass
class Line:
    """An organization in a guide's year: for each month the number of visits.

    None without a visit in a month that has not come, or in which the guide was not posted from its first day to its
    last: no visit is owed for part of a month.
    """

    organization: Organization
    months: list[int | None] = field(default_factory=lambda: [None] * 12)
    running: bool = False  # posted on the day

    @property
    def visits(self) -> int:
        """Visits of the year."""
        return sum(filter(None, self.months))


@dataclass
class Year:
    """A guide's year as a user may see it: a line for each organization, and what became of the problems found."""

    year: int
    day: date  # up to which it is told
    lines: list[Line]
    found: int
    settled: int

    @property
    def visits(self) -> int:
        return sum(line.visits for line in self.lines)

    @property
    def months(self) -> list[int | None]:
        """Visits of each month; None for a month that has not come."""
        return [
            None if date(self.year, month, 1) > self.day else sum(line.months[month - 1] or 0 for line in self.lines)
            for month in range(1, 13)
        ]

    @property
    def missed(self) -> int:
        """Months over, in which an organization was looked after and not visited."""
        return sum(
            months == 0 and shifted(date(self.year, month, 1), 1) <= self.day
            for line in self.lines
            for month, months in enumerate(line.months, 1)
        )


def year_of(guide: Guide, year: int, *, day: date, user) -> Year:
    """The year of `guide` up to `day`, of the organizations that `user` sees. Four queries."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    lines = {}
    postings = (
        Posting.objects.visible_to(user).filter(guide=guide, start__lt=after).filter(Q(end=None) | Q(end__gt=first))
    )
    for posting in postings.select_related("organization").order_by("start", "pk"):
        line = lines.setdefault(posting.organization_id, Line(posting.organization))
        line.running |= posting.covers(day)
        for month in range(1, 13):
            begins = date(year, month, 1)
            if posting.start <= begins <= day and (not posting.end or posting.end >= shifted(begins, 1)):
                line.months[month - 1] = line.months[month - 1] or 0
    visits = Visit.objects.visible_to(user).filter(posting__guide=guide, day__gte=first, day__lt=after, day__lte=day)
    counts = visits.order_by().values_list("posting__organization", ExtractMonth("day")).annotate(n=Count("pk"))
    for organization, month, number in counts:
        if organization in lines:
            lines[organization].months[month - 1] = number
    matters = Matter.objects.visible_to(user).filter(visit__in=visits)
    told = matters.aggregate(found=Count("pk"), settled=Count("pk", filter=Q(state=MatterState.DONE)))
    return Year(year, day, sorted(lines.values(), key=lambda line: not line.running), **told)

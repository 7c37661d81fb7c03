"""Quarterly confirmation (domain.md §3): whose registration somebody has looked at this quarter; derived, never stored.

An organization is confirmed by an edit of it or its facts by a person, by a written row of an applied import (also one
that changed nothing), or by 无变化. An import tells how things were on its as-of day, so that day counts, not the day
on which it was written; its own history entries are no edits.

For the data checks: `unconfirmed(user, quarter)` gives the standings of those that are not confirmed.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from liangxin.dates import SHANGHAI, today
from liangxin.figures import Rate
from liangxin.months import Quarter
from orgs.coverage import exists_on
from orgs.models import Confirmation, Coverage, MassGroup, Organization, Posting, Standing, Tag
from reports.coverage.groups import GROUPS, next_length
from reports.coverage.questions import Question, own_region
from reports.models import ImportBatch, ImportRow

FACTS = (Standing, Coverage, Posting, MassGroup, Tag)  # beside the organization itself
EDITED, IMPORTED, SAID = "修改", "导入", "无变化"


def told_until(quarter: Quarter) -> date:
    """The day up to which a quarter is told: its last, or today while it runs."""
    return min(quarter.last, today())


def owed(user, quarter: Quarter, place: str = "") -> QuerySet[Standing]:
    """What is to be confirmed in `quarter`: the standings, on the day it is told for, of the organizations that exist
    then and lie in the user's scope; of a past quarter only those that were registered by its end.

    place: the code of a line of `progress`. Raises ValueError for what is no code.
    """
    day = told_until(quarter)
    question = Question(user, day, own_region(user))
    if place:
        question = question.narrowed("region", place)
    standings = question.all_standings().filter(exists_on(day, "organization__"))
    if day < today():
        added = Organization.history.filter(history_type="+").order_by()
        later = added.filter(history_date__gte=_after(day)).values("id")
        known = added.filter(id=OuterRef("organization"), history_date__lt=_after(day))
        standings = standings.filter(~Q(organization__in=later) | Exists(known))
    return standings


def confirmed(quarter: Quarter, path: str = "organization") -> Q:
    """The condition that the organization at `path` is confirmed in `quarter`; one query for the imports.

    Each source is read once, by its day, so that the cost follows what was done in the quarter.
    """
    first, day = quarter.first, told_until(quarter)
    said = Confirmation.objects.filter(day__gte=first, day__lte=day).order_by()
    rows = ImportRow.objects.filter(batch__in=_imports(first, day), written=True, organization__isnull=False)
    condition = Q(**{f"{path}__in": said.values("organization")})
    condition |= Q(**{f"{path}__in": rows.order_by().values("organization")})
    for column, entries in _edits():
        found = entries.filter(history_date__gte=_begin(first), history_date__lt=_after(day))
        condition |= Q(**{f"{path}__in": found.filter(**{f"{column}__isnull": False}).values(column)})
    return condition


def unconfirmed(user, quarter: Quarter, place: str = "") -> QuerySet[Standing]:
    """The standings of organizations that are still to be confirmed in `quarter`."""
    return owed(user, quarter, place).filter(~confirmed(quarter))


def _imports(first: date, last: date) -> list[int]:
    """Batches in force that tell of a day between two; a list of the authority is nobody's word on a register."""
    found = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED, as_of__gte=first, as_of__lte=last)
    return list(found.exclude(kind=ImportBatch.Kind.REGISTRATIONS).order_by().values_list("pk", flat=True))


def _edits() -> list[tuple[str, QuerySet]]:
    """(column of the organization's key, history entries) of what persons did by hand to organizations and facts."""
    sources = [("id", Organization), *(("organization", model) for model in FACTS)]
    by_hand = {"history_user__isnull": False, "batch_id": None}
    return [(column, model.history.filter(**by_hand).order_by()) for column, model in sources]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _after(day: date) -> datetime:
    return _begin(day + timedelta(days=1))


# When, and how, an organization was confirmed last -----------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Last:
    """The last confirmation: its day, and how it came about."""

    day: date
    how: str


def with_last(organizations: QuerySet[Organization], day: date) -> QuerySet[Organization]:
    """`organizations` annotated with what `last_of` reads: one query, whatever the number of rows."""
    own = OuterRef("pk")
    said = Confirmation.objects.filter(organization=own, day__lte=day).order_by("-day").values("day")[:1]
    rows = ImportRow.objects.filter(organization=own, written=True, batch__in=_imports(date.min, day))
    told = rows.order_by().values("organization").annotate(last=Max("batch__as_of")).values("last")
    edits = {}
    for number, (column, entries) in enumerate(_edits()):
        newest = entries.filter(**{column: own}, history_date__lt=_after(day)).values(column)
        edits[f"edited_{number}"] = Subquery(newest.annotate(last=Max("history_date")).values("last"))
    return organizations.annotate(said_on=Subquery(said), told_on=Subquery(told), **edits)


def last_of(organization: Organization) -> Last | None:
    """When an organization annotated by `with_last` was confirmed last; None when it never was."""
    moments = [getattr(organization, f"edited_{number}") for number in range(len(FACTS) + 1)]
    found = [Last(timezone.localdate(moment, SHANGHAI), EDITED) for moment in moments if moment]
    found += [Last(day, how) for day, how in ((organization.told_on, IMPORTED), (organization.said_on, SAID)) if day]
    return max(found, default=None)


# Progress ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a place is: its code and name, organizations to be confirmed, and confirmed ones."""

    code: str
    name: str
    owed: int
    done: int

    @property
    def open(self) -> int:
        """Those still to be confirmed."""
        return self.owed - self.done

    @property
    def rate(self) -> Rate:
        """The share that is confirmed."""
        return Rate(self.done, self.owed)


def whole_progress(user, quarter: Quarter) -> Progress:
    """The total of `progress` alone; a query less for each name."""
    count = owed(user, quarter).count()
    return Progress("", "合计", count, count - unconfirmed(user, quarter).count())


def progress(user, quarter: Quarter) -> tuple[list[Progress], Progress]:
    """(a line for each place one level below the user's own, the total); four queries.

    What is placed at the own region itself has a line of its own, named after it.
    """
    region = own_region(user)
    standings = owed(user, quarter).annotate(place=Substr("region__code", 1, next_length(region))).order_by()
    counts = dict(standings.values_list("place").annotate(n=Count("pk")))
    open = dict(standings.filter(~confirmed(quarter)).values_list("place").annotate(n=Count("pk")))
    names = GROUPS["region"].labels(counts.keys(), region)
    lines = [
        Progress(code, name, counts[code], counts[code] - open.get(code, 0))
        for code, name in names.items()
        if code in counts
    ]
    whole = sum(counts.values())
    return lines, Progress("", "合计", whole, whole - sum(open.values()))

"""Reads of people on the way into the Party, asked on a day."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from liangxin.dates import today
from liangxin.months import shifted
from members import path
from members.models import Candidate, Step
from members.path import Outlook, Person

# The steps whose days the rules ask about, beside the last one.
ASKED = sorted(
    {wait.after for one in path.PATH for wait in (one.earliest, one.due, one.last) if wait}
    | {path.ADMITTED, path.APPLIED_AGAIN}
)
OVERDUE, DUE, READY = "overdue", "due", "ready"
WHEN = {OVERDUE: "已超期", DUE: "本月到期", READY: "可以办理"}


def with_reached(candidates: QuerySet, day: date) -> QuerySet:
    """`candidates` with `reached`, the number of the last step taken by `day`; None for who has not begun."""
    last = Step.objects.filter(candidate=OuterRef("pk"), day__lte=day).order_by("-number")
    return candidates.annotate(reached=Subquery(last.values("number")[:1]))


def going(day: date) -> Q:
    """The condition that the way of a candidate has not ended by `day`; a month counts from its first day."""
    return Q(ended="") | Q(ended__gt=day.isoformat())


def as_of(candidates: QuerySet, day: date) -> QuerySet:
    """Those of `candidates` who were on the way on `day`, with `reached`: begun, not ended, not yet done."""
    return with_reached(candidates, day).filter(going(day), reached__lt=path.FILED)


def of_rank(candidates: QuerySet, title: str) -> QuerySet:
    """Those of `candidates`, annotated by `as_of`, who are `title` (path.RANKS). Raises KeyError for an unknown one."""
    span = path.span(title)
    return candidates.filter(reached__gte=span.start, reached__lt=span.stop)


def counts_by(candidates: QuerySet, field: str) -> dict:
    """{value of `field`: {rank: count}} over `candidates` annotated by `as_of`; one query."""
    found: dict = {}
    counted = candidates.order_by().values(field, "reached").annotate(n=Count("pk"))
    for row in counted:
        ranks = found.setdefault(row[field], dict.fromkeys((title for _, title in path.RANKS), 0))
        ranks[path.rank(row["reached"])] += row["n"]
    return found


def days_of(candidates, day: date | None = None) -> dict[int, dict[int, date]]:
    """{key: {number of a step: its day}} of the steps taken by `day` (today when not given); one query.

    Of each candidate the last step and those that the rules ask about, not all 25.
    """
    taken = Step.objects.filter(candidate__in=candidates, day__lte=day or today())
    later = Step.objects.filter(candidate=OuterRef("candidate"), day__lte=day or today(), number__gt=OuterRef("number"))
    found: dict[int, dict[int, date]] = {}
    rows = taken.filter(Q(number__in=ASKED) | ~Exists(later)).order_by()
    for key, number, when in rows.values_list("candidate_id", "number", "day"):
        found.setdefault(key, {})[number] = when
    return found


def person_of(candidate: Candidate, day: date | None = None) -> Person:
    """What the rules ask about a candidate; an extension decided after `day` is not known yet."""
    known = candidate.extended_on and (day is None or candidate.extended_on <= day)
    return Person(
        candidate.birth, candidate.extended_on if known else None, candidate.extended_until if known else None
    )


def outlooks(candidates: QuerySet, day: date) -> dict[int, Outlook]:
    """{key: what is next} on `day` for `candidates` annotated by `as_of`; who is done with the path has none.

    Two queries, whatever their number.
    """
    days = days_of(candidates.order_by().values("pk"), day)
    extended = candidates.exclude(extended_on=None).order_by()
    persons = {row.pk: person_of(row, day) for row in extended.only("pk", "birth", "extended_on", "extended_until")}
    found = {key: path.outlook(taken, persons.get(key, Person())) for key, taken in days.items()}
    return {key: one for key, one in found.items() if one}


def when(outlook: Outlook, day: date) -> set[str]:
    """Which lists a person belongs to on `day`: 已超期, 本月到期, 可以办理 (a waiting time is over)."""
    found = set()
    if outlook.late(day):
        found.add(OVERDUE)
    elif any(one and day <= one < shifted(day.replace(day=1), 1) for one in (outlook.due, outlook.ahead)):
        found.add(DUE)
    if outlook.earliest and outlook.ready(day):
        found.add(READY)
    return found


def keys_when(candidates: QuerySet, kind: str, day: date) -> list[int]:
    """The keys of `candidates`, annotated by `as_of`, that belong to a list of WHEN on `day`."""
    return [key for key, one in outlooks(candidates, day).items() if kind in when(one, day)]

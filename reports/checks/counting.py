"""How many findings are open, by place; which are accepted; and 五清, how complete organizations are (domain.md §3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from liangxin.figures import Rate
from orgs.models import Region
from orgs.scope import subtree
from reports.checks.base import CHECKS, Asked, Check, Severity, rows_of
from reports.coverage.groups import GROUPS, next_length
from reports.coverage.questions import own_region
from reports.models import Acceptance

NOWHERE = "none"  # members without a branch and a workplace lie in no place
FIVE = (  # 五清: what has to be clear, and the rule that lists where it is not
    ("经营运行", "operation_unclear"),
    ("职工队伍", "employees_unstated"),
    ("党员队伍", "members_unstated"),
    ("出资人（负责人）", "head_unclear"),
    ("未建党组织原因", "no_reason"),
)


def accepted(one: Check, asked: Asked) -> QuerySet[Acceptance]:
    """The acceptances of a rule that hold on the day."""
    return Acceptance.objects.filter(rule=one.key, record=one.noun.label, until__gte=asked.day)


def open_rows(one: Check, asked: Asked) -> QuerySet:
    """What a rule finds and nobody has accepted."""
    return rows_of(one, asked).exclude(**{f"{one.noun.key}__in": accepted(one, asked).values("record_id")})


def accepted_rows(one: Check, asked: Asked) -> QuerySet:
    """What a rule finds and somebody has accepted."""
    return rows_of(one, asked).filter(**{f"{one.noun.key}__in": accepted(one, asked).values("record_id")})


def in_place(rows: QuerySet, place: str, region: Region | None) -> QuerySet:
    """Those of `rows` that are counted at `place`, a key of `places`."""
    if place == NOWHERE:
        return rows.filter(place=None)
    if region and place == region.code:
        return rows.filter(place=place)
    return rows.filter(subtree("place", place))


def counts(asked: Asked, checks: Iterable[Check]) -> dict[str, dict[str, int]]:
    """{rule: {place: open findings}}; a place is a region one level below the user's own, or the own one itself.

    One query for each rule, and those of the few rules that look at their rows one by one.
    """
    digits, found = next_length(own_region(asked.user)), {}
    for one in checks:
        rows = open_rows(one, asked).annotate(at=Substr("place", 1, digits)).order_by()
        found[one.key] = {at or NOWHERE: n for at, n in rows.values_list("at").annotate(n=Count(one.noun.key))}
    return found


def places(asked: Asked, keys: set[str]) -> dict[str, str]:
    """The columns of a table by place: code → name."""
    named = GROUPS["region"].labels(keys - {NOWHERE}, own_region(asked.user))
    return named | ({NOWHERE: "没有所在地"} if NOWHERE in keys else {})


def urgent(asked: Asked) -> int:
    """How many open findings must be dealt with: for the workbench, one query for all rules."""
    parts, values = [], []
    for one in CHECKS.values():
        if one.severity == Severity.MUST:
            rows = open_rows(one, asked).order_by().values(one.noun.key)
            try:
                sql, given = rows.query.sql_with_params()
            except EmptyResultSet:  # nothing can be found in the scope
                continue
            parts.append(f"SELECT COUNT(*) AS n FROM ({sql}) AS found")
            values += given
    if not parts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return sum(n for (n,) in cursor.fetchall())


@dataclass(frozen=True)
class Clear:
    """A line of 五清: a place, its organizations, how many of them are clear in each of FIVE, and in all five."""

    code: str
    name: str
    whole: int
    clear: tuple[int, ...]
    all_five: int

    @property
    def rates(self) -> list[Rate]:
        """The shares of FIVE."""
        return [Rate(number, self.whole) for number in self.clear]

    @property
    def rate(self) -> Rate:
        """The share of those that are clear in all five."""
        return Rate(self.all_five, self.whole)


def five_clear(asked: Asked) -> list[Clear]:
    """五清 by place, the total last. Whether a finding was accepted does not make a field complete. Eight queries."""
    digits = next_length(own_region(asked.user))

    def by_place(rows):
        grouped = rows.annotate(at=Substr("region__code", 1, digits)).order_by().values_list("at")
        return dict(grouped.annotate(n=Count("pk")))

    lacking = [rows_of(CHECKS[key], asked) for _, key in FIVE]
    some = Q()
    for rows in lacking:
        some |= Q(pk__in=rows.order_by().values("pk"))
    whole, unclear = by_place(asked.base()), by_place(asked.base().filter(some))
    numbers = [by_place(rows) for rows in lacking]
    lines = [
        Clear(
            code,
            name,
            whole[code],
            tuple(whole[code] - one.get(code, 0) for one in numbers),
            whole[code] - unclear.get(code, 0),
        )
        for code, name in places(asked, set(whole)).items()
        if code in whole
    ]
    total = sum(whole.values())
    of_five = tuple(total - sum(one.values()) for one in numbers)
    return [*lines, Clear("", "合计", total, of_five, total - sum(unclear.values()))]

"""The coverage table: one grouped query for its figures, one for the branches, one for the labels."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Count, F, FilteredRelation, Q, Sum

from liangxin.figures import Rate
from liangxin.periods import in_force
from orgs.coverage import FIGURES, with_status
from orgs.models import Region
from reports.coverage.groups import GROUPS, TOTAL, TOTAL_LABEL, Group
from reports.coverage.questions import Question, own_region
from reports.coverage.rates import IN_JSON, RATES

FIGURES_IN_JSON = (
    "total",
    "single",
    "joint",
    "affiliated",
    "functional",
    "covered",
    "guided",
    "guided_built",
    "mass",
    "work_covered",
    "should_build",
    "should_built",
)


@cache
def figures_of(number: int) -> tuple[str, ...]:
    """The keys of the figures that an organization with this packed number counts in."""
    return tuple(key for key, figure in FIGURES.items() if figure.counts(number))


@dataclass
class Row:
    """One row of a table: `counts` by the key of a figure, the branches and the full members."""

    key: str
    label: str = ""
    counts: Counter = field(default_factory=Counter)
    branches: int = 0
    full_members: int = 0

    def add(self, number: int, organizations: int, members: int):
        """Count `organizations` of one packed number with `members` full members."""
        for figure in figures_of(number):
            self.counts[figure] += organizations
        self.full_members += members

    def rate(self, key: str) -> Rate:
        """The rate `key` of RATES in this row."""
        kind = RATES[key]
        return Rate(self.counts[kind.part], self.counts[kind.whole])

    def check(self):
        """Hold the identity of the annual table (domain.md §2); raises ArithmeticError."""
        parts = ("single", "joint", "affiliated", "functional", "unbuilt")
        if self.counts["total"] != sum(self.counts[part] for part in parts):
            raise ArithmeticError(f"{self.label}: the leaves do not add up to the organizations")

    def as_json(self) -> dict:
        """The row as design.md "Command line" lays it down."""
        figures = {key: self.counts[key] for key in FIGURES_IN_JSON}
        rates = {key: self.rate(key).value for key in IN_JSON}
        numbers = {"branches": self.branches, "full_members": self.full_members}
        return {"key": self.key, "label": self.label, **figures, **numbers, "rates": rates}


@dataclass
class Table:
    """A table: what was asked, its rows in order, and the row of all of them."""

    question: Question
    group: Group
    rows: list[Row]
    total: Row

    def row(self, key: str) -> Row:
        """The row `key`; an empty one when the table has none."""
        return next((row for row in (*self.rows, self.total) if row.key == key), Row(key))

    def as_json(self) -> dict:
        """The whole table as design.md "Command line" lays it down."""
        return {
            "as_of": self.question.day.isoformat(),
            "region": self.question.region.code if self.question.region else None,
            "by": self.group.key,
            "rows": [row.as_json() for row in (*self.rows, self.total)],
        }


def table(user, day: date, *, region: Region | None = None, by: str = "region", **where: str | None) -> Table:
    """The table of what `user` sees on `day` in `region` (the own region when not given).

    `by` and the names in `where` are keys of GROUPS; a value in `where` is the key of one of its rows, None or "" for
    all: table(user, day, by="region", kind="enterprise"). Raises KeyError for an unknown group, ValueError for a row
    that cannot exist.
    """
    limits = tuple((group, key) for group, key in where.items() if key)
    question = Question(user, day, region or own_region(user), limits)
    return answer(question, by)


def answer(question: Question, by: str) -> Table:
    """The table for a question, grouped by the key `by` of GROUPS."""
    group = GROUPS[by]
    rows, total = _counted(question, group)
    branches = _branches(question, group)
    labels = group.labels(rows.keys() | (branches.keys() - {TOTAL}), question.region)
    made = []
    for key, label in labels.items():
        row = rows.get(key) or Row(key)
        row.label, row.branches = label, len(branches.get(key, ()))
        made.append(row)
    total.branches = len(set().union(*branches.values()))
    for row in (*made, total):
        row.check()
    return Table(question, group, made, total)


def _counted(question, group):
    """The rows by key and the total, from one query; from two where rows overlap."""
    standings = with_status(question.standings(), question.day)
    grouped = group.grouped(standings, question.day, question.region)
    rows, total = {}, Row(TOTAL, TOTAL_LABEL)
    for value, number, organizations, members in _counts(grouped, "group", distinct=group.overlaps):
        key = group.key_of(value)
        rows.setdefault(key, Row(key)).add(number, organizations, members)
        if not group.overlaps:
            total.add(number, organizations, members)
    if group.overlaps:
        for number, organizations, members in _counts(standings):
            total.add(number, organizations, members)
    return rows, total


def _counts(standings, *by, distinct=False):
    """(…by, packed number, organizations, full members) for each combination that occurs."""
    figures = {"organizations": Count("organization", distinct=distinct), "members": Sum("full_members", default=0)}
    return standings.order_by().values(*by, "number").annotate(**figures).values_list(*by, "number", *figures)


def branches_of(question: Question) -> set[int]:
    """The keys of the branches that the number 党组织个数 of a question counts."""
    return set().union(*_branches(question, GROUPS["kind"]).values())


def _branches(question, group):
    """For each row the keys of the branches that cover, or sit inside, an organization of the row.

    A branch that covers somebody counts as long as the coverage holds, one that sits inside as long as it exists.
    """
    day, standings = question.day, group.grouped(question.standings(), question.day, question.region).order_by()
    covering = FilteredRelation("organization__coverages", condition=in_force(day, "organization__coverages__"))
    covering = standings.annotate(covering=covering).filter(covering__isnull=False)
    sitting = standings.filter(_exists_on(day, "organization__hosted_branches__"))
    pairs = covering.annotate(found=F("covering__branch")).values_list("group", "found")
    pairs = pairs.union(sitting.annotate(found=F("organization__hosted_branches")).values_list("group", "found"))
    branches = defaultdict(set)
    for value, branch in pairs:
        branches[group.key_of(value)].add(branch)
    return branches


def _exists_on(day, prefix):
    """The condition that a branch is founded and not dissolved on `day`; partial dates count from their first day."""
    text = day.isoformat()
    dissolved = Q(**{f"{prefix}dissolved": ""}) | Q(**{f"{prefix}dissolved__gt": text})
    return Q(**{f"{prefix}established__lte": text}) & dissolved

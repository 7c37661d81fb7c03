"""Indicator: a figure of the registers on a day, or of the year up to that day, as a query set counted late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from members.scope import branch_reach
from orgs.scope import subtree
from reports.coverage.questions import Question

GROUPS = ("单位", "党组织", "党员", "发展党员", "组织关系转接", "党建指导员", "阵地和事项")
INDICATORS: dict[str, "Indicator"] = {}


@dataclass(frozen=True)
class Indicator:
    """One figure. `rule` is its 口径 in words; `found` gives the rows that it counts, each once."""

    key: str
    title: str
    group: str
    unit: str
    rule: str
    found: Callable[[Question], QuerySet]

    def rows(self, question: Question) -> QuerySet:
        """The rows behind the figure; what the asker may not see is not among them."""
        return self.found(question)

    def count(self, question: Question) -> int:
        """The figure."""
        return self.found(question).order_by().count()


def indicator(key: str, title: str, group: str, unit: str, rule: str):
    """Register a function as an indicator. Raises TypeError for a key used twice or an unknown group."""
    if group not in GROUPS:
        raise TypeError(f"indicator {key}: no group {group}")

    def registered(found):
        if key in INDICATORS:
            raise TypeError(f"indicator key used twice: {key}")
        INDICATORS[key] = Indicator(key, title, group, unit, rule, found)
        return found

    return registered


def people_of(question: Question, prefix: str = "branch") -> Q:
    """The condition on a branch, reached through `prefix`, that its people belong to the scope and place asked for."""
    place = subtree(f"{prefix}__region__code", question.region.code) if question.region else Q()
    return branch_reach(question.user, prefix) & place


def this_year(question: Question) -> tuple[date, date]:
    """From the first of January to the day asked about, both included."""
    return question.day.replace(month=1, day=1), question.day


def in_year(question: Question, field: str) -> Q:
    """The condition that a partial date lies in the year up to the day; a month or year counts from its first day."""
    first, last = this_year(question)
    return Q(**{f"{field}__gte": str(first.year), f"{field}__lte": last.isoformat()})

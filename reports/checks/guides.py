"""Questions about guides and their postings (domain.md §3)."""

from django.db.models import Exists, OuterRef

from orgs.models import Guide, Posting
from orgs.queries_guides import overloaded, silent
from reports.checks.base import GUIDES, POSTINGS, Act, Severity, check, day_said

SOURCE = "党建指导员管理规定"


@check(
    "guide_over",
    "联系单位过多",
    GUIDES,
    Severity.LOOK,
    "指导员联系的单位超过设置的上限。",
    source=SOURCE,
    act=Act("调整选派", "admin:orgs_guide_change"),
    tell=lambda row: f"联系 {row.load} 家",
)
def guide_over(asked):
    return overloaded(asked.day)


@check(
    "guide_idle",
    "没有联系单位",
    GUIDES,
    Severity.HINT,
    "登记了指导员，当天没有选派到任何单位。",
    source=SOURCE,
    act=Act("选派", "admin:orgs_guide_change"),
)
def guide_idle(asked):
    return Guide.objects.filter(~Exists(Posting.objects.on(asked.day).filter(guide=OuterRef("pk"))))


@check(
    "guide_silent",
    "挂名不管事",
    POSTINGS,
    Severity.LOOK,
    "选派以后几个月没有一次走访（月数可以设置）。",
    source=SOURCE,
    act=Act("看这一年", "orgs:guide_year", "guide_id"),
    tell=lambda row: f"{row.organization}，" + (f"最近走访 {day_said(row.last)}" if row.last else "没有走访过"),
)
def guide_silent(asked):
    return silent(asked.day)

"""The 覆盖率 page: what it is asked for, its bars, its table, and the same table as a workbook."""

from dataclasses import replace

from django.shortcuts import redirect

from liangxin.dates import said
from orgs.models import Region
from orgs.scope import ancestors
from reports.coverage import GROUPS
from reports.coverage.book import coverage_book
from reports.coverage.questions import own_region
from reports.coverage.reasons import outside
from reports.coverage.screen import bars, cells, indicators
from reports.coverage.tables import answer
from reports.views.asking import KINDS, Asked, asked, tidy
from reports.views.frame import download, framed, page

RULE = (
    "实体运营（“三有”）的非公企业和社会组织，当日已成立、未注销；“三有”没有填的按“是”，个体工商户不计入。"
    "挂靠计入组织覆盖，功能型不计入。"
)
CHARTS = {"region": "各辖区", "kind": "各类型单位", "tag": "各标签单位", "size": "各规模单位"}


@page()
def coverage(request):
    """The table of a place on a day beside another day."""
    if "" in request.GET.values():
        return redirect(tidy(request))
    question = asked(request)
    now, before = tables(question)
    return framed(
        request,
        "reports/coverage.html",
        title(question),
        asked=question,
        day=question.day.isoformat(),
        before=question.before.isoformat(),
        day_said=said(question.day.isoformat()),
        before_said=said(question.before.isoformat()),
        rule=RULE,
        groups=GROUPS.values(),
        kinds=KINDS,
        kind=request.GET.get("kind", ""),
        table=now,
        rows=[(row, cells(question, now, row, before)) for row in (*now.rows, now.total)],
        bars=bars(question, now, before),
        indicators=indicators(question, now, before),
        outside=outside(question.question).count(),
        outside_url=question.url("organizations", figure="outside"),
        above=above(question),
        chart=f"{CHARTS.get(question.by, '各' + question.group.title)}党的组织覆盖率",
        caption=f"{CHARTS.get(question.by, '各' + question.group.title)}党的组织覆盖情况",
        workbook=question.url("coverage_workbook"),
    )


@page()
def coverage_workbook(request):
    """The same table as a workbook."""
    question = asked(request)
    now, before = tables(question)
    name = f"{title(question)}（{said(question.day.isoformat())}）"
    return download(coverage_book(now, before, title(question), RULE), f"{name}.xlsx")


def tables(question: Asked):
    """The table of the day and the one it is compared with."""
    now = answer(question.question, question.by)
    return now, answer(replace(question.question, day=question.before), question.by)


def title(question: Asked) -> str:
    """What the page and the workbook are called."""
    kind = dict(question.question.where).get("kind")
    what = dict(KINDS)[kind] if kind else "两新组织"
    return f"{question.place}{what}党的组织覆盖情况"


def above(question: Asked) -> list[tuple[str, str]]:
    """The places above the asked one that the user may ask about: (name, address)."""
    own = own_region(question.question.user)
    if not question.region or not own:
        return []
    codes = [code for code in ancestors(question.region.code) if code.startswith(own.code)]
    found = Region.objects.filter(code__in=codes).order_by("code")
    return [(region.name, question.url("coverage", region=region.code)) for region in found]

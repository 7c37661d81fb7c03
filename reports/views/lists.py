"""The lists behind the numbers: organizations of a figure, branches of a row."""

from io import BytesIO

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404

from liangxin.books import Column, Sheet, write_book
from liangxin.dates import said
from orgs.coverage import FIGURES
from orgs.models import BranchLevel, Coverage, Organization, PartyBranch
from reports.coverage.reasons import OUTSIDE, behind, described
from reports.coverage.tables import branches_of
from reports.views.asking import KINDS, Asked, asked, check
from reports.views.frame import download, framed, page

PER_PAGE = 50


@page()
def organizations(request):
    """The organizations behind a figure, each with the reason why it counts or not."""
    question, figure = asked(request), _figure(request)
    narrowed, row = _row(request, question)
    pages = Paginator(behind(narrowed, figure), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    lines = described(shown.object_list, question.day, counted=figure != OUTSIDE)
    return framed(
        request,
        "reports/organizations.html",
        heading(question, row, figure),
        asked=question,
        figure=figure,
        day_said=said(question.day.isoformat()),
        kind=_kind(question),
        count=pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        lines=lines,
        openable=_openable(request.user, lines),
        back=question.url("coverage"),
        here=question.url("organizations", row=request.GET.get("row"), figure=figure),
        workbook=question.url("organizations_workbook", row=request.GET.get("row"), figure=figure),
    )


@page()
def organizations_workbook(request):
    """The whole list as a workbook."""
    question, figure = asked(request), _figure(request)
    narrowed, row = _row(request, question)
    lines = described(behind(narrowed, figure), question.day, counted=figure != OUTSIDE)
    title, day = heading(question, row, figure), said(question.day.isoformat())
    target = BytesIO()
    rows = ([number, *_cells(line)] for number, line in enumerate(lines, 1))
    write_book(
        target, [Sheet("名单", COLUMNS, rows, title=title, left=f"共 {len(lines)} 家", right=day, freeze_columns=2)]
    )
    return download(target.getvalue(), f"{title}（{day}）.xlsx")


@page()
def branches(request):
    """The branches that cover, or sit inside, an organization of a row."""
    question = asked(request)
    narrowed, row = _row(request, question)
    pages = Paginator(_branches(narrowed), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return framed(
        request,
        "reports/branches.html",
        "—".join(filter(None, (question.place, row, "党组织"))),
        asked=question,
        day_said=said(question.day.isoformat()),
        count=pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        lines=[_branch(branch) for branch in shown],
        back=question.url("coverage"),
        here=question.url("branches", row=request.GET.get("row")),
    )


COLUMNS = (
    Column("序号", 6, "number"),
    Column("单位名称", 36),
    Column("统一社会信用代码", 22),
    Column("乡镇（街道）", 14),
    Column("村（社区）", 14),
    Column("单位类型", 10),
    Column("覆盖状态", 14),
    Column("说明", 60),
    Column("正式党员", 9, "number"),
    Column("党建指导员", 14),
    Column("群团组织", 16),
)


def _cells(line):
    organization = line.organization
    people = [line.standing.full_members, "、".join(line.guides), "、".join(line.groups)]
    place = [organization.credit_code, line.town, line.village]
    return [organization.name, *place, organization.get_kind_display(), line.status, line.why, *people]


def heading(question: Asked, row: str, figure: str) -> str:
    """What a list is called: the place, the row, the figure."""
    what = "不计入口径的单位" if figure == OUTSIDE else FIGURES[figure].title
    return "—".join(filter(None, (question.place, row, what)))


def _kind(question):
    return dict(KINDS).get(dict(question.question.where).get("kind"), "")


def _figure(request):
    figure = request.GET.get("figure") or "total"
    if figure not in FIGURES and figure != OUTSIDE:
        raise Http404
    return figure


def _row(request, asked_for):
    """The question narrowed to the row that the address names, and the row's label; the label is "" for the total."""
    key = request.GET.get("row")
    if not key:
        return asked_for.question, ""
    narrowed = asked_for.question.narrowed(asked_for.by, key)
    check(narrowed)
    return narrowed, asked_for.group.label(key, asked_for.region)


def _openable(user, lines):
    """The keys of the listed organizations that the user sees today: only those open their form."""
    keys = [line.standing.organization_id for line in lines]
    return set(Organization.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def _branches(question):
    covering = Coverage.objects.on(question.day).filter(organization__in=question.standings().values("organization"))
    return (
        PartyBranch.objects.filter(pk__in=branches_of(question))
        .select_related("region", "host")
        .prefetch_related(
            Prefetch("levels", BranchLevel.objects.on(question.day), to_attr="level"),
            Prefetch("coverages", covering.select_related("organization").order_by("organization_id"), to_attr="now"),
        )
        .order_by("region__code", "name")
    )


def _branch(branch):
    covered = [cover.organization.name for cover in branch.now]
    return {
        "branch": branch,
        "level": next(iter(branch.level), ""),
        "covered": covered,
        "founded": said(branch.established),
    }

"""The grid of a branch's dues for a year: bases, what is owed and paid; saved in one post, kept as a book."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from liangxin.books import Column, Sheet, write_book
from liangxin.dates import said, today
from liangxin.keys import key_asked
from members import dues
from members.asking import FIRST_YEAR
from members.choices import Payer
from members.forms.dues import Grid, SaveForm
from members.models import Membership
from members.queries_dues import accounts
from members.scope import branches_for_people
from members.services.dues import save_grid
from orgs.models import PartyBranch
from orgs.pages import download, framed, page

PER_PAGE = 100
COLLISION = "没有保存：有一个月的党费刚由别人登记，请重新打开这一页核对。"


@page(methods=("GET", "HEAD", "POST"))
def dues_grid(request, pk, year):
    """The grid; a post saves every changed cell or, when one is wrong, none."""
    branch, shown = _branch(request, pk, year), _month_shown(request, year)
    may_edit = request.user.may_edit
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    everybody = accounts(Membership.objects.filter(branch=branch), year, shown=dues.last_day(shown))
    pages = Paginator(everybody, PER_PAGE).get_page(request.GET.get("page"))
    grid = Grid(list(pages.object_list), today(), _names_elsewhere(pages.object_list))
    form = SaveForm(request.POST or None, initial={"since": shown.month})
    refused = []
    if request.method == "POST":
        refused = _save(request, branch, year, grid, form)
        if refused is None:
            query = f"?since={form.cleaned_data['since']}&page={pages.number}"
            return redirect(reverse("members:dues_grid", args=(pk, year)) + query)
    return framed(
        request,
        "members/dues_grid.html",
        f"{branch} {year}年党费",
        branch=branch,
        year=year,
        years=[one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= today().year + 1],
        months=dues.months_of(year),
        grid=grid,
        form=form,
        refused=refused,
        may_edit=may_edit,
        payers=Payer.choices,
        totals=_totals(everybody),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?since={shown.month}",
        since=shown.month,
    )


def _names_elsewhere(shown) -> dict[int, str]:
    """The names of the other branches that took payments."""
    keys = {month.elsewhere for account in shown for month in account.months if month.elsewhere}
    return dict(PartyBranch.objects.filter(pk__in=keys).values_list("pk", "name"))


def _save(request, branch, year, grid, form) -> list[str] | None:
    """Sentences why nothing was written; None when it was."""
    fill = key_asked(request.POST.get("fill", ""))
    sound = grid.take(request.POST, fill if 1 <= fill <= 12 else 0)
    if not form.is_valid():
        return [sentence for found in form.errors.values() for sentence in found]
    if not sound:
        return [f"没有保存：有 {len(grid.errors)} 格要改正，见表中的说明。"]
    try:
        count = save_grid(
            branch=branch,
            payments=grid.payments(),
            bases=grid.bases(),
            since=dues.months_of(year)[form.cleaned_data["since"] - 1],
            paid=form.cleaned_data["paid"],
            by=request.user,
        )
    except ValidationError as refused:
        return refused.messages
    except IntegrityError:
        return [COLLISION]
    messages.success(request, f"已保存 {count} 处改动。" if count else "没有改动。")
    return None


def _totals(everybody) -> dict:
    """The last line of the grid, over all pages: owed and paid for each month, for the year, and arrears."""
    months = []
    for number in range(12):
        cells = [account.months[number] for account in everybody]
        due = sum((month.due or dues.NONE for month in cells if month.here), dues.NONE)
        paid = sum((month.paid or dues.NONE for month in cells if not month.elsewhere), dues.NONE)
        months.append((due, paid))
    return {
        "months": months,
        "due": sum((due for due, _ in months), dues.NONE),
        "paid": sum((paid for _, paid in months), dues.NONE),
        "arrears": sum((account.arrears(today()) for account in everybody), dues.NONE),
    }


@page()
def dues_book(request, pk, year):
    """The grid as a workbook: bases, what was paid for each month, what is owed."""
    branch = _branch(request, pk, year)
    rows = accounts(Membership.objects.filter(branch=branch), year)
    title = f"{branch}{year}年党费收缴表"
    head = {"title": title, "left": f"党组织：{branch}", "right": said(today().isoformat()), "freeze_columns": 1}
    book = BytesIO()
    write_book(book, [Sheet("党费", _columns(), [_line(one) for one in rows], **head)])
    return download(book.getvalue(), f"{title}.xlsx")


def _columns() -> list[Column]:
    """The columns of the workbook."""
    narrow, wide = ({"kind": "number", "format": "0.00", "width": width} for width in (9, 11))
    return [
        Column("姓名", 12),
        Column("缴纳类别", 10),
        Column("每月基数", **wide),
        Column("实缴（元）", children=tuple(Column(f"{number}月", **narrow) for number in range(1, 13))),
        *(Column(title, **wide) for title in ("应缴合计", "实缴合计", "欠缴")),
    ]


def _line(one) -> tuple:
    """A member's line in the workbook."""
    paid = (None if month.elsewhere else month.paid for month in one.months)
    payer = Payer(one.payer).label if one.payer else ""
    return one.name, payer, one.base, *paid, one.due, one.paid, one.arrears(today())


def _branch(request, pk, year) -> PartyBranch:
    """The branch, or 404 for one whose people others look after, or a year that cannot be."""
    if not FIRST_YEAR <= year <= today().year + 1:
        raise Http404
    return get_object_or_404(branches_for_people(request.user), pk=pk)


def _month_shown(request, year):
    """The month whose bases are shown: `since` of the address, else the present one, else the year's first."""
    asked = key_asked(request.POST.get("since", "") or request.GET.get("since", ""))
    number = asked if 1 <= asked <= 12 else today().month if year == today().year else 1
    return dues.months_of(year)[number - 1]

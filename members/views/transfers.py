"""组织关系转接: the lists by tab, a letter's own page with its history, and the numbers of a year."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from liangxin.changes import Source, acts
from liangxin.dates import today
from members import queries_transfers as queries
from members.choices import TransferState
from members.models import PartyMember, Transfer
from members.services.transfer_checks import may_act_for
from orgs.models import Region
from orgs.pages import framed, page

PER_PAGE = 50
TABS = {"waiting": "待接收", "sent": "已开出", "pocket": "应转未转", "year": "年度"}
LEADS = {
    "waiting": "开给您管理的党支部、还没有接收的介绍信",
    "sent": "您管理的党支部已经开出、对方还没有接收的介绍信",
    "pocket": "介绍信过了有效期没有交到党支部的，和登记为应转未转的党员",
    "year": "按党支部所在乡镇计数，点数字看名单",
}


@page()
def transfers(request):
    """One tab of the lists."""
    tab = request.GET.get("tab") or "waiting"
    if tab not in TABS:
        raise Http404
    shown = {"waiting": _letters, "sent": _letters, "pocket": _pocketed, "year": _year}[tab](request, tab)
    counts = {"waiting": queries.waiting(request.user).count(), "sent": queries.on_the_way(request.user).count()}
    counts["pocket"] = queries.pocketed(request.user, today()).count()
    tabs = [(key, title, counts.get(key)) for key, title in TABS.items()]
    return framed(request, "members/transfers.html", "组织关系转接", tab=tab, tabs=tabs, lead=LEADS[tab], **shown)


def _letters(request, tab):
    rows = {"waiting": queries.waiting, "sent": queries.on_the_way}[tab](request.user)
    return _paged(request, rows, f"?tab={tab}") | {"body": "members/transfer_letters.html"}


def _pocketed(request, tab):
    rows = queries.pocketed(request.user, today())
    found = _paged(request, rows, "?tab=pocket")
    keys = [one.pk for one in found["pages"]]
    seen = set(PartyMember.objects.visible_to(request.user).filter(pk__in=keys).values_list("pk", flat=True))
    return found | {"seen": seen, "body": "members/transfer_pocket.html"}


def _year(request, tab):
    now = today().year
    years = queries.years(request.user, now)
    year = _year_asked(request, years)
    figures = [figure.title for figure in queries.FIGURES.values()]
    table = queries.year_table(request.user, year)
    return {"body": "members/transfer_year.html", "year": year, "years": years, "figures": figures, "rows": table}


def _year_asked(request, years) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked in map(str, years) else years[0]


def _paged(request, rows, here) -> dict:
    pages = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"pages": pages, "span": pages.paginator.get_elided_page_range(pages.number), "here": here}


@page()
def listed(request):
    """The letters behind a number of a year: figure, year, town."""
    figure = queries.FIGURES.get(request.GET.get("figure", ""))
    year, town = request.GET.get("year", ""), request.GET.get("town", "")
    if figure is None or not (year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2100):
        raise Http404
    region = Region.objects.filter(code=town).first() if town else None
    if town and region is None:
        raise Http404
    rows = queries.of_figure(figure, request.user, int(year), town)
    here = f"{reverse('members:transfer_list')}?figure={figure.key}&year={year}" + (f"&town={town}" if town else "")
    back = f"{reverse('members:transfers')}?tab=year&year={year}"
    title = f"{year}年{region or ''}{figure.title}"
    more = {"back": back, "settles": True}
    return framed(request, "members/transfer_list.html", title, **_paged(request, rows, here), **more)


@page()
def transfer(request, pk):
    """One letter: what it says, what can be done, and its history."""
    found = Transfer.objects.visible_to(request.user).select_related("member", "origin", "target")
    one = get_object_or_404(found, pk=pk)
    is_open = one.state == TransferState.SENT
    return framed(
        request,
        "members/transfer.html",
        f"{one.member}的组织关系转接",
        one=one,
        sees_member=PartyMember.objects.visible_to(request.user).filter(pk=one.member_id).exists(),
        settles=is_open and may_act_for(one.settled_by, by=request.user),
        amends=is_open and may_act_for(one.origin or one.target, by=request.user),
        acts=acts([Source(Transfer.history.filter(id=pk), owner="member")]),
    )

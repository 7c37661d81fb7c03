"""季度确认: progress by place, the list of what is still to be confirmed with one key for all of it, the reminder."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from liangxin.dates import said, today
from liangxin.months import Quarter
from orgs.models import Organization, Region
from orgs.models.regions import TOWN
from reports import confirmations as derived
from reports.many import MANY
from reports.many.carrying_out import Differs, carry_out
from reports.models import ImportBatch
from reports.views.frame import COUNTY, READERS, framed, page

PER_PAGE = 500  # one key confirms a page, and acts on many rows take no more than 1,000
QUARTERS = 8
RECENT = 3
CONFIRM = MANY["confirm"]


@page()
def confirmations(request):
    """How far each place is in a quarter; each number opens its list."""
    quarter = asked_quarter(request)
    lines, total = derived.progress(request.user, quarter)
    return framed(
        request,
        "reports/confirmations/progress.html",
        "季度确认",
        quarter=quarter,
        quarters=[Quarter.of(today()).shifted(-back) for back in range(QUARTERS)],
        day_said=said(derived.told_until(quarter).isoformat()),
        lines=[{"line": line, "urls": _urls(quarter, line.code)} for line in lines],
        total={"line": total, "urls": _urls(quarter)},
        bars=[_bar(quarter, line) for line in _lowest_first(lines)],
        reminds=request.user.role in COUNTY and any(line.open for line in lines),
        recent=_recent(request.user),
    )


@page(methods=("GET", "HEAD", "POST"))
def confirmation_list(request):
    """The organizations behind a number; what is open this quarter can be confirmed but for the exceptions."""
    quarter, place = asked_quarter(request), request.GET.get("place", "")
    done = request.GET.get("state") == "done"
    confirms = request.user.may_edit and quarter == Quarter.of(today()) and not done
    if request.method == "POST":
        if not request.user.may_edit:
            raise PermissionDenied
        if not confirms:
            raise Http404
        return _confirm(request)
    pages = Paginator(_listed(request.user, quarter, place, done), PER_PAGE).get_page(request.GET.get("page"))
    kept = {"quarter": quarter.key, **({"place": place} if place else {}), **({"state": "done"} if done else {})}
    name = Region.objects.filter(code=place).values_list("name", flat=True).first() if place else ""
    return framed(
        request,
        "reports/confirmations/list.html",
        f"{quarter}{'已确认' if done else '未确认'}的单位",
        quarter=quarter,
        place=place,
        place_name=name or "",
        state="done" if done else "open",
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?{urlencode(kept)}",
        recent=_recent(request.user) if confirms else [],
        **_lines(request.user, quarter, pages, confirms),
    )


def _listed(user, quarter: Quarter, place: str, done: bool):
    """The standings behind a number of the progress. Raises Http404 for a place that cannot be."""
    try:
        found = derived.owed(user, quarter, place)
    except ValueError:
        raise Http404 from None
    told = derived.confirmed(quarter)
    found = (found.filter(told) if done else found.filter(~told)).select_related("organization", "region")
    return found.order_by("region__code", "organization_id")


def _lines(user, quarter: Quarter, pages, confirms: bool) -> dict:
    """The rows of a page with their last confirmations, and which of them `user` may confirm."""
    keys = [one.organization_id for one in pages]
    rows = Organization.objects.filter(pk__in=keys)
    last = derived.with_last(rows, derived.told_until(quarter)).in_bulk()
    opens = set(rows.visible_to(user).values_list("pk", flat=True))
    editable = set(rows.editable_by(user).values_list("pk", flat=True)) if confirms else set()
    return {
        "lines": [(one, derived.last_of(last[one.organization_id]), one.organization_id in opens) for one in pages],
        "editable": editable,
        "confirms": bool(editable),
    }


def _confirm(request):
    """无变化 for what is ticked; back to the list with what was done, or with the list as it is now."""
    kept = {name: request.GET[name] for name in ("quarter", "place") if name in request.GET}
    back = f"{request.path}?{urlencode(kept)}"  # its first page: what was confirmed has left the list
    keys = {int(key) for key in request.POST.getlist("picked") if key.isdecimal() and len(key) < 18}
    if not keys or len(keys) > PER_PAGE:
        messages.error(request, "请至少勾选一家单位。" if not keys else f"一次最多确认 {PER_PAGE} 家。")
        return redirect(back)
    try:
        batch = carry_out(CONFIRM, keys, {"day": today()}, request.user, said=len(keys))
    except Differs:
        messages.warning(
            request, "没有确认：列表打开之后，有的单位已经确认，或不再由您管理。请按现在的列表再确认一次。"
        )
    else:
        messages.success(request, f"已确认 {batch.rows.count()} 家单位本季度无变化；按错了可以在下面撤销。")
    return redirect(back)


@page(roles=COUNTY)
def confirmation_reminder(request):
    """催报单: the towns that have not confirmed all of their organizations, to be printed."""
    quarter = asked_quarter(request)
    lines, _ = derived.progress(request.user, quarter)  # what lies at the county itself is the county's own to confirm
    return framed(
        request,
        "reports/confirmations/reminder.html",
        f"关于{quarter}单位信息确认的催报单",
        quarter=quarter,
        county=Region.objects.root(),
        lines=sorted(
            (line for line in lines if line.open and len(line.code) >= TOWN),
            key=lambda line: (line.rate.value, line.code),
        ),
        late=quarter.last < today(),
        last_said=said(quarter.last.isoformat()),
        day_said=said(derived.told_until(quarter).isoformat()),
        today_said=said(today().isoformat()),
    )


def asked_quarter(request) -> Quarter:
    """The quarter in the address, this one without one or with one that has not begun."""
    this = Quarter.of(today())
    return min(Quarter.read(request.GET.get("quarter", "")) or this, this)


def _lowest_first(lines) -> list[derived.Progress]:
    return sorted(lines, key=lambda line: (line.rate.value, line.code))


def _urls(quarter: Quarter, place: str = "") -> dict:
    asked = {"quarter": quarter.key, **({"place": place} if place else {})}
    address = reverse("reports:confirmation_list")
    return {
        "open": f"{address}?{urlencode(asked)}",
        "done": f"{address}?{urlencode({**asked, 'state': 'done'})}",
    }


def _bar(quarter: Quarter, line: derived.Progress) -> dict:
    note = f"{line.name}：应确认 {line.owed} 家，已确认 {line.done} 家，未确认 {line.open} 家"
    return {
        "label": line.name.partition("（未到")[0],
        "rate": line.rate,
        "text": f"{line.done}/{line.owed}",
        "url": _urls(quarter, line.code)["open"],
        "note": note,
    }


def _recent(user) -> list[ImportBatch]:
    """The user's own latest confirmations of many, each of which can be taken back."""
    if user.role not in READERS or not user.may_edit:
        return []
    mine = ImportBatch.objects.filter(kind=ImportBatch.Kind.ACTION, user=user, options__act=CONFIRM.key)
    return list(mine.filter(state=ImportBatch.State.APPLIED).order_by("-pk")[:RECENT])

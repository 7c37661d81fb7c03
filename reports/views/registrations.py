"""登记名单比对: in what the lists of 市场监管 and 民政 differ from the register, and the acts that settle it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from liangxin.dates import said, today
from orgs.models import Organization, Region
from orgs.models.regions import TOWN
from orgs.services import organizations
from reports.models import ImportBatch, Registration
from reports.registrations.comparing import DIFFERENCES, Comparison, Difference
from reports.registrations.export import blank_book, list_book, town_book, town_books
from reports.views.frame import REGIONAL, content_disposition, download, framed, page

PER_PAGE = 50


@page(roles=REGIONAL)
def registrations(request):
    """Each town's counts, and the lists that they come from."""
    comparison = Comparison(request.user, shops=_shops(request))
    counts = {key: comparison.counts(one) for key, one in DIFFERENCES.items()}
    codes = sorted({code for each in counts.values() for code in each})
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    lines = [(names.get(code, "未到乡镇"), code, [(key, counts[key][code]) for key in DIFFERENCES]) for code in codes]
    return framed(
        request,
        "reports/registrations/registrations.html",
        "登记名单比对",
        differences=DIFFERENCES.values(),
        lines=[(name if len(code) >= TOWN else f"{name}本级（未到乡镇）", code, cells) for name, code, cells in lines],
        totals=[(key, sum(each.values())) for key, each in counts.items()],
        lists=_lists(comparison),
        imports=request.user.is_county,
        shops=comparison.shops,
        query=urlencode({"shops": 1}) if comparison.shops else "",
    )


def _shops(request) -> bool:
    return request.GET.get("shops") == "1"


def _lists(comparison: Comparison) -> list[dict]:
    """Both sources with their current list: the batch, and how many lines the user sees."""
    batches = ImportBatch.objects.in_bulk(comparison.lists.values())
    seen = Registration.objects.visible_to(comparison.user)
    return [
        {
            "source": source,
            "label": label,
            "batch": batches.get(comparison.lists.get(source)),
            "count": seen.filter(batch=comparison.lists[source]).count() if source in comparison.lists else 0,
        }
        for source, label in Registration.Source.choices
    ]


@page(roles=REGIONAL)
def registration_list(request, key):
    """The rows of one difference, each with the act that settles it."""
    if key not in DIFFERENCES:
        raise Http404
    difference, comparison = DIFFERENCES[key], Comparison(request.user, shops=_shops(request))
    town = request.GET.get("town", "")
    town = town if town.isascii() and town.isdigit() else ""
    pages = Paginator(comparison.rows(difference, town), PER_PAGE).get_page(request.GET.get("page"))
    region = Region.objects.filter(code=town).first() if town else None
    kept = {name: value for name, value in (("town", town), ("shops", "1" if comparison.shops else "")) if value}
    return framed(
        request,
        "reports/registrations/list.html",
        difference.title + (f"：{region}" if region else ""),
        difference=difference,
        lines=_described(request.user, comparison, difference, list(pages)),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?{urlencode(kept)}",
        shops=comparison.shops,
        town=town,
        edits=request.user.may_edit,
    )


def _described(user, comparison: Comparison, difference: Difference, found: list) -> list[dict]:
    """Each row as the table shows it: the organization, its line, where it lies, and the address of its act."""
    lines = {} if difference.of_lines else comparison.lines(found)
    places = dict(Region.objects.filter(code__in=_codes(found)).values_list("code", "name"))
    described = []
    for one in found:
        line = one if difference.of_lines else lines.get(one.line)
        place = one.place or ""
        named = [places.get(place[:TOWN], ""), places.get(place, "") if len(place) > TOWN else ""]
        described.append(
            {
                "organization": None if difference.of_lines else one,
                "line": line,
                "place": " ".join(filter(None, named)),
                "code": (line.credit_code if line else "") or getattr(one, "credit_code", "") or "",
                "when": _when(line) if line else "",
                "act": _act(difference, one, line),
            }
        )
    return described


def _when(line: Registration) -> str:
    """Since when a line's state holds, in words."""
    if line.ended:
        return f"{said(line.closed)}起" if line.closed else ""
    return f"{said(line.established)}成立" if line.established else ""


def _codes(found) -> set[str]:
    return {code for one in found if one.place for code in (one.place, one.place[:TOWN])}


def _act(difference: Difference, one, line: Registration | None) -> str:
    """The page that settles a row, filled in as far as the list knows; "" for none."""
    if difference.key == "unsurveyed":
        known = {
            "name": one.name,
            "kind": one.kind,
            "credit_code": one.credit_code,
            "registered_address": one.address,
            "head_name": one.head_name,
            "established": one.established,
            "region": one.region_id if one.region.level >= TOWN else "",
        }
        filled = urlencode({name: value for name, value in known.items() if value})
        return f"{reverse('admin:orgs_organization_add')}?{filled}"
    if difference.key == "cancelled":
        day = line.closed if len(line.closed) == len("2026-01-01") else ""
        filled = urlencode({"day": day, "reason": line.state or "注销"})
        return f"{reverse('orgs:close', args=[one.pk])}?{filled}"
    return ""


@require_POST
@login_required
def registration_rename(request, pk):
    """Take the name of the list over; the old one is kept among the former names."""
    found = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if not Organization.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    comparison = Comparison(request.user)
    row = comparison.renamed().filter(pk=found.pk).first()
    if row is None:
        messages.error(request, f"“{found}”的名称与名单已经一致。")
    else:
        name = comparison.lines([row])[row.line].name
        try:
            organizations.rename(organization=found, name=name, by=request.user)
        except ValidationError as refused:
            messages.error(request, "；".join(refused.messages))
        else:
            messages.success(request, f"“{found}”已更名为“{name}”，原名记入曾用名。")
    address = reverse("reports:registration_list", args=["renamed"])
    town = request.POST.get("town", "")
    return redirect(f"{address}?{urlencode({'town': town})}" if town.isdigit() else address)


@page(roles=REGIONAL)
def registrations_by_town(request):
    """What each town has to look into: a zip of workbooks; for a town, or for `town`, one workbook."""
    comparison = Comparison(request.user, shops=_shops(request))
    code = request.GET.get("town", "")
    own = request.user.region
    if own is None or (code and not code.isdecimal()):
        raise Http404
    region = get_object_or_404(Region.objects.visible_to(request.user), code=code) if code else own
    if region.code.startswith(own.code) and (code or len(own.code) >= TOWN):
        return download(town_book(comparison, region), f"{region}登记名单比对（{said(today().isoformat())}）.xlsx")
    response = HttpResponse(town_books(comparison), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition(f"登记名单比对（{said(today().isoformat())}）.zip")
    return response


@page(roles=REGIONAL)
def registrations_workbook(request):
    """The current list of a source, as a ledger."""
    source = request.GET.get("source", Registration.Source.MARKET)
    if source not in Registration.Source.values:
        raise Http404
    return download(list_book(request.user, source), f"{Registration.Source(source).label}登记名单.xlsx")


@page(roles=REGIONAL)
def registrations_blank(request):
    """The template of a list."""
    return download(blank_book(), "登记名单（空白模板）.xlsx")

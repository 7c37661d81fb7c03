"""数据体检: the rules with counts, by register and by place; 五清; a rule's list and workbook; what is accepted."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from liangxin.books import Column, Sheet, write_book
from liangxin.dates import said, today
from orgs.models import Region
from orgs.models.regions import TOWN
from orgs.pages import download, framed, page
from reports.checks import CHECKS, NOUNS, Asked, Severity, ordered
from reports.checks.accepting import accept, take_back
from reports.checks.counting import (
    FIVE,
    NOWHERE,
    accepted,
    accepted_rows,
    counts,
    five_clear,
    in_place,
    open_rows,
    places,
)
from reports.coverage.questions import own_region
from reports.forms.checks import AcceptForm

PER_PAGE = 50
OPEN, ACCEPTED = "open", "accepted"
TINTS = {Severity.MUST: "lx-tag-error", Severity.LOOK: "lx-tag-warn", Severity.HINT: ""}


def _asked(request):
    return Asked(request.user, today())


def _severity(request):
    chosen = request.GET.get("severity", "")
    if chosen and chosen not in Severity.values:
        raise Http404
    return chosen


@page()
def overview(request):
    """Every rule that finds something, by register, and those that find nothing."""
    asked, severity = _asked(request), _severity(request)
    checks = [one for one in ordered() if severity in ("", one.severity)]
    found = {key: sum(numbers.values()) for key, numbers in counts(asked, checks).items()}
    groups = [
        (noun, [(one, found[one.key], TINTS[one.severity]) for one in checks if one.noun is noun and found[one.key]])
        for noun in NOUNS
    ]
    return framed(
        request,
        "reports/checks/overview.html",
        "数据体检",
        groups=[(noun, lines) for noun, lines in groups if lines],
        clear=[one for one in checks if not found[one.key]],
        total=sum(found.values()),
        rules=len(checks),
        severity=severity,
        severities=Severity.choices,
        day_said=said(asked.day.isoformat()),
        place=own_region(request.user) or request.user.office,
        tab="rules",
    )


@page()
def towns(request):
    """The rules by place: a table whose numbers open their lists."""
    asked, severity = _asked(request), _severity(request)
    checks = [one for one in ordered() if severity in ("", one.severity)]
    found = counts(asked, checks)
    columns = places(asked, {place for numbers in found.values() for place in numbers})
    lines = [
        (one, sum(found[one.key].values()), [(code, found[one.key].get(code, 0)) for code in columns]) for one in checks
    ]
    return framed(
        request,
        "reports/checks/towns.html",
        "数据体检",
        columns=list(columns.values()),
        lines=[line for line in lines if line[1]],
        severity=severity,
        severities=Severity.choices,
        day_said=said(asked.day.isoformat()),
        tab="towns",
    )


@page()
def five(request):
    """五清 by place, in percent; what is not clear opens its list."""
    asked = _asked(request)
    lines = [(line, list(zip(line.rates, (key for _, key in FIVE), strict=True))) for line in five_clear(asked)]
    return framed(
        request,
        "reports/checks/five.html",
        "数据体检",
        titles=[title for title, _ in FIVE],
        lines=lines,
        day_said=said(asked.day.isoformat()),
        tab="five",
    )


@page()
def rule(request, key):
    """What a rule finds: the list with an act for each row, and what is accepted."""
    one, asked, place = _rule(key), _asked(request), _place(request)
    show = ACCEPTED if request.GET.get("show") == ACCEPTED else OPEN
    pages = Paginator(_listed(one, asked, place, show), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    other = OPEN if show == ACCEPTED else ACCEPTED
    return framed(
        request,
        "reports/checks/rule.html",
        one.title,
        check=one,
        tint=TINTS[one.severity],
        lines=_lines(one, asked, shown, show == ACCEPTED),
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        here=_address(key, place, show),
        tabs=[(OPEN, "待办理"), (ACCEPTED, "已知悉")],
        addresses={name: _address(key, place, name) for name in (OPEN, ACCEPTED)},
        show=show,
        numbers={show: pages.count, other: _listed(one, asked, place, other).count()},
        place=place,
        place_name=_place_name(place),
        form=AcceptForm(label_suffix=""),
        workbook=reverse("reports:check_workbook", args=[key]) + (f"?{urlencode({'place': place})}" if place else ""),
        day_said=said(asked.day.isoformat()),
        editable=request.user.may_edit,
    )


@page()
def rule_workbook(request, key):
    """The open findings of a rule as a workbook."""
    one, asked, place = _rule(key), _asked(request), _place(request)
    rows = list(_listed(one, asked, place, OPEN))
    lines = _lines(one, asked, rows, False)
    columns = (Column("序号", 6, "number"), Column(one.noun.title, 36), Column("所在辖区", 22), Column("情况", 50))
    cells = [[number, line["name"], line["place"], line["told"]] for number, line in enumerate(lines, 1)]
    day, title = said(asked.day.isoformat()), f"{_place_name(place)}{one.title}"
    target = BytesIO()
    left = f"共 {len(cells)} {one.noun.measure}　{one.sentence}"
    write_book(target, [Sheet("名单", columns, cells, title=title, left=left, right=day, freeze_columns=2)])
    return download(target.getvalue(), f"数据体检—{title}（{day}）.xlsx")


@page(methods=("POST",))
def rule_accept(request, key):
    """Accept the ticked findings with a reason until a day."""
    one, form = _rule(key), AcceptForm(request.POST)
    if not request.user.may_edit:
        raise PermissionDenied
    picked = _picked(request)
    try:
        if not picked:
            raise ValidationError("请先勾选要办理的各项。")
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        number = accept(one, picked, **form.cleaned_data, by=request.user)
    except ValidationError as refused:
        for message in refused.messages:
            messages.error(request, message)
    else:
        until = said(form.cleaned_data["until"].isoformat())
        messages.success(request, f"已知悉 {number} {one.noun.measure}，{until}以后再提示。")
        if number < len(picked):
            messages.error(
                request, f"有 {len(picked) - number} {one.noun.measure}没有办理：不在您的管理范围内，或者已经处理。"
            )
    return redirect(_address(key, _place(request), OPEN))


@page(methods=("POST",))
def rule_take_back(request, key):
    """Let the ticked accepted findings show again."""
    one = _rule(key)
    if not request.user.may_edit:
        raise PermissionDenied
    try:
        number = take_back(one, _picked(request), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, f"已恢复提示 {number} {one.noun.measure}。")
    return redirect(_address(key, _place(request), ACCEPTED))


def _rule(key):
    if key not in CHECKS:
        raise Http404
    return CHECKS[key]


def _place(request) -> str:
    """The place that the address narrows the list to; Http404 for what is no code."""
    place = request.GET.get("place", "")
    if place and place != NOWHERE and not (place.isascii() and place.isdecimal() and len(place) <= 12):
        raise Http404
    return place


def _place_name(place) -> str:
    if place == NOWHERE:
        return "没有所在地"
    return Region.objects.filter(code=place).values_list("name", flat=True).first() or "" if place else ""


def _picked(request) -> list[int]:
    return [int(key) for key in request.POST.getlist("picked") if key.isascii() and key.isdecimal() and len(key) < 18]


def _address(key, place, show):
    given = {name: value for name, value in (("place", place), ("show", show)) if value and value != OPEN}
    return reverse("reports:check", args=[key]) + (f"?{urlencode(given)}" if given else "?")


def _listed(one, asked, place, show):
    rows = accepted_rows(one, asked) if show == ACCEPTED else open_rows(one, asked)
    rows = in_place(rows, place, own_region(asked.user)) if place else rows
    return rows.select_related(*one.noun.related).order_by(F("place").asc(nulls_last=True), "pk")


def _lines(one, asked, rows, with_reasons):
    """The rows as the page shows them; two queries beside theirs."""
    codes = {code for row in rows if row.place for code in (row.place, row.place[:TOWN])}
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    known = {}
    if with_reasons:
        keys = [getattr(row, one.noun.key) for row in rows]
        known = {found.record_id: found for found in accepted(one, asked).filter(record_id__in=keys)}
    may = one.act.may_change(rows, asked.user)
    return [_line(one, asked, row, names, known, may) for row in rows]


def _line(one, asked, row, names, known, may):
    row.asked = asked
    key, code = getattr(row, one.noun.key), row.place or ""
    town, village = names.get(code[:TOWN], ""), names.get(code, "")
    return {
        "key": key,
        "name": one.noun.name_of(row),
        "url": reverse(one.noun.address, args=[getattr(row, one.noun.address_key or one.noun.key)]),
        "place": town if town == village else f"{town}{village}",
        "told": one.tell(row),
        "act": one.act.url(one.noun, row) if may is None or getattr(row, one.act.column) in may else "",
        "accepted": known.get(key),
    }

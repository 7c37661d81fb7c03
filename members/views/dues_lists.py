"""Receipts of dues by branch and quarter, the payments behind them, and who is in arrears."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect

from liangxin.dates import today
from liangxin.keys import key_asked
from members import dues
from members.asking import asked, asked_year, named, narrowed
from members.forms.dues import RateFormSet, RatesForm
from members.models import DuesPayment, Membership
from members.queries_dues import QUARTERS, accounts, receipts
from members.services.dues_rates import set_rates, tables
from orgs.models import PartyBranch
from orgs.models.regions import TOWN
from orgs.pages import framed, page

PER_PAGE = 50
UNKNOWN = "unknown"


@page()
def dues_receipts(request):
    """What was paid for each quarter: towns, or the branches of a town, or all branches with the towns' subtotals."""
    question, year = asked(request, "year", "all"), asked_year(request)
    return framed(
        request,
        "members/dues_receipts.html",
        f"{question.place}{year}年党费收缴",
        asked=question,
        year=year,
        rows=_rows(question, year),
        quarters=QUARTERS,
        whole=question.params.get("all"),
        all_url=question.url("dues", all="1") if question.by_town else None,
        towns_url=question.url("dues", all=None),
        arrears_url=question.url("dues_arrears", all=None),
        is_county=request.user.is_county,
        lengthy=not question.by_town or bool(question.params.get("all")),
    )


def _payments(question):
    return DuesPayment.objects.visible_to(question.user).filter(question.within())


def _rows(question, year) -> list[dict]:
    """Branches that have people or money, with subtotals of the towns above; these alone unless `all` is asked."""
    counted = {branch: found for (branch,), found in receipts(_payments(question), year, "branch").items()}
    members = Membership.objects.filter(Q(end=None) | Q(end__year__gte=year), start__year__lte=year)
    branches = question.branches().filter(Q(pk__in=members.values("branch")) | Q(pk__among=list(counted)))
    towns: dict[str, list] = {}
    for pk, name, code in branches.order_by("name").values_list("pk", "name", "region__code"):
        towns.setdefault(code[:TOWN], []).append((pk, name, counted.get(pk, [dues.NONE] * len(QUARTERS))))
    names, lines = named(question, towns) if question.by_town else {}, []
    for code in sorted(towns):
        if question.by_town:
            sums = _summed(quarters for _, _, quarters in towns[code])
            narrow = narrowed(question, code)
            lines.append(_line(question, names[code], sums, narrow, url=question.url("dues", all=None, **narrow)))
        if not question.by_town or question.params.get("all"):
            for pk, name, quarters in towns[code]:
                narrow = {"branch": pk, "region": None, "own": None}
                lines.append(_line(question, name, quarters, narrow, grid=(pk, year)))
    whole = _summed(quarters for found in towns.values() for _, _, quarters in found)
    return [*lines, _line(question, "合计", whole, {}, total=True)]


def _summed(found) -> list:
    """Quarters of several rows added up."""
    totals = [dues.NONE] * len(QUARTERS)
    for quarters in found:
        totals = [total + amount for total, amount in zip(totals, quarters, strict=True)]
    return totals


def _line(question, label, quarters, narrow, **more) -> dict:
    """A row: what is behind each number is the list of its payments."""
    narrow = {**narrow, "all": None}
    cells = [
        (amount, question.url("dues_payments", quarter=number, **narrow))
        for number, amount in zip(QUARTERS, quarters, strict=True)
    ]
    cells.append((sum(quarters, dues.NONE), question.url("dues_payments", **narrow)))
    return {"label": label, "cells": cells, **more}


@page()
def dues_payments(request):
    """The payments behind a number: of a year or a quarter, of a town or a branch."""
    question, year = asked(request, "year", "quarter"), asked_year(request)
    quarter = key_asked(question.params.get("quarter", ""))
    if quarter not in (0, *QUARTERS):
        raise Http404
    found = _payments(question).filter(month__year=year)
    if quarter:
        found = found.filter(month__month__gte=quarter * 3 - 2, month__month__lte=quarter * 3)
    pages = Paginator(found.select_related("member", "branch").order_by("month", "branch", "member"), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    span = f"{year}年第{'一二三四'[quarter - 1]}季度" if quarter else f"{year}年"
    total = sum((sum(one, dues.NONE) for one in receipts(found, year, "branch").values()), dues.NONE)
    return framed(
        request,
        "members/dues_payments.html",
        f"{question.place}{span}党费",
        asked=question,
        year=year,
        pages=shown,
        total=total,
        span=pages.get_elided_page_range(shown.number),
        here=question.url("dues_payments"),
        back=question.url("dues", quarter=None, branch=None),
    )


@page()
def dues_arrears(request):
    """Who is in arrears with months of a year that are over, and for how much; or who has no base (`show=unknown`)."""
    question, year = asked(request, "year", "show"), asked_year(request)
    day, show = today(), question.params.get("show", "")
    if show not in ("", UNKNOWN):
        raise Http404
    everybody = accounts(Membership.objects.filter(branch__in=question.branches()), year)
    lacking = [one for one in everybody if any(month.arrears(day) for month in one.months)]
    unknown = [one for one in everybody if any(month.here and month.due is None for month in one.months)]
    pages = Paginator(unknown if show else lacking, PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    names = dict(PartyBranch.objects.filter(pk__in={one.branch for one in shown}).values_list("pk", "name"))
    lines = [
        {
            "one": one,
            "branch": names[one.branch],
            "months": "、".join(f"{month.first.month}月" for month in one.lacking(day)),
            "amount": one.arrears(day),
        }
        for one in shown
    ]
    return framed(
        request,
        "members/dues_arrears.html",
        f"{question.place}{year}年{'没有党费基数的' if show else '欠缴党费'}名单",
        asked=question,
        year=year,
        lines=lines,
        unknown=len(unknown),
        unknown_url=question.url("dues_arrears", show=UNKNOWN),
        show=show,
        total=sum((one.arrears(day) for one in lacking), dues.NONE),
        pages=shown,
        span=pages.get_elided_page_range(shown.number),
        here=question.url("dues_arrears"),
        back=question.url("dues", show=None),
    )


@page(methods=("GET", "HEAD", "POST"))
def dues_rates(request):
    """The table of rates over time; the county's administrator sets a new one from a day on."""
    may_edit = request.user.is_county
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form, lines, refused = RatesForm(request.POST or None), RateFormSet(request.POST or None), []
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            set_rates(
                payer=form.cleaned_data["payer"],
                start=form.cleaned_data["start"],
                lines=[line for one in lines if (line := one.line())],
                by=request.user,
            )
        except ValidationError as problem:
            refused = problem.messages
        else:
            messages.success(request, "新标准已保存。以前的月份仍按当时的标准计算。")
            return redirect("members:dues_rates")
    return framed(
        request,
        "members/dues_rates.html",
        "党费标准",
        tables=tables(),
        form=form,
        lines=lines,
        refused=refused,
        may_edit=may_edit,
        today=today(),
    )

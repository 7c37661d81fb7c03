"""The 主要数字 page: the figures of official summaries on a day beside another day, each opening its list."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect

from liangxin.dates import said
from reports.indicators import GROUPS, INDICATORS
from reports.indicators.lines import KINDS, lines, ordered
from reports.views.asking import asked, tidy
from reports.views.frame import framed, page

PER_PAGE = 50


@page()
def figures(request):
    """All figures of a place on a day, with those of the day it is compared with."""
    if "" in request.GET.values():
        return redirect(tidy(request))
    question = asked(request)
    before = question.question.__class__(question.question.user, question.before, question.region)
    groups = [
        (title, [_line(question, before, one) for one in INDICATORS.values() if one.group == title]) for title in GROUPS
    ]
    return framed(
        request,
        "reports/indicators/figures.html",
        f"{question.place}两新党建主要数字",
        asked=question,
        groups=groups,
        day=question.day.isoformat(),
        before=question.before.isoformat(),
        day_said=said(question.day.isoformat()),
        before_said=said(question.before.isoformat()),
    )


def _line(question, before, one) -> dict:
    now, then = one.count(question.question), one.count(before)
    change = "持平" if now == then else f"{'+' if now > then else '−'}{abs(now - then)}"
    return {"one": one, "now": now, "then": then, "change": change, "url": question.url("figure", one.key)}


@page()
def figure(request, key):
    """The rows behind a figure."""
    question = asked(request)
    if key not in INDICATORS:
        raise Http404
    one = INDICATORS[key]
    pages = Paginator(ordered(one.rows(question.question)), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return framed(
        request,
        "reports/indicators/figure.html",
        f"{question.place}—{one.title}",
        asked=question,
        one=one,
        kind=KINDS[shown.object_list.model],
        day_said=said(question.day.isoformat()),
        count=pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        lines=lines(shown.object_list, question.day, request.user),
        back=question.url("figures"),
        here=question.url("figure", key),
    )

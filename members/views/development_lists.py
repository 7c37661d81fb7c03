"""How many people are on the way into the Party, by place and by who they are, and the lists behind the numbers."""

from django.core.paginator import Paginator
from django.db.models.functions import Substr
from django.http import Http404

from liangxin.dates import today
from liangxin.names import normal_name
from members import path
from members.asking import asked, asked_day, named, narrowed
from members.models import Candidate
from members.queries_development import WHEN, as_of, counts_by, days_of, keys_when, of_rank, outlooks, when
from orgs.models.regions import TOWN
from orgs.pages import framed, page

PER_PAGE = 50
RANKS = tuple(title for _, title in path.RANKS)


@page()
def development_counts(request):
    """The table by town, or by branch inside a town, on a day; every number opens its list."""
    question = asked(request, "day")
    day, errors = asked_day(request)
    people = as_of(Candidate.objects.visible_to(request.user).filter(question.within()), day)
    return framed(
        request,
        "members/development_counts.html",
        f"{question.place}发展党员情况",
        asked=question,
        day=day,
        errors=errors,
        ranks=RANKS,
        rows=_rows(question, people),
        when=_when(question, people, day),
        is_today=day == today(),
        people_url=question.url("development_people"),
    )


def _rows(question, people) -> list[dict]:
    """Rows of the table, the total last: label, address of the part, and (count, address of its list) for each rank."""
    if question.by_town:
        people = people.annotate(town=Substr("branch__region__code", 1, TOWN))
    counted = counts_by(people, "town" if question.by_town else "branch_id")
    names, lines = named(question, counted), []
    for key in sorted(counted, key=lambda key: key if question.by_town else names[key]):
        narrow = narrowed(question, key)
        cells = [(counted[key][one], question.url("development_people", rank=one, **narrow)) for one in RANKS]
        url = question.url("development_counts", **narrow) if question.by_town else None
        lines.append({"label": names[key], "url": url, "cells": cells})
    total = [sum(line["cells"][at][0] for line in lines) for at in range(len(RANKS))]
    cells = [(count, question.url("development_people", rank=one)) for count, one in zip(total, RANKS, strict=True)]
    return [*lines, {"label": "合计", "url": None, "cells": cells, "total": True}]


def _when(question, people, day) -> list[tuple[str, int, str]]:
    """(title, count, address) of the lists by time."""
    found = [when(one, day) for one in outlooks(people, day).values()]
    return [
        (title, sum(key in kinds for kinds in found), question.url("development_people", when=key))
        for key, title in WHEN.items()
    ]


@page()
def development_people(request):
    """The people behind a number: on a day, of a rank, by time, by name."""
    question = asked(request, "day", "rank", "when", "q")
    day, errors = asked_day(request)
    rank, time = question.params.get("rank", ""), question.params.get("when", "")
    if (rank and rank not in RANKS) or (time and time not in WHEN):
        raise Http404
    people = as_of(Candidate.objects.visible_to(request.user).filter(question.within()), day)
    if rank:
        people = of_rank(people, rank)
    for word in question.params.get("q", "").split():
        people = people.filter(search_key__contains=normal_name(word))
    if time:
        people = people.filter(pk__among=keys_when(people, time, day))
    pages = Paginator(people.select_related("branch", "organization").order_by("-reached", "pk"), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return framed(
        request,
        "members/development_people.html",
        f"{question.place}{WHEN.get(time, '')}{rank or '发展党员'}名单",
        asked=question,
        day=day,
        errors=errors,
        ranks=RANKS,
        times=WHEN,
        rank=rank,
        time=time,
        pages=shown,
        span=pages.get_elided_page_range(shown.number),
        here=question.url("development_people"),
        back=question.url("development_counts", rank=None, when=None, q=None, branch=None),
        lines=_lines(shown.object_list, day),
    )


def _lines(people, day) -> list[dict]:
    """One page of people, each with the last step and what is next. Three queries."""
    people = list(people)
    mine = Candidate.objects.filter(pk__in=[one.pk for one in people])
    following, days = outlooks(mine, day), days_of(mine, day)
    return [
        {
            "one": one,
            "rank": path.rank(one.reached),
            "last": path.stride(one.reached),
            "last_day": days[one.pk][one.reached],
            "next": following.get(one.pk),
            "when": sorted(WHEN[kind] for kind in when(following[one.pk], day)) if one.pk in following else [],
        }
        for one in people
    ]

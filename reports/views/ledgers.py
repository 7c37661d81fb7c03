"""A ledger on screen, and the page of the whole set."""

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models.functions import Length
from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from liangxin.dates import said
from orgs.models import Region
from orgs.models.regions import TOWN, VILLAGE
from reports.coverage.questions import own_region
from reports.ledgers import every_ledger
from reports.ledgers.export import form_of, heading_of
from reports.ledgers.extracts import whole_set
from reports.ledgers.layouts import LAYOUTS
from reports.ledgers.listings import listing_of
from reports.ledgers.masking import without_phones
from reports.ledgers.screen import shown
from reports.views.asking import asked, tidy
from reports.views.frame import COUNTY, framed, page

PER_PAGE = 80
LONGEST_TEXT = 100
WITH_NUMBERS = ("members", "candidates")


@page()
def ledger_set(request):
    """台账: every ledger with its number of rows for a day and a place, and all in one archive."""
    if "" in request.GET.values():
        return redirect(tidy(request))
    question = asked(request)
    lines = [_line(book, question) for book in whole_set().values()]
    return framed(
        request,
        "reports/ledgers.html",
        "台账",
        asked=question,
        day=question.day.isoformat(),
        day_said=said(question.day.isoformat()),
        six=[line for line in lines if line["six"]],
        extracts=[line for line in lines if not line["six"]],
        towns=places(request.user),
        archive=question.url("ledgers_archive"),
    )


def _line(book, question):
    parts = [
        {
            "title": part.title,
            "count": part.rows(question.question).count(),
            "counter": part.counter,
            "url": question.url("ledger", part.ledger.key, state=part.part),
        }
        for part in book.parts
    ]
    six = book.key in every_ledger()
    layouts = LAYOUTS.get(book.key, {}).values()
    return {
        "title": book.title,
        "six": six,
        "parts": parts,
        "url": parts[0]["url"],
        "workbook": question.url("ledger_workbook", book.key),
        "blank": question.url("ledger_blank", book.key) if six else "",
        "layouts": [(one.label, question.url("ledger_workbook", book.key, layout=one.key)) for one in layouts],
    }


@page()
def ledger(request, key):
    """One page of a ledger, with the header and the first columns in view."""
    if "" in request.GET.values():
        return redirect(tidy(request))
    declared, question = ledger_of(key), asked(request)
    state, layout = asked_part(request, declared), request.GET.get("layout", "")
    listing, form = listing_of(declared), asked_form(request, declared)
    pages = Paginator(listing.found(declared, question.question, state, asked_text(request)), PER_PAGE)
    rows = pages.get_page(request.GET.get("page"))
    facts = listing.facts(list(rows.object_list), question.question)
    if not request.user.sees_phones:
        facts = map(without_phones, facts)
    facts, table = list(facts), shown(form, declared.on_paper)
    links = _links(request.user, declared, [row["record"] for row in facts])
    params = {"state": state, "layout": layout, "q": asked_text(request), "before": None, "by": None}
    return framed(
        request,
        "reports/ledger.html",
        heading_of(declared, question.place),
        asked=question,
        ledger=declared,
        listing=listing,
        first=next(leaf.title for leaf in declared.leaves if leaf.key == "name"),
        day=question.day.isoformat(),
        day_said=said(question.day.isoformat()),
        table=table,
        rows=[
            (number, row, table.cells(row), links.get(row["record"]))
            for number, row in enumerate(facts, rows.start_index())
        ],
        count=pages.count,
        pages=rows,
        span=pages.get_elided_page_range(rows.number, on_each_side=2, on_ends=1),
        here=question.url("ledger", key, **params),
        back=question.url("ledgers", **dict.fromkeys(params)),
        workbook=question.url("ledger_workbook", key, **params),
        blank=question.url("ledger_blank", key, **params | {"state": None, "q": None}),
        numbers=question.url("ledger_numbers", key, **params) if may_export_numbers(request.user, key) else "",
        towns=places(request.user),
        state=state,
        text=params["q"],
        layouts=[("", "标准版式"), *((one.key, one.label) for one in LAYOUTS.get(key, {}).values())],
        layout=layout,
    )


def ledger_of(key: str):
    """The declared ledger; Http404 for another key."""
    if key not in every_ledger():
        raise Http404
    return every_ledger()[key]


def may_export_numbers(user, key: str) -> bool:
    """Whether `user` is offered the roster `key` with ID numbers in full."""
    return key in WITH_NUMBERS and user.role in COUNTY


def asked_part(request, declared) -> str:
    """The part asked for; Http404 for one that the ledger does not have."""
    state = request.GET.get("state", "")
    if state not in dict(listing_of(declared).parts):
        raise Http404
    return state


def asked_text(request) -> str:
    """The words by which rows are to be found; no database takes a NUL."""
    return request.GET.get("q", "").replace("\0", "")[:LONGEST_TEXT]


def asked_form(request, declared):
    """The form in which the ledger is asked for; Http404 for a layout that it does not have."""
    try:
        return form_of(declared, request.GET.get("layout", ""))
    except KeyError:
        raise Http404 from None


def _links(user, declared, keys) -> dict[int, str]:
    """Record → its page, of those that the user may open today."""
    model = apps.get_model(declared.record)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    try:
        reverse(name, args=[1])
    except NoReverseMatch:
        return {}
    seen = model.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: reverse(name, args=[pk]) for pk in seen}


def places(user) -> list[tuple[str, str]]:
    """The towns (for a town: villages) that can be chosen: (code, name)."""
    own = own_region(user)
    if own is None:
        return []
    level = TOWN if len(own.code) < TOWN else VILLAGE
    found = Region.objects.under(own.code).annotate(digits=Length("code")).filter(digits=level)
    return list(found.order_by("code").values_list("code", "name"))

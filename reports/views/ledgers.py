"""A ledger on screen, as a workbook, and as a blank template."""

from tempfile import SpooledTemporaryFile

from django.core.paginator import Paginator
from django.db.models.functions import Length
from django.http import FileResponse, Http404
from django.shortcuts import redirect

from liangxin.books import write_book
from liangxin.dates import said
from orgs.choices import Leaf, Role
from orgs.coverage import FIGURES, with_status
from orgs.models import Organization, Region
from orgs.models.regions import TOWN, VILLAGE
from reports.coverage.questions import own_region
from reports.ledgers import LEDGERS
from reports.ledgers.export import blank_sheet, heading_of, ledger_sheet, place_of
from reports.ledgers.masking import without_phones
from reports.ledgers.rows import facts_of, ledger_standings
from reports.ledgers.screen import cells, heads, on_paper
from reports.views.asking import asked, tidy
from reports.views.frame import XLSX, content_disposition, framed, page

PER_PAGE = 80
MASKED = frozenset({Role.COUNTY_VIEWER, Role.TOWN_VIEWER})  # they read, they do not call
IN_MEMORY = 8 * 1024 * 1024  # bytes of a workbook before it goes to a temporary file
STATES = (
    ("", "全部"),
    ("covered", "已覆盖"),
    ("uncovered", "未覆盖"),
    *((key, FIGURES[key].title) for key in ("unbuilt_should", "unguided")),
    *((leaf.value, leaf.label) for leaf in Leaf if leaf.value in FIGURES),
    ("outside", "不计入口径"),
)


@page()
def ledger(request, key):
    """One page of a ledger, with the header and the first columns in view."""
    if "" in request.GET.values():
        return redirect(tidy(request))
    declared, question = _ledger(key), asked(request)
    state = _state(request)
    pages = Paginator(_standings(declared, question.question, state), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    columns = heads(declared)
    facts = facts_of(list(shown.object_list), question.day)
    if request.user.role in MASKED:
        facts = map(without_phones, facts)
    facts = list(facts)
    keys = [row["organization"] for row in facts]
    params = {"state": state, "before": None, "by": None}
    return framed(
        request,
        "reports/ledger.html",
        heading_of(declared, question.place),
        asked=question,
        ledger=declared,
        day=question.day.isoformat(),
        day_said=said(question.day.isoformat()),
        heads=columns,
        paper=on_paper(columns),
        rows=[(number, row, cells(columns, row)) for number, row in enumerate(facts, shown.start_index())],
        openable=set(Organization.objects.visible_to(request.user).filter(pk__in=keys).values_list("pk", flat=True)),
        count=pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        here=question.url("ledger", key, **params),
        workbook=question.url("ledger_workbook", key, **params),
        blank=question.url("ledger_blank", key, **params | {"state": None}),
        towns=_places(request.user, question),
        states=STATES,
        state=state,
    )


@page()
def ledger_workbook(request, key):
    """The ledger as it was asked for on screen, to take home."""
    declared, question = _ledger(key), asked(request)
    standings = _standings(declared, question.question, _state(request))
    sheet = ledger_sheet(declared, question.question, standings=standings, mask=request.user.role in MASKED)
    return _file(sheet, f"{heading_of(declared, question.place)}（{said(question.day.isoformat())}）.xlsx")


@page()
def ledger_blank(request, key):
    """The ledger's template: headers, drop-downs, ruled lines."""
    declared, question = _ledger(key), asked(request)
    sheet = blank_sheet(declared, question.question)
    return _file(sheet, f"{heading_of(declared, place_of(question.question))}（空白模板）.xlsx")


def _file(sheet, name):
    book = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it, and with that removes it
    write_book(book, [sheet])
    book.seek(0)
    return FileResponse(book, content_type=XLSX, headers={"Content-Disposition": content_disposition(name)})


def _ledger(key):
    if key not in LEDGERS:
        raise Http404
    return LEDGERS[key]


def _state(request):
    state = request.GET.get("state", "")
    if state not in dict(STATES):
        raise Http404
    return state


def _standings(declared, question, state):
    """The standings of the ledger, limited to a status: those of the list behind the same figure."""
    found = ledger_standings(declared, question)
    if state == "outside":
        return found.exclude(pk__in=question.standings().values("pk"))
    if state:
        counted = FIGURES[state].filter(with_status(question.standings(), question.day))
        return found.filter(pk__in=counted.values("pk"))
    return found


def _places(user, question):
    """The towns (for a town: villages) that can be chosen: (code, name)."""
    own = own_region(user)
    if own is None:
        return []
    level = TOWN if len(own.code) < TOWN else VILLAGE
    found = Region.objects.under(own.code).annotate(digits=Length("code")).filter(digits=level)
    return list(found.order_by("code").values_list("code", "name"))

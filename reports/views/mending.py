"""The grid on which a clerk mends the cells of rows that stay out."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from liangxin.keys import key_asked
from reports.imports.batches import CannotImport
from reports.imports.mending import LONGEST, MOST, Alike, mend, spread, with_cells
from reports.imports.mending_check import check_cells
from reports.imports.mending_grid import blocks_of, line_said
from reports.imports.questions import steps
from reports.imports.rows import ERROR
from reports.models import ImportBatch, ImportRow
from reports.views.acting import visible_batch
from reports.views.frame import IMPORTERS, framed, page

PER_PAGE = 100
BAD_REQUEST, REFUSED = 400, 409
OVERLONG = f"超过 {LONGEST} 个字，请改短"


@page(roles=IMPORTERS)
def grid(request, pk):
    """The rows that stay out, a page at a time; `show=all` adds those that wait for another answer or the county."""
    found = visible_batch(request, pk)
    if found.state != ImportBatch.State.PLANNED:
        return redirect("reports:import", pk)
    every = request.GET.get("show") == "all"
    wanted = ImportRow.KEPT_OUT if every else (ImportRow.Outcome.ERROR,)
    pages = Paginator(found.rows.filter(outcome__in=wanted).order_by("id"), PER_PAGE).get_page(request.GET.get("page"))
    try:
        rows = with_cells(found, list(pages))
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", pk)
    return framed(
        request,
        "reports/imports/mend.html",
        "改错",
        batch=found,
        steps=steps(found, here="mend"),
        blocks=blocks_of(found, rows),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?show=all" if every else "?",
        every=every,
        others=found.rows.filter(outcome__in=ImportRow.KEPT_OUT).exclude(outcome=ImportRow.Outcome.ERROR).count(),
    )


@require_POST
@login_required
def check(request, pk):
    """What is wrong with the texts that the page sends: row → column → [severity, sentence]. Plans nothing."""
    found = visible_batch(request, pk)
    texts = _texts(request)
    if texts is None:
        return _malformed()
    long = {row: [place for place, text in cells.items() if len(text) > LONGEST] for row, cells in texts.items()}
    fitting = {row: {place: cells[place] for place in cells.keys() - set(long[row])} for row, cells in texts.items()}
    rows = check_cells(found, fitting)
    for row, said in rows.items():
        said.update(dict.fromkeys(long[row], (ERROR, OVERLONG)))
    return JsonResponse({"rows": rows})


@require_POST
@login_required
def save(request, pk):
    """Store what was mended and plan the touched rows anew: which go in now, and what is wrong with the others."""
    found = visible_batch(request, pk)
    texts, alike = _texts(request), _alike(request)
    if texts is None or alike is None:
        return _malformed()
    given = [*(text for cells in texts.values() for text in cells.values()), *(one.new for one in alike)]
    if any(len(text) > LONGEST for text in given):
        return JsonResponse({"said": f"有一格{OVERLONG}"}, status=REFUSED)
    try:
        result = mend(found, spread(found, alike, texts), user=request.user)
    except CannotImport as refusal:
        return JsonResponse({"said": str(refusal)}, status=REFUSED)
    left = found.rows.filter(outcome=ImportRow.Outcome.ERROR).count()
    mended = f"改好 {len(result.good)} 行" if result.good else "改过的行还有错误"
    said = mended + (f"，还有 {left} 行要改。" if left else "，没有要改的行了。")
    return JsonResponse(
        {
            "good": result.good,
            "bad": {row.pk: line_said(row, found) for row in result.bad},
            "left": left,
            "said": said,
        }
    )


def _malformed():
    return JsonResponse({"said": "改动的格式不对，请刷新页面"}, status=BAD_REQUEST)


def _alike(request) -> list[Alike] | None:
    """The changes that concern all rows that said the same; None when the request's JSON is nothing of the kind."""
    try:
        given = json.loads(request.body).get("same", [])
        alike = [
            Alike(key_asked(str(one["row"])), str(int(one["place"])), str(one["old"]), str(one["new"])) for one in given
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return alike if len(alike) <= MOST else None


def _texts(request) -> dict[int, dict[str, str]] | None:
    """{row key: {column number: text}} of the request's JSON; None when it is nothing of the kind."""
    try:
        given = json.loads(request.body)["rows"]
        texts = {
            key_asked(row): {str(int(place)): text for place, text in cells.items()} for row, cells in given.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    plain = all(type(text) is str for cells in texts.values() for text in cells.values())
    few = 0 < sum(map(len, texts.values())) <= MOST
    return texts if plain and few else None

"""The rounds of the survey: who owes what, the pre-filled workbooks, and the reminder."""

from io import BytesIO
from tempfile import SpooledTemporaryFile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from liangxin.books import write_book
from liangxin.dates import said, today
from orgs.models import Region
from reports.forms.rounds import RoundForm
from reports.models import Round
from reports.rounds import standing, tally, towns_of
from reports.rounds_books import town_sheets, workbook_name, write_zip
from reports.views.frame import COUNTY, IMPORTERS, content_disposition, download, framed, page

IN_MEMORY = 8 * 1024 * 1024  # bytes of a zip before it goes to a temporary file
PER_PAGE = 50


@page(roles=IMPORTERS)
def rounds(request):
    """All rounds, newest first."""
    found = Round.objects.visible_to(request.user).annotate(
        town_count=Count("towns", distinct=True), batch_count=Count("batches", distinct=True)
    )
    found = found.order_by("-as_of", "-pk")  # grouping drops the model's own order
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return framed(
        request,
        "reports/rounds/rounds.html",
        "摸排轮次",
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?",
        decides=request.user.role in COUNTY,
        today=today(),
    )


@page(roles=IMPORTERS)
def round_page(request, pk):
    """One round: each town with its state, counts and batches; `state` limits them to one state."""
    found = _visible(request, pk)
    lines, show = standing(found, request.user), request.GET.get("state", "")
    return framed(
        request,
        "reports/rounds/round.html",
        found.name,
        round=found,
        lines=[line for line in lines if show in ("", line.state)],
        everybody=lines,
        show=show,
        tally=tally(lines),
        lagging=any(line.missing for line in lines),
        decides=request.user.role in COUNTY,
        late=found.due < today(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_round(request, pk=None):
    """Begin a round, or change one; the county administrator only."""
    if request.user.role not in COUNTY:
        raise PermissionDenied
    found = _visible(request, pk) if pk else None
    form = RoundForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        if found is None:
            form.instance.user = request.user
        saved = form.save()
        messages.success(request, f"{saved.name}已保存。")
        return redirect("reports:round", saved.pk)
    return framed(request, "reports/rounds/edit.html", "修改轮次" if found else "新建轮次", form=form, round=found)


@page(roles=COUNTY)
def round_workbooks(request, pk):
    """The pre-filled workbooks of all towns in one zip."""
    found = _visible(request, pk)
    bundle = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it, and with that removes it
    write_zip(bundle, found, towns_of(found, request.user), request.user)
    bundle.seek(0)
    headers = {"Content-Disposition": content_disposition(f"{found.name}（预填表）.zip")}
    return FileResponse(bundle, content_type="application/zip", headers=headers)


@page(roles=IMPORTERS)
def round_workbook(request, pk, code):
    """The pre-filled workbook of one town; 404 for a town that the user does not import for."""
    found = _visible(request, pk)
    town = next((town for town in towns_of(found, request.user) if town.code == str(code)), None)
    if town is None:
        raise Http404
    book = BytesIO()
    write_book(book, town_sheets(found, town, request.user))
    return download(book.getvalue(), workbook_name(found, town))


@page(roles=COUNTY)
def round_reminder(request, pk):
    """催报单: the towns that lag and what they owe, to be printed."""
    found = _visible(request, pk)
    return framed(
        request,
        "reports/rounds/reminder.html",
        f"关于报送{found.name}的催报单",
        round=found,
        county=Region.objects.root(),
        lines=[line for line in standing(found, request.user) if line.missing],
        due_said=said(found.due.isoformat()),
        as_of_said=said(found.as_of.isoformat()),
        today_said=said(today().isoformat()),
        late=found.due < today(),
    )


def _visible(request, pk) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), pk=pk)

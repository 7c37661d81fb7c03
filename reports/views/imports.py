"""The import wizard: upload, preview, apply, what was written, undo. The command line runs the same code."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from orgs.models import Organization
from reports.forms.imports import UploadForm
from reports.imports.applying import GOOD, apply, drop
from reports.imports.batches import CannotImport, make_batch, replan
from reports.imports.outcome import totals, totals_of
from reports.imports.preview import SHOWS, accepted, causes, offers, rows_shown, said_there, stated
from reports.imports.rows import ERROR
from reports.imports.undoing import undo
from reports.models import ImportBatch, ImportRow, TransferRequest
from reports.views.frame import IMPORTERS, framed, page

State = ImportBatch.State
PER_PAGE = 100


@page(roles=IMPORTERS)
def batches(request):
    """The imports that the user may see, newest first; `state` limits them to one state."""
    found = ImportBatch.objects.visible_to(request.user).select_related("user", "region").prefetch_related("files")
    state = request.GET.get("state", "")
    if state in State.values:
        found = found.filter(state=state)
    pages = Paginator(found, 20).get_page(request.GET.get("page"))
    counts = totals_of(pages)
    lines = [(batch, counts[batch.pk]) for batch in pages]
    return framed(
        request,
        "reports/imports/batches.html",
        "导入记录",
        lines=lines,
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?state={state}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request):
    """Choose files and the day they speak of; afterwards nothing is written but the plan."""
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _batch_of(form, request.user)
        except CannotImport as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reports:import", batch.pk)
    return framed(request, "reports/imports/upload.html", "导入摸排表", form=form)


def _batch_of(form, user):
    """The uploaded files as a batch; copies that the reader needs on disk are gone afterwards."""
    with TemporaryDirectory(prefix="liangxin-") as folder:
        uploads = []
        for number, file in enumerate(form.cleaned_data["files"]):
            path = Path(folder) / str(number)
            with path.open("wb") as copy:
                for block in file.chunks():
                    copy.write(block)
            uploads.append((Path(file.name).name, path))
        return make_batch(uploads, user=user, as_of=form.cleaned_data["as_of"], region=form.cleaned_data["region"])


@page(roles=IMPORTERS)
def batch(request, pk):
    """The plan before it is applied, what was written afterwards, and the three lists of an undo."""
    found = _visible(request, pk)
    show = request.GET.get("show") or {State.APPLIED: "written", State.UNDONE: "all"}.get(found.state, "work")
    rows = rows_shown(found, show)
    pages = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = set(
        Organization.objects.visible_to(request.user)
        .filter(pk__in=[row.organization_id for row in pages if row.organization_id])
        .values_list("pk", flat=True)
    )
    counts, files = totals(found), list(found.files.all())
    headers = {(file.pk, sheet["sheet"]): sheet["headers"] for file in files for sheet in file.sheets}
    pending = found.rows.filter(written=False, outcome__in=GOOD)
    return framed(
        request,
        "reports/imports/batch.html",
        "导入结果" if found.state != State.PLANNED else "导入预览",
        batch=found,
        counts=counts,
        outcomes=_outcomes(found, counts),
        causes=causes(found),
        offers=offers(found),
        files=files,
        several=sum(len(file.sheets) for file in files) > 1,
        lines=[_line(row, known, headers) for row in pages],
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?show={show}",
        show=show,
        shown=SHOWS.get(show, SHOWS["work"])[0],
        pending=pending.count(),
        writes=pending.exclude(outcome=ImportRow.Outcome.SAME).count(),
        stale=pending.filter(stale=True).count(),
    )


def _line(row: ImportRow, known: set[int], headers: dict):
    """A row as the table shows it: (row, whether its organization can be opened, findings in short, changes)."""
    said = [(one["severity"] == ERROR, said_there(one, row.sheet)) for one in row.findings]
    news = stated(row.facts, headers[row.file_id, row.sheet]) if row.outcome == ImportRow.Outcome.NEW else []
    return row, row.organization_id in known, said, row.changes + news


def _outcomes(found, counts):
    """The line of counts: (label, count, note, what it shows)."""
    lines = [
        ("新增", counts["new"], "登记里没有", "new"),
        ("变更", counts["changed"], "逐项列出", "changed"),
        ("不变", counts["same"], "与登记一致", "same"),
        ("错误", counts["error_rows"], "不写入，改正后再传", "error"),
        ("提醒", counts["warning_rows"], "写入并标记", "warned"),
    ]
    if found.state == State.UNDONE:
        undone = found.rows.filter(written=True)
        lines = [
            ("已恢复", undone.filter(undo=ImportRow.Undo.BACK).count(), "与导入前一样", "back"),
            ("保留", undone.filter(undo=ImportRow.Undo.KEPT).count(), "写入之后又有修改", "kept"),
            ("不能撤销", undone.filter(undo=ImportRow.Undo.REFUSED).count(), "原因逐条列出", "refused"),
        ]
    return lines


@require_POST
@login_required
def apply_batch(request, pk):
    """Write the good rows and land on the list of exactly what changed."""
    found = _visible(request, pk)
    return _act(request, found, lambda: _applied(request, found), "written")


def _applied(request, found):
    before = _written(found)
    apply(found, user=request.user)
    counts = _written(found) - before
    new, changed, same = (counts[outcome] for outcome in GOOD)
    messages.success(request, f"写入完成：新增 {new} 家，变更 {changed} 家，另有 {same} 家不变。")
    requests = TransferRequest.objects.filter(batch_id=found.pk).count()
    if requests:
        messages.success(request, f"已向县里提出 {requests} 件转入申请。")


@require_POST
@login_required
def drop_batch(request, pk):
    """Give the plan up."""
    found = _visible(request, pk)
    return _act(request, found, lambda: (drop(found), messages.success(request, "已放弃这次导入，登记没有变化。")), "")


@require_POST
@login_required
def replan_batch(request, pk):
    """Take up what the clerk said of blanks, and plan again."""
    found = _visible(request, pk)

    def again():
        replan(found, user=request.user, blank_no=accepted(found, request.POST.getlist("blank_no")))
        messages.success(request, "已按选择重新核对。")

    return _act(request, found, again, "work")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def undo_batch(request, pk):
    """Ask, then undo; the result is three lists."""
    found = _visible(request, pk)
    if request.method == "POST":
        return _act(request, found, lambda: _undone(request, found), "all")
    counts = _written(found)
    new, changed, same = (counts[outcome] for outcome in GOOD)
    about = {"written": counts.total(), "new": new, "changed": changed, "same": same}
    return framed(request, "reports/imports/undo.html", "撤销导入", batch=found, **about)


def _written(found) -> Counter:
    """How many rows of each outcome were written."""
    return Counter(found.rows.filter(written=True).order_by().values_list("outcome", flat=True))


def _undone(request, found):
    counts = undo(found, user=request.user)
    back, kept, refused = (counts[kind] for kind in ImportRow.Undo.values)
    messages.success(request, f"撤销完成：恢复 {back} 行，保留 {kept} 行，不能撤销 {refused} 行。")


def _visible(request, pk) -> ImportBatch:
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    return get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("region"), pk=pk)


def _act(request, found, act, show):
    """Run `act`, say what refused it, and go back to the batch."""
    try:
        act()
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        show = ""
    address = reverse("reports:import", args=[found.pk])
    return redirect(f"{address}?show={show}" if show else address)

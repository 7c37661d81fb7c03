"""The import wizard: upload, preview, apply, what was written, undo. The command line runs the same code."""

from collections import Counter

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reports.forms.imports import UploadForm
from reports.imports import policies
from reports.imports.applying import GOOD, apply, drop
from reports.imports.batches import BUSY, CannotImport, replan
from reports.imports.carrying import carried_from
from reports.imports.leaving import in_words
from reports.imports.outcome import totals, totals_of
from reports.imports.pipelines import PIPED, Pipeline, pipeline_of
from reports.imports.preview import PER_PAGE, SHOWS, accepted, causes, offers, rows_shown, said_there
from reports.imports.questions import left_to_answer, steps
from reports.imports.returning import returnable
from reports.models import ImportBatch, ImportRow, TransferRequest
from reports.rounds import asked_now
from reports.views.acting import acted, visible_batch
from reports.views.frame import IMPORTERS, framed, page
from reports.views.progress import held_or_read, in_a_job, received

State = ImportBatch.State


@page(roles=IMPORTERS)
def batches(request):
    """The imports that the user may see, newest first; `state` limits them to one state."""
    found = ImportBatch.objects.visible_to(request.user).order_by("-created", "-pk")
    found = found.select_related("user", "region").prefetch_related("files")
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
    initial = asked_now(request.user, request.GET.get("round", ""))
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("as_of", "region", "round")}
            return held_or_read(received(form.cleaned_data["files"], user=request.user, **given))
        except CannotImport as refusal:
            form.add_error(None, str(refusal))
    return framed(request, "reports/imports/upload.html", "导入摸排表", form=form)


@page(roles=IMPORTERS)
def batch(request, pk):
    """The plan before it is applied, what was written afterwards, and the three lists of an undo."""
    found = visible_batch(request, pk, *ImportBatch.Kind.values)
    if found.kind == ImportBatch.Kind.REGISTRATIONS:
        return redirect("reports:registration_batch", pk)
    if found.kind == ImportBatch.Kind.ACTION:
        return redirect("reports:many_done", pk)
    if found.state in BUSY:
        return redirect("reports:import_progress", pk)
    show = request.GET.get("show") or {State.APPLIED: "written", State.UNDONE: "all"}.get(found.state, "work")
    pages = Paginator(rows_shown(found, show), PER_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects([found], "files")  # everything below asks for them
    counts, files = totals(found), list(found.files.all())
    line, about = steps(found, here="check"), pipeline_of(found)
    return framed(
        request,
        "reports/imports/batch.html",
        "导入结果" if found.state != State.PLANNED else "导入预览",
        batch=found,
        steps=line,
        left=left_to_answer(line),
        counts=counts,
        absences=in_words(found),
        outcomes=_outcomes(found, counts),
        causes=causes(found),
        offers=offers(found),
        files=files,
        several=sum(len(file.sheets) for file in files) > 1,
        lines=_lines(pages, files, request.user, about),
        about=about,
        survey=found.kind == ImportBatch.Kind.SURVEY,
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?show={show}",
        show=show,
        shown=SHOWS.get(show, SHOWS["work"])[0],
        **_waiting(found),
        moves=found.rows.filter(moves_figure=True).count(),
        manners=policies.in_words(found),
        carried=carried_from(found),
        returned=returnable(found, files),
    )


def _waiting(found: ImportBatch) -> dict[str, int]:
    """How many rows wait to be written (`pending`), change something (`writes`), were changed meanwhile (`stale`)."""
    same, stale = Q(outcome=ImportRow.Outcome.SAME), Q(stale=True)
    return found.rows.filter(written=False, outcome__in=GOOD).aggregate(
        pending=Count("pk"), writes=Count("pk", filter=~same), stale=Count("pk", filter=stale)
    )


def _lines(rows, files, user, about: Pipeline) -> list:
    """The rows as the table shows them: (row, address of what it is about, findings in short, changes)."""
    keys = [key for row in rows if (key := getattr(row, about.key))]
    known = set(about.root.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    page = f"admin:{about.root._meta.app_label}_{about.root._meta.model_name}_change"
    known = known if admin.site.is_registered(about.root) else set()
    opened = {key: reverse(page, args=[key]) for key in known}
    headers = {(file.pk, sheet["sheet"]): sheet["headers"] for file in files for sheet in file.sheets}
    return [_line(row, opened.get(getattr(row, about.key), ""), headers, about) for row in rows]


def _line(row: ImportRow, address: str, headers: dict, about: Pipeline):
    said = [(one["severity"], said_there(one, row.sheet)) for one in row.findings]
    is_new = row.outcome == ImportRow.Outcome.NEW
    news = about.news(row.facts, headers[row.file_id, row.sheet]) if is_new else []
    return row, address, said, row.changes + news


def _outcomes(found, counts):
    """The line of counts: (label, count, note, what it shows)."""
    lines = [
        ("新增", counts["new"], "登记里没有", "new"),
        ("变更", counts["changed"], "逐项列出", "changed"),
        ("不变", counts["same"], "与登记一致", "same"),
        ("错误", counts["error_rows"], "不写入，改好才写入", "error"),
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
    found = visible_batch(request, pk, *PIPED)
    return in_a_job(request, found, "apply") or acted(request, found, lambda: _applied(request, found), "written")


def _applied(request, found):
    before = _written(found)
    apply(found, user=request.user)
    counts = _written(found) - before
    new, changed, same = (counts[outcome] for outcome in GOOD)
    word = pipeline_of(found).word
    messages.success(request, f"写入完成：新增 {new} {word}，变更 {changed} {word}，另有 {same} {word}不变。")
    requests = TransferRequest.objects.filter(batch_id=found.pk).count()
    if requests:
        messages.success(request, f"已向县里提出 {requests} 件单位转入申请。")


@require_POST
@login_required
def drop_batch(request, pk):
    """Give the plan up."""
    found = visible_batch(request, pk, *ImportBatch.Kind.values)
    return acted(request, found, lambda: (drop(found), messages.success(request, "已放弃这次导入，登记没有变化。")), "")


@require_POST
@login_required
def replan_batch(request, pk):
    """Take up what the clerk said of blanks, and plan again."""
    found = visible_batch(request, pk)
    blank_no = accepted(found, request.POST.getlist("blank_no"))

    def again():
        replan(found, user=request.user, blank_no=blank_no)
        messages.success(request, "已按选择重新核对。")

    return in_a_job(request, found, "replan", blank_no=blank_no) or acted(request, found, again, "work")


def _written(found) -> Counter:
    """How many rows of each outcome were written."""
    return Counter(found.rows.filter(written=True).order_by().values_list("outcome", flat=True))

"""How far a long import is: a page with a bar, the same as JSON for its script, and the buttons beside it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from reports import jobs
from reports.imports import progress
from reports.imports.batches import BUSY, CannotImport
from reports.imports.receiving import receive, rivals
from reports.models import ImportBatch
from reports.views.acting import visible_batch
from reports.views.frame import IMPORTERS, framed, page
from reports.views.uploading import on_disk

State = ImportBatch.State
KINDS = ImportBatch.Kind.values


@page(roles=IMPORTERS)
def import_progress(request, pk):
    """The bar while a job works on the batch, the question while it is held; afterwards the batch itself."""
    found = jobs.look_after(visible_batch(request, pk, *KINDS))
    if found.options.get("held") and found.state == State.READING:
        return _held(request, found)
    if found.state not in BUSY:
        return redirect("reports:import", pk)
    job = found.options["job"]
    since = timezone.localtime(parse_datetime(job["since"]))
    about = {"batch": found, "since": since, **said(found, progress.seen(pk))}
    return framed(request, "reports/imports/progress.html", jobs.work_of(found).title, **about)


@page(roles=IMPORTERS)
def import_progress_json(request, pk):
    """What the bar shows, once a second: {"busy", "step", "place", "rows", "percent", "may_cancel", "cancelling"}."""
    found = jobs.look_after(visible_batch(request, pk, *KINDS))
    busy = found.state in BUSY and "job" in found.options
    response = JsonResponse({"busy": busy, **(said(found, progress.seen(pk)) if busy else {})})
    response.headers["Cache-Control"] = "no-store"
    return response


def said(batch: ImportBatch, told: dict) -> dict:
    """The words and figures of a bar from what the job `told` last; it tells nothing for a moment when it begins."""
    done, total = told.get("done", 0), told.get("total", 0)
    return {
        "step": told.get("step") or jobs.WAITING,
        "place": f"第 {told['number']} 步，共 {told['of']} 步" if told.get("number") else "",
        "rows": f"{min(done, total)} / {total} {told['unit']}" if total else "",
        "percent": 100 * min(done, total) // total if total > 1 else None,  # nobody knows how long one file takes
        "may_cancel": not jobs.work_of(batch).writes,
        "cancelling": progress.wants_cancel(batch.pk),
    }


def _held(request, found):
    lines = [
        (file, other, _who(request, other), ImportBatch.objects.visible_to(request.user).filter(pk=other.pk).exists())
        for file, other in rivals(found)
    ]
    return framed(request, "reports/imports/held.html", "这个文件已经有人导入", batch=found, lines=lines)


def _who(request, other) -> str:
    """Who imports the file, for a colleague of the same office; a stranger learns that somebody does."""
    if other.user_id == request.user.pk:
        return "您"
    own = request.user.region
    return other.user_name if own and other.region.code.startswith(own.code) else "另一位同事"


@require_POST
@login_required
def import_cancel(request, pk):
    """Give a job up that has written nothing yet."""
    found = jobs.look_after(visible_batch(request, pk, *KINDS))
    if found.state not in BUSY or "job" not in found.options:
        return redirect("reports:import", pk)
    if jobs.work_of(found).writes:
        messages.error(request, "已经开始写入，不能取消；写完以后可以整批撤销或者重做。")
    else:
        progress.cancel(pk)
    return redirect("reports:import_progress", pk)


@require_POST
@login_required
def import_read(request, pk):
    """Read a batch that was held because somebody imports the same file, or once more after a failure."""
    found = visible_batch(request, pk, *KINDS)
    if not (found.options.get("held") or found.state == State.FAILED):
        return redirect("reports:import", pk)
    try:
        return _lead(jobs.begin(found, "read", user=request.user, at_once=_is_small(found)))
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", pk)


def received(files, *, user, **given) -> ImportBatch:
    """The uploaded `files` as a batch to be read, `given` as for `receive`. Raises CannotImport."""
    with on_disk(files) as uploads:
        return receive(uploads, user=user, accepted=partial(jobs.note, kind="read", user=user), **given)


def held_or_read(batch: ImportBatch):
    """The answer to an upload that was received: the question when it is held, else it is read, a small one at once."""
    if not batch.options.get("held"):
        batch = jobs.hand_over(batch, at_once=_is_small(batch))
    return _lead(batch)


def in_a_job(request, batch: ImportBatch, kind: str, **arguments):
    """The work `kind` of reports.jobs begins on a large batch, and the answer leads to its bar; None for small ones."""
    if not jobs.is_large(batch):
        return None
    try:
        jobs.begin(batch, kind, user=request.user, **arguments)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:import_progress", batch.pk)


def _is_small(batch: ImportBatch) -> bool:
    return sum(file.size for file in batch.files.all()) <= jobs.LARGE_UPLOAD


def _lead(batch: ImportBatch):
    return redirect("reports:import_progress" if batch.state in BUSY else "reports:import", batch.pk)

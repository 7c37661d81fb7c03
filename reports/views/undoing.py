"""Undo of a batch, with what would stay listed before; and redo of one that was undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_http_methods, require_POST

from reports.imports.applying import GOOD
from reports.imports.pipelines import PIPED, pipeline_of
from reports.imports.redoing import redo
from reports.imports.undoing import foresee, undo
from reports.models import ImportBatch, ImportRow
from reports.views.acting import acted, visible_batch
from reports.views.frame import framed
from reports.views.progress import in_a_job

SHOWN = 200  # organizations listed before an undo; all of them are listed after it
UNDO = ImportRow.Undo


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def undo_batch(request, pk):
    """Say what would be put back and what would stay, ask, then undo; the result is three lists."""
    found = visible_batch(request, pk, *PIPED)
    if request.method == "POST":
        return in_a_job(request, found, "undo") or acted(request, found, lambda: _undone(request, found), "all")
    written = found.rows.filter(written=True)
    new, changed, same = (written.filter(outcome=outcome).count() for outcome in GOOD)
    foreseen = foresee(found)
    return framed(
        request,
        "reports/imports/undo.html",
        "撤销导入",
        batch=found,
        about=pipeline_of(found),
        written=new + changed + same,
        new=new,
        changed=changed,
        same=same,
        back=foreseen.counts[UNDO.BACK],
        kept=foreseen.counts[UNDO.KEPT],
        refused=foreseen.counts[UNDO.REFUSED],
        staying=[(name, UNDO(undo).label, note) for name, undo, note in foreseen.staying[:SHOWN]],
        more=max(0, len(foreseen.staying) - SHOWN),
        undoable=found.state == ImportBatch.State.APPLIED,
    )


def _undone(request, found):
    counts = undo(found, user=request.user)
    back, kept, refused = (counts[kind] for kind in UNDO.values)
    messages.success(request, f"撤销完成：恢复 {back} 行，保留 {kept} 行，不能撤销 {refused} 行。")


@require_POST
@login_required
def redo_batch(request, pk):
    """Plan an undone batch again and land on its preview."""
    found = visible_batch(request, pk, *PIPED)
    return in_a_job(request, found, "redo") or acted(request, found, lambda: _planned_again(request, found), "work")


def _planned_again(request, found):
    others = redo(found, user=request.user)
    messages.success(request, "已按现在的登记重新核对，还没有写入。看过没有问题，再按“写入”。")
    if others:
        messages.warning(request, f"有 {others} 行与上次写入时不同，已在表中标出。")

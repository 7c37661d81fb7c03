"""Redo: a batch that was undone waits for its decision again, planned against the register as it is by now."""

from django.db import transaction

from liangxin.memory import uncollected
from reports.imports.batches import CannotImport, lock, replan
from reports.imports.register import in_chunks
from reports.models import ImportBatch


@uncollected()
def redo(batch: ImportBatch, *, user) -> int:
    """Plan all rows of an undone batch again; it can then be looked at and applied like a new one.

    Returns how many of the rows that were written before would now do something else; they are marked `stale`.
    Answers about absent organizations wait again too. Raises CannotImport when the batch is not undone.
    """
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.UNDONE:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能重做")
        before = _said(batch.rows.filter(written=True))
        batch.state, batch.applied = ImportBatch.State.PLANNED, None
        batch.save(update_fields=["state", "applied"])  # `undone` stays: what was written before it is over
        batch.rows.update(written=False, stale=False, undo="", undo_note="")
        batch.absences.update(written=False, undo="", undo_note="")
        replan(batch, user=user)
        now = _said(batch.rows.all())
        others = [pk for pk, said in before.items() if now[pk] != said]
        for chunk in in_chunks(others):
            batch.rows.filter(pk__in=chunk).update(stale=True)
    return len(others)


def _said(rows) -> dict[int, tuple]:
    """What the plan says of each row: key → (outcome, changes)."""
    return {pk: said for pk, *said in rows.values_list("pk", "outcome", "changes")}

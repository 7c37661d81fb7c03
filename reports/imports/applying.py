"""Applying a batch: what the preview showed is written in one transaction, with its history."""

from django.db import connection, transaction
from django.utils import timezone

from liangxin.backup import copy_before
from orgs.models import Organization
from orgs.scope import CONSOLE
from reports.imports.batches import CannotImport, drafts_of, fill, store
from reports.imports.planning import plan
from reports.models import ImportBatch, ImportRow, TransferRequest

GOOD = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED, ImportRow.Outcome.SAME)
LOCK = 0x6C780001  # any number, the same in every process: two applies run one after the other


def reason(batch: ImportBatch) -> str:
    """What the history says of a change that the batch made."""
    return f"导入 {batch.pk}"


def lock(batch: ImportBatch) -> ImportBatch:
    """Wait for other applies and undos, and give the batch as it is now; inside a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)


def apply(batch: ImportBatch, *, user, copied: bool = False) -> int:
    """Write the good rows of `batch`; returns how many rows were written.

    A SQLite database is copied before, unless the caller has `copied` it or there is nothing worth a copy.
    Rows whose organization changed since the plan are planned again and stay in the batch as `stale`, to be looked at
    and applied by another call. Raises CannotImport when the batch is undone, dropped, or has nothing left to write.
    """
    if batch.state == ImportBatch.State.PLANNED and not copied:
        copy_before("import")
    with transaction.atomic():
        batch = lock(batch)
        if batch.state not in (ImportBatch.State.PLANNED, ImportBatch.State.APPLIED):
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再写入")
        rows = list(batch.rows.filter(written=False, outcome__in=GOOD))
        if not rows and batch.state == ImportBatch.State.APPLIED:
            raise CannotImport("这次导入已写入，没有等待写入的行")
        _hold([row.organization_id for row in rows])
        rows = _write(batch, rows, user)
        _request_transfers(batch, user)
        batch.state, batch.applied = ImportBatch.State.APPLIED, batch.applied or timezone.now()
        batch.save(update_fields=["state", "applied"])
    return len(rows)


def _hold(organizations):
    """Lock the organizations, so that nobody edits them between planning and writing (SQLite has one writer)."""
    if connection.vendor == "postgresql":
        keys = [pk for pk in organizations if pk]
        list(Organization.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))


def _write(batch, rows, user):
    """Plan again, set rows aside whose plan is no longer what was shown, and write the others."""
    drafts = drafts_of(batch, rows)
    planned = plan(drafts, user=user, as_of=batch.as_of, limit=batch.region)
    stale = [(row, draft) for row, draft in zip(rows, drafts, strict=True) if _differs(row, draft)]
    for row, draft in stale:
        fill(row, draft)
        row.stale = True
    store([row for row, _ in stale])
    if stale:
        rows = [row for row in rows if not row.stale]
        drafts = drafts_of(batch, rows)
        planned = plan(drafts, user=user, as_of=batch.as_of, limit=batch.region)
    planned.changes.write(user=user, batch_id=batch.pk, reason=reason(batch))
    for row, draft in zip(rows, drafts, strict=True):
        row.written, row.stale = True, False
        row.organization_id = draft.record.organization.pk
    store(rows)
    return rows


def _differs(row: ImportRow, draft) -> bool:
    """Whether planning again gives another result than the one stored and shown."""
    organization = draft.record.organization if draft.record else None
    version = organization.version if organization and organization.pk else None
    shown = (row.outcome, row.organization_id, row.organization_version, row.changes)
    return shown != (draft.outcome, organization and organization.pk, version, draft.changes)


def _request_transfers(batch, user):
    """Rows of organizations that another town registered become requests to the county (design.md, idea 5)."""
    for row in batch.rows.filter(outcome=ImportRow.Outcome.OUTSIDE):
        known = Organization.objects.filter(credit_code=row.facts.get("credit_code")).first()
        if known is not None:
            TransferRequest.objects.get_or_create(
                organization=known,
                region=batch.region,
                state=TransferRequest.State.WAITING,
                defaults={
                    "day": batch.as_of,
                    "stated_name": row.name,
                    "batch_id": batch.pk,
                    "requested_by": None if user is CONSOLE else user,
                },
            )


def drop(batch: ImportBatch):
    """Give up a batch that was not applied; its plan stays readable."""
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能放弃")
        batch.state = ImportBatch.State.DROPPED
        batch.save(update_fields=["state"])

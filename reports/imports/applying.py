"""Applying a batch: what the preview showed is written in one transaction, with its history."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from liangxin import bulk
from liangxin.backup import copy_before
from liangxin.memory import uncollected
from orgs.models import Organization, Region
from reports.imports.batches import (
    CannotImport,
    check_as_of,
    drafts_of,
    fill,
    limit_of,
    lock,
    lock_imports,
    new_batch,
    store,
    store_new,
)
from reports.imports.drafts import Draft, Plan
from reports.imports.planning import plan
from reports.imports.reading import Reading, read
from reports.imports.register import in_chunks
from reports.imports.requests import request_transfers
from reports.models import ImportBatch, ImportRow

GOOD = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED, ImportRow.Outcome.SAME)
State = ImportBatch.State


@uncollected()
def import_files(
    uploads: Iterable[tuple[str, Path]], *, user, as_of: date, region: Region | None = None
) -> ImportBatch:
    """Plan (name, path) files and write their good rows in one step, for who reads the result and no preview.

    Returns the applied batch; one without any row is dropped at once. Raises CannotImport as make_batch does.
    """
    check_as_of(as_of)
    limit = limit_of(user, region)
    reading = read(uploads)
    if any(sheet.rows for _, sheet in reading.sheets):
        copy_before("import")
    with transaction.atomic():
        lock_imports()
        planned = _plan_held(reading, user=user, as_of=as_of, limit=limit)
        batch = new_batch(reading, user=user, as_of=as_of, limit=limit)
        planned.changes.write(user=user, batch_id=batch.pk, reason=reason(batch))
        store_new(batch, planned.drafts, written=True)
        request_transfers(batch, user)
        if planned.drafts:
            _close(batch)
        else:
            drop(batch)
    return batch


def _plan_held(reading: Reading, **how) -> Plan:
    """The plan of all rows, made of organizations that nobody else can edit until it is written."""
    while True:
        planned = plan(reading.drafts(), **how)
        known = [draft.record.organization for draft in planned.drafts if draft.record]
        versions = {one.pk: one.version for one in known if one.pk is not None}
        if _hold(versions) == versions:
            return planned


def _hold(organizations: Iterable[int]) -> dict[int, int]:
    """Lock organizations, so that nobody edits them before they are written; their versions by key."""
    held = {}
    for chunk in in_chunks(organizations):
        found = Organization.objects.filter(pk__in=chunk).order_by("pk")
        held.update(found.select_for_update().values_list("pk", "version"))
    return held


@uncollected()
def apply(batch: ImportBatch, *, user, copied: bool = False) -> int:
    """Write the good rows of `batch`; returns how many rows were written.

    A SQLite database is copied before, unless the caller has `copied` it or there is nothing worth a copy.
    Rows whose organization changed since the plan are planned again and stay in the batch as `stale`, to be looked at
    and applied by another call. Raises CannotImport when the batch is undone, dropped, or has nothing left to write.
    """
    if not copied:
        copy_before("import")
    with transaction.atomic():
        batch = lock(batch)
        if batch.state not in (State.PLANNED, State.APPLIED):
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再写入")
        waiting = batch.rows.filter(written=False, outcome__in=GOOD)
        seen = dict(waiting.values_list("organization", "organization_version"))
        if not seen and batch.state == State.APPLIED:
            raise CannotImport("这次导入已写入，没有等待写入的行")
        untouched = _hold(seen) == seen
        if untouched and not waiting.exclude(outcome=ImportRow.Outcome.SAME).exists():
            written = waiting.update(written=True, stale=False)
        else:
            written = _write(batch, list(waiting), user)
        request_transfers(batch, user)
        _close(batch)
    return written


def _write(batch: ImportBatch, rows: list[ImportRow], user) -> int:
    """Plan again, set rows aside whose plan is no longer what was shown, and write the others.

    A row set aside may have been the one that founds a branch for others, so the rest is looked at once more.
    """
    while True:
        drafts = drafts_of(batch, rows)
        planned = plan(drafts, user=user, as_of=batch.as_of, limit=batch.region)
        stale = [(row, draft) for row, draft in zip(rows, drafts, strict=True) if _differs(row, draft)]
        if not stale:
            break
        for row, draft in stale:
            fill(row, draft)
            row.stale = True
        store([row for row, _ in stale])
        aside = {row.pk for row, _ in stale}
        rows = [row for row in rows if row.pk not in aside]
    planned.changes.write(user=user, batch_id=batch.pk, reason=reason(batch))
    for row, draft in zip(rows, drafts, strict=True):
        row.written, row.stale, row.organization_id = True, False, draft.record.organization.pk
    bulk.update(ImportRow, rows, ["written", "stale", "organization"])
    return len(rows)


def _differs(row: ImportRow, draft: Draft) -> bool:
    """Whether planning again gives another result than the one stored and shown."""
    organization = draft.record.organization if draft.record else None
    version = organization.version if organization and organization.pk else None
    shown = (row.outcome, row.organization_id, row.organization_version, row.changes)
    return shown != (draft.outcome, organization and organization.pk, version, draft.changes)


def _close(batch: ImportBatch):
    batch.state, batch.applied = State.APPLIED, batch.applied or timezone.now()
    batch.save(update_fields=["state", "applied"])


def reason(batch: ImportBatch) -> str:
    """What the history says of a change that the batch made."""
    return f"导入 {batch.pk}"


def drop(batch: ImportBatch):
    """Give up a batch that was not applied; its plan stays readable. Raises CannotImport when it was."""
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能放弃")
        batch.state = State.DROPPED
        batch.save(update_fields=["state"])

"""Applying a batch: what the preview showed is written in one transaction, with its history."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from liangxin import bulk
from liangxin.backup import copy_before
from liangxin.faults import is_clash
from liangxin.memory import uncollected
from orgs.models import Region
from reports.imports import kept, progress
from reports.imports.answers import values_told
from reports.imports.batches import (
    DRAFTED,
    CannotImport,
    check_as_of,
    drafts_of,
    limit_of,
    lock,
    lock_imports,
    new_batch,
    plan_new,
    store,
)
from reports.imports.drafts import Draft, Plan
from reports.imports.leaving import carry_out
from reports.imports.pipelines import Pipeline, pipeline, pipeline_of
from reports.imports.policies import policy_of
from reports.imports.reading import Reading, read
from reports.imports.register import in_chunks, together
from reports.imports.requests import request_transfers
from reports.imports.rows import Answers
from reports.imports.shown import Shown
from reports.imports.storing import fill
from reports.imports.writes import Writes, key_among
from reports.models import ImportBatch, ImportRow

GOOD = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED, ImportRow.Outcome.SAME)
State = ImportBatch.State
Written = TypeVar("Written")
log = logging.getLogger(__name__)


@uncollected()
def import_files(
    uploads: Iterable[tuple[str, Path]],
    *,
    user,
    as_of: date,
    region: Region | None = None,
    kind: str = ImportBatch.Kind.SURVEY,
) -> ImportBatch:
    """Plan (name, path) files of a `kind` and write the good rows in one step, for who reads the result and no preview.

    Returns the applied batch; one without any row is dropped at once. Raises CannotImport as make_batch does.
    """
    check_as_of(as_of)
    limit = limit_of(user, region)
    reading = read(uploads, pipeline(kind))
    if any(sheet.rows for _, sheet in reading.sheets):
        copy_before("import")
    return _once_more(lambda: _import_read(reading, user, as_of, limit))


def _import_read(reading: Reading, user, as_of: date, limit: Region) -> ImportBatch:
    with transaction.atomic():
        lock_imports()
        batch = new_batch(reading.files, user=user, as_of=as_of, limit=limit, kind=reading.pipeline.kind)
        planned = _plan_held(batch, reading, user)
        if planned.drafts:
            _write_plan(batch, batch.rows.filter(outcome__in=GOOD), planned.changes.collected(), user)
            request_transfers(batch, user)
            _close(batch)
        else:
            drop(batch)
    return batch


def _plan_held(batch: ImportBatch, reading: Reading, user) -> Plan:
    """The plan of all rows, made of what nobody else can edit until it is written."""
    line = pipeline_of(batch)
    while True:
        planned = plan_new(batch, reading, user=user, drafts=reading.drafts(), keeps=False)
        known = [draft.record.subject for draft in planned.drafts if draft.record]
        versions = {one.pk: one.version for one in known}
        if _hold(versions, line) == versions:
            return planned
        batch.rows.all().delete()


def _hold(subjects: Iterable[int], line: Pipeline) -> dict[int, int]:
    """Lock what rows are about, so that nobody edits it before it is written; the versions by key."""
    held = {}
    for keys in together(subjects):
        found = line.root.objects.filter(pk__among=keys).order_by("pk")
        held.update(found.select_for_update().values_list("pk", "version"))
    return held


@uncollected()
def apply(batch: ImportBatch, *, user, copied: bool = False) -> int:
    """Write the good rows of `batch`; returns how many rows were written.

    A SQLite database is copied before, unless the caller has `copied` it or there is nothing worth a copy.
    Rows whose organization changed since the plan are planned again and stay in the batch as `stale`, to be looked at
    and applied by another call. Raises CannotImport when the batch is undone, dropped, or has nothing left to write.
    """
    if not copied and _writes_anything(batch):
        progress.step("备份数据库")
        copy_before("import")
    return _once_more(lambda: _apply(batch, user))


def _writes_anything(batch: ImportBatch) -> bool:
    """Whether applying may change a register."""
    different = batch.rows.filter(outcome__in=GOOD).exclude(outcome=ImportRow.Outcome.SAME)
    return different.exists() or batch.absences.exists()


def _once_more(write: Callable[[], Written]) -> Written:
    """`write`, and again when somebody registered the same in a form at the same moment: now it sees that.

    Raises CannotImport when it meets somebody again.
    """
    for _ in range(2):
        try:
            return write()
        except DatabaseError as error:
            if not is_clash(error):
                raise
            log.warning("Written again after %s", error)
    raise CannotImport("写入时有人同时改了同一家单位，没有写入任何内容。请过一会儿再写入一次")


def _apply(batch: ImportBatch, user) -> int:
    prepared = kept.taken(batch)
    with transaction.atomic():
        batch = lock(batch)
        if batch.state not in (State.PLANNED, State.APPLIED):
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再写入")
        waiting = batch.rows.filter(written=False, outcome__in=GOOD)
        if batch.state == State.APPLIED and not waiting.exists():
            raise CannotImport("这次导入已写入，没有等待写入的行")
        known = waiting.exclude(outcome=ImportRow.Outcome.NEW)
        line = pipeline_of(batch)
        seen = dict(known.values_list(line.key, line.version))
        untouched = _hold(seen, line) == seen
        if untouched and not waiting.exclude(outcome=ImportRow.Outcome.SAME).exists():
            written = waiting.update(written=True, stale=False)
        elif untouched and prepared is not None and prepared.holds(batch, user=user):
            written = _write_plan(batch, waiting, prepared.writes, user)
        else:
            written = _write(batch, waiting, user)
        request_transfers(batch, user)
        carry_out(batch, user=user)
        _close(batch)
    return written


def _write_plan(batch: ImportBatch, waiting: QuerySet[ImportRow], writes: Writes, user) -> int:
    """Write what the plan of all `waiting` rows found, as nothing has changed since."""
    new = list(waiting.filter(outcome=ImportRow.Outcome.NEW).order_by("id").values_list("id", flat=True))
    line = pipeline_of(batch)
    keys = writes.write(user=user, batch_id=batch.pk, reason=reason(batch)).get(line.root, [])
    bulk.update_ready(ImportRow, {"id": new, line.key: keys})
    written = waiting.update(written=True, stale=False)
    line.after(batch, user=user)
    return written


def _write(batch: ImportBatch, waiting: QuerySet[ImportRow], user) -> int:
    """Plan again, set rows aside whose plan is no longer what was shown, and write the others.

    A row set aside may have been the one that founds a branch for others, so the rest is looked at once more.
    """
    prefetch_related_objects([batch], "files")
    line = pipeline_of(batch)
    how = {"policy": policy_of(batch), "answers": Answers(values=values_told(batch))}
    aside: set[int] = set()
    while True:
        stored = waiting.order_by("id").values_list("id", *DRAFTED, named=True).iterator()
        drafts = drafts_of(batch, (row for row in stored if row.id not in aside))
        shown = Shown(waiting, line).without(aside)
        planned = line.plan(drafts, user=user, as_of=batch.as_of, limit=batch.region, done=shown.compare, **how)
        if not shown.stale:
            break
        _set_aside(dict(shown.stale), line)
        aside |= dict(shown.stale).keys()
    new = planned.changes.write(user=user, batch_id=batch.pk, reason=reason(batch)).get(line.root, ())
    columns = {"id": [key for key, _ in shown.same], "written": [True] * len(drafts), "stale": [False] * len(drafts)}
    columns[line.key] = [key_among(new, subject) for _, subject in shown.same]
    written = bulk.update_columns(ImportRow, columns)
    line.after(batch, user=user)
    return written


def _set_aside(stale: dict[int, Draft], line: Pipeline):
    """Store the new plan of rows, by key, that is not what was shown."""
    for chunk in in_chunks(stale):
        rows = list(ImportRow.objects.filter(pk__in=chunk))
        for row in rows:
            fill(row, stale[row.pk], line)
            row.stale = True
        store(rows)


def _close(batch: ImportBatch):
    batch.state, batch.applied = State.APPLIED, batch.applied or timezone.now()
    batch.save(update_fields=["state", "applied"])


def reason(batch: ImportBatch) -> str:
    """What the history says of a change that the batch made."""
    return f"导入 {batch.pk}"


def drop(batch: ImportBatch):
    """Give up a batch that was not applied; its plan stays readable. Raises CannotImport when it was."""
    with transaction.atomic():
        batch = lock(batch, batch.kind)
        held = batch.state == State.READING and batch.options.get("held")
        if batch.state not in (State.PLANNED, State.FAILED) and not held:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能放弃")
        batch.state = State.DROPPED
        batch.save(update_fields=["state"])

"""Undo of a batch, by walking its history backwards: every row ends in one of put back, kept, refused.

An organization is put back as a whole: when any of its rows was edited since by somebody else, all of them stay.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, DELETED, record
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Standing,
    Tag,
    Zone,
)
from reports.imports.applying import lock
from reports.imports.batches import CannotImport
from reports.imports.changes import ORDER
from reports.imports.register import in_chunks
from reports.models import ImportBatch, ImportRow, TransferRequest

FACTS = (Standing, Coverage, Posting, MassGroup, Tag)
SHARED = (Zone, PartyBranch, BranchLevel, Guide)
UNDOING = "撤销导入"
Undo = ImportRow.Undo


@dataclass
class Trace:
    """What the batch did to one row of a register, and whether somebody edited it since."""

    model: type[models.Model]
    pk: int
    made: bool  # the batch added it
    gone: bool  # the batch deleted it
    edited: bool
    before: models.Model | None  # the row as it was, from the history entry before the batch
    owner: int | None = None  # its organization


@dataclass
class Undoing:
    """Collects the traces of a batch and decides."""

    batch: ImportBatch
    traces: list[Trace] = field(default_factory=list)
    verdicts: dict[int, tuple[str, str]] = field(default_factory=dict)  # organization → (Undo, note)


def undo(batch: ImportBatch, *, user) -> Counter:
    """Put the registers back as they were before `batch`, where nobody edited them since.

    Returns how many of the batch's written rows were put back, kept and refused. Raises CannotImport when the batch
    is not applied.
    """
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.APPLIED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能撤销")
        work = Undoing(batch)
        for model in ORDER:
            work.traces += _traces(model, batch)
        rows = list(batch.rows.filter(written=True))
        _decide(work, rows)
        _put_back(work, user)
        TransferRequest.objects.filter(batch_id=batch.pk, state=TransferRequest.State.WAITING).delete()
        batch.state, batch.undone = ImportBatch.State.UNDONE, timezone.now()
        batch.save(update_fields=["state", "undone"])
        for row in rows:
            row.undo, row.undo_note = work.verdicts.get(row.organization_id, (Undo.BACK, ""))
        bulk.update(ImportRow, rows, ["undo", "undo_note"])
        return Counter(row.undo for row in rows)


def _traces(model, batch) -> list[Trace]:
    """The rows of `model` that the batch wrote, each with what was before and what came after."""
    entries = model.history.model.objects
    mine = list(entries.filter(batch_id=batch.pk).values_list("id", flat=True).distinct().order_by())
    undone = set(ImportBatch.objects.filter(state=ImportBatch.State.UNDONE).values_list("pk", flat=True))
    traces = []
    for chunk in in_chunks(mine):
        by_pk = defaultdict(list)
        for entry in entries.filter(id__in=chunk).order_by("history_id"):
            by_pk[entry.id].append(entry)
        traces += [_trace(model, pk, entries_of, batch, undone) for pk, entries_of in by_pk.items()]
    return traces


def _trace(model, pk, entries, batch, undone) -> Trace:
    first = next(place for place, entry in enumerate(entries) if entry.batch_id == batch.pk)
    # What an undone batch did, and its undoing, cancel each other out.
    lasting = [
        entry
        for entry in entries
        if not (entry.batch_id in undone and entry.batch_id != batch.pk)
        and not (entry.history_change_reason or "").startswith(UNDOING)
    ]
    before = entries[first - 1].instance if first else None
    if entries[first].history_type == DELETED and before is None:
        before = entries[first].instance
    sample = entries[first]
    owner = pk if model is Organization else getattr(sample, "organization_id", None)
    return Trace(
        model=model,
        pk=pk,
        made=entries[first].history_type == ADDED,
        gone=entries[-1].history_type == DELETED,
        edited=lasting[-1].batch_id != batch.pk,
        before=before,
        owner=owner,
    )


def _decide(work: Undoing, rows: list[ImportRow]):
    """A verdict for each organization: kept when edited since, refused when it cannot be taken back."""
    by_owner = defaultdict(list)
    for trace in work.traces:
        if trace.owner is not None:
            by_owner[trace.owner].append(trace)
    made = [pk for pk, traces in by_owner.items() if any(t.model is Organization and t.made for t in traces)]
    held = _held_elsewhere(work, made)
    for pk, traces in by_owner.items():
        lost = [t for t in traces if not t.made and t.before is None]
        if any(t.edited for t in traces):
            work.verdicts[pk] = (Undo.KEPT, "写入之后又有修改，保留现状")
        elif pk in held:
            work.verdicts[pk] = held[pk]
        elif lost:
            work.verdicts[pk] = (Undo.REFUSED, "没有找到写入之前的记录")
        else:
            work.verdicts[pk] = (Undo.BACK, "")


def _held_elsewhere(work: Undoing, made: list[int]) -> dict[int, tuple[str, str]]:
    """New organizations on which something hangs that the batch did not write."""
    mine = {(trace.model, trace.pk) for trace in work.traces}
    held = {}
    for chunk in in_chunks(made):
        for model in FACTS:
            for pk, owner in model.objects.filter(organization__in=chunk).values_list("pk", "organization"):
                if (model, pk) not in mine:
                    held[owner] = (Undo.KEPT, "写入之后又登记了新的情况，保留现状")
        later = ImportRow.objects.filter(
            organization__in=chunk, written=True, batch__state=ImportBatch.State.APPLIED
        ).exclude(batch=work.batch)
        for owner, number in later.values_list("organization", "batch").order_by("batch"):
            held[owner] = (Undo.REFUSED, f"之后的导入 {number} 又写到这家单位，请先撤销那一批")
        for owner in Organization.objects.filter(predecessor__in=chunk).values_list("predecessor", flat=True):
            held.setdefault(owner, (Undo.REFUSED, "已被登记为另一家单位的前身"))
        hosts = PartyBranch.objects.filter(host__in=chunk).values_list("pk", "host")
        for pk, owner in hosts:
            if (PartyBranch, pk) not in mine:
                held.setdefault(owner, (Undo.REFUSED, "已有党组织设在这家单位"))
        visited = Posting.objects.filter(organization__in=chunk, visits__isnull=False)
        for owner in visited.values_list("organization", flat=True):
            held[owner] = (Undo.REFUSED, "已有走访记录")
    return held


def _put_back(work: Undoing, user):
    """Carry out the verdicts: facts first, then organizations, then what several organizations share."""
    back = {pk for pk, (verdict, _) in work.verdicts.items() if verdict == Undo.BACK}
    owned = [trace for trace in work.traces if trace.owner in back and trace.model not in SHARED]
    stamp = {"user": user, "batch_id": work.batch.pk, "reason": f"{UNDOING} {work.batch.pk}"}
    for model in FACTS:
        _restore(model, [trace for trace in owned if trace.model is model], stamp)
    shared = [trace for trace in work.traces if trace.model in SHARED and not trace.edited]
    kept_hosts = set(work.verdicts) - back
    for model in (BranchLevel, PartyBranch, Guide, Zone):
        _restore(model, [t for t in shared if t.model is model and _is_free(t, kept_hosts)], stamp)
    _restore(Organization, [trace for trace in owned if trace.model is Organization], stamp)
    touched = list(Organization.objects.filter(pk__in=back))
    for one in touched:
        one.version += 1
    bulk.update(Organization, touched, ["version"])


def _is_free(trace: Trace, kept: set[int]) -> bool:
    """Whether a shared row can be put back: one that the batch made must have nothing left that hangs on it."""
    model, pk = trace.model, trace.pk
    if model is BranchLevel:
        branch = model.objects.filter(pk=pk).values_list("branch", flat=True).first()
        return not trace.made or branch is None or not _branch_used(branch, kept)
    if not trace.made:
        return trace.before is not None
    if model is PartyBranch:
        return not _branch_used(pk, kept)
    if model is Guide:
        return not Posting.objects.filter(guide=pk).exists()
    return not Standing.objects.filter(zone=pk).exists()


def _branch_used(pk: int, kept: set[int]) -> bool:
    one = PartyBranch.objects.get(pk=pk)
    return (
        one.coverages.exists()
        or one.supervised.exists()
        or one.inferiors.exists()
        or one.host_id in kept
        or BranchLevel.objects.filter(branch=pk).count() > 1
    )


def _restore(model, traces: list[Trace], stamp: dict):
    """Delete what the batch made, set back what it changed, and write again what it deleted."""
    made = list(model.objects.filter(pk__in=[t.pk for t in traces if t.made and not t.gone]))
    record(made, DELETED, **stamp)
    bulk.delete(model, [one.pk for one in made])
    changed = [t.before for t in traces if not t.made and not t.gone]
    current = {one.pk: one for one in model.objects.filter(pk__in=[one.pk for one in changed])}
    for one in changed:
        if hasattr(one, "derive"):
            one.derive()
        if hasattr(one, "version"):
            one.version = current[one.pk].version + 1
    bulk.update(model, changed, [f.attname for f in model._meta.concrete_fields if not f.primary_key])
    record(changed, CHANGED, **stamp)
    again = [t.before for t in traces if t.gone and not t.made]
    bulk.insert(model, again)
    record(again, ADDED, **stamp)

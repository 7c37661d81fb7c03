"""Undo of a batch, by walking its history backwards: every written row ends in one of put back, kept, refused.

An organization (a member, a branch … of a roster) is put back as a whole, with its dated facts: when anything of it
was edited since by somebody else, all of it is kept; when something that stays refers to what would go, it is refused.
What several organizations share (branches, guides, zones) goes when nothing refers to it any more.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, DELETED, record
from liangxin.memory import uncollected
from orgs.models import Coverage, Guide, Merge, Organization, PartyBranch, Posting, Visit
from orgs.models.base import Versioned
from reports.imports import progress
from reports.imports.batches import CannotImport, lock
from reports.imports.leaving import taken_back
from reports.imports.pipelines import MODULES, pipeline_of
from reports.imports.register import in_chunks
from reports.imports.tracing import UNDOING, Row, Trace, Traces, Unit, before
from reports.models import ImportBatch, ImportRow, TransferRequest

Undo = ImportRow.Undo
EDITED = (Undo.KEPT, "写入之后又有修改，保留现状")
LOST = (Undo.REFUSED, "没有找到写入之前的记录")
ASKED = ("batch", "organization", "record", "record_id", "outcome", "name")  # of the rows that were written
MERGED = (Undo.KEPT, "这家单位已并入另一家单位，保留现状")
NOTHING = "这一行没有改动登记"
REFERS = {  # what refers to a row that would go → why the organization stays
    Visit: "已有走访记录",
    PartyBranch: "已有党组织设在这家单位",
    Organization: "已被登记为另一家单位的前身",
    TransferRequest: "已有转入申请",
}
USERS = {PartyBranch: (Coverage, "branch"), Guide: (Posting, "guide")}  # through what organizations use what they share


@dataclass(frozen=True)
class Foreseen:
    """What an undo would come to now: how many rows by Undo, and what would stay as (name, Undo, note)."""

    counts: Counter
    staying: list[tuple[str, str, str]]


@uncollected()
def foresee(batch: ImportBatch) -> Foreseen:
    """What `undo` of an applied batch would do, without doing it; somebody may still edit before it is done."""
    if batch.state != ImportBatch.State.APPLIED:
        return Foreseen(Counter(), [])
    undoing = Undoing(Traces(batch))
    undoing.decide()
    results = [(row.name, *undoing.result(row)) for row in _written(batch)]
    answers = batch.absences.filter(written=True).values_list("name", "organization")
    staying = [
        (name, *undoing.staying[Organization, key]) for name, key in answers if (Organization, key) in undoing.staying
    ]
    staying += [one for one in results if one[1] != Undo.BACK]
    return Foreseen(Counter(undo for _, undo, _ in results), staying)


@uncollected()
def undo(batch: ImportBatch, *, user) -> Counter:
    """Put the registers back as they were before `batch`, where nobody edited them since.

    Returns how many of the batch's written rows were put back, kept and refused. Raises CannotImport when the batch
    is not applied.
    """
    with transaction.atomic():
        batch = lock(batch, *MODULES)
        if batch.state != ImportBatch.State.APPLIED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能撤销")
        stamp = {"user": user, "batch_id": batch.pk, "reason": f"{UNDOING} {batch.pk}"}
        _take_requests_back(batch, stamp)
        undoing = Undoing(Traces(batch))
        undoing.decide()
        undoing.put_back(stamp)
        batch.state, batch.undone = ImportBatch.State.UNDONE, timezone.now()
        batch.save(update_fields=["state", "undone"])
        rows = _written(batch)
        for row in rows:
            row.undo, row.undo_note = undoing.result(row)
        bulk.update(ImportRow, rows, ["undo", "undo_note"])
        taken_back(batch, undoing.staying)
        undoing.pipeline.after(batch, user=user)
        return Counter(row.undo for row in rows)


def _written(batch: ImportBatch) -> list[ImportRow]:
    return list(batch.rows.filter(written=True).only(*ASKED))


def _take_requests_back(batch, stamp):
    waiting = list(TransferRequest.objects.filter(batch_id=batch.pk, state=TransferRequest.State.WAITING))
    record(waiting, DELETED, **stamp)
    bulk.delete(TransferRequest, [one.pk for one in waiting])


class Undoing:
    """Decides which units stay, and puts the others back."""

    def __init__(self, traces: Traces):
        self.traces, self.pipeline = traces, pipeline_of(traces.batch)
        self.staying: dict[Unit, tuple[str, str]] = {}  # unit → (Undo, note)
        self.written = {trace.unit for trace in traces.rows}
        self.past: dict[Row, models.Model] = {}  # rows that the batch changed or deleted, as they were
        for model in self.pipeline.order:
            changed = [trace for trace in traces.rows if trace.model is model and not trace.made]
            self.past |= {(model, one.pk): one for one in before(model, changed)}

    def decide(self):
        """Find the units that stay: edited, written by a later batch, without a way back, or referred to."""
        for unit in self.traces.edited:
            self.staying[unit] = EDITED
        self._keep_merged()
        self._keep_for_later_batches()
        self._keep_without_past()
        self._keep_referred()
        self._keep_shared()

    def _keep_merged(self):
        """What went into another organization since stays there, and with it the one that took it up."""
        gone = {pk for kind, pk in self.written if kind is Organization}
        for chunk in in_chunks(gone):
            for kept in Merge.objects.filter(gone__in=chunk, undone=None).values_list("kept", flat=True):
                self.staying.setdefault((Organization, kept), MERGED)

    def _keep_for_later_batches(self):
        """What a later import found, or wrote, rests on what this one wrote."""
        batch = self.traces.batch
        root, key, record = self.pipeline.root, self.pipeline.key, self.pipeline.record
        later = ImportRow.objects.filter(
            written=True, record=record, batch__state=ImportBatch.State.APPLIED, batch__applied__gt=batch.applied
        )
        for chunk in in_chunks({trace.unit[1] for trace in self.traces.rows if trace.unit[0] is root}):
            pairs = later.filter(**{f"{key}__in": chunk}).values_list(key, "batch").order_by("batch")
            for pk, number in pairs:
                note = f"之后的导入 {number} 又写到{self.pipeline.noun}，请先撤销那一批"
                self.staying.setdefault((root, pk), (Undo.REFUSED, note))

    def _keep_without_past(self):
        """A row cannot be put back when nobody knows what it was, or what it named is gone or called so by another."""
        units = {(t.model, t.pk): t.unit for t in self.traces.rows if not t.made}
        for row, unit in units.items():
            if row not in self.past:
                self.staying.setdefault(unit, LOST)
        for row, field in _dangling(self.past):
            self.staying.setdefault(units[row], (Undo.REFUSED, f"原来的{field.verbose_name}已被删去"))
        names = {(one.region_id, one.normal_name): one.pk for one in self.past.values() if isinstance(one, PartyBranch)}
        for chunk in in_chunks(name for _, name in names):
            in_force = PartyBranch.objects.filter(normal_name__in=chunk, dissolved="")
            for pk, *name in in_force.values_list("pk", "region", "normal_name"):
                if names.get(tuple(name), pk) != pk:
                    self.staying.setdefault((PartyBranch, names[tuple(name)]), (Undo.REFUSED, "原来的名称已被使用"))

    def _keep_referred(self):
        """A row that would go while another that stays refers to it keeps its unit; so on until nothing changes."""
        made = {(t.model, t.pk): t.unit for t in self.traces.rows if t.made and not t.gone}
        set_back = {(t.model, t.pk): t.unit for t in self.traces.rows if not t.made}
        references = [(by, row) for by, row in _references(made) if by != row]
        growing = True
        while growing:
            growing = False
            for by, row in references:
                unit = made[row]
                own = made.get(by) or set_back.get(by)
                if unit not in self.staying and (own is None or own in self.staying):
                    note = REFERS.get(by[0], f"已有{by[0]._meta.verbose_name}")
                    self.staying[unit] = (Undo.REFUSED, note)
                    growing = True

    def _keep_shared(self):
        """What the batch wrote of a registered branch or guide stays with an organization that stays and uses it."""
        changed = {trace.unit for trace in self.traces.rows if not trace.made}
        for root, (model, name) in USERS.items():
            for chunk in in_chunks(pk for kind, pk in changed if kind is root):
                for pk, owner in model.objects.filter(**{f"{name}__in": chunk}).values_list(name, "organization"):
                    if (Organization, owner) in self.staying:
                        self.staying.setdefault((root, pk), EDITED)

    def result(self, row: ImportRow) -> tuple[str, str]:
        """(Undo, note) of a written row."""
        unit = self.pipeline.unit_of(row)
        if unit in self.staying:
            return self.staying[unit]
        if unit in self.written or row.outcome == ImportRow.Outcome.CHANGED:
            return Undo.BACK, ""
        return MERGED if row.outcome == ImportRow.Outcome.NEW else (Undo.BACK, NOTHING)

    def put_back(self, stamp: dict):
        """Facts first, then what they belong to."""
        traces = [trace for trace in self.traces.rows if trace.unit not in self.staying]
        by_model = defaultdict(list)
        for trace in traces:
            by_model[trace.model].append(trace)
        for model in progress.counted(self.pipeline.order[::-1], "恢复登记", unit="类"):
            self._restore(model, by_model[model], stamp)
        for root in [root for root in self.pipeline.units if issubclass(root, Versioned)]:
            restored = {trace.pk for trace in by_model[root]}
            touched = {trace.unit[1] for trace in traces if trace.unit[0] is root} - restored
            for chunk in in_chunks(touched):
                root.objects.filter(pk__in=chunk).update(version=F("version") + 1)

    def _restore(self, model: type[models.Model], traces: list[Trace], stamp: dict):
        """Delete what the batch made, set back what it changed, and write again what it deleted."""
        made = []
        for chunk in in_chunks(trace.pk for trace in traces if trace.made and not trace.gone):
            made += model.objects.filter(pk__in=chunk)
        record(made, DELETED, **stamp)
        bulk.delete(model, [one.pk for one in made])
        changed = [self.past[model, trace.pk] for trace in traces if not trace.made and not trace.gone]
        _raise_versions(model, changed)
        bulk.update(model, changed, [field.attname for field in model._meta.concrete_fields if not field.primary_key])
        record(changed, CHANGED, **stamp)
        again = [self.past[model, trace.pk] for trace in traces if trace.gone and not trace.made]
        bulk.insert(model, again)
        record(again, ADDED, **stamp)


def _dangling(past: dict[Row, models.Model]):
    """(row, field) of each foreign key of rows as they were that names nothing any more."""
    by_field = defaultdict(list)
    for (model, pk), one in past.items():
        for field in model._meta.concrete_fields:
            if field.is_relation and getattr(one, field.attname) is not None:
                by_field[field].append(((model, pk), getattr(one, field.attname)))
    for field, pairs in by_field.items():
        there = set()
        for chunk in in_chunks(key for _, key in pairs):
            there.update(field.related_model._base_manager.filter(pk__in=chunk).values_list("pk", flat=True))
        there |= {pk for model, pk in past if model is field.related_model}  # deleted by the batch: it comes back too
        yield from ((row, field) for row, key in pairs if key not in there)


def _references(rows: dict[Row, Unit]):
    """(row that refers, row referred to) for all `rows`, through every foreign key that the database holds."""
    by_model = defaultdict(list)
    for model, pk in rows:
        by_model[model].append(pk)
    for model, pks in by_model.items():
        for relation in model._meta.get_fields(include_hidden=True):
            field = getattr(relation, "field", None)
            if not relation.auto_created or relation.many_to_many or not getattr(field, "db_constraint", False):
                continue
            other = relation.related_model
            for chunk in in_chunks(pks):
                for pk, by in other._base_manager.filter(**{f"{field.name}__in": chunk}).values_list(
                    field.attname, "pk"
                ):
                    yield (other, by), (model, pk)


def _raise_versions(model, changed):
    """A version never falls: who still has the page open must learn that the row is another one."""
    if not issubclass(model, Versioned):
        return
    now = {}
    for chunk in in_chunks(one.pk for one in changed):
        now.update(model.objects.filter(pk__in=chunk).values_list("pk", "version"))
    for one in changed:
        one.version = now[one.pk] + 1

"""Carrying out an act on many rows: first in a transaction that is rolled back, to say what it would do, then for good.

What was done is a batch (ImportBatch.Kind.ACTION) with a row for each chosen one; its history entries carry the batch,
so the undo of imports takes it back.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from liangxin.dates import today
from liangxin.history import stamped
from members.services.rosters import restated_together
from orgs.models import Organization, Region
from reports.imports.batches import lock_imports
from reports.many.base import ManyAct
from reports.models import ImportBatch, ImportFile, ImportRow

MOST = 1_000  # rows at once: each is a page's worth of statements, and somebody waits for it
Outcome = ImportRow.Outcome


class Differs(Exception):
    """What would be done is no longer what was said before."""


@dataclass(frozen=True)
class Line:
    """What becomes of one chosen row: changed with the fact before and after, the same, or an error with the reason."""

    row: models.Model
    outcome: str
    before: str = ""
    after: str = ""
    why: str = ""

    def changes(self, act: ManyAct) -> list[dict]:
        """What changed, as rows of imports say it."""
        if self.outcome != Outcome.CHANGED:
            return []
        return [{"field": act.fact, "old": self.before, "new": self.after}]


def chosen_rows(act: ManyAct, keys: Iterable[int], by) -> list[models.Model]:
    """The chosen rows that `by` may change, in the order of their keys."""
    return list(act.model.objects.editable_by(by).filter(pk__in=list(keys)).order_by("pk"))


def foresee(act: ManyAct, keys: Iterable[int], values: dict, by) -> list[Line]:
    """What `carry_out` would do now; nothing stays written."""
    with transaction.atomic():
        lines = _done(act, keys, values, by)
        transaction.set_rollback(True)
    return lines


def carry_out(act: ManyAct, keys: Iterable[int], values: dict, by, *, said: int) -> ImportBatch:
    """Do it to all chosen rows to which it can be done, and keep what was done as a batch.

    said: how many rows were said to change. Raises Differs when others would.
    """
    with transaction.atomic():
        lock_imports()
        batch = _batch(act, values, by)
        with stamped(batch.pk, f"批量办理：{act.title}"):
            lines = _done(act, keys, values, by)
        if count_of(lines)[Outcome.CHANGED] != said:
            raise Differs
        ImportRow.objects.bulk_create(_rows(batch, act, lines))
    return batch


def count_of(lines: Iterable[Line]) -> Counter:
    """How many lines of each outcome."""
    return Counter(line.outcome for line in lines)


def _done(act, keys, values, by) -> list[Line]:
    with restated_together(by=by):
        return [_one(act, row, values, by) for row in chosen_rows(act, keys, by)]


def _one(act, row, values, by) -> Line:
    before = act.told(row, values)
    try:
        with transaction.atomic():
            act.act(row, values, by)
    except ValidationError as refused:
        return Line(row, Outcome.ERROR, before, why="；".join(refused.messages))
    after = act.told(row, values)
    return Line(row, Outcome.CHANGED if after != before else Outcome.SAME, before, after)


def _batch(act, values, by) -> ImportBatch:
    batch = ImportBatch.objects.create(
        user=by,
        user_name=str(by),
        as_of=values.get("day") or today(),
        region=by.region or Region.objects.root(),
        kind=ImportBatch.Kind.ACTION,
        state=ImportBatch.State.APPLIED,
        applied=timezone.now(),
        options={"act": act.key},
    )
    ImportFile.objects.create(batch=batch, name=f"批量办理：{act.title}", sha256="", size=0)
    return batch


def _rows(batch, act, lines) -> list[ImportRow]:
    file, label = batch.files.get(), act.model._meta.label_lower
    of_organizations = act.model is Organization
    return [
        ImportRow(
            batch=batch,
            file=file,
            sheet=act.title,
            number=number,
            outcome=line.outcome,
            organization_id=line.row.pk if of_organizations else None,
            record="" if of_organizations else label,
            record_id=None if of_organizations else line.row.pk,
            name=str(line.row)[:200],
            changes=line.changes(act),
            findings=[{"message": line.why}] if line.why else [],
            written=line.outcome == Outcome.CHANGED,
        )
        for number, line in enumerate(lines, 1)
    ]

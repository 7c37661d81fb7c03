"""What a batch did to the registers, read from their history, and whether somebody edited the same things since.

A unit is what undo puts back as a whole: an organization, a member … with the dated facts (Pipeline.units). `Traces`
reads the history of all rows of the units that the batch wrote, with a fixed number of statements.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import models

from liangxin.history import ADDED, DELETED
from reports.imports.pipelines import pipeline_of
from reports.imports.register import in_chunks
from reports.models import ImportBatch

UNDOING = "撤销导入"  # how the reason of every history entry of an undo begins

Unit = tuple[type[models.Model], int]  # root, its key
Row = tuple[type[models.Model], int]


class Entry(NamedTuple):
    """The columns of a history entry that tell who wrote what when."""

    pk: int
    owner: int
    number: int
    kind: str
    batch: int | None
    reason: str | None
    date: datetime


@dataclass(slots=True)
class Trace:
    """What the batch did to one row of a register."""

    model: type[models.Model]
    pk: int
    unit: Unit
    made: bool  # the batch added it
    gone: bool  # the batch deleted it
    before: int | None  # the history entry that holds the row as it was; None when there is none


class Traces:
    """The rows that `batch` wrote, and the units of which others wrote something afterwards.

    What an undo of the batch took back is over: when the batch was written again since, the later writing counts.
    """

    def __init__(self, batch: ImportBatch):
        self.batch = batch
        self.rows: list[Trace] = []
        self.edited: set[Unit] = set()
        for root, parts in pipeline_of(batch).units.items():
            self._read(root, parts)

    def _read(self, root, parts):
        owners = set()
        for model, owner in parts.items():
            mine = model.history.filter(batch_id=self.batch.pk)
            owners.update(mine.values_list(owner, flat=True).distinct().order_by())
        for chunk in in_chunks(owners):
            units = defaultdict(list)
            for model, owner in parts.items():
                for entries in self._entries(model, owner, chunk):
                    units[entries[0].owner].append((model, entries))
            for owner, rows in units.items():
                self._take((root, owner), rows)

    def _take(self, unit, rows: list[tuple[type[models.Model], list[Entry]]]):
        """Find what the batch wrote of a unit, whose rows come with their entries, and who wrote after it."""
        places = self._places(rows)
        since = min(
            (entries[place].date for (_, entries), place in zip(rows, places, strict=True) if place >= 0), default=None
        )
        if since is None:
            return  # all of it was taken back
        for (model, entries), place in zip(rows, places, strict=True):
            others = self._others(entries[max(place, 0) :])
            if any(place >= 0 or entry.date > since for entry in others):
                self.edited.add(unit)
            if place >= 0:
                self.rows.append(self._trace(model, unit, entries, place))

    def _places(self, rows) -> list[int]:
        """Where in the entries of each row the writing begins that an undo would take back; -1 for nowhere."""
        places = []
        for _, entries in rows:
            undone = max((n for n, one in enumerate(entries) if self._own(one) and is_undo(one)), default=-1)
            places.append([n for n, one in enumerate(entries) if n > undone and self._own(one)])
        last = self.batch.undone
        again = [
            [n for n in found if last and entries[n].date > last]
            for (_, entries), found in zip(rows, places, strict=True)
        ]
        return [found[0] if found else -1 for found in (again if any(again) else places)]

    def _own(self, entry: Entry) -> bool:
        return entry.batch == self.batch.pk

    def _entries(self, model, owner: str, owners: Iterable[int]):
        """The history of each row of `model` that belongs to one of `owners`, oldest entry first."""
        columns = ("id", owner, "history_id", "history_type", "batch_id", "history_change_reason", "history_date")
        found = defaultdict(list)
        for values in model.history.filter(**{f"{owner}__in": owners}).order_by("history_id").values_list(*columns):
            entry = Entry._make(values)
            found[entry.pk].append(entry)
        return found.values()

    def _others(self, entries: list[Entry]) -> list[Entry]:
        """What others wrote; what another batch wrote and an undo took back is nothing."""
        undone = {entry.batch: entry.number for entry in entries if entry.batch and is_undo(entry)}
        return [entry for entry in entries if not self._own(entry) and entry.number > undone.get(entry.batch, 0)]

    @staticmethod
    def _trace(model, unit, entries, place):
        first, before = entries[place], entries[place - 1].number if place else None
        if first.kind == DELETED and before is None:
            before = first.number  # an entry of a deletion holds the row as it last was
        return Trace(model, first.pk, unit, first.kind == ADDED, entries[-1].kind == DELETED, before)


def is_undo(entry: Entry) -> bool:
    """Whether an undo wrote the entry."""
    return (entry.reason or "").startswith(UNDOING)


def before(model: type[models.Model], traces: Iterable[Trace]) -> list[models.Model]:
    """The rows as they were before the batch. Columns that follow from others are derived anew."""
    entry = model.history.model
    found = []
    for chunk in in_chunks(trace.before for trace in traces):
        for held in entry.objects.filter(history_id__in=chunk).order_by("history_id"):
            one = model(**{field.attname: getattr(held, field.attname) for field in entry.tracked_fields})
            if hasattr(one, "derive"):
                one.derive()
            found.append(one)
    return found

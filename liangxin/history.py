"""The history that every register keeps: who changed what, when, and by which import.

django-simple-history writes an entry for each `save()` and `delete()`; bulk writes call `record()` themselves, in the
same transaction. An entry carries the plain number of the import batch, not a foreign key, so that the registers
need not know the imports.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from liangxin import bulk
from liangxin.bulk_values import values_of

ADDED, CHANGED, DELETED = "+", "~", "-"
_stamped: ContextVar[tuple[int | None, str]] = ContextVar("stamped", default=(None, ""))


class Stamp(models.Model):
    """What our history entries hold beside the library's own fields."""

    batch_id = models.BigIntegerField("导入批次", null=True, blank=True, db_index=True, editable=False)

    class Meta:
        abstract = True


class Entries(HistoricalRecords):
    """The library's records, with indexes only where somebody looks: an import pays each of them for every row."""

    def __init__(self, *args, found_by: tuple[str, ...] = (), **kwargs):
        self.found_by = found_by
        super().__init__(*args, **kwargs)

    def copy_fields(self, model):
        """The model's columns; an index stays on its key and on the columns in `found_by`."""
        fields = super().copy_fields(model)
        for name, field in fields.items():
            field.db_index = name == model._meta.pk.name or name in self.found_by
        return fields


def history(**kwargs) -> Entries:
    """The history of a model: `history = history()` in its body; keyword arguments as in the library.

    found_by: names of the foreign keys by whose row the entries are asked for, beside the row's own key.
    """
    return Entries(bases=[Stamp], verbose_name="修改历史", verbose_name_plural="修改历史", **kwargs)


@contextmanager
def stamped(batch_id: int, reason: str) -> Iterator[None]:
    """Every history entry written inside belongs to a batch: what services do for many rows is taken back as one."""
    before = _stamped.set((batch_id, reason))
    try:
        yield
    finally:
        _stamped.reset(before)


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Every history entry written inside says `reason`, unless it has one: many rows that are one act (撤一建一)."""
    before = _stamped.set((_stamped.get()[0], reason))
    try:
        yield
    finally:
        _stamped.reset(before)


@receiver(pre_create_historical_record)
def _stamp_entry(sender, history_instance, **kwargs):
    """The library's own place to fill in what an entry holds besides."""
    batch_id, reason = _stamped.get()
    if batch_id is not None and hasattr(history_instance, "batch_id"):
        history_instance.batch_id = batch_id
    if reason:
        history_instance.history_change_reason = history_instance.history_change_reason or reason[:100]


def record(
    objects: Iterable[models.Model],
    kind: str,
    *,
    user=None,
    batch_id: int | None = None,
    reason: str = "",
    at: Callable[[models.Model], datetime] | None = None,
):
    """Write a history entry of `kind` (ADDED, CHANGED, DELETED) for each of `objects`, all of one model.

    The entry holds the object as it is in memory: call it after a change, or before a deletion. `at` tells when it
    happened, for data that brings its past along; without it, now.
    """
    objects = list(objects)
    if not objects:
        return
    entry = type(objects[0]).history.model
    stamp = _stamp(kind, user, batch_id, reason)
    columns = {name: [value] * len(objects) for name, value in stamp.items()}
    now = timezone.now()
    columns["history_date"] = [at(one) if at else now for one in objects]
    for field in entry.tracked_fields:
        columns[field.attname] = values_of(objects, field.attname)
    bulk.insert_columns(entry, columns)


def record_written(
    model: type[models.Model], keys: list[int], kind: str, *, user=None, batch_id: int | None = None, reason: str = ""
):
    """Write a history entry of `kind` (ADDED, CHANGED) for each row of `model` with one of `keys`, as it stands.

    The entries are made in the database from the rows that were just written: half of what an import would send.
    """
    entry = model.history.model
    bulk.copy(model, entry, keys, {**_stamp(kind, user, batch_id, reason), "history_date": timezone.now()})


def _stamp(kind: str, user, batch_id: int | None, reason: str) -> dict:
    """Who wrote what kind of entry, by which import."""
    if batch_id is None:
        batch_id, reason = _stamped.get()[0], reason or _stamped.get()[1]
    return {
        "history_type": kind,
        "history_user_id": getattr(user, "pk", None),
        "history_change_reason": reason[:100] or None,
        "batch_id": batch_id,
    }

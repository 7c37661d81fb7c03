"""The history that every register keeps: who changed what, when, and by which import.

django-simple-history writes an entry for each `save()` and `delete()`; bulk writes call `record()` themselves, in the
same transaction. An entry carries the plain number of the import batch, not a foreign key, so that the registers
need not know the imports.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from liangxin import bulk

ADDED, CHANGED, DELETED = "+", "~", "-"


class Stamp(models.Model):
    """What our history entries hold beside the library's own fields."""

    batch_id = models.BigIntegerField("导入批次", null=True, blank=True, db_index=True, editable=False)

    class Meta:
        abstract = True


def history(**kwargs) -> HistoricalRecords:
    """The history of a model: `history = history()` in its body; keyword arguments as in the library."""
    return HistoricalRecords(bases=[Stamp], verbose_name="修改历史", verbose_name_plural="修改历史", **kwargs)


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
    model = type(objects[0])
    entry = model.history.model
    stamp = {
        "history_type": kind,
        "history_user_id": getattr(user, "pk", None),
        "history_change_reason": reason[:100] or None,
        "batch_id": batch_id,
    }
    columns = {name: [value] * len(objects) for name, value in stamp.items()}
    now = timezone.now()
    columns["history_date"] = [at(one) if at else now for one in objects]
    for field in entry.tracked_fields:
        columns[field.attname] = bulk.values_of(objects, field.attname)
    bulk.insert_columns(entry, columns)

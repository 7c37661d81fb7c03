"""The dated facts of registered rows, with what they point at, by a fixed number of statements."""

from collections.abc import Iterable

from django.db import models

from liangxin.loading import load
from reports.imports.register import KEYS, together
from reports.rosters.planner import Record


def load_facts(records: dict[int, Record], facts: Iterable[type[models.Model]], owner: str):
    """Fill `records` (by key) with their rows of the models `facts`, which name them as `owner`."""
    shared: dict[type[models.Model], dict] = {}
    for model in facts:
        found = []
        order = [f"{owner}_id", *(name for name in ("start", "elected", "number") if _has(model, name))]
        for chunk in together(records):
            found += load(model.objects.filter(**{f"{owner}__among": chunk}).order_by(*order, "id"))
        others = [field for field in model._meta.concrete_fields if field.is_relation and field.name != owner]
        for field in others:
            _share(field, found, shared.setdefault(field.related_model, {}))
        for one in found:
            record = records[getattr(one, f"{owner}_id")]
            one._state.fields_cache[owner] = record.subject
            record.of(model).append(one)


def _has(model, name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _share(field, objects: list[models.Model], known: dict):
    """Give `objects` the rows that one foreign key of theirs names."""
    keys = [getattr(one, field.attname) for one in objects]
    without = [name for name in KEYS if _has(field.related_model, name)]
    for chunk in together(set(keys) - known.keys()):
        rows = field.related_model._base_manager.filter(pk__among=chunk)
        known.update((one.pk, one) for one in load(rows, without))
    for one, key in zip(objects, keys, strict=True):
        if key is not None:
            one._state.fields_cache[field.name] = known[key]

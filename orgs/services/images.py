"""Rows as they were, in plain values: what an act wrote is told apart from later edits and can be taken back."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models

Image = dict  # {"model": label, "row": {column: value that JSON holds}}
FOLLOWS = {"version", "search_key"}  # columns that say nothing of what a row holds


def image(one: models.Model) -> Image:
    """The row with all its columns."""
    row = {field.attname: field.value_from_object(one) for field in one._meta.concrete_fields}
    return {"model": one._meta.label_lower, "row": {name: _plain(value) for name, value in row.items()}}


def revived(held: Image) -> models.Model:
    """The row of an image, as an instance that nobody saved."""
    model = apps.get_model(held["model"])
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in held["row"].items() if name in fields})


def same(one: Image, other: Image) -> bool:
    """Whether two images hold the same, versions aside."""
    return one["model"] == other["model"] and _told(one) == _told(other)


def key(held: Image) -> tuple[str, int]:
    """The model and the primary key of an image's row."""
    return held["model"], held["row"]["id"]


def by_key(images: Iterable[Image]) -> dict[tuple[str, int], Image]:
    """Images by model and primary key."""
    return {key(one): one for one in images}


def _told(held: Image) -> dict:
    return {name: value for name, value in held["row"].items() if name not in FOLLOWS}


def _plain(value):
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)

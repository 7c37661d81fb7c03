"""The values of columns as a bulk write sends them: what `field.get_db_prep_save` makes of each, in plain types."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter, itemgetter
from types import NoneType
from uuid import UUID

from django.db import models

# Fields whose own preparation returns a value of this very type unchanged, on both databases.
UNCHANGED = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.AutoField: int,
    models.BigAutoField: int,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.SmallIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveBigIntegerField: int,
    models.PositiveSmallIntegerField: int,
}
EMPTY = {list: "[]", dict: "{}"}  # most JSON of most rows
JSON_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def values_of(objects: Sequence[models.Model], name: str) -> list:
    """An attribute of each row. Columns stand in the instance's __dict__; one that was deferred is asked for."""
    try:
        return list(map(itemgetter(name), map(vars, objects)))
    except KeyError:
        return list(map(attrgetter(name), objects))


def prepared(field, connection, values: list) -> list:
    """What is written of a column's values. Raises ValueError for a NUL, TypeError for what cannot be written."""
    found = _converted(field, connection, values)
    # PostgreSQL stores no NUL, neither as text nor in jsonb; SQLite would, and the two must agree.
    texts = "".join([value for value in found if type(value) is str])
    if "\0" in texts or (isinstance(field, models.JSONField) and "\\u0000" in texts and JSON_NUL.search(texts)):
        raise ValueError(f"{field}: text must not contain NUL")
    return found


def _converted(field, connection, values: list) -> list:
    """`field.get_db_prep_save` of each value; equal values of a column are converted once."""
    source = field
    while source.is_relation:
        source = source.target_field
    types = set(map(type, values))
    if types <= {UNCHANGED.get(type(source)), NoneType}:
        return values
    if any(hasattr(kind, "resolve_expression") for kind in types):  # the field would store its text
        raise TypeError(f"{field}: an expression cannot be written in bulk")
    if types.isdisjoint((list, dict)):
        known = {
            key: plain(field, field.get_db_prep_save(key[1], connection))
            for key in set(zip(map(type, values), values, strict=True))  # the type, as True == 1
        }
        return [known[key] for key in zip(map(type, values), values, strict=True)]
    if type(source) is models.JSONField and source.encoder is None:  # as it would, past four layers
        return [_as_json(value) for value in values]
    return [plain(field, field.get_db_prep_save(value, connection)) for value in values]


def _as_json(value) -> str | None:
    if value is None:
        return None
    return json.dumps(value) if value or type(value) not in EMPTY else EMPTY[type(value)]


def plain(field, value):
    """What both writers can write; choices become text, psycopg's JSON wrapper its JSON."""
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "adapted") and hasattr(value, "dumps"):
        return value.dumps(value.adapted)
    if value is None or isinstance(value, (bool, int, float, Decimal, date, datetime, time, UUID)):
        return value
    raise TypeError(f"{field}: {type(value).__name__} cannot be written in bulk")

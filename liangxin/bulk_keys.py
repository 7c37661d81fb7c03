"""Primary keys for rows that are written in bulk: all at once, so that other new rows can name them."""

import itertools
from collections.abc import Sequence

from django.db import models

from liangxin.bulk_values import values_of


def give(connection, objects: dict[type[models.Model], Sequence[models.Model]]) -> None:
    """Primary keys for the objects without one, in their order: one statement for all models together.

    Raises ValueError for a model whose key does not count up.
    """
    lacking, taken = {}, {}
    for model, several in objects.items():
        keys = values_of(several, model._meta.pk.attname)
        if None in keys:
            lacking[model] = [one for one, key in zip(several, keys, strict=True) if key is None]
            taken[model] = {key for key in keys if key is not None}
    if not lacking:
        return
    known = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    for model, numbers in known(connection, {model: len(rows) for model, rows in lacking.items()}).items():
        free = numbers if isinstance(numbers, list) else (one for one in numbers if one not in taken[model])
        for one, number in zip(lacking[model], free, strict=False):
            one.__dict__[model._meta.pk.attname] = number


def fresh(connection, counts: dict[type[models.Model], int]) -> dict[type[models.Model], list[int]]:
    """So many keys of each model that nobody has, ascending; one statement. Raises ValueError as `give` does."""
    known = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    found = known(connection, counts)
    return {model: list(itertools.islice(found[model], count)) for model, count in counts.items()}


def _on_postgresql(connection, counts: dict) -> dict:
    """So many numbers of each model's sequence, ascending."""
    values = []
    for model, count in counts.items():
        table, column = _names(connection, model)
        values += [table, column.strip('"'), count]
    part = "SELECT {}, nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    found = {model: [] for model in counts}
    numbers = list(found.values())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(part.format(place) for place in range(len(counts))), values)
        for place, number in cursor.fetchall():
            numbers[place].append(number)
    return found


def _on_sqlite(connection, counts: dict) -> dict:
    """Numbers from the first unused one on, for each model; only one connection writes, so nobody takes them."""
    parts, values = [], []
    for place, model in enumerate(counts):
        # The sequence remembers deleted rows, the table those that came with keys of their own.
        table, column = _names(connection, model)
        parts.append(
            f"SELECT {place}, max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0),"
            f" coalesce((SELECT max({column}) FROM {table}), 0))"
        )
        values.append(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        last = dict(cursor.fetchall())
    return {model: itertools.count(last[place] + 1) for place, model in enumerate(counts)}


def _names(connection, model) -> tuple[str, str]:
    """Table and key column, quoted."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField):  # its metaclass counts BigAutoField in
        raise ValueError(f"{model.__name__} has no primary key that counts up")
    return connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(key.column)

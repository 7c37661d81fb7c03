"""The small county of tests/world.py, built once in a process and afterwards put back row by row.

Building takes a hundred and forty saves with their history, thirty times what the rows take; a thousand tests begin
with it on each database.
"""

import io
import pickle
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, transaction

from liangxin.defaults import FILLED
from tests.world import build


@dataclass
class Kept:
    """The county's objects and rows as they were just after it was built."""

    objects: bytes = b""
    rows: dict[str, str] = field(default_factory=dict)  # table → its rows


_kept = Kept()


def world():
    """The county, in a database that the tests share; every object is new."""
    columns = _columns()
    if not _empty(columns):  # rows of the test's own may have the county's keys
        return build()
    if not _kept.objects:
        made = build()
        _kept.rows = {table: rows for table, names in columns.items() if (rows := _read(table, names))}
        _kept.objects = pickle.dumps(made)
        return made
    with transaction.atomic(), connection.cursor() as cursor:  # a row may name one of a table that comes after it
        for table, rows in _kept.rows.items():
            _write(cursor, table, columns[table], rows)
    return pickle.loads(_kept.objects)


def _columns() -> dict[str, tuple[str, ...]]:
    """table → its columns, both quoted, of all registers and their history; not of those that are never empty."""
    quote = connection.ops.quote_name
    filled = FILLED | {model.history.model for model in FILLED}
    return {
        quote(model._meta.db_table): tuple(
            quote(one.column) for one in model._meta.concrete_fields if not one.generated
        )
        for model in apps.get_app_config("orgs").get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in filled
    }


def _empty(columns) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT 1 WHERE EXISTS (SELECT 1 FROM {table})" for table in columns))
        return cursor.fetchone() is None


def _read(table: str, names: tuple[str, ...]) -> str:
    """The rows of a table, in the words that their database takes fastest; "" when there are none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO()
            cursor.copy_expert(f"COPY {table} ({', '.join(names)}) TO STDOUT", text)
            return text.getvalue()
        cursor.execute(f"SELECT {', '.join(f'quote({name})' for name in names)} FROM {table} ORDER BY 1")
        return ", ".join(f"({', '.join(map(str, row))})" for row in cursor.fetchall())


def _write(cursor, table: str, names: tuple[str, ...], rows: str):
    if connection.vendor == "postgresql":
        cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN", io.StringIO(rows))
    else:
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES {rows}")

"""Many rows in few statements: PostgreSQL's COPY, SQLite's executemany.

The ORM's bulk_create writes 33 rows a statement on SQLite, and its bulk_update takes 4 ms a row. These functions take
model instances, send no signals and write no history. A database that is neither of the two is refused.
"""

import itertools
import re
from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter, itemgetter
from types import NoneType
from uuid import UUID

from django.db import NotSupportedError, connections, models, router
from django.db.transaction import TransactionManagementError

ROWS = 10_000  # in a statement; wide rows with JSON are some 30 MB in memory
LINES = 1_000  # of a COPY made into text at a time

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
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
EMPTY = {list: "[]", dict: "{}"}  # most JSON of most rows
JSON_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_temporary = itertools.count(1)


def insert(model: type[models.Model], objects: Iterable[models.Model]) -> list[models.Model]:
    """Write new rows; objects without a primary key are given one. Returns the objects.

    Raises IntegrityError and the like as the ORM does, ValueError for text with a NUL and for unsaved relations.
    """
    objects = list(objects)
    connection = _connection(model)
    if objects:
        _give_keys(connection, model, objects)
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        for chunk in _chunks(objects):
            _write(connection, model._meta.db_table, fields, _columns(connection, fields, chunk, add=True))
        for one in objects:
            one._state.adding, one._state.db = False, connection.alias
    return objects


def insert_columns(model: type[models.Model], columns: dict[str, list]) -> None:
    """Write new rows given as columns: attribute name → one value for each row; for rows nobody needs as objects.

    All columns but the primary key must be there: defaults are not filled in, `auto_now` is not looked at.
    """
    connection, key = _connection(model), model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if missing := {field.attname for field in fields} - {key.attname} - columns.keys():
        raise ValueError(f"bulk.insert_columns: {', '.join(sorted(missing))} of {model.__name__} not given")
    count = len(next(iter(columns.values())))
    if count and key.attname not in columns:
        columns = {**columns, key.attname: _fresh_keys(connection, model, count)}
    for first in range(0, count, ROWS):
        prepared = [_prepared(field, connection, columns[field.attname][first : first + ROWS]) for field in fields]
        _write(connection, model._meta.db_table, fields, prepared)


def update(model: type[models.Model], objects: Iterable[models.Model], fields: Iterable[str]) -> int:
    """Write the named fields of rows that exist. Returns the number of rows.

    Raises ValueError when an object is given twice, `model.DoesNotExist` when a row is gone: callers have computed
    what changes, so a silent miss would make their figures wrong.
    """
    objects, connection = list(objects), _connection(model)
    changed = [model._meta.get_field(name) for name in dict.fromkeys(fields)]
    if not objects or not changed:
        return 0
    key = model._meta.pk
    if key in changed or len({one.pk for one in objects}) < len(objects):
        raise ValueError("bulk.update: a primary key is changed, or an object is given twice")
    every = [key, *changed]
    chunks = (_columns(connection, every, chunk, add=False) for chunk in _chunks(objects))
    count = (_update_postgresql if _is_postgresql(connection) else _update_sqlite)(connection, model, every, chunks)
    if count != len(objects):
        raise model.DoesNotExist(f"bulk.update: {len(objects) - count} of {len(objects)} rows are gone")
    return count


def delete(model: type[models.Model], pks: Iterable) -> int:
    """Delete rows by primary key; returns how many there were.

    Nothing cascades: rows that refer to these must have been deleted before, else the database refuses at commit.
    """
    connection, count = _connection(model), 0
    table, key = _quoted(connection, model._meta.db_table, model._meta.pk.column)
    for chunk in _chunks(list(dict.fromkeys(pks))):
        prepared = [model._meta.pk.get_db_prep_value(pk, connection) for pk in chunk]
        with connection.cursor() as cursor:
            if _is_postgresql(connection):
                cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [prepared])
            else:
                cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [(pk,) for pk in prepared])
            count += cursor.rowcount
    return count


def _connection(model):
    """The connection that writes the model; it must be inside `transaction.atomic`."""
    if model._meta.parents:
        raise NotSupportedError(f"{model.__name__} has rows in several tables")
    connection = connections[router.db_for_write(model)]
    if connection.vendor not in ("postgresql", "sqlite"):
        raise NotSupportedError(f"no bulk writer for {connection.vendor}")
    if not connection.in_atomic_block:
        raise TransactionManagementError("bulk writes belong inside transaction.atomic")
    return connection


def _is_postgresql(connection) -> bool:
    return connection.vendor == "postgresql"


def _quoted(connection, *names: str) -> list[str]:
    return [connection.ops.quote_name(name) for name in names]


def _chunks(rows: Sequence):
    for first in range(0, len(rows), ROWS):
        yield rows[first : first + ROWS]


def _give_keys(connection, model, objects):
    """Primary keys for the objects without one, in their order."""
    without = [one for one in objects if one.pk is None]
    if without:
        given = {one.pk for one in objects if one.pk is not None}
        for one, number in zip(without, _fresh_keys(connection, model, len(without), given), strict=True):
            one.pk = number


def _fresh_keys(connection, model, count: int, given: Set = frozenset()) -> list[int]:
    """So many unused primary keys, ascending, by one statement; none of those that other new rows bring along."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField):  # its metaclass counts BigAutoField in
        raise ValueError(f"{model.__name__} has no primary key that counts up")
    table, column = _quoted(connection, model._meta.db_table, key.column)
    with connection.cursor() as cursor:
        if _is_postgresql(connection):
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, key.column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # The sequence remembers deleted rows, the table those that came with keys of their own.
        cursor.execute(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0),"
            f" coalesce((SELECT max({column}) FROM {table}), 0))",
            [model._meta.db_table],
        )
        first = cursor.fetchone()[0] + 1
    return list(itertools.islice((number for number in itertools.count(first) if number not in given), count))


def _columns(connection, fields, objects, *, add: bool) -> list[list]:
    """The database's values, a list for each field."""
    columns = []
    for field in fields:
        if field.is_relation:
            _take_keys_of_related(field, objects)
        if type(field).pre_save is models.Field.pre_save:
            values = values_of(objects, field.attname)
        else:
            values = [field.pre_save(one, add) for one in objects]
        columns.append(_prepared(field, connection, values))
    return columns


def _take_keys_of_related(field, objects):
    """An object may have been assigned before it was saved; the ORM's save looks again, too."""
    name = field.attname
    for one, key in zip(objects, values_of(objects, name), strict=True):
        if key is None and field.is_cached(one):
            related = field.get_cached_value(one)
            if related is not None:
                if related.pk is None:
                    raise ValueError(f"{type(one).__name__}.{field.name} is not saved")
                one.__dict__[name] = getattr(related, field.target_field.attname)  # setattr would forget `related`


def values_of(objects: Sequence[models.Model], name: str) -> list:
    """An attribute of each row. Columns stand in the instance's __dict__; one that was deferred is asked for."""
    try:
        return list(map(itemgetter(name), map(vars, objects)))
    except KeyError:
        return list(map(attrgetter(name), objects))


def _prepared(field, connection, values: list) -> list:
    """What is written of a column's values. Raises ValueError for a NUL, TypeError for what cannot be written."""
    prepared = _converted(field, connection, values)
    # PostgreSQL stores no NUL, neither as text nor in jsonb; SQLite would, and the two must agree.
    texts = "".join([value for value in prepared if type(value) is str])
    if "\0" in texts or (isinstance(field, models.JSONField) and "\\u0000" in texts and JSON_NUL.search(texts)):
        raise ValueError(f"{field}: text must not contain NUL")
    return prepared


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
            key: _plain(field, field.get_db_prep_save(key[1], connection))
            for key in set(zip(map(type, values), values, strict=True))  # the type, as True == 1
        }
        return [known[key] for key in zip(map(type, values), values, strict=True)]
    return [
        EMPTY[type(value)]
        if not value and type(value) in EMPTY
        else _plain(field, field.get_db_prep_save(value, connection))
        for value in values
    ]


def _plain(field, value):
    """What both writers can write; choices become text, psycopg's JSON wrapper its JSON."""
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "adapted") and hasattr(value, "dumps"):
        return value.dumps(value.adapted)
    if value is None or isinstance(value, (bool, int, float, Decimal, date, datetime, time, UUID)):
        return value
    raise TypeError(f"{field}: {type(value).__name__} cannot be written in bulk")


def _write(connection, table, fields, columns):
    """Insert the columns' rows with one statement."""
    names = ", ".join(_quoted(connection, *(field.column for field in fields)))
    (quoted,) = _quoted(connection, table)
    with connection.cursor() as cursor:
        if _is_postgresql(connection):
            connection.validate_no_broken_transaction()
            with connection.wrap_database_errors:  # Django wraps execute, not this
                cursor.copy_expert(f"COPY {quoted} ({names}) FROM STDIN", _Lines(columns))
        else:
            marks = ", ".join(["%s"] * len(fields))
            rows = list(zip(*columns, strict=True))
            cursor.executemany(f"INSERT INTO {quoted} ({names}) VALUES ({marks})", rows)


class _Lines:
    """Columns as a file in COPY's text format, made while it is read."""

    def __init__(self, columns: list[list]):
        self.columns, self.first, self.rest = columns, 0, b""

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes; all that is left for a negative size."""
        blocks, length = [self.rest], len(self.rest)
        while self.first < len(self.columns[0]) and not 0 <= size <= length:
            part = [_copy_text(column[self.first : self.first + LINES]) for column in self.columns]
            blocks.append(("\n".join(map("\t".join, zip(*part, strict=True))) + "\n").encode())
            length += len(blocks[-1])
            self.first += LINES
        text = b"".join(blocks)
        size = length if size < 0 else size
        self.rest = text[size:]
        return text[:size]


def _copy_text(column: list) -> list[str]:
    """A column in COPY's text format."""
    texts = "".join([value for value in column if type(value) is str])
    if any(special in texts for special in "\\\t\n\r"):
        column = [value.translate(ESCAPES) if type(value) is str else value for value in column]
    return ["\\N" if value is None else value if type(value) is str else str(value) for value in column]


def _update_postgresql(connection, model, fields, chunks) -> int:
    """Through a temporary table, which is gone with the transaction."""
    name = f"lx_update_{next(_temporary)}"
    table, staged, key, *names = _quoted(connection, model._meta.db_table, name, *(field.column for field in fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS"
            f" SELECT {', '.join([key, *names])} FROM {table} WITH NO DATA"
        )
        for columns in chunks:
            _write(connection, name, fields, columns)
        changes = ", ".join(f"{column} = {staged}.{column}" for column in names)
        cursor.execute(f"UPDATE {table} SET {changes} FROM {staged} WHERE {table}.{key} = {staged}.{key}")
        return cursor.rowcount


def _update_sqlite(connection, model, fields, chunks) -> int:
    table, key, *names = _quoted(connection, model._meta.db_table, *(field.column for field in fields))
    changes, count = ", ".join(f"{column} = %s" for column in names), 0
    with connection.cursor() as cursor:
        for keys, *columns in chunks:
            rows = list(zip(*columns, keys, strict=True))
            cursor.executemany(f"UPDATE {table} SET {changes} WHERE {key} = %s", rows)
            count += cursor.rowcount
    return count

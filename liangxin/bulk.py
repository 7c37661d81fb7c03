"""Many rows in few statements: PostgreSQL's COPY, SQLite's executemany.

The ORM's bulk_create writes 33 rows a statement on SQLite, and its bulk_update takes 4 ms a row. These functions take
model instances, send no signals and write no history. A database that is neither of the two is refused.
"""

import itertools
import json
from collections.abc import Iterable, Sequence
from types import NoneType

from django.db import NotSupportedError, connections, models, router
from django.db.transaction import TransactionManagementError

from liangxin import bulk_keys
from liangxin.bulk_copy import Lines
from liangxin.bulk_values import plain, prepared, values_of

ROWS = 12_500  # in a statement of rows given as columns; wide ones with JSON are some 30 MB in memory
WHOLE = 50_000  # in a statement of rows that are in memory anyway, as objects or as ready columns
_temporary = itertools.count(1)


def insert(model: type[models.Model], objects: Iterable[models.Model]) -> list[models.Model]:
    """Write new rows; objects without a primary key are given one. Returns the objects.

    Raises IntegrityError and the like as the ORM does, ValueError for text with a NUL and for unsaved relations.
    """
    objects = list(objects)
    connection = _connection(model)
    if objects:
        bulk_keys.give(connection, {model: objects})
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        for chunk in _chunks(objects):
            _write(connection, model._meta.db_table, fields, _columns(connection, fields, chunk, add=True))
        for one in objects:
            one._state.adding, one._state.db = False, connection.alias
    return objects


def new_keys(counts: dict[type[models.Model], int]) -> dict[type[models.Model], list[int]]:
    """So many keys for new rows of several models by one statement, ascending, for who inserts under them at once."""
    return bulk_keys.fresh(_connection(next(iter(counts))), counts) if counts else {}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a row that are given when it is written: all but the key and what the database computes.

    Raises NotSupportedError for a model with a field that makes its own value when it is saved.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    if any(_makes_its_own_value(field) for field in fields):
        raise NotSupportedError(f"{model.__name__} has a field that makes its own value")
    return fields


def ready(model: type[models.Model], columns: dict[str, Sequence]) -> dict[str, list]:
    """Columns (attribute name → values) as the database takes them, in types that every format can hold.

    Raises ValueError for text with a NUL, TypeError for what cannot be written.
    """
    connection = connections[router.db_for_write(model)]
    found = {name: prepared(model._meta.get_field(name), connection, values) for name, values in columns.items()}
    return {name: _as_text(values) for name, values in found.items()}


def _as_text(values: Sequence) -> list:
    """Dates and decimals as the texts that both databases read; SQLite's are texts already."""
    if {type(value) for value in values} <= {str, int, bool, NoneType}:
        return list(values)
    return [value if value is None else str(value) for value in values]


def insert_ready(model: type[models.Model], columns: dict[str, list]) -> None:
    """Write new rows given as columns that `ready` made, the primary key among them or counted by the database.

    Raises IntegrityError and the like as the ORM does.
    """
    connection, count = _connection(model), len(next(iter(columns.values())))
    fields = [model._meta.get_field(name) for name in columns]
    for first in range(0, count, WHOLE):
        part = [column[first : first + WHOLE] for column in columns.values()]
        _write(connection, model._meta.db_table, fields, part)


def update_ready(model: type[models.Model], columns: dict[str, list]) -> int:
    """Write columns that `ready` made of rows that exist, the primary key among them. As `update` otherwise."""
    connection, key = _connection(model), model._meta.pk
    keys, changed = columns[key.attname], [model._meta.get_field(name) for name in columns if name != key.attname]
    chunks = (
        [columns[field.attname][first : first + WHOLE] for field in (key, *changed)]
        for first in range(0, len(keys), WHOLE)
    )
    return _update(connection, model, changed, chunks, keys) if keys else 0


def insert_columns(model: type[models.Model], columns: dict[str, list]) -> None:
    """Write new rows given as columns: attribute name → one value for each row; for rows nobody needs as objects.

    All columns but the primary key must be there: defaults are not filled in, `auto_now` is not looked at.
    """
    connection, key = _connection(model), model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if missing := {field.attname for field in fields} - {key.attname} - columns.keys():
        raise ValueError(f"bulk.insert_columns: {', '.join(sorted(missing))} of {model.__name__} not given")
    count = len(next(iter(columns.values())))
    if key.attname not in columns:
        fields.remove(key)  # the database counts
    for first in range(0, count, ROWS):
        ready = [prepared(field, connection, columns[field.attname][first : first + ROWS]) for field in fields]
        _write(connection, model._meta.db_table, fields, ready)


def copy(source: type[models.Model], target: type[models.Model], keys: Sequence, given: dict) -> int:
    """Write a new row of `target` for each row of `source` with one of `keys`, in the order of the keys.

    It takes the columns that both have as they stand in the database, without sending them again; `given` (attribute
    name → value) are the others, the same in all rows. Returns the number of rows. Raises `source.DoesNotExist` when
    a row is gone.
    """
    connection = _connection(target)
    if not keys:
        return 0
    others = {field.attname: field for field in source._meta.concrete_fields}
    shared = [field for field in target._meta.concrete_fields if not field.primary_key and field.attname not in given]
    values = {
        field: plain(field, field.get_db_prep_save(given[field.attname], connection))
        for field in target._meta.concrete_fields
        if field.attname in given
    }
    into, table, key = _quoted(connection, target._meta.db_table, source._meta.db_table, source._meta.pk.column)
    to = ", ".join(_quoted(connection, *(field.column for field in (*shared, *values))))
    taken = ", ".join(_quoted(connection, *(others[field.attname].column for field in shared)) + ["%s"] * len(values))
    wanted, listed = ("= ANY(%s)", list(keys))
    if not _is_postgresql(connection):
        wanted, listed = "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {into} ({to}) SELECT {taken} FROM {table} WHERE {key} {wanted} ORDER BY {key}",
            [*values.values(), listed],
        )
        count = cursor.rowcount
    if count != len(keys):
        raise source.DoesNotExist(f"bulk.copy: {len(keys) - count} of {len(keys)} rows are gone")
    return count


def update(model: type[models.Model], objects: Iterable[models.Model], fields: Iterable[str]) -> int:
    """Write the named fields of rows that exist. Returns the number of rows.

    Raises ValueError when an object is given twice, `model.DoesNotExist` when a row is gone: callers have computed
    what changes, so a silent miss would make their figures wrong.
    """
    objects, connection = list(objects), _connection(model)
    changed = [model._meta.get_field(name) for name in dict.fromkeys(fields)]
    if not objects or not changed:
        return 0
    chunks = (_columns(connection, [model._meta.pk, *changed], chunk, add=False) for chunk in _chunks(objects))
    return _update(connection, model, changed, chunks, values_of(objects, model._meta.pk.attname))


def update_columns(model: type[models.Model], columns: dict[str, list]) -> int:
    """Write columns of rows that exist, given as attribute name → one value for each row, the primary key among them.

    Returns and raises what `update` does.
    """
    connection, key = _connection(model), model._meta.pk
    keys = columns[key.attname]
    changed = [field for field in model._meta.concrete_fields if field.attname in columns and field is not key]
    chunks = (
        [prepared(field, connection, columns[field.attname][first : first + WHOLE]) for field in (key, *changed)]
        for first in range(0, len(keys), WHOLE)
    )
    return _update(connection, model, changed, chunks, keys) if keys else 0


def _update(connection, model, changed, chunks, keys: list) -> int:
    key, count = model._meta.pk, len(keys)
    if key in changed or len(set(keys)) < count:
        raise ValueError("bulk.update: a primary key is changed, or an object is given twice")
    write = _update_postgresql if _is_postgresql(connection) else _update_sqlite
    found = write(connection, model, [key, *changed], chunks)
    if found != count:
        raise model.DoesNotExist(f"bulk.update: {count - found} of {count} rows are gone")
    return count


def delete(model: type[models.Model], pks: Iterable) -> int:
    """Delete rows by primary key; returns how many there were.

    Nothing cascades: rows that refer to these must have been deleted before, else the database refuses at commit.
    """
    connection, count = _connection(model), 0
    table, key = _quoted(connection, model._meta.db_table, model._meta.pk.column)
    for chunk in _chunks(list(dict.fromkeys(pks))):
        keys = [model._meta.pk.get_db_prep_value(pk, connection) for pk in chunk]
        with connection.cursor() as cursor:
            if _is_postgresql(connection):
                cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [keys])
            else:
                cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [(pk,) for pk in keys])
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
    for first in range(0, len(rows), WHOLE):
        yield rows[first : first + WHOLE]


def _columns(connection, fields, objects, *, add: bool) -> list[list]:
    """The database's values, a list for each field."""
    columns = []
    for field in fields:
        if field.is_relation:
            _take_keys_of_related(field, objects)
        if _makes_its_own_value(field):
            values = [field.pre_save(one, add) for one in objects]
        else:
            values = values_of(objects, field.attname)
        columns.append(prepared(field, connection, values))
    return columns


def _makes_its_own_value(field) -> bool:
    """Whether a field changes the object when it is saved; dates do with `auto_now` only."""
    if isinstance(field, (models.DateField, models.TimeField)):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save


def _take_keys_of_related(field, objects):
    """An object may have been assigned before it was saved; the ORM's save looks again, too."""
    name, keys = field.attname, values_of(objects, field.attname)
    if None not in keys:
        return
    for one, key in zip(objects, keys, strict=True):
        related = one._state.fields_cache.get(field.cache_name) if key is None else None
        if related is not None:
            if related.pk is None:
                raise ValueError(f"{type(one).__name__}.{field.name} is not saved")
            one.__dict__[name] = getattr(related, field.target_field.attname)  # setattr would forget `related`


def _write(connection, table, fields, columns):
    """Insert the columns' rows with one statement."""
    names = ", ".join(_quoted(connection, *(field.column for field in fields)))
    (quoted,) = _quoted(connection, table)
    with connection.cursor() as cursor:
        if _is_postgresql(connection):
            connection.validate_no_broken_transaction()
            with connection.wrap_database_errors:  # Django wraps execute, not this
                cursor.copy_expert(f"COPY {quoted} ({names}) FROM STDIN", Lines(columns))
        else:
            marks = ", ".join(["%s"] * len(fields))
            rows = list(zip(*columns, strict=True))
            cursor.executemany(f"INSERT INTO {quoted} ({names}) VALUES ({marks})", rows)


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

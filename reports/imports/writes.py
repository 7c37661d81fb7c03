"""What a plan writes, as the database takes it: plain columns, which can be kept aside until somebody says yes.

A new row has no key before it is written. Until then its place among the new rows of its model stands for it, as a
negative number: -1 is the first. `planned_key` tells it of an object.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from django.apps import apps
from django.db import models

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, DELETED, record_written
from reports.imports import progress

PART = 2_000  # rows that wait as tuples until their columns are made


class NewRows:
    """New rows of one model as ready columns (liangxin.bulk)."""

    def __init__(self, model: type[models.Model]):
        self.model, self.count = model, 0
        fields = bulk.fields_of(model)
        self.names = [field.attname for field in fields]
        self.columns: list[list] = [[] for _ in fields]
        self._relations = [(field.attname, field.name) for field in fields if field.is_relation]
        self._values = itemgetter(*self.names)
        self._waiting: list[tuple] = []

    def add(self, one: models.Model) -> None:
        """Take a new row, in which nothing will change any more; rows that it names have their places already."""
        own, named = one.__dict__, one._state.fields_cache
        for attname, name in self._relations:
            if own[attname] is None and named.get(name) is not None:
                own[attname] = key_of(named[name])
        self._waiting.append(self._values(own))
        self.count += 1
        own["planned_key"] = -self.count
        if len(self._waiting) == PART:
            self._make_columns()

    def _make_columns(self):
        """Let go of the rows."""
        if self._waiting:
            given = dict(zip(self.names, zip(*self._waiting, strict=True), strict=True))
            for column, values in zip(self.columns, bulk.ready(self.model, given).values(), strict=True):
                column += values
            self._waiting.clear()

    def settled(self) -> list[list]:
        """The columns of all rows."""
        self._make_columns()
        return self.columns

    def write(self, keys: dict[type[models.Model], list[int]]) -> None:
        """Insert the rows under their keys; `keys` are those of all new rows, by model and in the order of places."""
        columns = dict(zip(self.names, self.settled(), strict=True))
        own = {self.model._meta.pk.attname: keys[self.model]}
        bulk.insert_ready(self.model, own | with_keys(self.model, columns, keys))


def key_of(one: models.Model) -> int:
    """The key of a row, or what stands for it until it is written. Raises KeyError when it is not going to be."""
    own = one.__dict__
    return own["planned_key"] if own["id"] is None else own["id"]


def with_keys(model: type[models.Model], columns: dict[str, list], keys: dict) -> dict[str, list]:
    """`columns` with the keys of new rows, given by model, in place of what stood for them."""
    given = {}
    for name, column in columns.items():
        known = keys.get(model._meta.get_field(name).related_model)
        given[name] = [key_among(known, one) for one in column] if known else column
    return given


def key_among(new: Sequence[int], key: int | None) -> int | None:
    """The key of a row, where that of a new one is looked up among the keys of its model."""
    return new[-key - 1] if key is not None and key < 0 else key


class Writes:
    """All that is written of the rows of `order`, a sequence of models, parents before children."""

    def __init__(self, order: tuple[type[models.Model], ...]):
        self.order = order
        self.new = {model: NewRows(model) for model in order}
        self.updates: list[tuple[type[models.Model], dict[str, list]]] = []  # ready columns, the key among them
        self.edited: dict[type[models.Model], list[int]] = {}  # keys of rows whose history tells of a change
        self.deleted: dict[type[models.Model], list[int]] = {}

    def write(self, *, user, batch_id: int, reason: str) -> dict[type[models.Model], list[int]]:
        """Write everything with its history; call inside a transaction. Returns the keys of the new rows by model.

        Deletions come first, so that periods never meet.
        """
        stamp = {"user": user, "batch_id": batch_id, "reason": reason}
        for model in reversed(self.order):
            gone = self.deleted.get(model, [])
            record_written(model, gone, DELETED, **stamp)
            bulk.delete(model, gone)
        keys = bulk.new_keys({model: rows.count for model, rows in self.new.items() if rows.count})
        done = 0
        progress.step("写入登记", self.count, unit="条")
        for model in {of for of, _ in self.updates}.difference(self.order):  # versions of what the rows point at
            self._update(model, keys)
        for model in self.order:
            self._update(model, keys)
            record_written(model, self.edited.get(model, []), CHANGED, **stamp)
            if model in keys:
                self.new[model].write(keys)
                record_written(model, keys[model], ADDED, **stamp)
            done += len(self.edited.get(model, ())) + self.new[model].count
            progress.at(done)
        return keys

    def _update(self, model, keys: dict):
        for columns in [columns for of, columns in self.updates if of is model]:
            bulk.update_ready(model, with_keys(model, columns, keys))

    @property
    def count(self) -> int:
        """How many rows are added or changed."""
        return sum(rows.count for rows in self.new.values()) + sum(map(len, self.edited.values()))

    def plain(self) -> tuple:
        """Everything but the columns of new rows (`parts`) in types that every format can hold; see `of_plain`."""
        counts = {label(model): rows.count for model, rows in self.new.items() if rows.count}
        updates = [(label(model), columns) for model, columns in self.updates]
        edited, deleted = ({label(model): keys for model, keys in one.items()} for one in (self.edited, self.deleted))
        return counts, updates, edited, deleted

    def parts(self) -> Iterator[list[list]]:
        """The columns of new rows, model after model of those that have any."""
        return (rows.settled() for rows in self.new.values() if rows.count)

    @classmethod
    def of_plain(cls, order: tuple[type[models.Model], ...], plain: tuple) -> "Writes":
        """What `plain` gave; it still lacks its parts (`take_parts`)."""
        counts, updates, edited, deleted = plain
        found = cls(order)
        for model, count in _by_model(counts).items():
            found.new[model].count = count
        found.updates = [(apps.get_model(model), columns) for model, columns in updates]
        found.edited, found.deleted = _by_model(edited), _by_model(deleted)
        return found

    def take_parts(self, parts: Iterable[list[list]]) -> None:
        """Take the columns of new rows as `parts` gave them."""
        for rows, columns in zip([rows for rows in self.new.values() if rows.count], parts, strict=True):
            rows.columns = columns


def label(model: type[models.Model]) -> str:
    """The name of a model in plain types."""
    return model._meta.label_lower


def _by_model(named: dict) -> dict:
    return {apps.get_model(name): value for name, value in named.items()}

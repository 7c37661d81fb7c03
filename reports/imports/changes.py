"""What an import writes: rows added, changed and deleted, collected first and written in bulk with their history."""

from collections import defaultdict
from functools import lru_cache

from django.db import models
from django.db.models.base import ModelState

from liangxin import bulk
from liangxin.bulk_values import values_of
from orgs.models.base import Versioned
from reports.imports.pipelines import Pipeline
from reports.imports.writes import Writes, key_of

NAMES = {"name", "former_names", "credit_code", "unit"}  # what normal names and search keys follow from
DERIVED = {"normal_name", "search_key"}


def make(model: type[models.Model], **values) -> models.Model:
    """A new row with its defaults and `values` by field name.

    For the tens of thousands that an import makes: Model.__init__ goes through all fields and defaults each time.
    """
    defaults, made, relations = _shape(model, tuple(values))
    one = model.__new__(model)
    state = one._state = ModelState()
    columns = one.__dict__
    columns.update(defaults)
    for name, default in made:
        columns[name] = default()
    columns.update(values)
    related = {}
    for name, attname in relations:
        value = columns.pop(name)
        if value is not None:  # as the descriptor does, without its checks
            columns[attname] = value.__dict__["id"]
            related[name] = value
    state.fields_cache = related
    return one


@lru_cache(1024)
def _shape(model, names: tuple[str, ...]) -> tuple[dict, list, list]:
    """Of a row of which some fields are given: its defaults, (attribute name, function) of those that are made anew for
    each row, such as an empty list, and (name, attribute name) of the relations among the given ones."""
    fields = model._meta.concrete_fields
    made = [(field.attname, field.default) for field in fields if field.default in (list, dict)]
    defaults = {field.attname: field.get_default() for field in fields if field.default not in (list, dict)}
    given = [model._meta.get_field(name) for name in names]
    return defaults, made, [(field.name, field.attname) for field in given if field.is_relation]


class Changes:
    """Collected writes. Objects are changed in memory at once, the database only by `write`.

    pipeline: of the batch; it says which models there are and in which order they are written.
    """

    def __init__(self, pipeline: Pipeline):
        self.order, self.own, self.named = pipeline.order, pipeline.own, pipeline.named
        self.deriving = tuple(model for model in self.order if hasattr(model, "derive"))
        self.writes = Writes(self.order)
        self.added = defaultdict(dict)  # model → {id(object): object}, of which something may still change
        self.changed = defaultdict(dict)  # model → {pk: (object, {attname})}
        self.deleted = defaultdict(dict)  # model → {pk: object}
        self.touched = defaultdict(dict)  # model → {pk: row whose version rises}

    def add(self, one: models.Model):
        """Have `one` written."""
        model = type(one)
        added = self.added[model]
        if id(one) in added:
            return
        added[id(one)] = one
        if model in self.named:
            one.planned_key = -(self.writes.new[model].count + len(added))

    def change(self, one: models.Model, **values) -> bool:
        """Set `values` (attribute → value) where they differ; whether any did."""
        different = {name: value for name, value in values.items() if getattr(one, name) != value}
        for name, value in different.items():
            setattr(one, name, value)
        if different and one.pk is not None:
            columns = self.changed[type(one)].setdefault(one.pk, (one, set()))[1]
            columns.update(one._meta.get_field(name).attname for name in different)
        return bool(different)

    def delete(self, one: models.Model):
        """Have `one` deleted; one that was only going to be added, and that no other names, is forgotten."""
        if one.pk is None:
            self.added[type(one)].pop(id(one), None)
        else:
            self.changed[type(one)].pop(one.pk, None)
            self.deleted[type(one)][one.pk] = one

    def touch(self, one: Versioned):
        """Raise the version of a register's row: one of its facts changes."""
        if one.pk is not None:
            self.touched[type(one)][one.pk] = one

    def settle(self):
        """The row of a file that was stated last is done: what it adds to its organization changes no more.

        Its objects are let go of, so that tens of thousands of rows do not stand in memory as objects at once.
        """
        self._take(self.own)

    def _take(self, models_: tuple[type[models.Model], ...]):
        for model in models_:
            if added := self.added.get(model):
                rows, derives = self.writes.new[model], model in self.deriving
                for one in added.values():
                    if derives:
                        one.derive()
                    rows.add(one)
                added.clear()

    def collected(self) -> Writes:
        """All of it, as it is written; nothing can be added afterwards."""
        self._take(self.order)
        self._raise_versions()
        for model in self.order:
            if self.deleted[model]:
                self.writes.deleted[model] = list(self.deleted[model])
            if pairs := list(self.changed[model].values()):
                self.writes.edited[model] = [one.pk for one, _ in pairs]
                self._update(model, pairs)
        return self.writes

    def write(self, *, user, batch_id: int, reason: str) -> dict[type[models.Model], list[int]]:
        """Write everything with its history; call inside a transaction. See Writes.write."""
        return self.collected().write(user=user, batch_id=batch_id, reason=reason)

    def _update(self, model, pairs):
        """The changed columns, and those that follow from them; a row gets its search key anew when it is renamed."""
        derived = DERIVED & {field.name for field in model._meta.fields}
        renamed = [pair for pair in pairs if derived and pair[1] & NAMES]
        for one, _ in renamed:
            one.derive()
        others = [pair for pair in pairs if not (derived and pair[1] & NAMES)]
        for several, more in ((renamed, derived), (others, set())):
            columns = more.union(*(columns for _, columns in several)) if several else ()
            self._note_update(model, [one for one, _ in several], sorted(columns))

    def _note_update(self, model, objects: list[models.Model], names: list[str]):
        if objects and names:
            columns = {name: _values(model, objects, name) for name in (model._meta.pk.attname, *names)}
            self.writes.updates.append((model, bulk.ready(model, columns)))

    def _raise_versions(self):
        for model in {*self.order, *self.touched}:
            if not issubclass(model, Versioned):
                continue
            edited = {**self.touched[model], **{pk: one for pk, (one, _) in self.changed[model].items()}}
            for one in edited.values():
                one.version += 1
            self._note_update(model, list(edited.values()), ["version"])


def _values(model, objects: list[models.Model], name: str) -> list:
    """A column of rows that exist; one may have come to name a new row, which has no key yet."""
    values, field = values_of(objects, name), model._meta.get_field(name)
    if not field.is_relation or None not in values:
        return values
    named = [one._state.fields_cache.get(field.name) for one in objects]
    return [key_of(other) if key is None and other else key for key, other in zip(values, named, strict=True)]

"""What an import writes: rows added, changed and deleted, collected first and written in bulk with their history."""

from collections import defaultdict
from functools import cache

from django.db import models
from django.db.models.base import ModelState

from liangxin import bulk
from liangxin.bulk_values import values_of
from liangxin.history import ADDED, CHANGED, DELETED, record, record_written
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Standing,
    Tag,
    Zone,
)
from reports.imports import progress

# Parents before children: an added row may name a row added with it.
ORDER = (Organization, Zone, PartyBranch, BranchLevel, Guide, Standing, Coverage, Posting, MassGroup, Tag)
NAMES = {"name", "former_names", "credit_code", "unit"}  # what normal names and search keys follow from


def make(model: type[models.Model], **values) -> models.Model:
    """A new row with its defaults and `values` by field name.

    For the tens of thousands that an import makes: Model.__init__ goes through all fields and defaults each time.
    """
    one, related = model.__new__(model), _related(model)
    one._state = ModelState()
    columns = one.__dict__
    columns.update(_plain_defaults(model))
    for name, default in _made_defaults(model):
        columns[name] = default()
    for name, value in values.items():
        field = related.get(name)
        if field is None:
            columns[name] = value
        elif value is not None:  # as the descriptor does, without its checks
            columns[field.attname] = value.__dict__["id"]
            field.set_cached_value(one, value)
    return one


@cache
def _related(model):
    return {field.name: field for field in model._meta.concrete_fields if field.is_relation}


@cache
def _plain_defaults(model):
    made = dict(_made_defaults(model))
    return {field.attname: field.get_default() for field in model._meta.concrete_fields if field.attname not in made}


@cache
def _made_defaults(model):
    """Defaults that are made anew for each row, such as an empty list."""
    return [(field.attname, field.default) for field in model._meta.concrete_fields if field.default in (list, dict)]


class Changes:
    """Collected writes. Objects are changed in memory at once, the database only by `write`."""

    def __init__(self):
        self.added = defaultdict(dict)  # model → {id(object): object}
        self.changed = defaultdict(dict)  # model → {pk: (object, {attname})}
        self.deleted = defaultdict(dict)  # model → {pk: object}
        self.touched = {}  # pk → organization whose version rises

    def add(self, one: models.Model):
        """Have `one` written."""
        self.added[type(one)][id(one)] = one

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
        """Have `one` deleted; one that was only going to be added is forgotten."""
        if one.pk is None:
            self.added[type(one)].pop(id(one), None)
        else:
            self.changed[type(one)].pop(one.pk, None)
            self.deleted[type(one)][one.pk] = one

    def touch(self, organization: Organization):
        """Raise the version of `organization`: one of its facts changes."""
        if organization.pk is not None:
            self.touched[organization.pk] = organization

    def write(self, *, user, batch_id: int, reason: str):
        """Write everything with its history; call inside a transaction. Deletions first, so that periods never meet."""
        stamp = {"user": user, "batch_id": batch_id, "reason": reason}
        for model in reversed(ORDER):
            gone = list(self.deleted[model].values())
            record(gone, DELETED, **stamp)
            bulk.delete(model, [one.pk for one in gone])
        self._raise_versions()
        bulk.give_keys({model: list(self.added[model].values()) for model in ORDER})
        done = 0
        progress.step("写入登记", sum(len(self.changed[model]) + len(self.added[model]) for model in ORDER), unit="条")
        for model in ORDER:
            pairs = list(self.changed[model].values())
            self._update(model, pairs)
            record_written(model, [one.pk for one, _ in pairs], CHANGED, **stamp)
            new = list(self.added[model].values())
            if hasattr(model, "derive"):
                for one in new:
                    one.derive()
            bulk.insert(model, new)
            record_written(model, values_of(new, "id"), ADDED, **stamp)
            done += len(pairs) + len(new)
            progress.at(done)

    @staticmethod
    def _update(model, pairs):
        """Write the changed columns, and those that follow from them."""
        derived = {"normal_name", "search_key"} & {field.name for field in model._meta.fields}
        for one, columns in pairs:
            if derived and columns & NAMES:
                one.derive()
                columns |= derived
        fields = sorted({column for _, columns in pairs for column in columns})
        bulk.update(model, [one for one, _ in pairs], fields)

    def _raise_versions(self):
        for model in (Organization, PartyBranch, Guide):
            edited = {pk: one for pk, (one, _) in self.changed[model].items()}
            if model is Organization:
                edited = {**self.touched, **edited}
            for one in edited.values():
                one.version += 1
            bulk.update(model, list(edited.values()), ["version"])


class Unwritten(Changes):
    """Changes made in memory only, for a plan that nobody writes: tens of thousands of new rows are let go of."""

    def add(self, one: models.Model):
        """Nothing: `one` is where it was put."""

    def delete(self, one: models.Model):
        """Nothing."""

    def touch(self, organization: Organization):
        """Nothing."""

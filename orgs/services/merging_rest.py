"""What else points at an organization that is merged away: everything with a foreign key to it, of any app."""

from django.apps import apps
from django.db import IntegrityError, models, transaction
from simple_history.models import HistoricalChanges

from liangxin import bulk
from liangxin.history import CHANGED, DELETED, record
from orgs.models import Coverage, MassGroup, Organization, Posting, Standing, Tag
from orgs.models.base import Versioned
from orgs.services.images import image

DATED = {Standing, Coverage, Posting, MassGroup, Tag}  # merging_facts.py settles these


def pointing() -> list[tuple[type[models.Model], models.ForeignKey]]:
    """(model, foreign key) of everything that names organizations and moves along unchanged."""
    return [
        (relation.related_model, relation.field)
        for relation in Organization._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and relation.is_relation
        and not relation.many_to_many
        and relation.related_model not in DATED
        and not issubclass(relation.related_model, HistoricalChanges)
    ]


def count(gone: Organization) -> list[tuple[str, int]]:
    """(what, how many rows) would move along with `gone`."""
    found = [
        (str(model._meta.verbose_name), model._base_manager.filter(**{field.name: gone.pk}).count())
        for model, field in pointing()
    ]
    return [(what, number) for what, number in found if number]


def move(kept: Organization, gone: Organization, *, by, said: str) -> dict:
    """Let what names `gone` name `kept`. → {"moved": [[model, column, pk, what it said] …], "doubled": [image …]}.

    A row that `kept` has already (an answer given of both, a request for the same town) goes, unless it is worth more:
    a model says so by the rows in its `outweighed(kept)`.
    """
    moved, doubled = [], []
    for model, field in pointing():
        for one in model._base_manager.filter(**{field.name: gone.pk}).order_by("pk"):
            if one == kept:  # its predecessor: `combine` says what becomes of it
                continue
            before = image(one)
            for less in one.outweighed(kept) if hasattr(one, "outweighed") else ():
                doubled.append(image(less))
                _erase(less, by, said)
            if _moved(one, field, kept):
                moved.append([model._meta.label_lower, field.attname, one.pk, gone.pk])
                _record(one, CHANGED, by, said)
            else:
                doubled.append(before)
                _erase(one, by, said)
    return {"moved": moved, "doubled": doubled}


def _moved(one: models.Model, field: models.ForeignKey, kept: Organization) -> bool:
    columns = {field.attname: kept.pk}
    if isinstance(one, Versioned):
        columns["version"] = one.version + 1
    try:
        with transaction.atomic():
            type(one)._base_manager.filter(pk=one.pk).update(**columns)
    except IntegrityError:
        return False
    for name, value in columns.items():
        setattr(one, name, value)
    return True


def _erase(one, by, said):
    """Delete a row with one entry in its history: that of the merge."""
    _record(one, DELETED, by, said)
    bulk.delete(type(one), [one.pk])


def _record(one, kind, by, said):
    if hasattr(type(one), "history"):
        record([one], kind, user=by if by.pk else None, reason=said)


def back(moved: list, *, by, said: str) -> None:
    """Let the rows that `move` lists name what they named before; those that are gone meanwhile stay away."""
    for label, column, pk, before in moved:
        one = apps.get_model(label)._base_manager.filter(pk=pk).first()
        if one is not None:
            columns = {column: before}
            if isinstance(one, Versioned):
                columns["version"] = one.version + 1
            type(one)._base_manager.filter(pk=pk).update(**columns)
            one.refresh_from_db()
            _record(one, CHANGED, by, said)

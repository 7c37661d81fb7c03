"""How a service holds, checks, writes and erases rows, so that scope, history and versions are never forgotten."""

from django.core.exceptions import ValidationError
from django.db.models import F

from orgs.models import Standing
from orgs.models.base import Versioned


class OutsideScope(ValidationError):
    """The act would touch, or leave, rows outside the user's scope."""


def held(thing, *, by):
    """A fresh copy of `thing`, locked until the transaction ends. Raises OutsideScope when `by` may not change it."""
    model = type(thing)
    # The lock is taken on the plain row: PostgreSQL cannot lock rows of a query with joins it does not own.
    fresh = model.objects.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    if fresh is None or not model.objects.editable_by(by).filter(pk=thing.pk).exists():
        raise OutsideScope(f"{model._meta.verbose_name}“{thing}”不在您的管理范围内")
    return fresh


def need_visible(thing, *, by):
    """Raises OutsideScope unless `by` sees `thing`, which the act names without changing it. None passes."""
    if thing is not None and not type(thing).objects.visible_to(by).filter(pk=thing.pk).exists():
        raise OutsideScope(f"{type(thing)._meta.verbose_name}“{thing}”不在您的管理范围内")


def need_within(standings, *, by):
    """Raises OutsideScope unless `standings`, just written, all lie in the scope of `by`: nothing moved out."""
    keys = {standing.pk for standing in standings}
    if Standing.objects.filter(pk__in=keys).within(by).count() != len(keys):
        raise OutsideScope("单位移出了您的管理范围，请联系县级管理员办理")


def need_editable(*organizations, by):
    """Raises OutsideScope unless `organizations`, just written, are still ones that `by` may change."""
    for one in organizations:
        if not type(one).objects.editable_by(by).filter(pk=one.pk).exists():
            raise OutsideScope(f"这样一来，“{one}”就不在您的管理范围内了，请联系县级管理员办理")


def write(thing, *, by, fields=None):
    """Check and save `thing` with a history entry; `fields` names the changed ones, None saves a new row.

    Raises ValidationError with the sentences of the fields and constraints.
    """
    if hasattr(thing, "derive"):
        thing.derive()
    if fields is None:
        thing.full_clean()
    else:
        thing.clean_fields(exclude={field.name for field in thing._meta.fields} - set(fields))
        thing.validate_unique()
        thing.validate_constraints()
        if isinstance(thing, Versioned):  # the row is held, so nobody raises it in between
            thing.version += 1
            fields = [*fields, "version"]
    _sign(thing, by)
    thing.save(update_fields=fields)
    return thing


def erase(thing, *, by):
    """Delete `thing` with a history entry."""
    _sign(thing, by)
    thing.delete()


def raise_version(*things):
    """Raise the versions of organizations and branches one of whose facts changed."""
    for thing in {(type(thing), thing.pk): thing for thing in things if thing is not None}.values():
        type(thing).objects.filter(pk=thing.pk).update(version=F("version") + 1)
        thing.refresh_from_db(fields=["version"])


def _sign(thing, by):
    thing._history_user = by if by.pk else None

"""What a row of a roster states of a register's row and of its periods, compared with what is registered."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import models

from liangxin.dates import PartialDateField, refines, said
from liangxin.periods import Period
from reports.imports.changes import Changes
from reports.imports.drafts import Draft
from reports.imports.stating import in_words, label_of


def words_of(model: type[models.Model], name: str, value) -> str:
    """A stored value as people read it."""
    if isinstance(value, date):
        return said(value.isoformat())
    if isinstance(model._meta.get_field(name), PartialDateField):
        return said(value)
    return in_words(model, name, value)


def differing(one: models.Model, stated: dict) -> dict:
    """Those of the `stated` columns that say otherwise than `one` does; a coarser date says what the finer one says."""
    found = {}
    for name, value in stated.items():
        held = getattr(one, name)
        if value == held or value in (None, ""):
            continue
        if isinstance(one._meta.get_field(name), PartialDateField) and held and refines(held, value):
            continue
        found[name] = value
    return found


def state_columns(draft: Draft, changes: Changes, one: models.Model, stated: dict, *, fills: bool = False):
    """Write the `stated` columns of a registered row where they differ, and say so; `fills`: only empty ones."""
    values = differing(one, stated)
    if fills:
        values = {name: value for name, value in values.items() if getattr(one, name) in (None, "")}
    model = type(one)
    for name, value in values.items():
        draft.note(label_of(model, name), words_of(model, name, getattr(one, name)), words_of(model, name, value))
    if values:
        changes.change(one, **values)


def running(facts: Iterable[Period], day: date) -> list[Period]:
    """Those that hold on a day."""
    return [one for one in facts if one.covers(day)]


def state_period(
    changes: Changes,
    facts: list[Period],
    day: date,
    make: Callable[[date, date | None], Period],
    *,
    since: date | None = None,
    in_place: dict | None = None,
):
    """From `since` (else `day`) on something else holds than `facts` say of `day`: what held ends there.

    make: (start, end) → the new period. in_place: the columns of a period that began on that very day and is said
    otherwise now, as the later statement stands. What is registered for later stays.
    """
    start = since or day
    held = running(facts, day)
    later = min((one.start for one in facts if one.start > day), default=None)
    ends = [one.end for one in held if one.end is not None]
    for one in held:
        if one.start >= start and in_place is not None:
            changes.change(one, **in_place)
            return
        if one.start >= start:
            changes.delete(one)
            facts.remove(one)
        else:
            changes.change(one, end=start)
    end = min([*ends, *([later] if later else [])], default=None)
    if end is not None and end <= start:
        end = None if later is None else later
    new = make(start, end)
    facts.append(new)
    facts.sort(key=lambda one: one.start)
    changes.add(new)

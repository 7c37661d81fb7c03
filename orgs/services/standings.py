"""Standings (概况): a change from a day on, or a correction of what was wrong all along (design.md, Standing).

Both keep exactly one standing on each day.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from liangxin.periods import BEGINNING
from orgs.choices import Source
from orgs.models import Organization, Standing
from orgs.services.writing import held, need_visible, need_within, raise_version, write

# What a standing says; the rest of its columns are the period and where the knowledge comes from.
STATED = (
    "region",
    "category",
    "industry",
    "zone",
    "supervisor",
    "direct",
    "operating",
    "operating_reason",
    "above_scale",
    "employees",
    "revenue",
    "full_members",
    "probationary_members",
    "activists",
    "elsewhere_members",
)


@transaction.atomic
def first(*, organization: Organization, values: dict, stated_on: date, by, source: str = Source.HAND) -> Standing:
    """The first known standing of a new organization, which holds from the beginning of time."""
    _check(values, by)
    standing = Standing(organization=organization, start=BEGINNING, stated_on=stated_on, source=source, **values)
    write(standing, by=by)
    need_within([standing], by=by)
    return standing


@transaction.atomic
def change(*, organization: Organization, values: dict, day: date, by, source: str = Source.HAND) -> Standing:
    """变动: from `day` on the organization's standing is as before, but with `values` (names of STATED).

    The standing in force on `day` ends there; the new one lasts as long as that one did, so it ends where a later
    standing begins. A standing that begins on `day` itself is rewritten. Nothing is written when nothing differs.
    """
    _check(values, by)
    organization = held(organization, by=by)
    running = on(organization, day)
    if not _differs(running, values):
        return running
    if running.start == day:
        return _rewrite(running, {**values, "stated_on": day, "source": source}, organization, by)
    following = Standing(organization=organization, start=day, end=running.end, stated_on=day, source=source)
    for name in STATED:
        setattr(following, name, values.get(name, getattr(running, name)))
    running.end = day
    write(running, by=by, fields=["end"])
    write(following, by=by)
    need_within([following], by=by)
    raise_version(organization)
    return following


@transaction.atomic
def correct(*, organization: Organization, values: dict, day: date, by) -> Standing:
    """更正: the standing in force on `day` was wrong all along; it gets `values` and keeps its period."""
    _check(values, by)
    organization = held(organization, by=by)
    running = on(organization, day)
    return _rewrite(running, values, organization, by) if _differs(running, values) else running


def on(organization: Organization, day: date) -> Standing:
    """The standing of `organization` on `day`. Raises ValidationError for a day before all time."""
    found = organization.standings.on(day).first()
    if found is None:
        raise ValidationError(f"“{organization}”在{said(str(day))}没有概况")
    return found


def _check(values, by):
    if unknown := set(values) - set(STATED):
        raise TypeError(f"not part of a standing: {', '.join(sorted(unknown))}")
    for name in ("region", "zone", "supervisor"):
        need_visible(values.get(name), by=by)


def _differs(standing, values):
    return any(getattr(standing, name) != value for name, value in values.items())


def _rewrite(standing, values, organization, by):
    for name, value in values.items():
        setattr(standing, name, value)
    write(standing, by=by, fields=list(values))
    need_within([standing], by=by)
    raise_version(organization)
    return standing

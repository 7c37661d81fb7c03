"""Standings (概况): a change from a day on, or a correction of what was wrong all along (design.md, Standing).

Both keep exactly one standing on each day.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from liangxin.periods import BEGINNING
from orgs.choices import Source
from orgs.models import Organization, Standing
from orgs.models.standings import COUNTED
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
# Two standings that agree in these and in what was stated of members differ in the roster's count only.
APART_FROM_NUMBERS = tuple(Standing._meta.get_field(name).attname for name in STATED if name not in COUNTED)
BY_ROSTER = "这家单位的花名册已标记完整，党员数按花名册计算。请在党员登记里改，或先取消“花名册完整”"


class Numbers(NamedTuple):
    """Member numbers as somebody stated them, whatever the roster counts: the numbers, who stated them, as of when."""

    numbers: tuple[int | None, ...]
    source: str
    stated_on: date | None


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
    standing begins; those that tell only the roster's next counts change along. A standing that begins on `day` itself
    is rewritten. Nothing is written when nothing differs. Raises ValidationError for a member number that the roster
    counts.
    """
    _check(values, by)
    organization = held(organization, by=by)
    running = on(organization, day)
    if not _differs(running, values):
        return running
    _need_uncounted(running, values)
    along = _continuing(organization, running, after_only=True)
    counted = running.source == Source.ROSTER
    for later in along:
        stated = {} if counted else {"surveyed_on": day, "surveyed_by": source}
        _rewrite(later, {**_beside(later, values), **stated}, organization, by)
    if running.start == day:
        own = {"stated_on": day} if counted else {"stated_on": day, "source": source}
        return _rewrite(running, {**values, **own}, organization, by)
    following = Standing(organization=organization)
    for field in Standing._meta.concrete_fields:
        if not field.primary_key:
            setattr(following, field.attname, getattr(running, field.attname))
    following.start = following.stated_on = day
    for name, value in values.items():
        setattr(following, name, value)
    following.source = running.source if counted else source
    running.end = day
    write(running, by=by, fields=["end"])
    write(following, by=by)
    need_within([following], by=by)
    raise_version(organization)
    return following


@transaction.atomic
def correct(*, organization: Organization, values: dict, day: date, by) -> Standing:
    """更正: the standing in force on `day` was wrong all along; it gets `values` and keeps its period.

    Its parts that differ in the roster's count only are corrected together. Raises ValidationError for a member number
    that the roster counts.
    """
    _check(values, by)
    organization = held(organization, by=by)
    running = on(organization, day)
    if not _differs(running, values):
        return running
    _need_uncounted(running, values)
    for other in _continuing(organization, running):
        _rewrite(other, _beside(other, values), organization, by)
    return _rewrite(running, values, organization, by)


def stated_numbers(standing: Standing) -> Numbers:
    """The member numbers that somebody stated of a standing: its own, or those that the roster's count replaced."""
    if standing.source != Source.ROSTER:
        return Numbers(tuple(getattr(standing, name) for name in COUNTED), standing.source, standing.stated_on)
    replaced = tuple(getattr(standing, name) for name in COUNTED.values())
    return Numbers(replaced, standing.surveyed_by, standing.surveyed_on)


def continues(before: Standing, after: Standing) -> bool:
    """Whether `after`, the next standing, tells nothing new but a count of the roster, its first, or that it ended."""
    if Source.ROSTER not in (before.source, after.source):
        return False
    same = all(getattr(before, name) == getattr(after, name) for name in APART_FROM_NUMBERS)
    return same and stated_numbers(before) == stated_numbers(after)


def _continuing(organization, running, *, after_only=False) -> list[Standing]:
    """The other parts of what the standing `running` is a part of, as the roster's count divides it."""
    rows = list(organization.standings.order_by("start"))
    place = next(number for number, one in enumerate(rows) if one.pk == running.pk)
    found = [] if after_only else list(_chain(rows[place::-1], backwards=True))
    return found + list(_chain(rows[place:]))


def _chain(rows: list[Standing], *, backwards=False) -> Iterator[Standing]:
    for one, other in pairwise(rows):
        if not (continues(other, one) if backwards else continues(one, other)):
            return
        yield other


def _beside(standing: Standing, values: dict) -> dict:
    """`values` as a standing holds them: stated member numbers beside the roster's count."""
    if standing.source != Source.ROSTER:
        return values
    return {COUNTED.get(name, name): value for name, value in values.items()}


def _need_uncounted(standing, values):
    if standing.source == Source.ROSTER and any(
        name in COUNTED and value != getattr(standing, name) for name, value in values.items()
    ):
        raise ValidationError(BY_ROSTER)


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

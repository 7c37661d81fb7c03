"""What becomes of the dated facts when two organizations are made one: steps, computed before anything is written.

No day may have two standings or two counting coverages, no kind two mass groups: what both sides say of the same days
is made one row. `base` is the side whose word stands where they differ.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from liangxin.periods import Period
from orgs.choices import Source
from orgs.models import Coverage, Organization, Standing
from orgs.models.standings import COUNTED, REPLACED
from orgs.services.standings import STATED

ERASE, CHANGE, ADD = "erase", "change", "add"
EVER = date.max


@dataclass(slots=True)
class Step:
    """One write: a row goes, gets other `values` (attribute → value), or comes."""

    kind: str
    thing: models.Model
    values: dict = field(default_factory=dict)


def standing_steps(
    kept: Organization, base: list[Standing], other: list[Standing], values: dict, today: date
) -> list[Step]:
    """One course of standings: that of `base`; `values` are those of the other side that stand from its own day on."""
    steps = [Step(ERASE, one) for one in other]
    running, theirs = _on(base, today), _on(other, today)
    if Source.ROSTER in (running.source, theirs.source):  # what a roster counts follows it (merging.SETTLING)
        values = {name: value for name, value in values.items() if name not in COUNTED}
    different = {name: value for name, value in values.items() if getattr(running, name) != value}
    changes: dict[int, dict] = {one.pk: {"organization": kept} for one in base if one.organization_id != kept.pk}
    following = None
    if different and theirs.start > running.start:
        following = Standing(organization=kept, start=theirs.start, end=running.end)
        for name in (*STATED, *REPLACED):
            setattr(following, name, different.get(name, getattr(running, name)))
        following.source = running.source if running.source == Source.ROSTER else theirs.source
        following.stated_on = theirs.stated_on
        changes.setdefault(running.pk, {})["end"] = theirs.start
    elif different:
        stated_on = max(running.stated_on, theirs.stated_on)
        changes.setdefault(running.pk, {}).update(different, stated_on=stated_on)
    steps += [Step(CHANGE, one, changes[one.pk]) for one in base if one.pk in changes]
    return steps + [Step(ADD, following)] * (following is not None)


def coverage_steps(kept: Organization, base: list[Coverage], other: list[Coverage]) -> list[Step]:
    """The coverages of `base` stand; the counting ones of `other` fill the days that they leave free."""
    memo = union_steps(
        kept, [one for one in (*base, *other) if not one.counts], key=lambda one: one.branch_id, first=base
    )
    base = [one for one in base if one.counts]
    spans = {one.pk: [one.start, one.end or EVER] for one in base}
    cut, added, moved = [], [], []
    for one in (one for one in other if one.counts):
        pieces = [piece for piece in _free(one, spans.values()) if not _joins(one, piece, base, spans)]
        if not pieces:
            cut.append(Step(ERASE, one))
            continue
        (start, end), *more = pieces
        moved.append(_changed(kept, one, start, end))
        added += [Step(ADD, _copy(one, kept, *piece)) for piece in more]
    stretched = [_changed(kept, one, *spans[one.pk]) for one in base]
    return memo + cut + [step for step in (*moved, *stretched) if step.values] + added


def _joins(one: Coverage, piece: tuple[date, date], base: list[Coverage], spans: dict[int, list[date]]) -> bool:
    """Let a row of `base` by the same branch in the same mode take up a piece that touches it."""
    for mine in base:
        if (mine.branch_id, mine.mode) == (one.branch_id, one.mode):
            span = spans[mine.pk]
            if piece[1] == span[0]:
                span[0] = piece[0]
                return True
            if piece[0] == span[1]:
                span[1] = piece[1]
                return True
    return False


def _free(one: Period, taken: Iterable[list[date]]) -> list[tuple[date, date]]:
    """The parts of a period that no span takes."""
    pieces = [(one.start, one.end or EVER)]
    for start, end in sorted(map(tuple, taken)):
        pieces = [
            part
            for low, high in pieces
            for part in ((low, min(high, start)), (max(low, end), high))
            if part[0] < part[1]
        ]
    return pieces


def union_steps(kept: Organization, rows: list[Period], *, key: Callable, first: Iterable[Period] = ()) -> list[Step]:
    """Rows with the same key that meet or overlap become one; the row that stays is one of `first` when there is."""
    chosen = {one.pk for one in first}
    groups = defaultdict(list)
    for one in rows:
        groups[key(one)].append(one)
    erased, changed = [], []
    for alike in groups.values():
        for cluster in _clusters(alike):
            stays = min(cluster, key=lambda one: (one.pk not in chosen, one.start))
            erased += [Step(ERASE, one, {"into": stays}) for one in cluster if one is not stays]
            end = max(one.end or EVER for one in cluster)
            changed.append(_changed(kept, stays, min(one.start for one in cluster), end))
    return erased + [step for step in changed if step.values]


def _clusters(rows: list[Period]) -> list[list[Period]]:
    clusters: list[list[Period]] = []
    until = date.min
    for one in sorted(rows, key=lambda one: one.start):
        if not clusters or one.start > until:
            clusters.append([])
            until = date.min
        clusters[-1].append(one)
        until = max(until, one.end or EVER)
    return clusters


def _changed(kept: Organization, one: Period, start: date, end: date) -> Step:
    """What of a row changes when it belongs to `kept` and lasts from `start` to `end`."""
    until = None if end == EVER else end
    values = {"organization": kept, "start": start, "end": until}
    now = {"organization": one.organization, "start": one.start, "end": one.end}
    return Step(CHANGE, one, {name: value for name, value in values.items() if now[name] != value})


def _copy(one: Coverage, kept: Organization, start: date, end: date) -> Coverage:
    until = None if end == EVER else end
    return Coverage(organization=kept, branch=one.branch, mode=one.mode, counts=one.counts, start=start, end=until)


def _on(rows: list[Standing], day: date) -> Standing:
    return next((one for one in rows if one.covers(day)), rows[-1])

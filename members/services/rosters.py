"""Complete rosters (花名册完整): from when on the roster states an organization's member numbers (domain.md §2).

Every service that changes a fact of a roster calls `restate` in its transaction: roster and standing never part.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from liangxin import bulk
from liangxin.among import Several
from liangxin.dates import said, today
from liangxin.history import ADDED, CHANGED, DELETED, record
from liangxin.loading import load
from members.models import CompleteRoster
from members.queries import EVER, sequences
from members.services.restating import restated
from orgs.choices import Source
from orgs.models import Organization, Standing
from orgs.services.writing import erase, held, raise_version, write

FIRST_DAY = date(1921, 7, 1)
_waiting: ContextVar[set[int] | None] = ContextVar("waiting", default=None)


@contextmanager
def restated_together(*, by) -> Iterator[None]:
    """Inside, `restate` only notes whose standings are to follow; they follow once at the end, for many acts at once.

    Call it inside the transaction of the acts. When they fail, nothing follows.
    """
    waiting: set[int] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    restate(waiting, by=by)


@transaction.atomic
def restate(organizations: Iterable, *, by, batch_id: int | None = None, reason: str = "") -> list[int]:
    """Let the standings of `organizations` (rows or keys) say what their complete rosters count.

    Where a roster is complete a standing with source 花名册 begins on each day on which its count changes; what was
    stated otherwise is kept beside it and stands again where the roster is not complete. Call it in the transaction
    that changed a fact of the roster; whether `by` may change that was the caller's to ask. Nothing is written where
    nothing differs. `batch_id` and `reason` go to the history. Returns the keys of the organizations rewritten, whose
    versions are raised (also in the rows given). The number of statements does not depend on how many there are.
    """
    given = [one for one in organizations if one is not None]
    keys = sorted({one if isinstance(one, int) else one.pk for one in given})
    if (waiting := _waiting.get()) is not None:
        waiting.update(keys)
        return []
    complete = _complete(keys)
    counted = Standing.objects.filter(organization__among=Several(keys), source=Source.ROSTER)
    keys = sorted({*complete, *counted.values_list("organization", flat=True).distinct()} if keys else ())
    if not keys:
        return []
    list(Organization.objects.select_for_update().filter(pk__among=Several(keys)).order_by("pk").values_list("pk"))
    before = _standings(keys)
    rosters = sequences(complete)
    writes = _Writes()
    for key in keys:
        after = restated(before[key], complete.get(key, []), rosters.get(key, []))
        writes.compare(key, before[key], after)
    writes.write({"user": by if by.pk else None, "batch_id": batch_id, "reason": reason or "按花名册"})
    for one in given:
        if not isinstance(one, int) and one.pk in writes.touched:
            one.version += 1
    return sorted(writes.touched)


def _complete(keys) -> dict[int, list[tuple[date, date]]]:
    found = defaultdict(list)
    if keys:
        rows = CompleteRoster.objects.filter(organization__among=Several(keys)).order_by("organization_id", "start")
        for key, start, end in rows.values_list("organization", "start", "end"):
            found[key].append((start, end or EVER))
    return found


def _standings(keys) -> dict[int, list[Standing]]:
    found = defaultdict(list)
    rows = Standing.objects.filter(organization__among=Several(keys))
    for one in load(rows.order_by("organization_id", "start")):
        found[one.organization_id].append(one)
    return found


class _Writes:
    """What has to be written so that standings are as they should be."""

    def __init__(self):
        self.added, self.changed, self.deleted = [], [], []
        self.columns = set()
        self.touched = set()

    def compare(self, organization: int, before: list[Standing], after: Iterable[dict]):
        """Note how the standings `before` of one organization become rows with the columns `after`."""
        known = {one.start: one for one in before}
        for columns in after:
            one = known.pop(columns["start"], None)
            if one is None:
                self.added.append(Standing(**columns))
                self.touched.add(organization)
                continue
            different = {name: value for name, value in columns.items() if getattr(one, name) != value}
            if different:
                for name, value in different.items():
                    setattr(one, name, value)
                self.changed.append(one)
                self.columns |= different.keys()
                self.touched.add(organization)
        if known:
            self.deleted += known.values()
            self.touched.add(organization)

    def write(self, stamp: dict):
        """Rows that go first, then those that end earlier or last longer, then new ones: no day ever has two."""
        record(self.deleted, DELETED, **stamp)
        bulk.delete(Standing, [one.pk for one in self.deleted])
        bulk.update(Standing, self.changed, sorted(self.columns))
        record(self.changed, CHANGED, **stamp)
        record(bulk.insert(Standing, self.added), ADDED, **stamp)
        if self.touched:
            versions = Organization.objects.filter(pk__among=Several(sorted(self.touched)))
            versions.update(version=F("version") + 1)


@transaction.atomic
def mark_complete(*, organization: Organization, start: date, by) -> CompleteRoster:
    """标记花名册完整: from `start` on the roster states the organization's member numbers.

    Marks of later days go up in it. Raises ValidationError when the roster is
    complete on that day already, or the day is after today.
    """
    organization = held(organization, by=by)
    need_markable(organization, start)
    mark, *others = organization.complete_rosters.filter(start__gt=start).order_by("start") or [None]
    for other in others:
        erase(other, by=by)
    if mark:
        mark.start, mark.end = start, None
        write(mark, by=by, fields=["start", "end"])
    else:
        mark = write(CompleteRoster(organization=organization, start=start), by=by)
    if not restate([organization], by=by, reason="标记花名册完整"):
        raise_version(organization)
    return mark


@transaction.atomic
def unmark(*, organization: Organization, day: date, by) -> None:
    """取消花名册完整: from `day` on what was stated of member numbers stands again.

    A mark that begins on that day or later goes altogether. Raises ValidationError when there is none.
    """
    organization = held(organization, by=by)
    need_unmarkable(organization, day)
    for mark in organization.complete_rosters.all():
        if mark.start >= day:
            erase(mark, by=by)
        elif mark.end is None or mark.end > day:
            mark.end = day
            write(mark, by=by, fields=["end"])
    if not restate([organization], by=by, reason="取消花名册完整"):
        raise_version(organization)


def need_markable(organization: Organization, start: date) -> None:
    """Raises ValidationError unless the roster can be marked complete from `start` on."""
    if start > today():
        raise ValidationError("不能晚于今天")
    if start < FIRST_DAY:
        raise ValidationError("请核对日期：早于1921年7月1日")
    running = organization.complete_rosters.on(start).first()
    if running:
        raise ValidationError(f"“{organization}”的花名册自{said(str(running.start))}起已标记完整")


def need_unmarkable(organization: Organization, day: date) -> None:
    """Raises ValidationError unless the roster is marked complete on `day` or later."""
    if day > today():
        raise ValidationError("不能晚于今天")
    if not any(one.end is None or one.end > day for one in organization.complete_rosters.all()):
        raise ValidationError(f"“{organization}”的花名册在{said(str(day))}没有标记完整")

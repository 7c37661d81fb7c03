"""Visits (走访): recorded, changed, erased; the problems they find become matters to follow."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from orgs.choices import MatterState
from orgs.models import Posting, Visit
from orgs.services import matters
from orgs.services.writing import OutsideScope, erase, held, write

CHANGEABLE = ("posting", "day", "kind", "content", "problems")


@transaction.atomic
def record(*, posting: Posting, day: date, kind: str, by, content: str = "", problems: str = "") -> Visit:
    """A visit on `day` of the posting; problems become a matter. A guide records visits of the own postings only.

    Raises ValidationError when the posting does not hold on the day, the day is to come, or the same is there already
    (a second press of the button), OutsideScope when the posting is not the writer's.
    """
    posting = _held(posting, by)
    need_visitable(posting, day)
    visit = Visit(posting=posting, day=day, kind=kind, content=content.strip(), problems=problems.strip())
    twin = {"day": day, "kind": kind, "content": visit.content, "problems": visit.problems}
    if posting.visits.filter(**twin).exists():
        raise ValidationError(f"{said(day.isoformat())}对“{posting.organization}”的这次走访已经记录过了")
    write(visit, by=by)
    matters.follow(visit=visit, before="", by=by)
    return visit


@transaction.atomic
def change(*, visit: Visit, values: dict, by) -> Visit:
    """Write `values` (of CHANGEABLE). Raises as `record` does; a guide changes the own visits only."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    _held(visit.posting, by)
    before = {name: getattr(visit, name) for name in CHANGEABLE}
    for name in values.keys() & set(CHANGEABLE):
        setattr(visit, name, values[name])
    changed = [name for name in CHANGEABLE if getattr(visit, name) != before[name]]
    if not changed:
        return visit
    if {"posting", "day"} & set(changed):
        posting = _held(visit.posting, by)
        need_visitable(posting, visit.day)
        if posting.organization_id != before["posting"].organization_id and visit.matters.exists():
            raise ValidationError("这次走访已有跟踪事项，不能改到另一家单位；请另记一次走访")
    write(visit, by=by, fields=changed)
    matters.follow(visit=visit, before=before["problems"], by=by)
    return visit


@transaction.atomic
def remove(*, visit: Visit, by) -> None:
    """Delete a visit that was entered by mistake, with its matters that nobody has taken up. Raises ValidationError."""
    _held(visit.posting, by)
    if reasons := reasons_to_keep(visit):
        raise ValidationError(f"这次走访不能删除，{'、'.join(reasons)}")
    for matter in visit.matters.all():
        erase(matter, by=by)
    erase(visit, by=by)


def reasons_to_keep(visit: Visit) -> list[str]:
    """Why a visit cannot be deleted; empty when it can."""
    taken_up = visit.matters.exclude(state=MatterState.OPEN, handler="", result="").count()
    return [f"{taken_up} 件跟踪事项已经办理"] if taken_up else []


def need_visitable(posting: Posting, day: date) -> None:
    """Raises ValidationError unless the posting holds on `day` and the day has come."""
    if day > today():
        raise ValidationError("走访日期不能晚于今天")
    if day < posting.start:
        raise ValidationError(
            f"{posting.guide.name}从{said(posting.start.isoformat())}起才联系这家单位，请核对走访日期"
        )
    if posting.end and day >= posting.end:
        raise ValidationError(f"这次选派已于{said(posting.end.isoformat())}终止，走访日期应早于这一天")


def _held(posting: Posting, by) -> Posting:
    """The posting, locked, when `by` may write its visits: a guide the own ones, others those they may edit."""
    if not getattr(by, "is_guide", False):
        return held(posting, by=by)
    mine = Posting.objects.visible_to(by).filter(pk=posting.pk, guide=by.guide_id)
    if not mine.exists():
        raise OutsideScope("走访只能记在您自己联系的单位上")
    return Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)

"""Matters to follow (跟踪事项): noted, taken up, settled with a result and a date, opened again."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from orgs.choices import MatterState
from orgs.models import Matter, Organization, Visit
from orgs.options import option
from orgs.services.writing import OutsideScope, erase, need_visible, write

CHANGEABLE = ("text", "found", "due", "state", "handler", "result", "settled")


@transaction.atomic
def note(
    *,
    organization: Organization,
    text: str,
    found: date,
    by,
    due: date | None = None,
    visit: Visit | None = None,
    **rest,
) -> Matter:
    """A new matter of `organization`; without `due` it is due after option("matter_days") days.

    `rest` are other fields of Matter. Raises ValidationError for a day after today or a state without what it needs,
    OutsideScope when `by` neither edits the organization nor is its guide.
    """
    need_writable(organization, by=by)
    due = due or found + timedelta(days=option("matter_days"))
    matter = Matter(organization=organization, text=text, found=found, due=due, visit=visit, **rest)
    _settle_dates(matter)
    return write(matter, by=by)


@transaction.atomic
def change(*, matter: Matter, values: dict, by) -> Matter:
    """Write `values` (of CHANGEABLE): a matter that is done carries a result and its day, any other carries no day.

    Raises ValidationError, OutsideScope as `note` does.
    """
    need_writable(matter.organization, by=by)
    matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    before = {name: getattr(matter, name) for name in CHANGEABLE}
    for name in values.keys() & set(CHANGEABLE):
        setattr(matter, name, values[name])
    _settle_dates(matter)
    changed = [name for name in CHANGEABLE if getattr(matter, name) != before[name]]
    return write(matter, by=by, fields=changed) if changed else matter


def settle(*, matter: Matter, result: str, by, day: date | None = None) -> Matter:
    """已办结 on `day` (default today) with its result."""
    return change(matter=matter, values={"state": MatterState.DONE, "result": result, "settled": day}, by=by)


@transaction.atomic
def follow(*, visit: Visit, before: str, by) -> Matter | None:
    """Let the matters of `visit` follow its problems, which were `before`; → the matter that is new or changed.

    What a visit finds becomes a matter. While nobody has taken it up, its words follow the visit's, and it goes when
    the visit names no problem any more; once it is taken up, it stands for itself.
    """
    if visit.problems == before:
        return None
    untouched = visit.matters.filter(state=MatterState.OPEN, handler="", result="", text=before).first()
    if not visit.problems:
        if untouched:
            erase(untouched, by=by)
        return None
    if untouched:
        untouched.text = visit.problems
        return write(untouched, by=by, fields=["text"])
    organization = visit.posting.organization
    return note(organization=organization, text=visit.problems, found=visit.day, visit=visit, by=by)


def need_writable(organization: Organization, *, by) -> None:
    """Raises OutsideScope unless `by` edits `organization`, or is posted to it as its guide."""
    if getattr(by, "is_guide", False):
        need_visible(organization, by=by)
    elif not Organization.objects.editable_by(by).filter(pk=organization.pk).exists():
        raise OutsideScope(f"单位“{organization}”不在您的管理范围内")


def _settle_dates(matter: Matter) -> None:
    """The day of settling follows the state. Raises ValidationError when a date or the result does not fit."""
    day = today()
    if matter.found > day:
        raise ValidationError("发现日期不能晚于今天")
    if matter.due and matter.due < matter.found:
        raise ValidationError(f"办理期限不能早于发现日期（{said(matter.found.isoformat())}）")
    if matter.state != MatterState.DONE:
        matter.settled = None
        return
    matter.settled = matter.settled or day
    if not matter.found <= matter.settled <= day:
        raise ValidationError(f"办结日期应在发现日期（{said(matter.found.isoformat())}）和今天之间")
    if not matter.result.strip():
        raise ValidationError("已办结的要填写办理情况")

"""Postings (选派): which guide looks after an organization."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from liangxin.dates import said
from orgs.models import Guide, Organization, Posting
from orgs.services.writing import held, need_visible, raise_version, write


@transaction.atomic
def assign_guide(*, organization: Organization, guide: Guide, start: date, by, beside: bool = False) -> Posting:
    """End the running posting on `start` and begin the new one, which ends where a later posting begins.

    With `beside` the others go on, and both guides look after the organization. Raises ValidationError when the guide
    is there already, the organization is closed, or who is followed has visited it on that day or later.
    """
    organization = held(organization, by=by)
    need_visible(guide, by=by)
    if organization.closed and organization.closed <= start.isoformat():
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    for running in organization.postings.on(start).select_related("guide"):
        if running.guide_id == guide.pk:
            raise ValidationError(f"{guide.name}已选派到“{organization}”")
        if beside:
            continue
        if running.start == start:
            raise ValidationError(f"“{organization}”在{said(str(start))}已选派{running.guide.name}，请先更正那一条")
        _need_no_visit(running, start)
        running.end = start
        write(running, by=by, fields=["end"])
    later = organization.postings.filter(start__gt=start, **({"guide": guide} if beside else {}))
    later = later.order_by("start").first()
    posting = Posting(organization=organization, guide=guide, start=start, end=later and later.start)
    write(posting, by=by)
    raise_version(organization, guide)
    return posting


@transaction.atomic
def end(*, posting: Posting, day: date, by) -> Posting:
    """The posting holds no more from `day` on. Raises ValidationError when it ended before or has later visits."""
    organization = held(posting.organization, by=by)
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if posting.end and posting.end <= day:
        raise ValidationError(f"这次选派已于{said(str(posting.end))}终止")
    if day <= posting.start:
        raise ValidationError(f"终止日期应晚于选派起始日期（{said(str(posting.start))}）；录错的选派请删除")
    _need_no_visit(posting, day)
    posting.end = day
    write(posting, by=by, fields=["end"])
    raise_version(organization)
    return posting


@transaction.atomic
def amend(*, posting: Posting, start: date, end: date | None, by) -> Posting:
    """Correct the period of a posting. Raises ValidationError when a visit would lie outside, or two would overlap."""
    organization = held(posting.organization, by=by)
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if end:
        _need_no_visit(posting, end)
    if first := posting.visits.filter(day__lt=start).order_by("day").first():
        raise ValidationError(f"{posting.guide.name}在{said(str(first.day))}已有走访，起始日期不能晚于这一天")
    others = organization.postings.filter(Q(end=None) | Q(end__gt=start), guide=posting.guide_id).exclude(pk=posting.pk)
    if other := (others.filter(start__lt=end) if end else others).order_by("start").first():
        raise ValidationError(f"{posting.guide.name}从{said(str(other.start))}起的选派与这一次重叠")
    changed = [name for name, value in (("start", start), ("end", end)) if getattr(posting, name) != value]
    posting.start, posting.end = start, end
    if changed:
        write(posting, by=by, fields=changed)
        raise_version(organization)
    return posting


def _need_no_visit(posting: Posting, day: date) -> None:
    if last := posting.visits.filter(day__gte=day).order_by("-day").first():
        raise ValidationError(f"{posting.guide.name}在{said(str(last.day))}还有走访，终止日期应晚于这一天")

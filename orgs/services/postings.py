"""Postings (选派): which guide looks after an organization."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from orgs.models import Guide, Organization, Posting
from orgs.services.writing import held, need_visible, raise_version, write


@transaction.atomic
def assign_guide(*, organization: Organization, guide: Guide, start: date, by) -> Posting:
    """End the running posting on `start` and begin the new one, which ends where a later posting begins.

    Raises ValidationError when the guide is there already or the organization is closed.
    """
    organization = held(organization, by=by)
    need_visible(guide, by=by)
    if organization.closed and organization.closed <= start.isoformat():
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    for running in organization.postings.on(start).select_related("guide"):
        if running.guide_id == guide.pk:
            raise ValidationError(f"{guide.name}已选派到“{organization}”")
        if running.start == start:
            raise ValidationError(f"“{organization}”在{said(str(start))}已选派{running.guide.name}，请先更正那一条")
        running.end = start
        write(running, by=by, fields=["end"])
    later = organization.postings.filter(start__gt=start).order_by("start").first()
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
    if last := posting.visits.filter(day__gte=day).order_by("-day").first():
        raise ValidationError(f"{posting.guide.name}在{said(str(last.day))}还有走访，终止日期应晚于这一天")
    posting.end = day
    write(posting, by=by, fields=["end"])
    raise_version(organization)
    return posting

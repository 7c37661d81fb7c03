"""Tags (标签) of an organization."""

from datetime import date

from django.db import transaction

from orgs.models import Organization, Tag
from orgs.services.writing import erase, held, raise_version, write


@transaction.atomic
def begin(*, organization: Organization, tag: str, start: date, by) -> Tag:
    """The organization has the tag from `start` on, up to where a later one begins; nothing when it has it already."""
    organization = held(organization, by=by)
    same = organization.tags.filter(tag=tag)
    if running := same.on(start).first():
        return running
    later = same.filter(start__gt=start).order_by("start").first()
    one = Tag(organization=organization, tag=tag, start=start, end=later and later.start)
    write(one, by=by)
    raise_version(organization)
    return one


@transaction.atomic
def end(*, organization: Organization, tag: str, day: date, by) -> None:
    """The organization has the tag no more from `day` on; nothing when it has not got it then."""
    organization = held(organization, by=by)
    running = organization.tags.filter(tag=tag).on(day).first()
    if running is None:
        return
    if running.start == day:
        erase(running, by=by)
    else:
        running.end = day
        write(running, by=by, fields=["end"])
    raise_version(organization)

"""Mass groups (群团组织) of an organization."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from orgs.choices import MassKind
from orgs.models import MassGroup, Organization
from orgs.services.writing import held, raise_version, write


@transaction.atomic
def begin(*, organization: Organization, kind: str, start: date, by) -> MassGroup:
    """The organization has a mass group of `kind` from `start` on, up to where a later one of the kind begins."""
    organization = held(organization, by=by)
    if organization.closed and organization.closed <= start.isoformat():
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    same = organization.mass_groups.filter(kind=kind)
    if same.on(start).exists():
        raise ValidationError(f"“{organization}”在{said(str(start))}已有{MassKind(kind).label}")
    later = same.filter(start__gt=start).order_by("start").first()
    group = MassGroup(organization=organization, kind=kind, start=start, end=later and later.start)
    write(group, by=by)
    raise_version(organization)
    return group


@transaction.atomic
def end(*, group: MassGroup, day: date, by) -> MassGroup:
    """The mass group is there no more from `day` on. Raises ValidationError when it ended before."""
    organization = held(group.organization, by=by)
    group = MassGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if group.end and group.end <= day:
        raise ValidationError(f"{group}已于{said(str(group.end))}终止")
    group.end = day
    write(group, by=by, fields=["end"])
    raise_version(organization)
    return group

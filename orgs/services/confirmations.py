"""Confirmations (无变化): somebody says that nothing about an organization has changed this quarter (domain.md §3)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from liangxin.months import Quarter
from orgs.models import Confirmation, Organization
from orgs.services.writing import held, write


@transaction.atomic
def confirm(*, organization: Organization, by, day: date | None = None) -> Confirmation:
    """Nothing has changed, says `by` on `day` (default today); said twice on a day it stays one.

    Raises ValidationError for a day outside this quarter or a closed organization, OutsideScope for a stranger.
    """
    day = day or today()
    if day > today() or Quarter.of(day) != Quarter.of(today()):
        raise ValidationError(f"只能确认{Quarter.of(today())}到今天为止的情况")
    organization = held(organization, by=by)
    if organization.closed and organization.closed <= day.isoformat():
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销，不用确认")
    if found := organization.confirmations.filter(day=day).first():
        return found
    user = by if by.pk else None
    return write(Confirmation(organization=organization, day=day, user=user, user_name=str(by)), by=by)

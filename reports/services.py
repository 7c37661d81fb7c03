"""Transfer requests (转入申请): the county decides whether an organization moves to the town that named it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from orgs.services import organizations, standings
from orgs.services.writing import OutsideScope, write
from reports.models import TransferRequest

State = TransferRequest.State


@transaction.atomic
def accept(*, request: TransferRequest, by, note: str = "") -> TransferRequest:
    """同意: from the day of the request the organization's standing lies in the region that asked for it.

    An organization that lies there already, by an edit in between, stays as it is. Raises OutsideScope for anybody but
    who manages the county, ValidationError for a request that was decided before.
    """
    request = _waiting(request, by)
    running = standings.on(request.organization, request.day)
    if not running.region.code.startswith(request.region.code):
        organizations.move(organization=request.organization, region=request.region, day=request.day, by=by)
    return _decide(request, State.ACCEPTED, by, note)


@transaction.atomic
def reject(*, request: TransferRequest, by, note: str = "") -> TransferRequest:
    """退回: nothing moves. Raises like accept."""
    return _decide(_waiting(request, by), State.REJECTED, by, note)


def _waiting(request, by):
    held = TransferRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not by.is_county or not TransferRequest.objects.visible_to(by).filter(pk=held.pk).exists():
        raise OutsideScope("转入申请由县级管理员处理")
    if held.state != State.WAITING:
        raise ValidationError(f"这件申请{held.get_state_display()}")
    return held


def _decide(request, state, by, note):
    request.state, request.note, request.decided = state, note, timezone.now()
    request.decided_by = by if by.pk else None
    return write(request, by=by, fields=["state", "note", "decided", "decided_by"])

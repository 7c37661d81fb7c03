"""A roster with ID numbers in full leaves the house: who took how many, and why, is kept before it is written."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from members.models import Reveal
from orgs.choices import Role

SHORTEST = 4  # characters of a reason


@transaction.atomic
def export_numbers(*, people, reason: str, by) -> Reveal:
    """Keep that `by` takes the ID numbers of `people`, a queryset of members or candidates that `by` sees.

    Raises PermissionDenied for anybody but an administrator of the county, ValidationError without a reason or when
    none of them has a number.
    """
    if by.role != Role.COUNTY:
        raise PermissionDenied
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST:
        raise ValidationError(f"请写明导出的事由，至少 {SHORTEST} 个字")
    if len(reason) > Reveal._meta.get_field("reason").max_length:
        raise ValidationError("事由太长，请缩短到 200 个字以内")
    count = people.exclude(id_sealed="").count()
    if not count:
        raise ValidationError("这些人都没有登记公民身份号码，请直接导出台账")
    entry = Reveal(
        user=by, user_name=str(by), reason=reason, record=people.model._meta.label_lower, person="", count=count
    )
    entry._history_user = by
    entry.save()
    return entry

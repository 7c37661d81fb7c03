"""Setting the committee's options (orgs.options): what differs from before is written, with its history."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from orgs.models import Option
from orgs.options import OPTIONS, SETTERS, option
from orgs.services.writing import write


@transaction.atomic
def set_options(*, values: dict, by) -> list[str]:
    """Set options by key. → the titles of those that changed.

    Raises ValidationError for a value that its declaration does not allow, PermissionDenied for a user who may not.
    """
    if by.role not in SETTERS:
        raise PermissionDenied
    changed = []
    for key, value in values.items():
        declared = OPTIONS[key]
        if problem := declared.problem(value):
            raise ValidationError(problem)
        if declared.choices:
            value = [choice for choice in declared.choices if choice in value]
        if value == option(key):
            continue
        found = Option.objects.select_for_update().filter(key=key).first()
        if found is None:
            write(Option(key=key, value=value), by=by)
        else:
            found.value = value
            write(found, by=by, fields=["value"])
        changed.append(declared.title)
    return changed

"""Deleting is for typing errors: refused once any fact, import or visit hangs on the thing (domain.md §3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.models import HistoricalChanges

from orgs.models import Organization, PartyBranch
from orgs.services.writing import erase, held

# What every such row is born with, and how many of it are no reason; an app above adds its own registers.
BORN_WITH = {Organization: {"standings": 1}, PartyBranch: {"levels": 1}}


def reasons_not_to_delete(thing) -> list[str]:
    """What hangs on a row of any register, in Chinese ("2 条覆盖关系"); empty when it may be deleted.

    Walks all foreign keys to the model, those of apps above included, so that no later register is forgotten.
    """
    reasons = []
    for relation in type(thing)._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation) or relation.many_to_many:
            continue
        model = relation.related_model
        if issubclass(model, HistoricalChanges) or getattr(model, "is_remark", False):
            continue
        allowed = BORN_WITH.get(type(thing), {}).get(relation.name, 0)
        count = model._base_manager.filter(**{relation.field.name: thing.pk}).count()
        if count > allowed:
            reasons.append(f"{count} 条{model._meta.verbose_name}")
    return reasons


@transaction.atomic
def delete(*, thing, by) -> None:
    """Delete a row of a register together with what it was born with. Raises ValidationError with the reasons."""
    thing = held(thing, by=by)
    if reasons := reasons_not_to_delete(thing):
        raise ValidationError(f"“{thing}”不能删除，已有{'、'.join(reasons)}。删除只用于改正录错的登记")
    for name in BORN_WITH.get(type(thing), {}):
        for fact in getattr(thing, name).all():
            erase(fact, by=by)
    erase(thing, by=by)

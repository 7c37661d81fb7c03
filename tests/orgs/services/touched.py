"""All that a merge may touch, to be compared before and after."""

from orgs.models import Organization, PartyBranch, Visit
from orgs.services.images import image
from orgs.services.merging import FACTS
from reports.models import ImportRow, SameAnswer, TransferRequest

EVERYTHING = (*FACTS, Organization, PartyBranch, Visit, ImportRow, SameAnswer, TransferRequest)


def snapshot() -> dict:
    """Every row that a merge may touch, versions aside."""
    found = {}
    for model in EVERYTHING:
        for one in model._base_manager.all():
            held = image(one)
            found[held["model"], one.pk] = {k: v for k, v in held["row"].items() if k not in ("version", "search_key")}
    return found

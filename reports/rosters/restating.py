"""What members' rosters change follows in the standings of the organizations, by whichever roster it was written."""

from members.models import Membership, PersonType, Relation, Workplace
from members.services.rosters import restate
from orgs.models import Standing
from reports.imports.register import together
from reports.imports.tracing import UNDOING
from reports.models import ImportBatch

FACTS = (PersonType, Membership, Relation, Workplace)


def restate_for(batch: ImportBatch, *, user):
    """Restate the organizations at which somebody works, or worked, of whom `batch` wrote or took back a fact.

    After an undo also those of which it put a standing back, as their rosters may have changed since.
    """
    members = set()
    for model in FACTS:
        members.update(model.history.filter(batch_id=batch.pk).order_by().values_list("member_id", flat=True))
    organizations = set()
    for chunk in together(members):
        places = Workplace.history.filter(member_id__among=chunk).order_by()
        organizations.update(places.values_list("organization_id", flat=True).distinct())
    undone = batch.state == ImportBatch.State.UNDONE
    if undone:  # standings that came back say what their rosters counted then
        standings = Standing.history.filter(batch_id=batch.pk).order_by()
        organizations.update(standings.values_list("organization_id", flat=True).distinct())
    reason = f"{UNDOING} {batch.pk}" if undone else f"导入 {batch.pk}"
    restate(sorted(organizations), by=user, batch_id=batch.pk, reason=reason)

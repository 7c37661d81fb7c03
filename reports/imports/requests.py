"""Rows of organizations that another town registered become requests to the county (design.md, idea 5)."""

from liangxin import bulk
from liangxin.history import ADDED, record
from orgs.models import Organization
from orgs.scope import CONSOLE
from reports.imports.register import in_chunks
from reports.models import ImportBatch, ImportRow, TransferRequest

WAITING = TransferRequest.State.WAITING


def request_transfers(batch: ImportBatch, user):
    """Write a request for each `outside` row of `batch` about an organization that has none waiting for that region."""
    rows = batch.rows.filter(outcome=ImportRow.Outcome.OUTSIDE, record="").order_by("id")
    stated = {}
    for code, name in rows.values_list("credit_code", "name"):
        stated.setdefault(code, name)
    for chunk in in_chunks(stated):
        known = dict(Organization.objects.filter(credit_code__in=chunk).values_list("credit_code", "pk"))
        waiting = TransferRequest.objects.filter(organization__in=known.values(), region=batch.region, state=WAITING)
        asked = set(waiting.values_list("organization", flat=True))
        new = [
            TransferRequest(
                organization_id=pk,
                region=batch.region,
                day=batch.as_of,
                stated_name=stated[code],
                batch_id=batch.pk,
                requested_by=None if user is CONSOLE else user,
            )
            for code, pk in known.items()
            if pk not in asked
        ]
        record(bulk.insert(TransferRequest, new), ADDED, user=user, batch_id=batch.pk, reason=f"导入 {batch.pk}")

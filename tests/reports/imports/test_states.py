"""Every page and act of a survey in each state in which no job works on it: an answer, and no step that is not open."""

import pytest
from django.test import Client
from django.utils import timezone

from reports.models import ImportBatch
from tests.reports.imports.office import dump, firm

pytestmark = pytest.mark.django_db
State = ImportBatch.State
PAGES = [
    "columns/",
    "values/",
    "same/",
    "policy/",
    "mend/",
    "missing/",
    "undo/",
    "progress/",
    "progress.json",
    "marked.xlsx",
]
ACTS = [
    "columns",
    "values",
    "same",
    "policy",
    "missing",
    "apply",
    "drop",
    "replan",
    "undo",
    "redo",
    "cancel",
    "mend/check",
    "mend/save",
]
LEADS = {
    (State.FAILED, "drop"): State.DROPPED,
    (State.PLANNED, "apply"): State.APPLIED,
    (State.PLANNED, "drop"): State.DROPPED,
    (State.APPLIED, "undo"): State.UNDONE,
    (State.UNDONE, "redo"): State.PLANNED,
}


@pytest.mark.parametrize("state", [State.FAILED, State.PLANNED, State.APPLIED, State.UNDONE, State.DROPPED])
def test_each_state_leads_only_where_it_may(office, world, state):
    batch = office.plan(firm(1, employees="约30"), user=world.town_a_clerk)
    client = Client(raise_request_exception=False)
    client.force_login(world.town_a_clerk)
    own, before, wrong = ImportBatch.objects.filter(pk=batch.pk), dump(), []
    own.update(state=state, applied=timezone.now() if state in (State.APPLIED, State.UNDONE) else None)
    for page in ["", *PAGES]:
        if client.get(f"/imports/{batch.pk}/{page}").status_code >= 500:
            wrong.append(f"GET {page}")
    for act in ACTS:
        own.update(state=state)
        status = client.post(f"/imports/{batch.pk}/{act}/").status_code
        if status >= 500 or own.get().state != LEADS.get((state, act), state):
            wrong.append(f"POST {act}: {status}, {own.get().state}")
    assert wrong == []
    assert dump() == before

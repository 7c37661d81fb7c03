"""Who may open and press what in the import wizard."""

import pytest
from django.urls import reverse

from reports.models import ImportBatch
from tests.reports.imports.office import firm
from tests.reports.imports.test_wizard import address

pytestmark = pytest.mark.django_db
State = ImportBatch.State

PAGES = ("imports", "upload")
OF_A_BATCH = {"import": "get", "import_undo": "get", "import_columns": "get", "import_values": "get"}
ACTS = ("import_apply", "import_drop", "import_replan", "import_undo")


@pytest.mark.parametrize(
    "name", ["county_viewer", "town_a_viewer", "supervisor_clerk", "guide_user", "auditor", "system_admin"]
)
def test_who_does_not_import_gets_403_everywhere(office, client, world, name):
    batch = office.plan(firm(1), user=world.town_a_clerk)
    client.force_login(getattr(world, name))
    for page in PAGES:
        assert client.get(address(page)).status_code == 403, page
    for page in OF_A_BATCH:
        assert client.get(address(page, batch)).status_code == 403, page
    for act in ACTS:
        assert client.post(address(act, batch)).status_code == 403, act
    assert ImportBatch.objects.get().state == State.PLANNED


def test_a_stranger_gets_404_and_changes_nothing(office, client, world):
    batch = office.plan(firm(1), user=world.town_a_clerk)
    client.force_login(world.town_b_clerk)
    for page in OF_A_BATCH:
        assert client.get(address(page, batch)).status_code == 404, page
    for act in ACTS:
        assert client.post(address(act, batch)).status_code == 404, act
    assert list(client.get(address("imports")).context["lines"]) == []
    assert ImportBatch.objects.get().state == State.PLANNED


def test_the_county_opens_and_undoes_a_towns_batch(office, client, world):
    batch = office.take(firm(1), user=world.town_a_clerk)
    client.force_login(world.county_admin)
    assert [one for one, _ in client.get(address("imports")).context["lines"]] == [batch]
    client.post(address("import_undo", batch))
    batch.refresh_from_db()
    assert batch.state == State.UNDONE


def test_a_batch_that_is_not_there_is_404(client, world):
    client.force_login(world.county_admin)
    for name in (*OF_A_BATCH, *ACTS):
        assert client.get(reverse(f"reports:{name}", args=[4711])).status_code in (404, 405), name
    assert client.post(reverse("reports:import_apply", args=[4711])).status_code == 404


def test_wrong_methods_are_405(office, client, world):
    batch = office.plan(firm(1), user=world.county_admin)
    client.force_login(world.county_admin)
    for act in ("import_apply", "import_drop", "import_replan"):
        assert client.get(address(act, batch)).status_code == 405, act
    for page, found in (("imports", None), ("import", batch)):
        assert client.post(address(page, found)).status_code == 405, page
    for page, found in (("upload", None), ("import_undo", batch)):
        assert client.put(address(page, found)).status_code == 405, page
    assert ImportBatch.objects.get().state == State.PLANNED


def test_who_is_not_signed_in_is_sent_to_the_door(office, client, world):
    batch = office.plan(firm(1), user=world.county_admin)
    for page in PAGES:
        assert "/login/" in client.get(address(page)).url
    for act in ACTS:
        assert "/login/" in client.post(address(act, batch)).url
    assert ImportBatch.objects.get().state == State.PLANNED

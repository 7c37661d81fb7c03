"""季度确认: the progress, one key for a list with exceptions, its undo, and the reminder."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from liangxin.months import Quarter
from orgs.models import Confirmation, Organization, Standing
from reports.models import ImportBatch

LIST = "/confirmations/list/"


@pytest.fixture
def opened(world):
    """A function: name of one of the cast → a signed-in client."""
    Organization.history.update(history_date=datetime(2020, 1, 1, tzinfo=UTC))

    def sign_in(name):
        client = Client()
        client.force_login(getattr(world, name))
        return client

    return sign_in


def listed(client, **query):
    return {one.organization for one, _, _ in client.get(LIST, query).context["lines"]}


def test_each_number_opens_the_list_it_counts(world, opened):
    client = opened("county_admin")
    Confirmation.objects.create(organization=world.a_single, day=today())
    page = client.get("/confirmations/")
    for one in [*page.context["lines"], page.context["total"]]:
        for state in ("open", "done"):
            assert client.get(one["urls"][state]).context["pages"].paginator.count == getattr(one["line"], state)
    assert page.context["total"]["line"].done == 1
    assert "应确认 11 家，已确认 1 家" in page.content.decode()


def test_a_list_is_confirmed_but_for_its_exceptions_and_taken_back(world, opened):
    client = opened("town_a_clerk")
    page = client.get(LIST)
    ticked = page.context["editable"]
    assert len(ticked) == 8
    assert page.content.decode().count(" checked") == 8
    kept = ticked - {world.a_none.pk}
    told = client.post(LIST, {"picked": sorted(kept)}, follow=True).content.decode()
    assert "已确认 7 家单位本季度无变化" in told
    assert listed(client) == {world.a_none}
    assert set(Confirmation.objects.values_list("organization", flat=True)) == kept
    batch = ImportBatch.objects.get()
    assert f"/{batch.pk}/" in told
    assert client.post(f"/acts/{batch.pk}/undo/").status_code == 302
    assert not Confirmation.objects.exists()
    assert len(listed(client)) == 8
    assert Confirmation.history.filter(history_type="-").count() == 7


def test_one_undo_leaves_the_other_acts_alone(world, opened):
    client = opened("town_a_clerk")
    client.post(LIST, {"picked": [world.a_single.pk]})
    client.post(LIST, {"picked": [world.a_none.pk, world.a_some.pk]})
    second = ImportBatch.objects.order_by("pk").last()
    client.post(f"/acts/{second.pk}/undo/")
    assert [one.organization for one in Confirmation.objects.all()] == [world.a_single]


@pytest.mark.parametrize("picked", [[], ["x"], ["99999999"], ["9" * 40]])
def test_nothing_ticked_or_nonsense_confirms_nothing(world, opened, picked):
    client = opened("town_a_clerk")
    assert client.post(LIST, {"picked": picked}).status_code == 302
    assert not Confirmation.objects.exists()
    assert not ImportBatch.objects.exists()


def test_what_a_stranger_or_somebody_else_did_first_stops_the_act(world, opened):
    client = opened("town_a_clerk")
    told = client.post(LIST, {"picked": [world.a_single.pk, world.b_none.pk]}, follow=True).content.decode()
    assert "没有确认：" in told
    Confirmation.objects.create(organization=world.a_single, day=today())
    told = client.post(LIST, {"picked": [world.a_single.pk, world.a_none.pk]}, follow=True).content.decode()
    assert "没有确认：" in told
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("town_a_viewer", 403), ("county_viewer", 403), ("guide_user", 403)])
def test_who_only_reads_confirms_nothing(world, opened, name, status):
    client = opened(name)
    assert client.post(LIST, {"picked": [world.a_some.pk]}).status_code == status
    assert "checked" not in client.get(LIST).content.decode()
    assert not Confirmation.objects.exists()


def test_a_quarter_that_is_over_is_read_only(world, opened):
    former = Quarter.of(today()).shifted(-1)
    client = opened("town_a_clerk")
    assert client.post(f"{LIST}?quarter={former.key}", {"picked": [world.a_single.pk]}).status_code == 404
    assert not client.get(LIST, {"quarter": former.key}).context["confirms"]


def test_the_reminder_names_the_towns_that_lag_the_farthest_first(world, opened):
    for one in (world.b_none, world.b_joint, world.a_single, world.county_placed):
        Confirmation.objects.create(organization=one, day=today())
    page = opened("county_admin").get("/confirmations/reminder/")
    assert [(line.name, line.open) for line in page.context["lines"]] == [("城关镇", 7)]
    Confirmation.objects.all().delete()
    Confirmation.objects.create(organization=world.a_single, day=today())
    page = opened("county_admin").get("/confirmations/reminder/")
    assert [line.name for line in page.context["lines"]] == ["石桥镇", "城关镇"]
    Organization.objects.update(closed="2024")
    assert "不用催报" in opened("county_admin").get("/confirmations/reminder/").content.decode()


@pytest.mark.parametrize("query", ["quarter=x", "quarter=2999-1", "quarter=1900-1", "page=x"])
def test_odd_addresses_still_show_a_page(opened, query):
    client = opened("county_admin")
    for address in ("/confirmations/", LIST, "/confirmations/reminder/"):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("place", ["x", "330199001x", "1"])
def test_a_place_that_cannot_be_is_not_found(opened, place):
    assert opened("county_admin").get(LIST, {"place": place}).status_code == 404


def test_a_stranger_sees_nothing_of_another_town(world, opened):
    assert listed(opened("town_b_clerk"), place="330199001") == set()


def test_the_pages_take_the_same_queries_however_many_organizations(world, opened):
    client = opened("county_admin")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            for address in ("/confirmations/", LIST, "/confirmations/reminder/"):
                client.get(address)
        return len(queries)

    asked()
    few = asked()
    for number in range(45):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=world.town_a, start=datetime(1900, 1, 1).date(), stated_on=today()
        )
    assert asked() == few

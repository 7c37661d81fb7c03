"""转入申请: a town asks, the county decides, and the organization moves on the day asked for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.models import Organization
from orgs.services import standings
from orgs.services.writing import OutsideScope
from reports import services
from reports.models import TransferRequest

DAY = date(2025, 9, 1)
LIST = "reports:transfers"


@pytest.fixture
def asked(world):
    return TransferRequest.objects.create(
        organization=world.b_none,
        region=world.town_a,
        day=DAY,
        stated_name="单氏食品厂",
        batch_id=7,
        requested_by=world.town_a_clerk,
    )


def where(organization, day=DAY):
    return organization.standings.on(day).get().region


def test_accepting_ends_the_standing_in_the_old_town_and_begins_one_in_the_new(world, asked):
    done = services.accept(request=asked, by=world.county_admin, note="核实无误")
    assert where(world.b_none) == world.town_a
    assert where(world.b_none, date(2025, 8, 31)) == world.town_b
    assert (done.state, done.decided_by, done.note) == ("accepted", world.county_admin, "核实无误")
    assert done.history.first().history_user == world.county_admin
    assert Organization.objects.visible_to(world.town_a_clerk).filter(pk=world.b_none.pk).exists()


def test_an_organization_that_lies_there_already_stays_in_its_village(world, asked):
    standings.correct(organization=world.b_none, values={"region": world.village_a1}, day=DAY, by=world.county_admin)
    services.accept(request=asked, by=world.county_admin)
    assert where(world.b_none) == world.village_a1
    assert world.b_none.standings.count() == 1


def test_rejecting_moves_nothing(world, asked):
    assert services.reject(request=asked, by=world.county_admin, note="两家同名").state == "rejected"
    assert where(world.b_none) == world.town_b


def test_a_request_is_decided_once(world, asked):
    services.reject(request=asked, by=world.county_admin)
    for act in (services.accept, services.reject):
        with pytest.raises(ValidationError, match="已退回"):
            act(request=asked, by=world.county_admin)


@pytest.mark.parametrize("role", ["town_a_clerk", "town_b_clerk", "county_viewer", "supervisor_clerk", "auditor"])
def test_nobody_but_the_county_decides(world, asked, role):
    for act in (services.accept, services.reject):
        with pytest.raises(OutsideScope):
            act(request=asked, by=getattr(world, role))
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_the_county_reads_and_decides_on_the_page(world, asked, client):
    client.force_login(world.county_admin)
    page = client.get(reverse(LIST)).content.decode()
    assert "单氏食品有限公司" in page
    assert "石桥镇" in page
    done = client.post(reverse("reports:transfer_decide", args=[asked.pk]), {"decision": "accept", "note": "好"})
    assert done.url == reverse(LIST)
    assert where(world.b_none) == world.town_a


def test_the_town_that_asked_reads_its_own_words_and_not_the_other_towns_register(world, asked, client):
    client.force_login(world.town_a_clerk)
    page = client.get(reverse(LIST)).content.decode()
    assert "单氏食品厂" in page
    assert "单氏食品有限公司" not in page
    assert "石桥镇" not in page
    assert "同意</button>" not in page


def test_other_towns_do_not_see_the_request(world, asked, client):
    client.force_login(world.town_b_clerk)
    assert "单氏" not in client.get(reverse(LIST)).content.decode()
    assert client.post(reverse("reports:transfer_decide", args=[asked.pk]), {"decision": "accept"}).status_code == 404


def test_who_may_not_decide_gets_403_and_get_is_no_decision(world, asked, client):
    url = reverse("reports:transfer_decide", args=[asked.pk])
    for role in ("town_a_clerk", "town_a_viewer", "county_viewer", "guide_user", "auditor", "system_admin"):
        client.force_login(getattr(world, role))
        assert client.post(url, {"decision": "accept"}).status_code == 403, role
    client.force_login(world.county_admin)
    assert client.get(url).status_code == 405
    client.post(url, {"decision": "maybe"})
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_decision_that_comes_too_late_is_said(world, asked, client):
    services.reject(request=asked, by=world.county_admin)
    client.force_login(world.county_admin)
    page = client.post(reverse("reports:transfer_decide", args=[asked.pk]), {"decision": "accept"}, follow=True)
    assert "这件申请已退回" in page.content.decode()


def test_the_list_needs_as_many_queries_for_fifty_requests_as_for_five(world, asked, client):
    client.force_login(world.county_admin)
    counts = []
    for more in (4, 45):
        for number in range(more):
            other = Organization.objects.create(name=f"单位{more}{number}", kind="enterprise")
            TransferRequest.objects.create(organization=other, region=world.town_a, day=DAY)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(LIST)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""The 迁移 page."""

import pytest
from django.urls import reverse

from orgs.models import Organization

DAY = "2025-09-01"


@pytest.fixture
def url(world):
    return reverse("orgs:move", args=[world.a_single.pk])


def answer(world, region, **changes):
    version = Organization.objects.values_list("version", flat=True).get(pk=world.a_single.pk)
    return {"day": DAY, "region": region.pk, "version": version} | changes


def test_it_lists_what_stays_behind(world, url, client):
    client.force_login(world.county_admin)
    page = client.get(url, {"day": DAY, "region": world.village_b1.pk}).content.decode()
    assert "石桥镇石桥村" in page
    assert "继续以单独组建的方式覆盖" in page
    assert "确认迁移" in page
    assert world.a_single.standings.count() == 1


def test_the_county_moves_an_organization_to_another_town(world, url, client):
    client.force_login(world.county_admin)
    assert client.post(url, answer(world, world.village_b1)).status_code == 302
    assert world.a_single.standings.latest("start").region == world.village_b1


def test_a_clerk_moves_within_the_town(world, url, client):
    client.force_login(world.town_a_clerk)
    assert client.post(url, answer(world, world.village_a2)).status_code == 302
    assert world.a_single.standings.latest("start").region == world.village_a2


def test_a_region_of_another_town_is_no_choice_for_a_clerk(world, url, client):
    client.force_login(world.town_a_clerk)
    for region in (world.town_b, world.county):
        page = client.post(url, answer(world, region))
        assert page.status_code == 200
        assert "选择一个有效的选项" in page.content.decode()
    assert world.a_single.standings.count() == 1


def test_moving_to_where_it_is_is_refused(world, url, client):
    client.force_login(world.county_admin)
    assert "已在东门社区" in client.get(url, {"day": DAY, "region": world.village_a1.pk}).content.decode()


def test_strangers_and_readers(world, url, client):
    for role, status in (("town_b_clerk", 404), ("guide_user", 404), ("town_a_viewer", 403), ("county_viewer", 403)):
        client.force_login(getattr(world, role))
        assert client.post(url, answer(world, world.town_b)).status_code == status, role

"""The 合并 page: both sides with a choice each, what it will do, and 撤销合并."""

import pytest
from django.urls import reverse

from liangxin.periods import BEGINNING
from orgs.models import Merge, Organization, Standing
from tests.world import SURVEYED


@pytest.fixture
def twin(world):
    """明远商贸 once more."""
    one = Organization.objects.create(
        kind="enterprise", name="青溪县明远商贸有限公司", address="青溪县城关镇东门路12号"
    )
    Standing.objects.create(
        organization=one, region=world.village_a2, start=BEGINNING, stated_on=SURVEYED, employees=25
    )
    return one


def address(*organizations, **more):
    query = "&".join([*(f"organization={one.pk}" for one in organizations), *(f"{k}={v}" for k, v in more.items())])
    return f"{reverse('orgs:merge')}?{query}"


def answer(kept, gone, **choices):
    found = dict(Organization.objects.values_list("pk", "version"))
    chosen = {f"take-{name}": value for name, value in choices.items() if name != "again"}
    return {"versions": f"{found[kept.pk]}-{found[gone.pk]}", "reason": "重复登记", **chosen}


def test_the_page_shows_both_sides_and_suggests_the_fuller_one(world, twin, client):
    client.force_login(world.town_a_clerk)
    page = client.get(address(twin, world.a_joint))
    sides = {side.name: side for side, _ in page.context["rows"]}
    assert (page.context["kept"], page.context["gone"]) == (world.a_joint, twin)  # the one with a code stays
    assert (sides["address"].kept, sides["address"].gone, sides["address"].suggested) == (
        "青溪路1号",
        "青溪县城关镇东门路12号",
        "gone",
    )
    assert sides["credit_code"].suggested == "kept"
    assert "kind" not in sides
    assert "概况不再单列" in page.content.decode()
    assert Merge.objects.count() == 0


def test_another_name_is_suggested_with_the_code_that_it_was_given(world, twin, client):
    Organization.objects.filter(pk=twin.pk).update(
        name="青溪县很长很长的另一个名称有限公司", normal_name="另一个名称有限公司"
    )
    client.force_login(world.town_a_clerk)
    sides = {side.name: side for side, _ in client.get(address(twin, world.a_joint)).context["rows"]}
    assert (sides["name"].suggested, sides["credit_code"].suggested) == ("kept", "kept")


def test_the_other_one_can_be_kept(world, twin, client):
    client.force_login(world.town_a_clerk)
    page = client.get(address(twin, world.a_joint, keep=twin.pk))
    assert (page.context["kept"], page.context["gone"]) == (twin, world.a_joint)
    assert {side.name: side.suggested for side, _ in page.context["rows"]}["credit_code"] == "gone"


def test_posting_merges_as_chosen_and_leads_to_the_one_that_stays(world, twin, client):
    client.force_login(world.town_a_clerk)
    page = client.post(address(twin, world.a_joint), answer(world.a_joint, twin, address="kept", employees="gone"))
    assert page.url == reverse("admin:orgs_organization_change", args=[world.a_joint.pk])
    world.a_joint.refresh_from_db()
    assert (world.a_joint.address, world.a_joint.standings.get().employees) == ("青溪路1号", 25)
    assert not Organization.objects.filter(pk=twin.pk).exists()
    assert Merge.objects.get().reason == "重复登记"


def test_what_was_not_answered_is_taken_as_suggested(world, twin, client):
    client.force_login(world.town_a_clerk)
    client.post(address(twin, world.a_joint), answer(world.a_joint, twin))
    world.a_joint.refresh_from_db()
    assert world.a_joint.address == "青溪县城关镇东门路12号"


def test_listing_again_merges_nothing_and_keeps_the_choices(world, twin, client):
    client.force_login(world.town_a_clerk)
    data = answer(world.a_joint, twin, standings="gone", address="kept") | {"again": "按所选重新列出"}
    page = client.post(address(twin, world.a_joint), data)
    assert page.status_code == 200
    assert 'name="take-address" value="kept" id="id_take-address_0" checked' in page.content.decode()
    assert Merge.objects.count() == 0


def test_a_change_after_the_page_was_opened_is_shown_first(world, twin, client):
    client.force_login(world.town_a_clerk)
    data = answer(world.a_joint, twin)
    Organization.objects.filter(pk=twin.pk).update(version=7)
    page = client.post(address(twin, world.a_joint), data)
    assert "请按现在的情况再核对一遍" in page.content.decode()
    assert Merge.objects.count() == 0


def test_two_valid_codes_are_told_apart_before_anything_is_chosen(world, twin, client):
    client.force_login(world.town_a_clerk)
    page = client.get(address(world.a_single, world.a_joint))
    assert "是两家单位，不能合并" in page.content.decode()
    assert "合并成一家" not in page.content.decode()
    client.post(address(world.a_single, world.a_joint), answer(world.a_single, world.a_joint))
    assert Merge.objects.count() == 0


def test_one_organization_asks_for_the_other(world, twin, client):
    client.force_login(world.town_a_clerk)
    page = client.get(address(world.a_joint))
    assert "和哪一家合并" in page.content.decode()
    asked = client.get(address(world.a_joint, **{"other-organization": twin.pk}))
    assert asked.url == address(world.a_joint, twin)
    stranger = client.get(address(world.a_joint, **{"other-organization": world.b_none.pk}))
    assert stranger.status_code == 200


@pytest.mark.parametrize("query", ["", "?organization=x", "?organization=1&organization=2&organization=3"])
def test_addresses_without_one_or_two_organizations_are_not_found(world, client, query):
    client.force_login(world.county_admin)
    assert client.get(reverse("orgs:merge") + query).status_code == 404


def test_one_of_another_town_is_not_found(world, twin, client):
    client.force_login(world.town_a_clerk)
    assert client.get(address(twin, world.b_none)).status_code == 404
    client.force_login(world.town_a_viewer)
    assert client.get(address(twin, world.a_joint)).status_code == 403


def test_the_list_merges_exactly_two(world, twin, client):
    client.force_login(world.town_a_clerk)
    url = reverse("admin:orgs_organization_changelist")
    chosen = {"action": "merge_two", "_selected_action": [world.a_joint.pk, twin.pk]}
    assert client.post(url, chosen).url == address(world.a_joint, twin)
    chosen["_selected_action"] = [world.a_joint.pk]
    assert "合并要正好选两家" in client.post(url, chosen, follow=True).content.decode()
    client.force_login(world.town_a_viewer)
    assert 'name="action"' not in client.get(url).content.decode()


def test_the_form_leads_to_merging_and_to_its_record(world, twin, client):
    client.force_login(world.town_a_clerk)
    url = reverse("admin:orgs_organization_change", args=[world.a_joint.pk])
    assert f"{reverse('orgs:merge')}?organization={world.a_joint.pk}" in client.get(url).content.decode()
    assert "合并记录" not in client.get(url).content.decode()
    client.post(address(twin, world.a_joint), answer(world.a_joint, twin))
    assert reverse("orgs:merges", args=[world.a_joint.pk]) in client.get(url).content.decode()


def test_a_merge_is_taken_back_from_its_record(world, twin, client):
    client.force_login(world.town_a_clerk)
    client.post(address(twin, world.a_joint), answer(world.a_joint, twin))
    url = reverse("orgs:merges", args=[world.a_joint.pk])
    assert "重复登记" in client.get(url).content.decode()
    page = client.post(url, {"merge": Merge.objects.get().pk}, follow=True)
    assert "恢复为两家" in page.content.decode()
    assert "已撤销" in page.content.decode()
    twin.refresh_from_db()
    world.a_joint.refresh_from_db()
    assert (twin.address, world.a_joint.address) == ("青溪县城关镇东门路12号", "青溪路1号")


def test_the_record_says_why_a_merge_cannot_be_taken_back(world, twin, client):
    client.force_login(world.town_a_clerk)
    client.post(address(twin, world.a_joint), answer(world.a_joint, twin))
    Organization.objects.filter(pk=world.a_joint.pk).update(head_name="郝佳")
    url = reverse("orgs:merges", args=[world.a_joint.pk])
    assert "合并之后，单位又有修改" in client.get(url).content.decode()
    page = client.post(url, {"merge": Merge.objects.get().pk}, follow=True)
    assert "合并之后，单位又有修改" in page.content.decode()
    assert not Organization.objects.filter(pk=twin.pk).exists()


def test_readers_see_the_record_and_take_nothing_back(world, twin, client):
    client.force_login(world.town_a_clerk)
    client.post(address(twin, world.a_joint), answer(world.a_joint, twin))
    url = reverse("orgs:merges", args=[world.a_joint.pk])
    client.force_login(world.town_a_viewer)
    assert "撤销合并</button>" not in client.get(url).content.decode()
    assert client.post(url, {"merge": Merge.objects.get().pk}).status_code == 403
    client.force_login(world.town_b_clerk)
    assert client.get(url).status_code == 404

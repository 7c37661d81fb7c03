"""Scope in the admin frame: rows, choices and edits stay inside what a user manages."""

import pytest
from django.urls import reverse

from orgs.models import PartyBranch
from tests.filling import filled

ROWS = {
    "organization": "a_single",
    "partybranch": "a_own_branch",
    "visit": "visit",
    "posting": "posting",
}


def address(world, register, page="change"):
    return reverse(f"admin:orgs_{register}_{page}", args=[getattr(world, ROWS[register]).pk])


def test_a_clerk_of_another_town_gets_404(as_user, world):
    client = as_user("town_b_clerk")
    for register in ROWS:
        for page in ("change", "history", "delete"):
            assert client.get(address(world, register, page)).status_code == 404, (register, page)


@pytest.mark.parametrize("name", ["county_viewer", "town_a_viewer"])
def test_officials_read_but_do_not_write(as_user, world, name):
    client = as_user(name)
    for register in ("organization", "partybranch", "visit"):
        page = client.get(address(world, register))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.post(address(world, register), {}).status_code == 403
        assert client.get(reverse(f"admin:orgs_{register}_add")).status_code == 403
        assert client.post(address(world, register, "delete"), {"post": "yes"}).status_code == 403


def test_who_only_reads_sees_the_standing_in_words(as_user, world):
    page = as_user("town_a_viewer").get(address(world, "organization")).content.decode()
    assert "东门社区" in page
    assert "正式党员" in page


def test_a_county_branch_can_be_read_but_not_changed_by_a_town(as_user, world):
    client = as_user("town_a_clerk")
    form = reverse("admin:orgs_partybranch_change", args=[world.county_committee.pk])
    assert client.get(form).status_code == 200
    assert client.post(form, {"name": "改名"}).status_code == 403


def test_a_branch_shows_only_the_organizations_one_may_see(as_user, world):
    form = reverse("admin:orgs_partybranch_change", args=[world.a_joint_branch.pk])
    assert world.b_joint.name in as_user("county_admin").get(form).content.decode()
    page = as_user("town_a_clerk").get(form).content.decode()
    assert world.a_joint.name in page
    assert world.b_joint.name not in page


def suggestions(client, model, field, term=""):
    query = {"app_label": "orgs", "model_name": model, "field_name": field, "term": term}
    page = client.get(reverse("admin:autocomplete"), query)
    assert page.status_code == 200
    return [found["text"] for found in page.json()["results"]]


def test_suggestions_hold_only_what_the_user_sees(as_user, world):
    found = suggestions(as_user("town_a_clerk"), "coverage", "organization")
    assert any("星河机电" in text for text in found)
    assert not any("石桥物流" in text for text in found)


def test_a_town_may_choose_a_branch_of_the_county(as_user, world):
    found = suggestions(as_user("town_a_clerk"), "coverage", "branch", "两新")
    assert found == ["中共青溪县委两新工作委员会　青溪县"]


def test_dissolved_branches_are_not_suggested(as_user, world):
    PartyBranch.objects.filter(pk=world.a_village_branch.pk).update(dissolved="2024")
    assert suggestions(as_user("town_a_clerk"), "coverage", "branch", "东门") == []


SUGGESTED = [
    ("coverage.organization", "htwl", "海涛物流有限公司"),
    ("posting.guide", "qinming", "覃明"),
    ("posting.guide", "qiuli", "仇立"),
    ("standing.region", "dmsq", "东门社区"),
    ("standing.region", "330199002001", "石桥村"),
    ("standing.zone", "gyy", "青溪工业园"),
]


def test_suggestions_are_found_by_pinyin_initials_and_code(as_user):
    client = as_user("county_admin")
    for field, term, found in SUGGESTED:
        assert suggestions(client, *field.split("."), term)[0].startswith(found), term


def test_a_town_is_offered_only_its_own_places(as_user):
    found = suggestions(as_user("town_a_clerk"), "standing", "region")
    assert found == ["城关镇", "东门社区　城关镇", "南街社区　城关镇"]


def test_a_town_cannot_found_a_branch_elsewhere(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_partybranch_add")
    post = filled(client.get(add), name="石桥新支部", region=world.town_b.pk, levels__0__level="branch")
    assert client.post(add, post).status_code == 200
    assert not PartyBranch.objects.filter(name="石桥新支部").exists()


def test_a_guide_cannot_change_an_organization(as_user, world):
    client = as_user("guide_user")
    form = reverse("admin:orgs_organization_change", args=[world.a_some.pk])
    assert client.get(form).status_code == 200
    assert client.post(form, {}).status_code == 403
    assert client.get(reverse("admin:orgs_organization_change", args=[world.a_single.pk])).status_code == 404

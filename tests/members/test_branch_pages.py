"""The pages of branches' life: the tree, joint branches, and the acts 撤一建一 and 单建."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.periods import BEGINNING
from members.models import Membership
from orgs.models import BranchFile, BranchLevel, Coverage, Option, PartyBranch, Standing
from tests.members.branches import members, post

TREE, JOINT = reverse("members:tree"), reverse("members:joint")
PDF = b"%PDF-1.7 made up"


def nodes(page):
    """{name of a branch: its node} of a tree page."""
    return {node.branch.name: node for top in page.context["tops"] for node in top.walk()}


@pytest.fixture
def below(world):
    """The branch of town A stands under the committee of the market bureau."""
    world.a_own_branch.superior = world.market_committee
    world.a_own_branch.save()
    members(world.a_own_branch, 3)
    members(world.market_committee, 2)
    return world


def test_the_tree_holds_each_branch_below_its_superior_with_its_numbers(below, client):
    client.force_login(below.county_admin)
    page = client.get(TREE)
    tops = {top.branch: top for top in page.context["tops"]}
    county = tops[below.county_committee]
    [market] = county.below
    [own] = market.below
    assert (market.branch, own.branch) == (below.market_committee, below.a_own_branch)
    assert (market.numbers.total, market.whole, county.whole, county.branches) == (2, 5, 5, 2)
    assert (market.supervised, market.direct) == (2, 0)
    assert own.covered == ["星河机电有限公司"]
    assert f"?branch={own.branch.pk}" in page.content.decode()


def test_directly_managed_organizations_are_counted_apart(below, client):
    Standing.objects.filter(organization=below.a_should).update(direct=True)
    client.force_login(below.county_viewer)
    market = nodes(client.get(TREE))[below.market_committee.name]
    assert (market.supervised, market.direct) == (2, 1)


def test_of_a_branch_above_a_town_sees_the_name_and_no_people(below, client):
    client.force_login(below.town_a_clerk)
    found = nodes(client.get(TREE))
    above = found[below.market_committee.name]
    assert (above.own, above.numbers.total, above.supervised) == (False, 0, 1)
    assert found[below.a_own_branch.name].numbers.total == 3
    assert below.b_general.name not in found


def test_one_town_of_the_county_keeps_the_superiors(below, client):
    client.force_login(below.county_admin)
    found = nodes(client.get(TREE, {"town": below.town_a.code}))
    assert below.market_committee.name in found
    assert below.b_general.name not in found
    assert client.get(TREE, {"town": "999"}).status_code == 404


def test_superiors_in_a_ring_are_all_shown(below, client):
    PartyBranch.objects.filter(pk=below.county_committee.pk).update(superior=below.a_own_branch)
    client.force_login(below.county_admin)
    found = nodes(client.get(TREE))
    assert {below.county_committee.name, below.market_committee.name, below.a_own_branch.name} <= set(found)


def test_a_dissolved_branch_is_not_in_the_tree(below, client):
    PartyBranch.objects.filter(pk=below.market_committee.pk).update(dissolved="2025-01")
    client.force_login(below.county_admin)
    page = client.get(TREE)
    assert below.market_committee.name not in nodes(page)
    assert below.a_own_branch in [top.branch for top in page.context["tops"]]


@pytest.mark.parametrize("url", [TREE, JOINT])
def test_the_pages_ask_the_same_number_of_questions(world, client, url):
    client.force_login(world.town_a_clerk)
    counts = []
    for more in (5, 25):
        made = PartyBranch.objects.bulk_create(
            PartyBranch(name=f"{more}-{n}", normal_name=f"{more}-{n}", region=world.town_a) for n in range(more)
        )
        BranchLevel.objects.bulk_create(BranchLevel(branch=one, level="branch", start=BEGINNING) for one in made)
        Coverage.objects.bulk_create(
            Coverage(branch=one, organization=world.a_functional, mode="functional", counts=False, start=BEGINNING)
            for one in made
        )
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_joint_branches_tell_whom_they_cover_and_who_should_leave(world, client):
    Option.objects.create(key="joint_most", value=1)
    client.force_login(world.county_admin)
    page = client.get(JOINT)
    [line] = page.context["lines"]
    assert [(one["coverage"].organization, one["split"]) for one in line["covered"]] == [
        (world.a_joint, False),
        (world.b_joint, True),
    ]
    assert {key: count for key, _, count, _ in page.context["tabs"]} == {"all": 1, "crowded": 1, "split": 1, "alone": 0}
    assert "超过 1 家" in page.content.decode()


def test_organizations_of_another_town_are_counted_not_named(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(JOINT)
    assert page.context["lines"][0]["unseen"] == 1
    assert "石桥物流有限公司" not in page.content.decode()
    client.force_login(world.town_b_clerk)
    assert client.get(JOINT).context["lines"] == []


@pytest.mark.parametrize("asked", [{"show": "nothing"}, {"town": "330199009"}])
def test_an_address_that_cannot_be_is_not_found(world, client, asked):
    client.force_login(world.county_admin)
    assert client.get(JOINT, asked).status_code == 404


def version(page) -> str:
    """What a listing page says of the state it lists."""
    return page.context["stamp"]


def test_replacing_lists_and_then_does_what_it_listed(below, client):
    client.force_login(below.county_admin)
    url = reverse("members:replace", args=[below.a_own_branch.pk])
    answer = {"day": "2025-09-01", "name": "中共星河集团支部委员会", "level": "branch", "reason": "更名"}
    answer |= {"superior": below.market_committee.pk, "host": below.a_single.pk, "posts_go_on": "on"}
    page = client.get(url, answer)
    assert "3 名党员转入新党组织，其中正式党员 3 名" in page.content.decode()
    assert not PartyBranch.objects.filter(established="2025-09-01").exists()
    paper = SimpleUploadedFile("批复.pdf", PDF)
    done = client.post(url, answer | {"version": version(page), "paper": paper})
    new = PartyBranch.objects.get(established="2025-09-01")
    assert done.url == reverse("admin:orgs_partybranch_change", args=[new.pk])
    assert (new.host, new.superior, new.memberships.count()) == (below.a_single, below.market_committee, 3)
    assert set(BranchFile.objects.values_list("branch", "about")) == {
        (below.a_own_branch.pk, "dissolved"),
        (new.pk, "founded"),
    }


def test_a_member_who_came_in_between_is_listed_first(below, client):
    client.force_login(below.county_admin)
    url = reverse("members:replace", args=[below.a_own_branch.pk])
    answer = {"day": "2025-09-01", "name": "新支部", "level": "branch", "reason": "更名"}
    stamp = version(client.get(url, answer))
    members(below.a_own_branch, 1)
    page = client.post(url, answer | {"version": stamp})
    assert "又有了变化" in page.content.decode()
    assert not PartyBranch.objects.filter(name="新支部").exists()
    assert Membership.objects.filter(branch=below.a_own_branch, end=None).count() == 4


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "中共东门社区支部委员会"}, "已有同名的党组织"),
        ({"day": "2020-01-01"}, "撤销不能早于这一天"),
        ({"day": "明天"}, "看不懂"),
        ({"name": ""}, "必填"),
        ({"level": "other"}, "选"),
    ],
)
def test_what_cannot_be_replaced_is_said_before_anything_is_listed(world, client, changed, said):
    client.force_login(world.county_admin)
    url = reverse("members:replace", args=[world.a_own_branch.pk])
    answer = {"day": "2025-09-01", "name": "新支部", "level": "branch", "reason": "更名"} | changed
    page = client.get(url, answer)
    assert said in page.content.decode()
    assert not page.context["listed"]
    client.post(url, answer | {"version": version(page)})
    assert not PartyBranch.objects.filter(established__gt="2025-08").exists()


def test_splitting_names_the_branch_after_the_organization(world, client):
    people = members(world.a_joint_branch, 3, organization=world.a_joint)
    post(world.a_joint_branch, people[0])
    client.force_login(world.town_a_clerk)
    url = reverse("members:split", args=[world.a_joint_branch.pk])
    first = client.get(url, {"organization": world.a_joint.pk}).content.decode()
    assert f'<option value="{world.a_joint.pk}" selected>' in first
    assert "石桥物流有限公司" not in first
    answer = {"organization": world.a_joint.pk, "day": "2025-09-01", "name": "", "reason": "满 3 名"}
    page = client.get(url, answer)
    assert "中共明远商贸有限公司支部委员会" in page.content.decode()
    assert client.post(url, answer | {"version": version(page)}).status_code == 302
    new = PartyBranch.objects.get(host=world.a_joint)
    assert (new.name, new.memberships.count()) == ("中共明远商贸有限公司支部委员会", 3)
    assert world.a_joint.coverages.on(date(2025, 9, 1)).get().branch == new


def test_an_organization_out_of_reach_cannot_be_split_off(world, client):
    client.force_login(world.town_a_clerk)
    url = reverse("members:split", args=[world.a_joint_branch.pk])
    answer = {"organization": world.b_joint.pk, "day": "2025-09-01", "name": "新", "reason": "满 3 名"}
    page = client.get(url, answer)
    assert not page.context["listed"]
    assert client.post(url, answer | {"version": version(page)}).status_code == 200
    assert not PartyBranch.objects.filter(host=world.b_joint).exists()

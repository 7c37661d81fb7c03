"""The list of branches with the 书记 and the number of members."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.models import PartyBranch
from tests.members.branches import member, members, post

LIST = reverse("admin:orgs_partybranch_changelist")


def listed(client):
    return {row.pk: row for row in client.get(LIST).context["cl"].result_list}


def test_the_list_names_the_secretary_and_counts_the_members_of_today(world, client):
    people = members(world.a_own_branch, 3)
    member(world.a_own_branch, "去世", left="2025-01")
    post(world.a_own_branch, people[0])
    post(world.a_own_branch, people[1], "deputy")
    post(world.a_joint_branch, "外来书记")
    post(world.a_village_branch, "从前的书记", end=date(2025, 1, 1))
    client.force_login(world.town_a_viewer)
    found = listed(client)
    assert (found[world.a_own_branch.pk].secretary_name, found[world.a_own_branch.pk].members_today) == ("党员0", 3)
    assert found[world.a_joint_branch.pk].secretary_name == "外来书记"
    assert found[world.a_village_branch.pk].secretary_name is None
    address = f"{reverse('admin:members_partymember_changelist')}?branch={world.a_own_branch.pk}&amp;open=yes"
    assert address in client.get(LIST).content.decode()
    opened = client.get(address.replace("&amp;", "&"))
    assert len(opened.context["cl"].result_list) == 3


def test_people_of_a_branch_above_are_neither_named_nor_counted(world, client):
    members(world.county_committee, 2)
    post(world.county_committee, "县里的书记")
    client.force_login(world.town_a_clerk)
    page = client.get(LIST)
    assert "县里的书记" not in page.content.decode()
    assert {row.pk: row.members_today for row in page.context["cl"].result_list}[world.county_committee.pk] == 0


def test_the_list_asks_the_same_number_of_questions(world, client):
    client.force_login(world.town_a_clerk)
    counts = []
    for more in (5, 40):
        made = PartyBranch.objects.bulk_create(
            PartyBranch(name=f"{more}-{n}", normal_name=f"{more}-{n}", region=world.town_a) for n in range(more)
        )
        for one in made[:5]:
            post(one, member(one, 1))
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["town_a_clerk", "town_a_viewer"])
def test_the_page_of_a_branch_leads_to_its_members_and_dues(world, client, who):
    people = members(world.a_own_branch, 2)
    client.force_login(getattr(world, who))
    page = client.get(reverse("admin:orgs_partybranch_change", args=[world.a_own_branch.pk]))
    (_, listed_at), (_, dues_at) = page.context["more_links"]
    assert f'href="{dues_at}">党费</a>' in page.content.decode()
    assert set(client.get(listed_at).context["cl"].result_list) == set(people)
    assert client.get(dues_at).status_code == 200


def test_the_page_of_a_branch_above_leads_to_none_of_its_people(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("admin:orgs_partybranch_change", args=[world.county_committee.pk]))
    assert page.context["more_links"] == []

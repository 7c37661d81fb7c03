"""A ledger has as many rows as the register's own page says there are."""

from datetime import date, timedelta

import pytest

from liangxin.dates import today
from members.choices import State
from members.models import Candidate, Membership, Step, Workplace
from orgs.models import Term
from tests.members.rows import member


@pytest.fixture
def people(world):
    """Members and candidates in both towns, one of whom works elsewhere, one is nowhere, one left; terms."""
    member("钱一", branch=world.a_own_branch, organization=world.a_single)
    floating = member("孙二", branch=world.b_general, organization=world.a_should, state=State.FLOATING)
    Workplace.objects.filter(member=floating).update(organization=world.a_none)
    nowhere = member("李三", branch=world.b_general)
    Membership.objects.filter(member=nowhere).update(end=date(2024, 1, 1))
    member("周四", branch=world.a_own_branch, left="2025-03", left_why="moved")
    for number, branch in enumerate((world.a_own_branch, world.b_general)):
        one = Candidate.objects.create(name=f"郑{number}", branch=branch)
        Step.objects.create(candidate=one, number=1 + 2 * number, day=date(2024, 1, 5))
    Term.objects.create(branch=world.a_own_branch, elected=date(2019, 1, 1), due=date(2022, 1, 1))
    Term.objects.create(branch=world.b_general, elected=date(2024, 1, 1), due=today() + timedelta(days=60))
    return world


def ledger(client, address) -> int:
    """The number above a ledger."""
    return client.get(address).context["count"]


def register(client, address) -> int:
    """The number of rows that a register's list says."""
    return client.get(address).context["cl"].result_count


@pytest.mark.parametrize("user", ["county_admin", "town_a_clerk", "town_b_clerk"])
def test_members_are_as_many_as_in_their_list(people, client, user):
    client.force_login(getattr(people, user))
    assert ledger(client, "/ledgers/members/") == register(client, "/admin/members/partymember/?open=yes") > 0
    for asked in ("?state=floating", "?state=probationary"):
        key = "person" if "probationary" in asked else "state"
        there = asked.replace("?state", f"/admin/members/partymember/?open=yes&{key}")
        assert ledger(client, f"/ledgers/members/{asked}") == register(client, there)


def test_members_of_a_town_are_as_many_as_in_the_list_narrowed_to_it(people, client):
    client.force_login(people.county_admin)
    for town, number in ((people.town_a, 2), (people.town_b, 1)):
        listed = register(client, f"/admin/members/partymember/?open=yes&region={town.code}")
        assert ledger(client, f"/ledgers/members/?region={town.code}") == listed == number


@pytest.mark.parametrize("user", ["county_admin", "town_a_clerk"])
def test_who_is_developed_is_as_many_as_on_the_pages_of_development(people, client, user):
    client.force_login(getattr(people, user))
    page = client.get("/development/people/")
    assert ledger(client, "/ledgers/candidates/") == page.context["pages"].paginator.count > 0


def test_terms_are_as_many_as_on_their_page(people, client):
    client.force_login(people.county_admin)
    tabs = {key: count for key, _, count, _ in client.get("/terms/").context["tabs"]}
    for part in ("overdue", "soon", "unknown"):
        assert ledger(client, f"/ledgers/branches/?state={part}") == tabs[part] > 0


@pytest.mark.parametrize("kind", ["enterprises", "socials"])
def test_the_unbuilt_are_as_many_as_in_the_coverage_table(people, client, kind):
    client.force_login(people.county_admin)
    asked = f"/coverage/organizations/?kind={kind.removesuffix('s')}&figure=uncovered"
    assert ledger(client, f"/ledgers/{kind}/?state=uncovered") == client.get(asked).context["pages"].paginator.count > 0

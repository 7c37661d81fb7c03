"""Who sees which members: by the branch of today or the workplace of today, and nobody else."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from members.scope import branches_for_people
from orgs.models import PartyBranch
from orgs.scope import CONSOLE
from tests.members.rows import START, member
from tests.world import ROLES


@pytest.fixture
def people(world):
    """Members by name, each for one way to be seen or not."""
    inferior = PartyBranch.objects.create(name="中共市场局一支部", region=world.county, superior=world.market_committee)
    made = {
        "a": member("a", branch=world.a_own_branch, organization=world.a_single),
        "a branch, b work": member("a branch, b work", branch=world.a_village_branch, organization=world.b_joint),
        "b": member("b", branch=world.b_general),
        "county": member("county", branch=world.county_committee),
        "inferior": member("inferior", branch=inferior),
        "supervised": member("supervised", organization=world.a_should),
        "went a to b": member("went a to b", branch=world.a_joint_branch),
        "gone from a": member("gone from a", branch=world.a_joint_branch),
        "gone from b, before a": member("gone from b, before a", branch=world.a_joint_branch),
        "worked in a": member("worked in a", organization=world.a_joint),
        "worked in a, of b": member("worked in a, of b", branch=world.b_general, organization=world.a_joint),
    }
    ended = date(2024, 5, 1)
    for name, following in (("went a to b", None), ("gone from b, before a", date(2025, 5, 1))):
        made[name].memberships.update(end=ended)
        Membership.objects.create(member=made[name], branch=world.b_general, start=ended, end=following)
    made["gone from a"].memberships.update(end=ended)
    Workplace.objects.filter(member__name__startswith="worked in a").update(end=ended)
    return made


A = {"a", "a branch, b work", "supervised", "gone from a", "worked in a"}
B = {"a branch, b work", "b", "went a to b", "gone from b, before a", "worked in a, of b"}
ALL = A | B | {"county", "inferior"}
SEES = {
    "county_admin": ALL,
    "county_viewer": ALL,
    "town_a_clerk": A,
    "town_a_viewer": A,
    "town_b_clerk": B,
    "supervisor_clerk": {"inferior", "supervised"},
    "guide_user": set(),
    "auditor": set(),
    "system_admin": set(),
}
EDITORS = {"county_admin", "town_a_clerk", "town_b_clerk", "supervisor_clerk"}


def names(rows, path="name"):
    return set(rows.values_list(path, flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_members_and_editors_edit_them(world, people, role):
    user = getattr(world, role)
    assert names(PartyMember.objects.visible_to(user)) == SEES[role]
    assert PartyMember.objects.visible_to(user).count() == len(SEES[role])
    assert names(PartyMember.objects.editable_by(user)) == (SEES[role] if role in EDITORS else set())


@pytest.mark.parametrize("model", [PersonType, Membership, Workplace, Relation])
def test_a_fact_is_seen_with_its_member(world, people, model):
    Relation.objects.create(member=people["b"], state="lost", start=START)
    there = names(model.objects.all(), "member__name")
    for role in ROLES:
        user = getattr(world, role)
        assert names(model.objects.visible_to(user), "member__name") == SEES[role] & there, role
        edited = SEES[role] & there if role in EDITORS else set()
        assert names(model.objects.editable_by(user), "member__name") == edited, role


def test_who_is_not_signed_in_or_switched_off_sees_nobody(world, people):
    world.county_admin.is_active = world.supervisor_clerk.is_active = False
    for user in (AnonymousUser(), world.county_admin, world.supervisor_clerk):
        assert not PartyMember.objects.visible_to(user).exists()
        assert not branches_for_people(user).exists()
    assert PartyMember.objects.visible_to(CONSOLE).count() == len(ALL)


def test_people_are_looked_after_by_the_branches_of_ones_own_region_only(world, people):
    mine = {world.a_own_branch, world.a_joint_branch, world.a_village_branch}
    assert set(branches_for_people(world.town_a_clerk)) == mine
    assert set(branches_for_people(world.supervisor_clerk)) == {
        world.market_committee,
        people["inferior"].memberships.get().branch,
    }
    assert not branches_for_people(world.guide_user).exists()

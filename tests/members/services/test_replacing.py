"""撤一建一: one branch goes, one comes, and everything that hung on the first moves in one act (domain.md §3)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.choices import Direction
from members.models import Candidate, CompleteRoster, Membership, Post, Transfer
from members.services.branches import replace
from members.services.rosters import restate
from orgs.choices import Level, Mode
from orgs.coverage import standings_on, with_status
from orgs.models import Coverage, PartyBranch, Standing, Venue
from orgs.services.writing import OutsideScope
from tests.members.branches import member, members, post

DAY = date(2025, 9, 1)
NAME = "中共青溪县商贸联合支部委员会"


@pytest.fixture
def full(world):
    """The joint branch of town A with all that can hang on a branch."""
    world.joint = world.a_joint_branch
    world.people = members(world.joint, 3, organization=world.a_joint)
    world.late = member(world.joint, "后来", since=date(2025, 10, 1))
    world.gone = member(world.joint, "去世", left="2025-01")
    world.post = post(world.joint, world.people[0], management="总经理", source="manager")
    world.later_post = post(world.joint, world.people[1], "committee", start=date(2025, 10, 1))
    world.candidate = Candidate.objects.create(name="积极分子", branch=world.joint)
    world.letter = Transfer.objects.create(
        member=world.people[2],
        direction=Direction.WITHIN,
        origin=world.joint,
        target=world.b_general,
        sent=date(2025, 8, 1),
    )
    world.venue = Venue.objects.create(name="党群服务站", region=world.town_a, branch=world.joint)
    world.a_own_branch.superior = world.joint
    world.a_own_branch.save()
    return world


def act(world, **given):
    asked = {"branch": world.joint, "day": DAY, "name": NAME, "reason": "整顿", "by": world.county_admin}
    return replace(**asked | given)


def test_the_old_one_is_dissolved_and_the_new_one_founded_on_the_day(full):
    new = act(full, superior=full.county_committee)
    full.joint.refresh_from_db()
    assert (full.joint.dissolved, full.joint.dissolved_reason) == ("2025-09-01", "撤一建一：整顿")
    assert (new.name, new.established, new.region, new.superior) == (
        NAME,
        "2025-09-01",
        full.town_a,
        full.county_committee,
    )
    assert new.levels.on(DAY).get().level == Level.JOINT_BRANCH


def test_the_same_name_goes_on(full):
    assert act(full, name=full.joint.name).name == full.joint.name


def test_coverages_go_on_in_their_modes(full):
    leaves = dict(with_status(standings_on(DAY), DAY).values_list("organization", "leaf"))
    new = act(full)
    rows = Coverage.objects.filter(organization__in=(full.a_joint, full.b_joint)).order_by("start", "organization")
    assert [(one.branch, one.mode, one.start, one.end) for one in rows] == [
        (full.joint, Mode.REGIONAL, date(2022, 6, 1), DAY),
        (full.joint, Mode.JOINT, date(2023, 1, 1), DAY),
        (new, Mode.REGIONAL, DAY, None),
        (new, Mode.JOINT, DAY, None),
    ]
    assert dict(with_status(standings_on(DAY), DAY).values_list("organization", "leaf")) == leaves
    assert full.a_closed.coverages.get().branch == full.joint


def test_members_go_along_and_those_who_had_left_stay(full):
    versions = {one.pk: one.version for one in full.people}
    new = act(full)
    for one in full.people:
        before, after = one.memberships.order_by("start")
        assert (before.branch, before.end, after.branch, after.start, after.end) == (full.joint, DAY, new, DAY, None)
        one.refresh_from_db()
        assert one.version == versions[one.pk] + 1
    assert [(one.branch, one.start) for one in full.late.memberships.all()] == [(new, date(2025, 10, 1))]
    assert full.gone.memberships.get().branch == full.joint


def test_posts_go_on_with_all_that_they_say(full):
    new = act(full)
    full.post.refresh_from_db()
    assert full.post.end == DAY
    going = new.posts.get(position="secretary")
    assert (going.member, going.start, going.end, going.management, going.source) == (
        full.people[0],
        DAY,
        None,
        "总经理",
        "manager",
    )
    full.later_post.refresh_from_db()
    assert (full.later_post.branch, full.later_post.start) == (new, date(2025, 10, 1))


def test_posts_end_when_they_do_not_go_on(full):
    new = act(full, posts_go_on=False)
    full.post.refresh_from_db()
    assert full.post.end == DAY
    assert not new.posts.exists()
    assert not Post.objects.filter(pk=full.later_post.pk).exists()


def test_what_else_hung_on_it_follows(full):
    new = act(full)
    for row in (full.candidate, full.letter, full.venue, full.a_own_branch):
        row.refresh_from_db()
    assert (full.candidate.branch, full.letter.origin, full.letter.target) == (new, new, full.b_general)
    assert (full.venue.branch, full.a_own_branch.superior) == (new, new)


def test_what_it_supervises_and_the_accounts_follow(full):
    new = replace(
        branch=full.market_committee,
        day=DAY,
        name="中共青溪县市场监管局两新委员会",
        reason="机构改革",
        by=full.county_admin,
    )
    for organization in (full.a_should, full.b_none):
        before, after = organization.standings.order_by("start")
        assert (before.supervisor, before.end) == (full.market_committee, DAY)
        assert (after.supervisor, after.start, after.full_members) == (new, DAY, before.full_members)
    full.supervisor_clerk.refresh_from_db()
    assert full.supervisor_clerk.supervisor == new


def test_every_row_of_the_history_says_that_it_is_one_act(full):
    new = act(full)
    why = f"撤一建一：“{full.joint}”撤销，整顿"[:100]
    told = [
        full.joint.history.latest(),
        new.history.latest(),
        full.candidate.history.latest(),
        full.letter.history.latest(),
        full.venue.history.latest(),
        full.a_own_branch.history.latest(),
        Membership.history.filter(branch=new).earliest(),
        Membership.history.filter(branch=full.joint).latest(),
        Coverage.history.filter(branch=new).earliest(),
        Post.history.filter(branch=new).earliest(),
    ]
    assert {(entry.history_change_reason, entry.history_user) for entry in told} == {(why, full.county_admin)}


def test_a_complete_roster_states_the_same_numbers_before_and_after(full):
    CompleteRoster.objects.create(organization=full.a_joint, start=date(2025, 1, 1))
    restate([full.a_joint], by=full.county_admin)
    assert full.a_joint.standings.on(DAY).get().full_members == 3
    act(full)
    assert [one.full_members for one in Standing.objects.filter(organization=full.a_joint).on(DAY)] == [3]


def test_what_the_user_may_not_change_stops_all_of_it(full):
    """The joint branch of town A covers an organization of town B: the county acts, the town does not."""
    with pytest.raises(OutsideScope, match="石桥物流有限公司"):
        act(full, by=full.town_a_clerk)
    full.joint.refresh_from_db()
    assert full.joint.dissolved == ""
    assert not PartyBranch.objects.filter(name=NAME).exists()
    assert Membership.objects.filter(branch=full.joint, end=None).count() == 5
    assert not PartyBranch.history.filter(name=NAME).exists()


@pytest.mark.parametrize("role", ["town_b_clerk", "town_a_viewer", "county_viewer", "guide_user", "auditor"])
def test_who_may_not_edit_the_branch_replaces_nothing(world, role):
    with pytest.raises(OutsideScope):
        replace(branch=world.a_own_branch, day=DAY, name=NAME, reason="整顿", by=getattr(world, role))


def test_a_branch_that_is_dissolved_or_younger_is_not_replaced(world):
    with pytest.raises(ValidationError, match="撤销不能早于这一天"):
        replace(branch=world.a_own_branch, day=date(2021, 3, 9), name=NAME, reason="整顿", by=world.county_admin)
    replace(branch=world.a_own_branch, day=DAY, name=NAME, reason="整顿", by=world.county_admin)
    with pytest.raises(ValidationError, match="已于2025年9月1日撤销"):
        replace(branch=world.a_own_branch, day=DAY, name="又一个", reason="整顿", by=world.county_admin)

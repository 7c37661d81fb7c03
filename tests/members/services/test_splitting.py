"""单建: an organization leaves a joint branch for a branch of its own, its members with it (domain.md §2)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Candidate, Membership, Transfer, Workplace
from members.queries_moving import splitting
from members.services.branches import split
from orgs.choices import Level, Mode
from orgs.models import Coverage, PartyBranch
from orgs.services.writing import OutsideScope
from tests.members.branches import member, members, post

DAY = date(2025, 9, 1)
NAME = "中共明远商贸有限公司支部委员会"


@pytest.fixture
def joint(world):
    """The joint branch with three members at one organization and one at another."""
    world.joint = world.a_joint_branch
    world.people = members(world.joint, 3, organization=world.a_joint)
    world.other = member(world.joint, "外单位", organization=world.b_joint)
    world.secretary = post(world.joint, world.people[0])
    world.deputy = post(world.joint, world.other, "deputy")
    return world


def act(world, **given):
    asked = {"branch": world.joint, "organization": world.a_joint, "day": DAY, "name": NAME, "reason": "满 3 名"}
    return split(**asked | {"by": world.town_a_clerk} | given)


def test_the_organization_gets_a_branch_of_its_own_from_the_day(joint):
    new = act(joint)
    assert (new.host, new.established, new.region) == (joint.a_joint, "2025-09-01", joint.town_a)
    assert new.levels.on(DAY).get().level == Level.BRANCH
    rows = Coverage.objects.filter(organization=joint.a_joint).order_by("start")
    assert [(one.branch, one.mode, one.start, one.end) for one in rows] == [
        (joint.joint, Mode.REGIONAL, date(2022, 6, 1), DAY),
        (new, Mode.SINGLE, DAY, None),
    ]
    assert joint.b_joint.coverages.get().end is None


def test_those_who_work_there_go_and_the_others_stay(joint):
    new = act(joint)
    assert set(Membership.objects.on(DAY).filter(branch=new).values_list("member", flat=True)) == {
        one.pk for one in joint.people
    }
    assert joint.other.memberships.get().branch == joint.joint
    joint.secretary.refresh_from_db()
    joint.deputy.refresh_from_db()
    assert (joint.secretary.end, joint.deputy.end) == (DAY, None)


def test_who_works_there_only_later_goes_when_the_membership_begins_then(joint):
    late = member(joint.joint, "后来", organization=joint.a_joint, since=date(2025, 10, 1))
    moved = joint.people[2]
    Workplace.objects.filter(member=moved).update(end=date(2025, 8, 1))
    new = act(joint)
    assert late.memberships.get().branch == new
    assert moved.memberships.get().branch == joint.joint


def test_people_on_the_way_into_the_party_who_work_there_go(joint):
    going = Candidate.objects.create(name="甲", branch=joint.joint, organization=joint.a_joint)
    staying = Candidate.objects.create(name="乙", branch=joint.joint, organization=joint.b_joint)
    new = act(joint)
    going.refresh_from_db()
    staying.refresh_from_db()
    assert (going.branch, staying.branch) == (new, joint.joint)


def test_the_history_tells_one_act(joint):
    new = act(joint)
    why = f"单建：“{joint.a_joint}”从“{joint.joint}”分出，满 3 名"
    entries = [
        new.history.latest(),
        Coverage.history.filter(branch=new).latest(),
        Coverage.history.filter(branch=joint.joint, organization=joint.a_joint).latest(),
        Membership.history.filter(branch=new).latest(),
        joint.secretary.history.latest(),
    ]
    assert {entry.history_change_reason for entry in entries} == {why}


def test_the_list_before_says_what_moves_and_what_is_left(joint):
    lines = [(line.what, line.register, line.text) for line in splitting(joint.joint, joint.a_joint, NAME, DAY)]
    assert ("转入", "党员", "3 名党员转入新党组织，其中正式党员 3 名") in lines
    assert any(what == "终止" and register == "党内职务" for what, register, _ in lines)
    assert any("只剩一家单位" in text for _, _, text in lines)
    Membership.objects.filter(member=joint.people[0]).delete()
    assert any("不足 3 名" in line.text for line in splitting(joint.joint, joint.a_joint, NAME, DAY))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"organization": "a_single"}, "不由“.*”联合覆盖"),
        ({"day": date(2022, 6, 1)}, "才开始联合覆盖"),
        ({"day": date(2022, 5, 31)}, "不由“.*”联合覆盖"),
        ({"day": date(2099, 1, 1)}, "不能晚于今天"),
    ],
)
def test_what_is_not_covered_jointly_on_the_day_is_refused(joint, given, said):
    if name := given.get("organization"):
        given = {"organization": getattr(joint, name)}
    with pytest.raises(ValidationError, match=said):
        act(joint, **given)
    assert not PartyBranch.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("role", ["town_b_clerk", "town_a_viewer", "guide_user", "auditor"])
def test_who_may_not_edit_splits_nothing(joint, role):
    with pytest.raises(OutsideScope):
        act(joint, by=getattr(joint, role))
    assert not PartyBranch.objects.filter(name=NAME).exists()


def test_a_letter_on_its_way_comes_from_where_the_member_is(joint):
    going, staying = (
        Transfer.objects.create(member=one, origin=joint.joint, target=joint.b_general, sent=date(2025, 8, 1))
        for one in (joint.people[0], joint.other)
    )
    new = act(joint)
    going.refresh_from_db()
    staying.refresh_from_db()
    assert (going.origin, staying.origin) == (new, joint.joint)

"""Members of a branch on a day, and what is amiss: size, secretary, too few for months, joint coverage."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from liangxin.months import shifted
from members.choices import Person
from members.models import Membership, PersonType
from members.queries_branches import (
    Numbers,
    few_for_long,
    findings,
    numbers_on,
    posts_without_member,
    sizes,
    without_secretary,
)
from orgs.choices import Level, Mode
from orgs.models import BranchLevel, Coverage, Option, Organization, PartyBranch, Standing
from orgs.queries_branches import crowded_joint, should_split, working_on
from tests.members.branches import member, members, post

DAY = date(2025, 9, 1)
EVERY = PartyBranch.objects.all()


def test_members_count_by_type_while_they_belong_and_have_not_left(world, django_assert_num_queries):
    branch = world.a_own_branch
    members(branch, 2)
    member(branch, "预备", person=Person.PROBATIONARY)
    member(branch, "转走", until=DAY)
    member(branch, "后来", since=date(2025, 9, 2))
    member(branch, "去世", left="2025-09")
    PersonType.objects.filter(member=member(branch, "未填")).delete()
    with django_assert_num_queries(1):
        assert numbers_on(DAY, EVERY) == {branch.pk: Numbers(2, 1, 1)}
    assert numbers_on(date(2025, 8, 31), EVERY)[branch.pk] == Numbers(4, 1, 1)


def test_a_higher_branch_is_counted_with_those_below_it(world):
    world.a_own_branch.superior = world.market_committee
    world.a_own_branch.save()
    members(world.a_own_branch, 3)
    members(world.market_committee, 2)
    found = sizes(DAY, working_on(DAY) | working_on(DAY).filter(pk=world.market_committee.pk))
    assert found[world.a_own_branch.pk].total == 3
    BranchLevel.objects.filter(branch=world.a_own_branch).update(level=Level.COMMITTEE)
    world.market_committee.superior = world.a_own_branch  # a ring: each is counted once
    world.market_committee.save()
    assert sizes(DAY, working_on(DAY))[world.a_own_branch.pk].total == 5


def test_findings_name_branches_that_sit_in_or_cover_an_organization_only(world):
    members(world.a_own_branch, 2)
    found = findings(DAY)
    assert [one.key for one in found[world.a_own_branch.pk]] == ["few"]
    assert [one.key for one in found[world.a_joint_branch.pk]] == ["empty"]
    assert world.market_committee.pk not in found  # it supervises only
    world.a_village_branch.is_village = True
    world.a_village_branch.save()
    assert world.a_village_branch.pk not in findings(DAY)


def test_a_committee_is_counted_by_its_people(world):
    seven = members(world.a_own_branch, 7)
    for position, holder in zip(("secretary", "deputy", "committee"), (seven[0], seven[0], seven[1]), strict=True):
        post(world.a_own_branch, holder, position)
    assert [one.key for one in findings(DAY)[world.a_own_branch.pk]] == ["no_committee"]
    post(world.a_own_branch, "外来委员", "committee")
    assert world.a_own_branch.pk not in findings(DAY)


def test_findings_ask_the_same_number_of_questions(world):
    counts = []
    for more in (5, 45):
        made = PartyBranch.objects.bulk_create(
            PartyBranch(name=f"{more}-{n}", normal_name=f"{more}-{n}", region=world.town_a, host=world.a_single)
            for n in range(more)
        )
        BranchLevel.objects.bulk_create(BranchLevel(branch=one, level="branch", start=date(1900, 1, 1)) for one in made)
        with CaptureQueriesContext(connection) as asked:
            assert len(findings(DAY)) >= more
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_a_branch_without_a_secretary_on_the_day(world):
    post(world.a_own_branch, "张三", start=date(2023, 1, 1), end=DAY)
    post(world.a_joint_branch, "李四", "first_secretary")
    assert world.a_own_branch in without_secretary(DAY)
    assert world.a_own_branch not in without_secretary(date(2025, 8, 31))
    assert world.a_joint_branch in without_secretary(DAY)  # a 第一书记 is sent from above
    assert world.market_committee not in without_secretary(DAY)


def test_posts_whose_holder_is_in_no_roster(world):
    named = post(world.a_own_branch, "张三")
    post(world.a_joint_branch, member(world.a_joint_branch, 1))
    assert set(posts_without_member(DAY)) == {named}
    assert set(posts_without_member(DAY).visible_to(world.town_b_clerk)) == set()


def test_too_few_for_six_months_means_on_each_of_its_days(world):
    branch, since = world.a_own_branch, shifted(DAY, -6)
    assert branch not in few_for_long(DAY)  # nobody has entered its roster yet
    members(branch, 2)
    assert branch in few_for_long(DAY)
    third = member(branch, 3, since=date(2025, 5, 1), until=date(2025, 5, 2))
    assert branch not in few_for_long(DAY)  # for a day there were three
    Membership.objects.filter(member=third).update(start=date(2025, 1, 1), end=since)
    assert branch in few_for_long(DAY)
    Membership.objects.filter(member=third).update(end=date(2025, 3, 2))
    assert branch not in few_for_long(DAY)
    PersonType.objects.filter(member=third).update(person=Person.PROBATIONARY)
    assert branch in few_for_long(DAY)


def test_a_branch_founded_within_the_months_is_not_yet_too_small_for_long(world):
    members(world.a_own_branch, 2)
    world.a_own_branch.established = "2025-04"
    world.a_own_branch.save()
    assert world.a_own_branch not in few_for_long(DAY)


def test_joint_branches_over_the_setting_and_organizations_that_should_leave(world):
    assert not crowded_joint(today()).exists()
    Option.objects.create(key="joint_most", value=1)
    assert [(one, one.covers) for one in crowded_joint(today())] == [(world.a_joint_branch, 2)]
    assert [one.organization for one in should_split(today())] == [world.b_joint]
    assert [one.organization for one in should_split(today()).visible_to(world.town_a_clerk)] == []
    Standing.objects.filter(organization=world.b_joint).update(full_members=2)
    assert not should_split(today()).exists()


def test_an_organization_covered_twice_in_time_counts_once(world):
    made = Organization.objects.create(name="新联商行", kind="enterprise")
    for start, end in ((date(2020, 1, 1), date(2021, 1, 1)), (date(2024, 1, 1), None)):
        Coverage.objects.create(organization=made, branch=world.b_general, mode=Mode.JOINT, start=start, end=end)
    Option.objects.create(key="joint_most", value=1)
    assert world.b_general not in crowded_joint(today())

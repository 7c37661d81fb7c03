"""Coverages, postings and mass groups begin and end on a day; the running one makes room."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from orgs.choices import MassKind, Mode
from orgs.models import Posting, Visit
from orgs.services import coverages, mass_groups, organizations, postings
from orgs.services.writing import OutsideScope

SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)


@pytest.fixture
def cover(world):
    def cover(organization, branch, mode, start, by=world.town_a_clerk):
        return coverages.begin(organization=organization, branch=branch, mode=mode, start=start, by=by)

    return cover


def test_a_coverage_ends_the_one_in_force(world, cover):
    made = cover(world.a_joint, world.a_village_branch, Mode.AFFILIATED, SUMMER)
    old, new = world.a_joint.coverages.order_by("start")
    assert (old.end, new, new.end, new.counts) == (SUMMER, made, None, True)
    assert new.history.get().history_user == world.town_a_clerk


def test_a_coverage_before_a_later_one_ends_where_that_begins(world, cover):
    cover(world.a_should, world.a_joint_branch, Mode.JOINT, AUTUMN)
    early = cover(world.a_should, world.a_village_branch, Mode.AFFILIATED, SPRING)
    assert early.end == AUTUMN


def test_a_functional_coverage_ends_nothing_and_counts_not(world, cover):
    made = cover(world.a_joint, world.county_committee, Mode.FUNCTIONAL, SUMMER)
    assert not made.counts
    assert world.a_joint.coverages.on(SUMMER).count() == 2
    with pytest.raises(ValidationError, match="已由"):
        cover(world.a_joint, world.county_committee, Mode.FUNCTIONAL, AUTUMN)


def test_the_same_coverage_twice_is_refused(world, cover):
    with pytest.raises(ValidationError, match="已由"):
        cover(world.a_joint, world.a_joint_branch, Mode.REGIONAL, SUMMER)
    with pytest.raises(ValidationError, match="请先更正"):
        cover(world.a_joint, world.a_village_branch, Mode.AFFILIATED, date(2022, 6, 1))


def test_single_means_a_branch_of_ones_own(world, cover):
    with pytest.raises(ValidationError, match="只覆盖一家"):
        cover(world.a_should, world.a_joint_branch, Mode.SINGLE, SUMMER)
    with pytest.raises(ValidationError, match="只覆盖一家"):
        cover(world.a_should, world.a_own_branch, Mode.JOINT, SUMMER)


def test_no_coverage_before_its_branch_is_founded_or_after_it_is_dissolved(world, cover):
    with pytest.raises(ValidationError, match="成立于2022年6月"):
        cover(world.a_should, world.a_joint_branch, Mode.JOINT, date(2022, 5, 31))
    world.a_joint_branch.dissolved = "2025-06"
    world.a_joint_branch.save(update_fields=["dissolved"])
    with pytest.raises(ValidationError, match="已于2025年6月撤销"):
        cover(world.a_should, world.a_joint_branch, Mode.JOINT, SUMMER)


def test_a_closed_organization_gets_no_fact(world, cover):
    by = world.town_a_clerk
    with pytest.raises(ValidationError, match="注销"):
        cover(world.a_closed, world.a_joint_branch, Mode.JOINT, SUMMER)
    with pytest.raises(ValidationError, match="注销"):
        postings.assign_guide(organization=world.a_closed, guide=world.guide, start=SUMMER, by=by)
    with pytest.raises(ValidationError, match="注销"):
        mass_groups.begin(organization=world.a_closed, kind=MassKind.UNION, start=SUMMER, by=by)


def test_a_county_branch_may_cover_a_towns_organization_but_a_strangers_may_not(world, cover):
    cover(world.a_should, world.county_committee, Mode.AFFILIATED, SUMMER)
    with pytest.raises(OutsideScope):
        cover(world.a_none, world.b_general, Mode.AFFILIATED, SUMMER)
    with pytest.raises(OutsideScope):
        cover(world.b_none, world.county_committee, Mode.AFFILIATED, SUMMER)


def test_a_coverage_ends_once(world):
    coverage = world.a_joint.coverages.get()
    ended = coverages.end(coverage=coverage, day=SUMMER, by=world.town_a_clerk)
    assert ended.end == SUMMER
    with pytest.raises(ValidationError, match="已于"):
        coverages.end(coverage=coverage, day=AUTUMN, by=world.town_a_clerk)


def test_a_coverage_ends_after_it_began(world):
    with pytest.raises(ValidationError, match="晚于起始日期"):
        coverages.end(coverage=world.a_joint.coverages.get(), day=date(2022, 6, 1), by=world.town_a_clerk)


def test_a_guide_replaces_the_one_before(world):
    made = postings.assign_guide(
        organization=world.a_some, guide=world.other_guide, start=SUMMER, by=world.town_a_clerk
    )
    world.posting.refresh_from_db()
    assert (world.posting.end, made.end) == (SUMMER, None)
    with pytest.raises(ValidationError, match="已选派"):
        postings.assign_guide(organization=world.a_some, guide=world.other_guide, start=AUTUMN, by=world.town_a_clerk)


def test_a_guide_before_a_later_one_stays_until_then(world):
    Posting.objects.create(guide=world.guide, organization=world.a_none, start=AUTUMN)
    made = postings.assign_guide(
        organization=world.a_none, guide=world.other_guide, start=SPRING, by=world.town_a_clerk
    )
    assert made.end == AUTUMN


def test_a_posting_does_not_end_before_its_last_visit(world):
    Visit.objects.create(posting=world.posting, day=SUMMER)
    with pytest.raises(ValidationError, match="还有走访"):
        postings.end(posting=world.posting, day=SUMMER, by=world.town_a_clerk)
    assert postings.end(posting=world.posting, day=AUTUMN, by=world.town_a_clerk).end == AUTUMN


def test_a_mass_group_begins_once_and_ends(world):
    group = mass_groups.begin(organization=world.a_none, kind=MassKind.UNION, start=SPRING, by=world.town_a_clerk)
    with pytest.raises(ValidationError, match="已有工会"):
        mass_groups.begin(organization=world.a_none, kind=MassKind.UNION, start=SUMMER, by=world.town_a_clerk)
    assert mass_groups.end(group=group, day=AUTUMN, by=world.town_a_clerk).end == AUTUMN


@pytest.mark.parametrize("role", ["town_b_clerk", "town_a_viewer", "county_viewer", "guide_user", "auditor"])
def test_who_may_not_edit_the_organization_changes_no_fact(world, role):
    by = getattr(world, role)
    for act in (
        lambda: coverages.end(coverage=world.a_joint.coverages.get(), day=SUMMER, by=by),
        lambda: postings.end(posting=world.posting, day=SUMMER, by=by),
        lambda: mass_groups.end(group=world.a_single.mass_groups.get(), day=SUMMER, by=by),
        lambda: organizations.reopen(organization=world.a_closed, by=by),
    ):
        with pytest.raises(OutsideScope):
            act()


def test_every_fact_raises_the_organizations_version(world):
    by = world.town_a_clerk
    acts = (
        lambda: coverages.end(coverage=world.a_joint.coverages.get(), day=SUMMER, by=by),
        lambda: postings.assign_guide(organization=world.a_joint, guide=world.guide, start=SUMMER, by=by),
        lambda: mass_groups.begin(organization=world.a_joint, kind=MassKind.UNION, start=SUMMER, by=by),
    )
    for act in acts:
        world.a_joint.refresh_from_db()
        before = world.a_joint.version
        act()
        world.a_joint.refresh_from_db()
        assert world.a_joint.version == before + 1

"""Branches are founded, renamed, change their level and are dissolved (domain.md §3)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.periods import BEGINNING
from orgs import queries
from orgs.choices import Level, Mode
from orgs.models import Coverage, PartyBranch
from orgs.services import branches
from orgs.services.branches import Instead
from orgs.services.writing import OutsideScope

DAY = date(2025, 9, 1)


def test_a_branch_is_founded_with_its_level(world):
    made = branches.found(
        name="中共海涛物流有限公司支部委员会",
        region=world.town_a,
        level=Level.BRANCH,
        established="2025-07",
        host=world.a_should,
        superior=world.county_committee,
        by=world.town_a_clerk,
    )
    assert made.levels.get().start == BEGINNING
    assert made.history.get().history_user == world.town_a_clerk


def test_a_second_branch_of_the_same_normal_name_is_refused(world):
    with pytest.raises(ValidationError, match="已有同名"):
        branches.found(name="城关镇商贸联合党支部", region=world.town_a, by=world.town_a_clerk)
    branches.found(name="城关镇商贸联合党支部", region=world.town_b, by=world.town_b_clerk)


@pytest.mark.parametrize("role", ["town_b_clerk", "town_a_viewer", "county_viewer", "guide_user", "auditor"])
def test_who_may_not_edit_the_town_founds_and_dissolves_nothing(world, role):
    by, before = getattr(world, role), PartyBranch.objects.count()
    with pytest.raises(OutsideScope):
        branches.found(name="中共新支部", region=world.town_a, by=by)
    with pytest.raises(OutsideScope):
        branches.dissolve(branch=world.a_own_branch, day=DAY, reason="撤销", by=by)
    with pytest.raises(OutsideScope):
        branches.rename(branch=world.a_own_branch, name="别的", by=by)
    assert PartyBranch.objects.count() == before


def test_a_supervisor_founds_below_the_own_branch(world):
    made = branches.found(
        name="中共市场商户支部委员会", region=world.town_a, superior=world.market_committee, by=world.supervisor_clerk
    )
    assert made.superior == world.market_committee


def test_a_new_name_is_remembered_in_the_history(world):
    branches.rename(branch=world.a_own_branch, name="中共星河电气有限公司支部委员会", by=world.town_a_clerk)
    names = list(world.a_own_branch.history.values_list("name", flat=True))
    assert names[0] == "中共星河电气有限公司支部委员会"
    assert "中共星河机电有限公司支部委员会" in names


def test_a_level_holds_from_a_day_up_to_the_next(world):
    by = world.town_a_clerk
    branches.set_level(branch=world.a_own_branch, level=Level.COMMITTEE, day=DAY, by=by)
    branches.set_level(branch=world.a_own_branch, level=Level.GENERAL, day=date(2024, 1, 1), by=by)
    branches.set_level(branch=world.a_own_branch, level=Level.GENERAL, day=date(2024, 5, 1), by=by)
    assert list(world.a_own_branch.levels.order_by("start").values_list("level", "start", "end")) == [
        (Level.BRANCH, BEGINNING, date(2024, 1, 1)),
        (Level.GENERAL, date(2024, 1, 1), DAY),
        (Level.COMMITTEE, DAY, None),
    ]


def test_a_level_set_again_on_its_first_day_is_rewritten(world):
    by = world.town_a_clerk
    branches.set_level(branch=world.a_own_branch, level=Level.COMMITTEE, day=DAY, by=by)
    branches.set_level(branch=world.a_own_branch, level=Level.GENERAL, day=DAY, by=by)
    assert world.a_own_branch.levels.on(DAY).get().level == Level.GENERAL
    assert world.a_own_branch.levels.count() == 2


def test_a_branch_that_still_covers_someone_is_not_dissolved_without_saying_what_follows(world):
    with pytest.raises(ValidationError, match="请说明撤销后由谁覆盖：明远商贸有限公司"):
        branches.dissolve(branch=world.a_joint_branch, day=DAY, reason="撤销", by=world.county_admin)


def test_dissolving_hands_each_organization_over_or_leaves_it_uncovered(world):
    instead = {world.a_joint.pk: Instead(world.a_village_branch, Mode.AFFILIATED), world.b_joint.pk: None}
    gone = branches.dissolve(
        branch=world.a_joint_branch, day=DAY, reason="撤销空壳", instead=instead, by=world.county_admin
    )
    assert (gone.dissolved, gone.dissolved_reason) == ("2025-09-01", "撤销空壳")
    assert world.a_joint.coverages.on(DAY).get().branch == world.a_village_branch
    assert not world.b_joint.coverages.on(DAY).exists()
    assert not gone.coverages.on(DAY).exists()


def test_a_clerk_dissolves_no_branch_that_covers_another_towns_organization(world):
    instead = {world.a_joint.pk: None, world.b_joint.pk: None}
    with pytest.raises(OutsideScope):
        branches.dissolve(branch=world.a_joint_branch, day=DAY, reason="撤销", instead=instead, by=world.town_a_clerk)
    world.a_joint_branch.refresh_from_db()
    assert world.a_joint_branch.dissolved == ""
    assert world.a_joint.coverages.on(DAY).exists()


def test_an_organization_is_not_handed_to_the_branch_that_goes(world):
    with pytest.raises(ValidationError, match="要撤销的"):
        branches.dissolve(
            branch=world.a_own_branch,
            day=DAY,
            reason="撤销",
            instead={world.a_single.pk: Instead(world.a_own_branch)},
            by=world.town_a_clerk,
        )


def test_a_coverage_that_would_begin_later_is_listed_and_goes(world):
    later = Coverage.objects.create(
        branch=world.a_village_branch, organization=world.a_none, mode=Mode.AFFILIATED, start=DAY + timedelta(days=9)
    )
    assert [line.what for line in queries.dissolving(world.a_village_branch, DAY)] == ["取消"]
    branches.dissolve(
        branch=world.a_village_branch,
        day=DAY,
        reason="撤销",
        instead={world.a_affiliated.pk: None},
        by=world.town_a_clerk,
    )
    assert Coverage.history.filter(id=later.pk).first().history_type == "-"


def test_a_branch_is_dissolved_once_and_not_in_the_future(world):
    with pytest.raises(ValidationError, match="不能晚于今天"):
        branches.dissolve(branch=world.b_general, day=today() + timedelta(days=1), reason="撤销", by=world.county_admin)
    with pytest.raises(ValidationError, match="不能早于"):
        branches.dissolve(branch=world.b_general, day=date(2017, 1, 1), reason="撤销", by=world.county_admin)
    branches.dissolve(branch=world.b_general, day=DAY, reason="撤销", by=world.county_admin)
    with pytest.raises(ValidationError, match="已于2025年9月1日撤销"):
        branches.dissolve(branch=world.b_general, day=DAY, reason="撤销", by=world.county_admin)


def test_its_name_is_free_again_after_it_is_dissolved(world):
    branches.dissolve(branch=world.b_general, day=DAY, reason="撤一建一", by=world.county_admin)
    branches.found(name=world.b_general.name, region=world.town_b, by=world.town_b_clerk)


def test_the_list_before_names_inferiors_supervised_organizations_and_accounts(world):
    lines = queries.dissolving(world.market_committee, DAY)
    assert [line.register for line in lines] == ["归口", "账号"]
    assert [line.register for line in queries.dissolving(world.county_committee, DAY)] == ["下级党组织"]

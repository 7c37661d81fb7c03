"""design.md, Import: "Match"."""

import pytest

from tests.proof.rules.desk import DAY, LATER, OTHER_TOWN, TOWN, built, code_for, firm, unbuilt

pytestmark = pytest.mark.django_db


def test_the_same_code_with_another_name_is_changed_and_renamed(desk):
    desk.survey(firm("甲"))
    answer = desk.survey(firm("甲", name="青岭县甲新材料有限公司"), day=LATER)
    assert (answer.counts, answer.warnings) == ((0, 1, 0, 0), {(2, "renamed")})


@pytest.mark.parametrize(
    "written",
    [
        "青岭县恒达(集团)有限公司",
        "青岭县恒达（集团） 有限公司",
        "青岭县恒达〔集团〕有限公司",
        " 青岭县恒达（集团）有限公司",
    ],
)
def test_without_a_code_the_normal_name_in_the_town_finds_the_organization(desk, written):
    desk.survey(firm(name="青岭县恒达（集团）有限公司", full=1))
    answer = desk.survey(firm(name=written, code=None, full=2), day=LATER)
    assert answer.counts == (0, 1, 0, 0)
    assert desk.figure("total", LATER) == 1


def test_a_code_that_nobody_has_yet_is_filled_in_where_the_name_is_known_without_one(desk):
    desk.survey(firm("甲", code=None))
    assert desk.survey(firm("甲"), day=LATER).counts == (0, 1, 0, 0)
    assert desk.figure("total", LATER) == 1


def test_the_same_name_in_another_town_is_another_organization(desk):
    desk.survey(firm("甲", code=None))
    assert desk.survey(firm("甲", code=None, town="龙泉镇"), day=LATER).counts == (1, 0, 0, 0)


def test_the_same_code_in_another_town_is_the_organization_moved_from_the_as_of_day_on(desk):
    desk.survey(firm("甲"))
    assert desk.survey(firm("甲", town="龙泉镇"), day=LATER).counts == (0, 1, 0, 0)
    assert (desk.figure("total", DAY, TOWN), desk.figure("total", "2025-09-29", TOWN)) == (1, 1)
    assert (desk.figure("total", LATER, TOWN), desk.figure("total", LATER, OTHER_TOWN)) == (0, 1)


def test_name_and_code_each_pointing_at_a_different_organization_is_several(desk):
    desk.survey(firm("甲"), firm("乙"))
    answer = desk.survey(firm("甲", code=code_for("乙")), day=LATER)
    assert (answer.counts, answer.errors) == ((0, 0, 0, 1), {(2, "several")})


def test_a_name_that_two_organizations_of_the_town_bear_is_several(desk):
    desk.survey(firm("甲"), firm("甲", code=code_for("另一家甲")))
    answer = desk.survey(firm("甲", code=None), day=LATER)
    assert (answer.counts, answer.errors) == ((0, 0, 0, 1), {(2, "several")})


@pytest.mark.parametrize(
    "written",
    [
        "河口镇商圈联合支部",
        "中共河口镇商圈联合支部委员会",
        "中国共产党河口镇商圈联合支部委员会",
        "河口镇商圈 联合党支部",
    ],
)
def test_a_joint_branch_is_one_for_its_many_rows_however_its_name_is_written(desk, written):
    desk.survey(
        built("甲", "河口镇商圈联合党支部", "联合组建"),
        built("乙", written, "联合组建"),
        built("丙", written, "联合组建"),
    )
    total = desk.figures()["total"]
    assert (total["joint"], total["branches"]) == (3, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中共新民村支部委员会", "新民村党支部"),
        ("中共新民村总支部委员会", "新民村党总支"),
        ("中国共产党新民村委员会", "新民村党委"),
        ("新民村（社区）党支部", "新民村(社区)支部"),
    ],
)
def test_支部委员会_is_支部_and_总支部委员会_is_总支_and_委员会_is_党委(desk, one, other):
    desk.survey(built("甲", one, "挂靠组建"), built("乙", other, "挂靠组建"))
    assert desk.figure("branches") == 1


def test_支部_and_总支_of_the_same_name_are_two_branches(desk):
    desk.survey(built("甲", "新民村党支部", "挂靠组建"), built("乙", "新民村党总支", "挂靠组建"))
    assert desk.figure("branches") == 2


def test_a_branch_name_is_looked_up_inside_the_town_of_the_organization(desk):
    desk.survey(built("甲", "新民村党支部", "挂靠组建"), built("乙", "新民村党支部", "挂靠组建", town="龙泉镇"))
    assert desk.figure("branches") == 2


@pytest.mark.parametrize("name", ["河口镇物流联合党支部", "中共河口镇物流联合支部委员会"])
def test_a_name_that_begins_with_another_town_means_the_branch_of_that_town(desk, name):
    desk.survey(built("甲", "河口镇物流联合党支部", "联合组建"))
    desk.survey(built("乙", name, "联合组建", town="龙泉镇"), day=LATER)
    total = desk.figures(LATER)["total"]
    assert (total["joint"], total["branches"]) == (2, 1)


def test_a_name_that_begins_with_another_town_where_no_such_branch_exists_is_founded_in_the_town_of_the_row(desk):
    desk.survey(built("甲", "河口镇物流联合党支部", "联合组建", town="龙泉镇"))
    assert desk.survey(built("乙", "河口镇物流联合党支部", "联合组建"), day=LATER).counts == (1, 0, 0, 0)
    assert desk.figure("branches", LATER) == 2


def test_单独组建_with_another_name_for_the_own_branch_is_a_renaming(desk):
    desk.survey(built("甲", "甲公司党支部", founded="2020-03-01"))
    answer = desk.survey(built("甲", "甲新材料公司党支部", founded="2020-03-01"), day=LATER)
    assert (answer.counts, (2, "renamed") in answer.warnings) == ((0, 1, 0, 0), True)
    assert (desk.figure("branches", LATER), desk.figure("single", "2020-03-01")) == (1, 1)


def test_unless_the_file_gives_a_later_founding_date(desk):
    desk.survey(built("甲", "甲公司党支部", founded="2020-03-01"))
    desk.survey(built("甲", "甲新材料公司党支部", founded="2025-08-01"), day=LATER)
    assert (desk.figure("branches", LATER), desk.figure("single", LATER)) == (2, 1)


def test_a_guide_without_a_unit_is_found_by_name_among_the_guides_of_the_town(desk):
    desk.survey(unbuilt("甲", guide="张三", unit="县税务局"))
    answer = desk.survey(unbuilt("乙", guide="张 三"), day=LATER)
    assert answer.warnings == set()
    assert desk.figure("guided", LATER) == 2


def test_a_guide_without_a_unit_who_could_be_several_gets_no_posting(desk):
    desk.survey(unbuilt("甲", guide="张三", unit="县税务局"), unbuilt("乙", guide="张三", unit="县教育局"))
    answer = desk.survey(unbuilt("丙", guide="张三"), day=LATER)
    assert (answer.counts, answer.warnings) == ((1, 0, 0, 0), {(2, "several")})
    assert desk.figure("guided", LATER) == 2

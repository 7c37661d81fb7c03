"""design.md, Import: "What ends a fact" and "Order of surveys"."""

import pytest
from django.core.management import CommandError

from tests import workbooks
from tests.proof.rules.desk import DAY, LAST, LATER, TOWN, built, code_for, firm, sheet_of, unbuilt
from tests.workbooks import Sheet

pytestmark = pytest.mark.django_db


def test_否_ends_the_coverage_only_and_the_branch_inside_stays_in_force(desk):
    desk.survey(built(founded="2020-03-15", guide="张三", unit="县税务局"))
    assert desk.survey(unbuilt(), day=LATER).counts == (0, 1, 0, 0)
    before, after = desk.figures("2025-09-29")["total"], desk.figures(LATER)["total"]
    assert (before["single"], before["branches"], before["guided_built"]) == (1, 1, 1)
    assert (after["covered"], after["branches"], after["guided"]) == (0, 1, 1)


def test_a_joint_branch_that_covers_nobody_any_more_is_counted_nowhere(desk):
    desk.survey(built(branch="河口镇商圈联合党支部", mode="联合组建", founded="2020-03-15"))
    desk.survey(unbuilt(), day=LATER)
    assert (desk.figure("branches", DAY), desk.figure("branches", LATER)) == (1, 0)


@pytest.mark.parametrize("no", ["否", "×", "无", "N", "0", 0, "✕"])
def test_否_ends_a_mass_group(desk, no):
    desk.survey(unbuilt(union="有"))
    desk.survey(unbuilt(union=no), day=LATER)
    assert (desk.figure("mass", "2025-09-29"), desk.figure("mass", LATER)) == (1, 0)


def test_the_end_of_one_mass_group_leaves_another(desk):
    desk.survey(unbuilt(union="有", women="有"))
    desk.survey(unbuilt(union="无"), day=LATER)
    assert desk.figure("mass", LATER) == 1


@pytest.mark.parametrize("none", ["无", "—", "——"])
def test_无_or_a_dash_in_a_guide_cell_ends_the_posting(desk, none):
    desk.survey(unbuilt(guide="张三", unit="县税务局"))
    desk.survey(unbuilt(guide=none), day=LATER)
    assert (desk.figure("guided", "2025-09-29"), desk.figure("guided", LATER)) == (1, 0)


def test_another_guide_ends_the_earlier_posting(desk):
    desk.survey(unbuilt("甲", guide="张三", unit="县税务局"), unbuilt("乙", guide="张三", unit="县税务局"))
    desk.survey(unbuilt("甲", guide="李四", unit="县税务局"), unbuilt("乙"), day=LATER)
    desk.survey(unbuilt("甲", guide="无"), unbuilt("乙"), day=LAST)
    assert [desk.figure("guided", day) for day in (DAY, LATER, LAST)] == [2, 2, 1]


def test_a_blank_cell_or_an_absent_column_ends_nothing(desk):
    whole = built(founded="2020-03-15", guide="张三", unit="县税务局", union="是", full=5, village="新民村")
    desk.survey(whole)
    blank = {**whole, **dict.fromkeys(("built", "mode", "branch", "founded", "guide", "unit", "union", "full"))}
    assert desk.survey(blank, day=LATER).counts == (0, 0, 1, 0)
    assert desk.survey(firm(), day=LAST).counts == (0, 0, 1, 0)
    total = desk.figures(LAST)["total"]
    assert (total["single"], total["guided_built"], total["full_members"]) == (1, 1, 5)


def ticks(*rows):
    """A sheet with one tick column for each way to build; a row is (name, ticked column or None, branch)."""
    choices = ["单独组建", "联合组建", "挂靠组建"]
    sheet = Sheet()
    sheet.add(["单位名称", "统一社会信用代码", "单位类型", "组建方式", None, None, "党组织名称"])
    sheet.merge(1, 4, 1, 6)
    sheet.add([None, None, None, *choices, None], row=2)
    for column in (1, 2, 3, 7):
        sheet.merge(1, column, 2, column)
    for name, ticked, branch in rows:
        marks = ["√" if choice == ticked else None for choice in choices]
        sheet.add([f"{name}公司", code_for(name), "非公企业", *marks, branch])
    return sheet


def test_in_a_one_tick_group_one_tick_states_the_group_and_no_tick_states_nothing(desk):
    joint = "河口镇商圈联合党支部"
    desk.sheets(
        ticks(("甲", "挂靠组建", "新民村党支部"), ("乙", "联合组建", joint), ("丙", "单独组建", "丙公司党支部")),
        region=TOWN,
    )
    total = desk.figures()["total"]
    assert (total["single"], total["joint"], total["affiliated"]) == (1, 1, 1)
    desk.sheets(ticks(("甲", None, None), ("乙", None, None), ("丙", None, None)), day=LATER, region=TOWN)
    assert desk.figures(LATER)["total"]["covered"] == 3


def test_a_column_of_ticks_and_blanks_only_is_yes_or_not_stated(desk):
    desk.survey(unbuilt("甲", union="√"), unbuilt("乙", union="√"))
    desk.survey(unbuilt("甲", union="√"), unbuilt("乙"), day=LATER)
    assert desk.figure("mass", LATER) == 2


def test_a_row_with_a_closing_day_ends_everything_on_that_day(desk):
    desk.survey(built(founded="2020-03-15", guide="张三", unit="县税务局"))
    desk.survey(built(founded="2020-03-15", closed="2025-08-20"), day=LATER)
    assert (desk.figure("total", "2025-08-19"), desk.figure("total", "2025-08-20")) == (1, 0)
    assert desk.figure("single", "2025-08-19") == 1


def test_an_as_of_day_after_today_is_refused(desk):
    with pytest.raises(CommandError):
        desk.survey(firm(), day="2999-12-31")
    assert desk.figure("total") == 0


def test_the_same_file_again_is_all_same(desk):
    rows = (
        built(founded="2020-03", guide="张三", unit="县税务局", union="是"),
        unbuilt("乙", full=2),
        firm("丙", code=None),
    )
    assert desk.survey(*rows).counts == (3, 0, 0, 0)
    assert desk.survey(*rows).counts == (0, 0, 3, 0)


def test_on_the_same_as_of_day_the_survey_applied_later_stands(desk):
    desk.survey(unbuilt(full=1, guide="张三", unit="县税务局"))
    assert desk.survey(built(full=5, founded="2020-03-15"), day=DAY).counts == (0, 1, 0, 0)
    total = desk.figures()["total"]
    assert (total["full_members"], total["single"]) == (5, 1)


def test_an_older_survey_writes_only_the_time_between_and_says_older(desk):
    desk.survey(unbuilt(full=1), day=LATER)
    answer = desk.survey(unbuilt(full=5), day=DAY)
    assert (answer.counts[3], answer.warnings) == (0, {(2, "older")})
    assert [desk.figure("full_members", day) for day in (DAY, "2025-09-29", LATER)] == [5, 5, 1]


def test_an_older_survey_ends_nothing(desk):
    desk.survey(built(founded="2020-03-15", guide="张三", unit="县税务局", union="是"), day=LATER)
    desk.survey(unbuilt(guide="无", union="否"), day=DAY)
    total = desk.figures(LATER)["total"]
    assert (total["single"], total["guided_built"]) == (1, 1)
    desk.survey(unbuilt(), day=LAST)
    assert desk.figure("mass", LAST) + desk.figure("guided", LAST) == 1


def test_an_older_survey_fills_undated_fields_only_where_they_are_empty(desk):
    desk.survey(firm(established="2019-05-01"), firm("乙"), day=LATER)
    desk.survey(firm(established="2016-01-01"), firm("乙", established="2021-06-01"), day=DAY)
    assert [desk.figure("total", day) for day in ("2019-04-30", "2019-05-01", "2021-05-31", "2021-06-01")] == [
        0,
        1,
        1,
        2,
    ]


def test_a_dry_run_writes_nothing(desk):
    answer = desk.files({"河口镇.xlsx": workbooks.xlsx(sheet_of((firm(),)))}, "--dry-run")
    assert answer["rows"] == 1
    assert desk.figure("total") == 0


def test_a_closing_day_before_all_that_is_known_leaves_nothing_to_change_the_next_time(desk):
    desk.survey(built(mode="挂靠组建", branch="新民村党支部"))
    closed = built(mode="挂靠组建", branch="新民村党支部", founded="2004-11", closed="2022-08-12")
    assert desk.survey(closed, day=LATER).counts == (0, 1, 0, 0)
    assert desk.survey(closed, day=LATER).counts == (0, 0, 1, 0)
    assert [desk.figure("affiliated", day) for day in ("2021-12-31", DAY)] == [1, 0]


def test_a_closing_row_that_also_renames_the_own_branch_founds_no_second_one(desk):
    desk.survey(built(branch="恒达公司党支部"))
    desk.survey(
        firm(name="青岭县新达有限公司", built="是", mode="单独组建", branch="新达公司党支部", closed="2025-08-05"),
        day=LATER,
    )
    assert desk.figure("branches", DAY) == 1


def test_a_closed_organization_that_moved_founds_no_branch_the_next_time(desk):
    desk.survey(built(founded="2020-03-15"))
    moved = built(founded="2020-03-15", town="龙泉镇", closed="2025-08-20")
    assert desk.survey(moved, day=LATER).counts == (0, 1, 0, 0)
    assert desk.survey(moved, day=LATER).counts == (0, 0, 1, 0)
    assert desk.figure("branches", DAY) == 1


def test_a_branch_that_would_cover_nobody_is_not_founded(desk):
    closed = built(closed="2022-08-12", established="2019")
    assert desk.survey(closed).counts == (1, 0, 0, 0)
    assert desk.survey(closed).counts == (0, 0, 1, 0)
    assert [desk.figure("branches", day) for day in ("2021-12-31", DAY)] == [0, 0]

"""design.md, Import: "What a row states" and when coverage begins."""

import pytest

from tests.proof.rules.desk import DAY, LAST, LATER, built, firm, unbuilt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("established", "founded", "begins"),
    [
        ("2019-05-01", "2020-03-15", "2020-03-15"),
        ("2019-05-01", "2020-03", "2020-03-01"),
        ("2019-05-01", "2020", "2020-01-01"),
        (None, "2020-03-15", "2020-03-15"),
    ],
)
def test_coverage_begins_on_the_founding_day_of_the_branch(desk, established, founded, begins):
    assert desk.survey(built(established=established, founded=founded)).warnings == set()
    assert desk.begins("single", begins)


@pytest.mark.parametrize("mode", ["联合组建", "挂靠组建"])
@pytest.mark.parametrize(("established", "begins"), [("2021-07-10", "2021-07-10"), ("2021-07", "2021-07-01")])
def test_a_branch_older_than_the_organization_is_normal_and_coverage_begins_with_the_organization(
    desk, mode, established, begins
):
    answer = desk.survey(built(branch="新民村联合党支部", mode=mode, established=established, founded="2010-05-01"))
    assert answer.warnings == set()
    assert desk.begins("covered", begins)


def test_a_branch_without_a_date_covers_from_the_as_of_day_with_no_start(desk):
    answer = desk.survey(built(established="2019-05-01"))
    assert (answer.counts, answer.warnings) == ((1, 0, 0, 0), {(2, "no_start")})
    assert desk.begins("single", DAY)


def test_when_another_coverage_was_in_force_the_new_one_begins_on_the_as_of_day_and_ends_that(desk):
    desk.survey(built(branch="河口镇商圈联合党支部", mode="联合组建", founded="2020-03-15"))
    desk.survey(built(founded="2022-05-01"), day=LATER)
    assert (desk.figure("joint", "2025-09-29"), desk.figure("single", "2025-09-29")) == (1, 0)
    assert (desk.figure("joint", LATER), desk.figure("single", LATER)) == (0, 1)


def test_another_mode_in_the_same_branch_begins_on_the_as_of_day(desk):
    branch = {"branch": "河口镇商圈联合党支部", "founded": "2020-03-15"}
    desk.survey(built(mode="挂靠组建", **branch))
    desk.survey(built(mode="联合组建", **branch), day=LATER)
    assert (desk.figure("affiliated", "2025-09-29"), desk.figure("joint", "2025-09-29")) == (1, 0)
    assert (desk.figure("affiliated", LATER), desk.figure("joint", LATER)) == (0, 1)


@pytest.mark.parametrize(("founded", "begins"), [("2025-11-01", "2025-11-01"), ("2021-03", LAST), (None, LAST)])
def test_covered_earlier_but_not_now_begins_on_a_founding_day_after_the_last_coverage_else_on_the_as_of_day(
    desk, founded, begins
):
    desk.survey(built(branch="河口镇商圈联合党支部", mode="联合组建", founded="2020-03-15"))
    desk.survey(unbuilt(), day=LATER)
    desk.survey(built(founded=founded), day=LAST)
    assert desk.figure("joint", "2025-09-29") == 1
    assert desk.begins("single", begins)


def test_founded_after_the_as_of_day_is_a_contradiction_that_lets_the_row_in(desk):
    answer = desk.survey(built(founded="2025-08-01"))
    assert (answer.counts, answer.warnings) == ((1, 0, 0, 0), {(2, "contradiction")})
    assert desk.begins("single", "2025-08-01")


def test_the_founding_date_of_a_branch_is_settled_over_the_whole_batch_by_the_finest_that_agree(desk):
    joint = {"branch": "河口镇商圈联合党支部", "mode": "联合组建"}
    answer = desk.survey(
        built("甲", **joint, founded="2020"),
        built("乙", **joint, founded="2020-07-15"),
        built("丙", **joint, founded="2020-07"),
        built("丁", **joint),
    )
    assert answer.warnings == set()
    assert (desk.figure("joint", "2020-07-14"), desk.figure("joint", "2020-07-15")) == (0, 4)


def test_rows_that_disagree_on_it_are_a_contradiction_and_the_first_stands(desk):
    joint = {"branch": "河口镇商圈联合党支部", "mode": "联合组建"}
    answer = desk.survey(built("甲", **joint, founded="2020-03"), built("乙", **joint, founded="2021"))
    assert answer.counts == (2, 0, 0, 0)
    assert {code for _, code in answer.warnings} == {"contradiction"}
    assert (desk.figure("joint", "2020-02-29"), desk.figure("joint", "2020-03-01")) == (0, 2)


@pytest.mark.parametrize(
    ("branch", "figure"), [("河口镇商圈联合党支部", "joint"), ("恒达公司党支部", "single"), ("恒达公司党委", "single")]
)
def test_built_without_a_mode_is_联合_for_a_联合党支部_else_单独_with_a_warning(desk, branch, figure):
    answer = desk.survey(built(branch=branch, mode=None, founded="2020-03-15"))
    assert (answer.counts, answer.warnings) == ((1, 0, 0, 0), {(2, "bad_choice")})
    assert desk.begins(figure, "2020-03-15")


def test_built_without_a_mode_leaves_the_registered_mode(desk):
    desk.survey(built(branch="新民村党支部", mode="挂靠组建", founded="2020-03-15"))
    answer = desk.survey(built(branch="新民村党支部", mode=None, founded="2020-03-15"), day=LATER)
    assert answer.counts == (0, 0, 1, 0)
    assert desk.figure("affiliated", LATER) == 1


@pytest.mark.parametrize("founded", ["2019-01-01", "2022-02-02", None])
def test_a_row_never_moves_the_start_of_a_coverage_already_registered_with_the_same_branch(desk, founded):
    desk.survey(built(founded="2020-03-15"))
    desk.survey(built(founded=founded), day=LATER)
    assert desk.begins("single", "2020-03-15")
    assert desk.figure("branches", LATER) == 1


def test_nor_that_of_one_without_a_date(desk):
    desk.survey(built())
    desk.survey(built(founded="2020-03-15"), day=LATER)
    assert desk.begins("single", DAY)


def test_a_general_联合_never_overwrites_a_kind_of_it_and_is_no_change(desk):
    desk.survey(built(branch="河口镇商圈联合党支部", mode="行业统建", founded="2020-03-15"))
    answer = desk.survey(built(branch="河口镇商圈联合党支部", mode="联合组建", founded="2020-03-15"), day=LATER)
    assert answer.counts == (0, 0, 1, 0)


def test_each_mode_counts_where_the_glossary_says(desk):
    modes = {
        "single": ["单独组建", "单独建立"],
        "joint": ["联合组建", "联合建立", "区域联建", "片区联建", "行业统建", "行业共建", "行业联建"]
        + ["龙头带建", "结对共建", "驻派帮建"],
        "affiliated": ["挂靠组建", "挂靠建立"],
        "functional": ["功能型"],
    }
    written = [mode for spellings in modes.values() for mode in spellings]
    assert desk.survey(*(built(f"{mode}公司", mode=mode, founded="2020") for mode in written)).warnings == set()
    total = desk.figures()["total"]
    assert {figure: total[figure] for figure in modes} == {
        figure: len(spellings) for figure, spellings in modes.items()
    }
    assert total["covered"] == len(written) - 1  # 功能型 is a memo figure


def test_a_posting_and_a_mass_group_begin_on_the_as_of_day(desk):
    desk.survey(unbuilt("甲", guide="张三", unit="县税务局"), unbuilt("乙", union="是"))
    assert desk.begins("guided", DAY)
    assert desk.begins("mass", DAY)


def test_the_first_known_standing_holds_before_its_survey_too(desk):
    desk.survey(firm(full=5, established="2018"))
    assert desk.figure("should_build", "2018-01-01") == 1
    assert desk.figure("should_build", "2017-12-31") == 0


def test_a_survey_that_differs_begins_another_standing_on_its_as_of_day(desk):
    desk.survey(firm(full=5))
    desk.survey(firm(full=2), day=LATER)
    assert [desk.figure("full_members", day) for day in (DAY, "2025-09-29", LATER)] == [5, 5, 2]

"""Headers of every shape that domain.md §5 describes are understood without being configured."""

import pytest

from tests.reports.imports.sheets import CODE, clean_one, column_of, facts_of

pytestmark = pytest.mark.nodb


def test_three_levels_with_leaves_on_different_levels():
    sheet = clean_one(
        ["序号", "单位\n名称", "负责人", "<", "党组织设置", "<", "<", "<", "从业人员\n数量（名）"],
        ["^", "^", "姓名", "联系 电话", "党组织\n名称", "组建方式", "<", "<", "^"],
        ["^", "^", "^", "^", "^", "单独组建", "联合组建", "挂靠组建", "^"],
        [1, "甲公司", "张 三", "13800000000", "甲支部", "√", "", "", "12人"],
        [2, "乙公司", "李四", "13800000001", "联合支部", "", "✔", "", "３人"],
        name="非公企业",
    )
    assert sheet.header_rows == 3
    assert column_of(sheet, "mode") == ["single", "joint"]
    assert column_of(sheet, "employees") == [12, 3]
    assert column_of(sheet, "head_name") == ["张三", "李四"]
    assert column_of(sheet, "branch_name") == ["甲支部", "联合支部"]
    assert not sheet.findings[1:]  # the first says that there is no column for the code


def test_the_same_leaf_under_different_parents():
    sheet = clean_one(
        ["名称", "出资人（负责人）情况", "<", "党组织书记", "<", "党建指导员", "<", "<", "党务工作者"],
        ["^", "姓名", "联系电话", "姓名", "联系电话", "姓名", "单位", "联系电话", "姓名"],
        ["甲公司", "张三", "1380000001", "李四", "1380000002", "王五", "县委组织部", "1380000003", "赵六"],
        name="非公企业",
    )
    (facts,) = facts_of(sheet)
    assert (facts["head_name"], facts["head_phone"]) == ("张三", "1380000001")
    assert (facts["guide_name"], facts["guide_unit"], facts["guide_phone"]) == ("王五", "县委组织部", "1380000003")
    assert facts["survey"] == {"secretary_name": "李四", "secretary_phone": "1380000002", "worker_name": "赵六"}


def test_a_flat_header_repeats_the_leaf_after_each_person():
    sheet = clean_one(
        ["企业名称", "法定代表人", "联系电话", "党组织书记", "联系电话", "联络员", "单位", "职务", "电话"],
        ["甲公司", "张三", "1380000001", "李四", "1380000002", "王五", "县委", "科长", "1380000003"],
    )
    (facts,) = facts_of(sheet)
    assert facts["head_phone"] == "1380000001"
    assert facts["survey"]["secretary_phone"] == "1380000002"
    assert (facts["guide_unit"], facts["guide_post"], facts["guide_phone"]) == ("县委", "科长", "1380000003")


def test_a_phone_beside_a_person_nobody_knows_is_not_the_heads():
    sheet = clean_one(
        ["单位名称", "摸排人", "联系电话", "从业人员数"], ["甲公司", "张三", "13800000001", 3], name="非公企业"
    )
    assert "head_phone" not in sheet.rows[0].facts
    assert {one.column for one in sheet.findings} == {"", "摸排人", "联系电话"}


def test_parents_of_a_file_without_merges_reach_over_the_blanks_to_their_right():
    sheet = clean_one(
        ["序号", "单位名称", "负责人", "", "党组织", "", "地址"],
        ["", "", "姓名", "电话", "名称", "组建方式", ""],
        ["1", "甲公司", "张三", "13800000000", "甲支部", "单独组建", "人民路1号"],
        name="非公企业",
    )
    (facts,) = facts_of(sheet)
    assert (facts["head_name"], facts["head_phone"]) == ("张三", "13800000000")
    assert (facts["branch_name"], facts["mode"], facts["address"]) == ("甲支部", "single", "人民路1号")


def test_two_titles_side_by_side_are_no_parents():
    sheet = clean_one(
        ["非公企业党建工作台账（一）", "<", "<", "非公企业党建工作台账（二）", "<", "<"],
        ["单位", "座落地", "企业名称", "类别", "成立时间", "党组织情况"],
        ["^", "^", "^", "^", "^", "名称"],
        ["城关镇", "东江社区", "甲公司", "私营企业", "2019.7", "甲支部"],
    )
    (facts,) = facts_of(sheet)
    assert (facts["town"], facts["village"], facts["established"]) == ("城关镇", "东江社区", "2019-07")
    assert facts["category"] == "private"


def test_the_word_unit_is_the_town_when_its_values_are_towns_and_else_the_name():
    town = clean_one(["单位", "企业名称", "从业人员数"], ["城关镇", "甲公司", 1], ["东河乡", "乙公司", 2])
    assert column_of(town, "town") == ["城关镇", "东河乡"]
    name = clean_one(["单位", "乡镇", "从业人员数"], ["甲公司", "城关镇", 1], name="非公企业")
    assert column_of(name, "name") == ["甲公司"]


def test_a_tick_column_for_each_choice_of_several_questions():
    sheet = clean_one(
        ["单位名称", "是否建立党组织", "<", "党组织类别", "<", "<", "未建立党组织原因", "<", "<", "<"],
        ["^", "是", "否", "党支部", "党总支", "党委", "没有党员", "党员不足3名", "出资人不支持", "其他"],
        ["甲公司", "√", "", "", "1", "", "", "", "", ""],
        ["乙公司", "", "●", "", "", "", "", "是", "", ""],
        ["丙公司", "", "√", "", "", "", "", "", "", "正在筹备"],
        name="非公企业",
    )
    assert column_of(sheet, "built") == [True, False, False]
    assert column_of(sheet, "branch_level") == ["general", None, None]
    assert column_of(sheet, "unbuilt_reason") == [None, "too_few", "other"]
    assert column_of(sheet, "unbuilt_text") == [None, None, "正在筹备"]


def test_ways_to_build_over_levels_as_ticks_state_both():
    sheet = clean_one(
        ["单位名称", "党组织名称", "组建方式", "<", "<", "<", "<"],
        ["^", "^", "单独组建", "<", "<", "联合组建", "挂靠组建"],
        ["^", "^", "党委", "党总支", "党支部", "^", "^"],
        ["甲公司", "甲总支", "", "√", "", "", ""],
        ["乙公司", "联合支部", "", "", "", "√", ""],
        name="非公企业",
    )
    assert column_of(sheet, "mode") == ["single", "joint"]
    assert column_of(sheet, "branch_level") == ["general", None]


def test_vertical_brackets_and_breaks_inside_words():
    sheet = clean_one(
        ["企\n业\n名\n称", "统一社会\n信用代码", "党建\n指导员\n︵姓名︶", "党\n支\n部", "从业人员数︵人︶"],
        ["甲公司", CODE, "王五", "甲支部", 4],
    )
    (facts,) = facts_of(sheet)
    assert (facts["name"], facts["guide_name"], facts["branch_name"], facts["employees"]) == (
        "甲公司",
        "王五",
        "甲支部",
        4,
    )


def test_revenue_whose_header_says_yuan_is_turned_into_ten_thousands():
    sheet = clean_one(["单位名称", "年营业收入（元）"], ["甲公司", 3_050_000], ["乙公司", "12万元"], name="非公企业")
    assert column_of(sheet, "revenue") == ["305", None]
    assert [one.code for one in sheet.rows[1].findings] == ["bad_number"]


def test_a_parent_that_asks_stands_over_leaves_that_say_of_whom():
    sheet = clean_one(
        ["组织名称", "成立时间", "<", "姓名", "<"],
        ["^", "单位", "党组织", "负责人", "书记"],
        ["青溪县甲机械有限公司", "2015.3", "2020.10", "张三", "李四"],
    )
    (facts,) = facts_of(sheet)
    assert (facts["established"], facts["branch_established"]) == ("2015-03", "2020-10")
    assert (facts["head_name"], facts["survey"]["secretary_name"]) == ("张三", "李四")


def test_a_question_for_each_mode_is_a_tick_column():
    sheet = clean_one(
        ["企业名称", "是否单独建立党组织", "是否联合建立党组织", "是否挂靠"],
        ["甲公司", "√", "×", "×"],
        ["乙公司", "否", "是", "否"],
        ["丙公司", "×", "×", "×"],
    )
    assert column_of(sheet, "mode") == ["single", "joint", None]
    assert column_of(sheet, "built") == [True, True, None]


def test_a_header_is_not_cut_off_from_its_parents():
    sheet = clean_one(
        ["序号", "单位名称", "党组织情况", "<", "职工数", "本单位党员数"],
        ["^", "^", "党组织名称", "党员数", "^", "^"],
        [1, "青溪县甲机械有限公司", "五金联合党支部", 12, 30, 2],
    )
    assert sheet.header_rows == 2
    assert column_of(sheet, "full_members") == [2]
    assert [one.column for one in sheet.findings if one.column] == ["党员数"]


def test_leaves_that_nobody_knows_are_no_row_and_their_parent_no_column():
    sheet = clean_one(
        ["序号", "企业名称", "信用代码", "党员情况", "", "负责人"],
        ["", "", "", "女党员", "35岁以下", ""],
        [1, "甲公司", CODE, 3, 2, "张三"],
    )
    assert sheet.header_rows == 2
    assert [row.number for row in sheet.rows] == [3]
    assert "full_members" not in sheet.rows[0].facts


def test_units_in_a_row_of_their_own_belong_to_the_header():
    sheet = clean_one(
        ["序号", "企业名称", "从业人员", "正式党员", "年营业收入"],
        ["", "", "（人）", "（名）", "（元）"],
        [1, "甲公司", 12, 3, 125000],
    )
    assert facts_of(sheet)[0].items() >= {"employees": 12, "full_members": 3, "revenue": "12.5"}.items()
    assert [row.number for row in sheet.rows] == [3]


def test_modes_of_the_annual_table_stand_on_different_levels():
    sheet = clean_one(
        ["企业名称", "党组织设置情况", "<", "<", "<", "<", "<"],
        ["^", "单独组建", "<", "联合组建", "挂靠组建", "未组建", "<"],
        ["^", "党委", "支部", "^", "^", "没有党员", "其他"],
        ["甲公司", "√", "", "", "", "", ""],
        ["乙公司", "", "√", "", "", "", ""],
        ["丙公司", "", "", "√", "", "", ""],
        ["丁公司", "", "", "", "", "√", ""],
        ["戊公司", "", "", "", "", "", "√"],
    )
    assert column_of(sheet, "mode") == ["single", "single", "joint", None, None]
    assert column_of(sheet, "branch_level") == ["committee", "branch", None, None, None]
    assert column_of(sheet, "built") == [True, True, True, False, False]
    assert column_of(sheet, "unbuilt_reason") == [None, None, None, "no_members", "other"]


def test_a_tick_for_another_mode_keeps_the_row_out():
    sheet = clean_one(
        ["企业名称", "组建方式", "<", "<"],
        ["^", "单独", "联合", "其他"],
        ["甲公司", "", "", "√"],
        ["乙公司", "√", "", ""],
    )
    assert [row.has_error for row in sheet.rows] == [True, False]


def test_the_guide_is_not_the_firms_own_contact():
    sheet = clean_one(
        ["企业名称", "联络员", "<", "党建指导员", "<"],
        ["^", "姓名", "电话", "姓名", "电话"],
        ["甲公司", "张三", "13800000001", "李四", "13800000002"],
    )
    assert (column_of(sheet, "guide_name"), column_of(sheet, "guide_phone")) == (["李四"], ["13800000002"])


def test_a_bare_party_organization_is_a_name_or_an_answer_as_its_values_say():
    names = clean_one(["企业名称", "党组织", "职工"], ["甲公司", "甲公司党支部", 3], ["乙公司", "无", 3])
    answers = clean_one(["企业名称", "党组织", "职工"], ["甲公司", "√", 3], ["乙公司", "×", 3])
    assert column_of(names, "branch_name") == ["甲公司党支部", None]
    assert column_of(answers, "built") == [True, False]


def test_a_common_word_right_of_a_group_is_not_its_own_when_another_column_says_so_surely():
    sheet = clean_one(
        ["企业名称", "未建原因", "成立日期", "党组织名称", "党组织成立时间"],
        ["甲公司", "没有党员", "2015.1", "", ""],
        ["乙公司", "", "2015.2", "乙公司党支部", "2020.1"],
    )
    assert column_of(sheet, "established") == ["2015-01", "2015-02"]
    assert column_of(sheet, "branch_established") == [None, "2020-01"]


def test_a_name_right_of_the_reason_is_the_organizations():
    sheet = clean_one(["信用代码", "未建立党组织原因", "组织名称"], [CODE, "没有党员", "甲机械公司"])
    assert column_of(sheet, "name") == ["甲机械公司"]


def test_the_date_right_of_a_mass_group_is_not_the_organizations():
    sheet = clean_one(["企业名称", "职工", "是否建立工会", "成立时间"], ["甲公司", 3, "是", "2018.1"])
    assert column_of(sheet, "established") == [None]


def test_a_place_right_of_a_person_nobody_knows_is_the_organizations():
    sheet = clean_one(["企业名称", "职工", "填表人", "座落地"], ["甲公司", 3, "张三", "城关镇"])
    assert column_of(sheet, "town") == ["城关镇"]


def test_a_common_word_is_that_of_the_person_left_of_it_under_the_same_parent():
    sheet = clean_one(
        ["企业名称", "党的工作覆盖", "<", "党组织覆盖情况", "<"],
        ["^", "指导员姓名", "联系电话", "是否覆盖", "书记姓名"],
        ["甲公司", "张三", "13800000001", "是", "李四"],
    )
    assert column_of(sheet, "guide_phone") == ["13800000001"]
    assert column_of(sheet, "built") == [True]


def test_a_founding_date_among_the_branches_columns_is_nobodys_for_sure():
    sheet = clean_one(
        ["单位名称", "类别", "党组织名称", "书记姓名", "联系电话", "党员数", "成立时间"],
        ["甲公司", "非公企业", "甲公司党支部", "张三", "13800000001", 5, "2014.6"],
    )
    assert {"established", "branch_established"}.isdisjoint(facts_of(sheet)[0])
    assert "成立时间" in [one.column for one in sheet.findings]


def test_built_and_not_built_may_be_two_tick_columns():
    sheet = clean_one(
        ["企业名称", "已建", "未建", "单独组建", "联合组建"],
        ["甲公司", "√", "", "", "√"],
        ["乙公司", "", "√", "", ""],
    )
    assert (column_of(sheet, "built"), column_of(sheet, "mode")) == ([True, False], ["joint", None])


def test_a_sum_in_the_header_row_does_not_hide_the_header():
    sheet = clean_one(["序号", "企业名称", "职工", 156], [1, "甲公司", 12, None])
    assert column_of(sheet, "employees") == [12]

"""Every shape of survey sheet that domain.md §5 describes is understood without being configured."""

import pytest

from tests.reports.imports.sheets import clean, clean_one, facts_of, grid

pytestmark = pytest.mark.nodb

CODE, OTHER_CODE, SOCIAL_CODE = "91360726MA35TQJY0B", "91360726MA36ABCD1W", "52360726MJD000000X"


def column_of(sheet, key):
    return [row.facts.get(key) for row in sheet.rows]


def test_one_header_row_under_a_title_and_a_unit_line():
    sheet = clean_one(
        ["附件2"],
        ["安远县两新组织党建工作摸排表", "<", "<", "<"],
        ["填报单位（盖章）：城关镇", "", "", "填表日期：2026年9月30日"],
        ["序号", "单位名称", "单位类型", "从业人员数"],
        [1, "甲公司", "非公企业", 12],
    )
    assert sheet.header_rows == 1
    assert facts_of(sheet) == [{"name": "甲公司", "kind": "enterprise", "employees": 12}]
    assert sheet.rows[0].number == 5
    assert (sheet.hints.unit, sheet.hints.unit_date) == ("城关镇", "2026-09-30")


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


def test_merged_villages_and_branches_reach_down_but_numbers_do_not():
    sheet = clean_one(
        ["村", "单位名称", "党组织名称", "正式党员"],
        ["东江村", "甲公司", "联合支部", 5],
        ["^", "乙公司", "^", "^"],
        ["^", "丙公司", "", 2],
        name="非公企业",
    )
    assert column_of(sheet, "village") == ["东江村"] * 3
    assert column_of(sheet, "branch_name") == ["联合支部", "联合支部", None]
    assert column_of(sheet, "full_members") == [None, None, 2]
    assert [one.code for one in sheet.rows[0].findings] == ["not_understood", "required"][:1]


def test_a_name_merged_over_two_rows_is_one_organization():
    sheet = clean_one(
        ["单位名称", "从业人员数", "党建指导员姓名", "党建指导员单位"],
        ["甲公司", 12, "王五", "县委"],
        ["^", "^", "赵六", "县局"],
        ["乙公司", 3, "", ""],
        name="非公企业",
    )
    assert [(row.number, row.facts["name"], row.facts["employees"]) for row in sheet.rows] == [
        (2, "甲公司", 12),
        (4, "乙公司", 3),
    ]
    assert sheet.rows[0].facts["guide_name"] == "王五"
    assert [one.code for one in sheet.rows[0].findings] == ["not_understood", "not_understood"]


def test_group_rows_tell_town_and_kind_of_the_rows_below():
    sheet = clean_one(
        ["序号", "单位名称", "从业人员数"],
        ["一、非公企业（2家）", "<", "<"],
        ["（一）城关镇", "", ""],
        [1, "甲公司", 1],
        ["（二）东河乡", "", ""],
        [2, "乙公司", 2],
        ["小计", "", 3],
        ["二、社会组织", "<", "<"],
        [3, "丙协会", 3],
    )
    assert column_of(sheet, "kind") == ["enterprise", "enterprise", "social"]
    assert column_of(sheet, "group_town") == ["城关镇", "东河乡", "东河乡"]


def test_totals_notes_numbered_blanks_and_blank_below_are_no_rows():
    sheet = clean_one(
        ["序号", "单位名称", "从业人员数", "正式党员数"],
        ["甲", "乙", "1", "2"],
        [1, "甲公司", 12, 3],
        ["", "小计", 12, 3],
        [2],
        [3, "以下空白"],
        [4, "", 0, 0],
        ["", "合  计：", 12, 3],
        ["总计（1家）", "", 12, 3],
        ["填表说明：1.本表每季度上报一次。"],
        ["2.党员人数为正式党员。"],
        ["审核人：张三", "", "填表人：李四", "联系电话：0797-1234567"],
        name="非公企业",
    )
    assert [row.number for row in sheet.rows] == [3]
    assert [one.code for one in sheet.findings] == ["no_code"]


def test_notes_signatures_dates_and_examples_anywhere_are_no_rows():
    sheet = clean_one(
        ["序号", "单位名称", "从业人员数", "正式党员数", "地址"],
        ["栏次", "1", "2", "3", "4"],
        ["示例", "某某公司", 12, 3, "某路1号"],
        [1, "甲公司", 12, 3, ""],
        ["", "注：1.本表由乡镇填写；"],
        ["", "2.党员人数为正式党员；"],
        ["", "3.从业人员含临时工"],
        ["", "单位负责人签字：", "", "填表人签字：李四"],
        ["", "", "", "", "2026年9月30日"],
        name="非公企业",
    )
    assert [row.number for row in sheet.rows] == [4]


def test_an_unmerged_text_alone_in_the_name_column_is_an_organization():
    sheet = clean_one(["序号", "单位名称", "从业人员数"], ["", "甲公司", ""], ["", "乙公司", ""], name="非公企业")
    assert column_of(sheet, "name") == ["甲公司", "乙公司"]


def test_defaults_of_a_template_make_no_row():
    sheet = clean_one(
        ["序号", "乡镇", "单位名称", "单位类型"],
        [1, "城关镇", "甲公司", "非公企业"],
        [2, "城关镇", "", "非公企业"],
        [3, "城关镇", "", ""],
    )
    assert len(sheet.rows) == 1


def test_the_header_on_each_printed_page_is_passed_over():
    header = [
        ["序号", "单位名称", "负责人", "<", "党组织", "<"],
        ["^", "^", "姓名", "电话", "名称", "成立时间"],
    ]
    sheet = clean_one(
        ["非公企业摸排表", "<", "<", "<", "<", "<"],
        *header,
        [1, "甲公司", "张三", "138", "甲支部", "2019.7"],
        ["非公企业摸排表", "<", "<", "<", "<", "<"],
        *header,
        [2, "乙公司", "李四", "139", "", ""],
    )
    assert [row.number for row in sheet.rows] == [4, 8]
    assert [one.code for one in sheet.findings] == ["no_code"]


def test_a_second_table_of_another_shape_below_is_read_too():
    sheet = clean_one(
        ["非公企业", "<", "<"],
        ["序号", "企业名称", "从业人员数"],
        [1, "甲公司", 12],
        [],
        ["社会组织", "<", "<"],
        ["社会组织名称", "业务主管单位", "职工总数"],
        ["丙协会", "县工商联", 3],
        name="汇总",
    )
    assert column_of(sheet, "name") == ["甲公司", "丙协会"]
    assert column_of(sheet, "employees") == [12, 3]
    assert column_of(sheet, "kind") == ["enterprise", "social"]


def test_sheets_for_each_kind_with_cover_hidden_list_and_blank_sheets():
    body = (["单位名称", "从业人员数"], ["甲", 1], ["乙", 2])
    sheets = clean(
        grid(["填报说明"], ["一、本表由乡镇填写"], name="填报说明"),
        grid(*body, name="非公企业"),
        grid(*body, name="社会组织"),
        grid(["私营企业"], ["个体工商户"], name="选项", visible=False),
        grid(name="Sheet3"),
    )
    assert [(sheet.sheet, sheet.ledger) for sheet in sheets] == [("非公企业", "enterprises"), ("社会组织", "socials")]
    assert [row.facts["kind"] for sheet in sheets for row in sheet.rows] == ["enterprise"] * 2 + ["social"] * 2


def test_a_visible_sheet_without_a_header_is_said_not_dropped():
    (sheet,) = clean(grid(["甲", "乙"], ["丙", "丁"], name="杂"))
    assert (sheet.rows, sheet.ledger, sheet.header_rows) == ([], None, 0)
    assert [(one.code, one.severity, one.row) for one in sheet.findings] == [("not_understood", "warning", 0)]


def test_a_table_of_figures_without_names_is_said_not_read():
    sheet = clean_one(["乡镇", "正式党员数", "预备党员数"], ["城关镇", 12, 3], ["东河乡", 5, 1])
    assert sheet.rows == []
    assert "单位名称" in sheet.findings[0].message


def test_an_unknown_column_is_said_once_with_a_sample_and_an_empty_one_is_not():
    sheet = clean_one(
        ["单位名称", "信用代码", "群众\n满意度", "星级", "从业人员数"],
        ["甲公司", CODE, "", "", 1],
        ["乙公司", OTHER_CODE, "满意", "", 1],
        name="非公企业",
    )
    assert [(one.code, one.severity, one.column, one.value, one.row) for one in sheet.findings] == [
        ("not_understood", "warning", "群众满意度", "满意", 0)
    ]


def test_values_beside_the_table_without_a_header_are_said():
    sheet = clean_one(["单位名称", "从业人员数"], ["甲公司", 3, "", "已核"], name="非公企业")
    assert "D 列" in sheet.findings[0].message


@pytest.mark.parametrize(
    ("columns", "values", "expected"),
    [
        (["党员数"], [5], {"full_members": 5}),
        (["党员数", "预备党员"], [5, 1], {"full_members": 4, "probationary_members": 1}),
        (
            ["党员总数", "正式党员", "预备党员"],
            [5, 4, 1],
            {"full_members": 4, "probationary_members": 1, "survey": {"members_total": 5}},
        ),
    ],
)
def test_all_members_are_the_full_ones_unless_a_column_gives_those(columns, values, expected):
    sheet = clean_one(["单位名称", *columns], ["甲公司", *values], name="非公企业")
    (facts,) = facts_of(sheet)
    assert facts == {"name": "甲公司", "kind": "enterprise", **expected}


def test_fewer_members_than_probationary_ones_are_a_bad_number():
    sheet = clean_one(["单位名称", "党员总数", "预备党员"], ["甲公司", 1, 2], name="非公企业")
    assert [(one.code, one.severity) for one in sheet.rows[0].findings] == [("bad_number", "error")]


def test_a_column_of_ticks_and_blanks_is_offered_and_blank_means_no_only_when_accepted():
    lines = (["单位名称", "是否建立工会", "是否规上"], ["甲公司", "√", "是"], ["乙公司", "", "否"])
    sheet = clean_one(*lines, name="非公企业")
    assert [(one.column, one.key) for one in sheet.offers] == [("是否建立工会", "union")]
    assert column_of(sheet, "union") == [True, None]
    accepted = clean_one(*lines, name="非公企业", blank_means_no=frozenset({"union"}))
    assert column_of(accepted, "union") == [True, False]


def test_no_branch_is_read_into_a_blank_beside_the_name_of_a_branch():
    lines = (["单位名称", "是否建立党组织", "党组织名称"], ["甲", "√", "甲支部"], ["乙", "", "乙支部"], ["丙", "", ""])
    sheet = clean_one(*lines, name="非公企业", blank_means_no=frozenset({"built"}))
    assert column_of(sheet, "built") == [True, True, False]


def test_row_numbers_are_the_office_suites():
    sheet = clean_one([], [], ["单位名称", "从业人员数"], [], ["甲公司", 3], name="非公企业", first_row=4)
    assert [row.number for row in sheet.rows] == [8]


def test_revenue_whose_header_says_yuan_is_turned_into_ten_thousands():
    sheet = clean_one(["单位名称", "年营业收入（元）"], ["甲公司", 3_050_000], ["乙公司", "12万元"], name="非公企业")
    assert column_of(sheet, "revenue") == ["305", None]
    assert [one.code for one in sheet.rows[1].findings] == ["bad_number"]


@pytest.mark.parametrize(
    ("sheet_name", "title", "header", "ledger"),
    [
        ("Sheet1", "非公有制企业党建台账", "单位名称", "enterprises"),
        ("社会组织", "党建台账", "单位名称", "socials"),
        ("Sheet1", "党建台账", "社会组织名称", "socials"),
        ("Sheet1", "两新组织党建台账", "企业名称", None),
        ("Sheet1", "民办非企业单位台账", "单位名称", "socials"),
        ("Sheet1", "非公企业和社会组织台账", "单位名称", None),
    ],
)
def test_the_ledger_is_told_by_title_sheet_name_or_header(sheet_name, title, header, ledger):
    sheet = clean_one([title, "<"], [header, "从业人员数"], ["甲", 3], name=sheet_name)
    assert sheet.ledger == ledger


def test_a_short_first_table_is_not_lost_above_a_second_with_more_columns():
    sheet = clean_one(
        ["一、非公企业"],
        ["序号", "企业名称", "信用代码", "职工人数", "组建方式"],
        [1, "甲公司", CODE, 70, "单独组建"],
        ["二、社会组织"],
        [
            "序号",
            "社会组织名称",
            "信用代码",
            "类别",
            "专职人数",
            "正式党员",
            "组建方式",
            "党组织名称",
            "负责人",
            "备注",
        ],
        [1, "乙协会", SOCIAL_CODE, "社会团体", 2, 3, "联合组建", "联合党支部", "张三", ""],
    )
    assert column_of(sheet, "name") == ["甲公司", "乙协会"]
    assert column_of(sheet, "employees") == [70, 2]
    assert column_of(sheet, "kind") == ["enterprise", "social"]


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


@pytest.mark.parametrize(
    ("headers", "numbers", "full"),
    [
        (["党员总数", "其中：组织关系在本单位", "组织关系不在本单位"], [5, 3, 2], 3),
        (["党员总数", "其中：组织关系不在本单位"], [5, 2], 3),
        (["党员总数", "组织关系不在本单位"], [5, 2], 5),
        (["组织关系在本企业党员数", "预备党员"], [4, 1], 3),
        (["党员总数", "正式党员", "组织关系在本单位"], [5, 2, 3], 2),
    ],
)
def test_members_whose_relation_is_elsewhere_do_not_count(headers, numbers, full):
    sheet = clean_one(["企业名称", *headers], ["甲公司", *numbers])
    assert column_of(sheet, "full_members") == [full]


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


def test_counts_by_town_are_no_organizations():
    sheet = clean_one(
        ["序号", "乡镇", "两新组织数", "<", "未建", "党员数"],
        ["^", "^", "非公企业", "社会组织", "^", "^"],
        [1, "城关镇", 100, 30, 70, 300],
    )
    assert not sheet.rows
    assert [one.code for one in sheet.findings] == ["not_understood"]


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


def test_a_town_written_once_above_its_rows_is_carried_down():
    sheet = clean_one(
        ["乡镇", "企业名称"], ["城关镇", "甲公司"], ["", "乙公司"], ["", "丙公司"], ["石桥镇", "丁公司"], ["", "戊公司"]
    )
    assert column_of(sheet, "town") == ["城关镇"] * 3 + ["石桥镇"] * 2


@pytest.mark.parametrize(
    "towns",
    [
        ["城关镇", "", "城关镇", ""],
        ["", "城关镇", "", ""],
        ["城关镇", "", "", ""],
        ["城关镇", "", "石桥镇"],
        ["城关镇", "石桥镇", "", "河东乡"],
    ],
)
def test_a_town_left_blank_here_and_there_is_not_guessed(towns):
    sheet = clean_one(["乡镇", "企业名称"], *([town, f"{at}公司"] for at, town in enumerate(towns)))
    assert column_of(sheet, "town") == [town or None for town in towns]


def test_the_example_row_of_a_template_is_no_organization():
    sheet = clean_one(
        ["序号", "企业名称", "统一社会信用代码"], ["例", "某某公司", CODE], [1, "甲公司", OTHER_CODE], name="非公企业"
    )
    assert column_of(sheet, "name") == ["甲公司"]


def test_a_common_word_is_that_of_the_person_left_of_it_under_the_same_parent():
    sheet = clean_one(
        ["企业名称", "党的工作覆盖", "<", "党组织覆盖情况", "<"],
        ["^", "指导员姓名", "联系电话", "是否覆盖", "书记姓名"],
        ["甲公司", "张三", "13800000001", "是", "李四"],
    )
    assert column_of(sheet, "guide_phone") == ["13800000001"]
    assert column_of(sheet, "built") == [True]


def test_an_apostrophe_that_marks_text_is_not_part_of_it():
    sheet = clean_one(["'企业名称", "'所属乡镇", "'职工"], ["'甲公司", "'城关镇", "'12"], ["'丙'文具店", "城关镇", 3])
    assert column_of(sheet, "name") == ["甲公司", "'丙'文具店"]
    assert (column_of(sheet, "town"), column_of(sheet, "employees")) == (["城关镇"] * 2, [12, 3])


@pytest.mark.parametrize("line", [[20, 300, "合 计", 4], [None, 300, "总计：", 4], ["合计", 300, None, 4]])
def test_a_total_is_told_by_the_name_cell_too(line):
    sheet = clean_one(["序号", "注册资本", "企业名称", "职工"], [1, 300, "甲公司", 4], line)
    assert column_of(sheet, "name") == ["甲公司"]


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


def test_several_organizations_in_one_cell_are_not_one():
    sheet = clean_one(["企业名称", "职工"], ["甲五金厂、乙五金厂、丙五金厂", 6], ["青溪县烟、酒商店", 2])
    assert [row.has_error for row in sheet.rows] == [True, False]


@pytest.mark.parametrize(
    "hint", ["请填写全称", "按营业执照填写", "必填", "某某有限公司", "XX公司", "（填写全称）", "如：甲公司"]
)
def test_a_row_that_says_how_to_fill_in_is_no_organization(hint):
    sheet = clean_one(["序号", "企业名称", "行业"], ["", hint, "下拉选择"], [1, "甲公司", "制造业"])
    assert column_of(sheet, "name") == ["甲公司"]


def test_a_sum_in_the_header_row_does_not_hide_the_header():
    sheet = clean_one(["序号", "企业名称", "职工", 156], [1, "甲公司", 12, None])
    assert column_of(sheet, "employees") == [12]


def test_a_form_of_one_organization_is_said_to_be_unread_and_invents_none():
    sheet = clean_one(
        ["单位名称", "青溪县甲机械有限公司", "成立时间", "2015.3"],
        ["单位地址", "城关镇东街", "从业人员数", 30],
        ["负责人", "张三", "联系电话", "13800000001"],
        ["是否建立党组织", "是", "党组织名称", "甲公司党支部"],
        name="非公企业",
    )
    assert not sheet.rows
    assert "not_understood" in [one.code for one in sheet.findings]

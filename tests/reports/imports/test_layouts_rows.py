"""Which rows under a header are organizations, and what the rows among them say (domain.md §5)."""

import pytest

from tests.reports.imports.sheets import CODE, OTHER_CODE, clean_one, column_of, facts_of

pytestmark = pytest.mark.nodb


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


def test_an_apostrophe_that_marks_text_is_not_part_of_it():
    sheet = clean_one(["'企业名称", "'所属乡镇", "'职工"], ["'甲公司", "'城关镇", "'12"], ["'丙'文具店", "城关镇", 3])
    assert column_of(sheet, "name") == ["甲公司", "'丙'文具店"]
    assert (column_of(sheet, "town"), column_of(sheet, "employees")) == (["城关镇"] * 2, [12, 3])


@pytest.mark.parametrize("line", [[20, 300, "合 计", 4], [None, 300, "总计：", 4], ["合计", 300, None, 4]])
def test_a_total_is_told_by_the_name_cell_too(line):
    sheet = clean_one(["序号", "注册资本", "企业名称", "职工"], [1, 300, "甲公司", 4], line)
    assert column_of(sheet, "name") == ["甲公司"]


def test_several_organizations_in_one_cell_are_not_one():
    sheet = clean_one(["企业名称", "职工"], ["甲五金厂、乙五金厂、丙五金厂", 6], ["青溪县烟、酒商店", 2])
    assert [row.has_error for row in sheet.rows] == [True, False]


@pytest.mark.parametrize(
    "hint", ["请填写全称", "按营业执照填写", "必填", "某某有限公司", "XX公司", "（填写全称）", "如：甲公司"]
)
def test_a_row_that_says_how_to_fill_in_is_no_organization(hint):
    sheet = clean_one(["序号", "企业名称", "行业"], ["", hint, "下拉选择"], [1, "甲公司", "制造业"])
    assert column_of(sheet, "name") == ["甲公司"]


def test_a_numbered_row_is_no_signature_though_its_name_has_a_colon():
    sheet = clean_one(["序号", "企业名称", "职工"], [1, "安:远", None], ["", "审核人：张三", "填表人：李四"])
    assert column_of(sheet, "name") == ["安:远"]

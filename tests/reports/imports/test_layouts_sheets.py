"""Which sheets and tables of a workbook are read, and what is said of the rest (domain.md §5)."""

import pytest

from tests.reports.imports.sheets import CODE, OTHER_CODE, SOCIAL_CODE, clean, clean_one, column_of, facts_of, grid

pytestmark = pytest.mark.nodb


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


def test_counts_by_town_are_no_organizations():
    sheet = clean_one(
        ["序号", "乡镇", "两新组织数", "<", "未建", "党员数"],
        ["^", "^", "非公企业", "社会组织", "^", "^"],
        [1, "城关镇", 100, 30, 70, 300],
    )
    assert not sheet.rows
    assert [one.code for one in sheet.findings] == ["not_understood"]


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

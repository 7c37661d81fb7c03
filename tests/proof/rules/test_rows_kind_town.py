"""design.md, Import: "Rows", "Kind" and "Town"."""

import pytest

from tests import workbooks
from tests.proof.rules.desk import (
    COUNTY,
    LATER,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    code_for,
    firm,
    sheet_of,
    unbuilt,
)
from tests.workbooks import Sheet, table

pytestmark = pytest.mark.django_db


def without(row, *keys):
    return {key: value for key, value in row.items() if key not in keys}


@pytest.mark.parametrize(
    "line",
    [
        ["注：本表一式两份"],
        ["填表说明：如实填写。"],
        ["说明：如实填写"],
        ["审核人：张三", None, "填表人：李四"],
        ["以下空白"],
        ["合计", None, None, None, 3],
        ["小计", None, None, None, 3],
        ["总  计"],
        [None, "合 计"],
        [2, "合计", None, None, 3],
        ["一、河口镇（2家）"],
        [],
        [7],
    ],
)
def test_notes_sums_group_rows_blank_rows_and_numbers_alone_are_no_rows(desk, line):
    sheet = Sheet()
    sheet.add(["序号", "单位名称", "统一社会信用代码", "单位类型", "从业人员数"])
    sheet.add([1, "青岭县甲公司", code_for("甲"), "非公企业", 2])
    sheet.add(line, row=3)
    sheet.add([2, "青岭县乙公司", code_for("乙"), "非公企业", 1], row=4)
    answer = desk.sheets(sheet, region=TOWN)
    assert (answer.counts, answer["rows"]) == ((2, 0, 0, 0), 2)


def test_titles_and_repeated_headers_are_no_rows_and_row_numbers_are_those_of_the_office_suite(desk):
    sheet = sheet_of((firm("甲"), firm("乙")), "附件2", "两新组织摸排表", ["填报单位：河口镇", None, "2025年6月30日"])
    header = [sheet.cells[4, column] for column in range(1, sheet.last_column + 1)]
    sheet.add(header, row=8)
    sheet.add(["河口镇", "青岭县丙公司", "91431299XXXXXXXXXX"[:17], "外星企业"], row=10)
    answer = desk.sheets(sheet)
    assert answer["rows"] == 3
    assert {row for row, _ in answer.errors | answer.warnings} == {10}
    assert answer.sheets[0]["header_rows"] == 1


def test_a_header_of_three_levels_joins_parent_and_leaf(desk):
    sheet = Sheet()
    sheet.add(["序号", "单位", None, None, "党组织", None, None, "负责人", "党建指导员"], row=1)
    sheet.add([None, "名称", "代码信息", "类型", "是否建立党组织", "组建情况", None, "姓名", "姓名"], row=2)
    sheet.add([None, None, "统一社会信用代码", None, None, "组建方式", "党组织名称", None, None], row=3)
    for first_row, first, last_row, last in [
        (1, 1, 3, 1), (1, 2, 1, 4), (1, 5, 1, 7), (2, 2, 3, 2), (2, 4, 3, 4), (2, 5, 3, 5), (2, 6, 2, 7), (2, 8, 3, 8),
        (2, 9, 3, 9),
    ]:  # fmt: skip
        sheet.merge(first_row, first, last_row, last)
    sheet.add([1, "青岭县甲公司", code_for("甲"), "非公企业", "是", "联合组建", "河口镇联合党支部", "张三"])
    sheet.add([2, "青岭县乙公司", code_for("乙"), "非公企业", "否", None, None, "李四", "王五"])
    answer = desk.sheets(sheet, region=TOWN)
    assert (answer.counts, answer.sheets[0]["header_rows"]) == ((2, 0, 0, 0), 3)
    total = desk.figures()["total"]
    assert (total["joint"], total["guided"]) == (1, 1)


def test_the_kind_column_says_the_kind(desk):
    desk.survey(firm("甲", code=None), firm("乙", code=None, kind="社会组织"))
    assert {key: row["total"] for key, row in desk.figures(by="kind").items()} == {
        "enterprise": 1, "social": 1, "total": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("非公企业", "enterprise"),
        ("非公有制企业", "enterprise"),
        ("非公有制经济组织", "enterprise"),
        ("社会组织", "social"),
        ("社会组织台账", "social"),
    ],
)
@pytest.mark.parametrize("where", ["sheet name", "title"])
def test_else_the_ledger_that_the_sheet_was_recognised_as_says_it(desk, title, kind, where):
    row = without(firm(code=None), "kind")
    sheet = sheet_of((row,), name=title) if where == "sheet name" else sheet_of((row,), f"{title}党建工作摸排表")
    assert desk.sheets(sheet).counts == (1, 0, 0, 0)
    assert desk.figures(by="kind")[kind]["total"] == 1


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("私营企业", "enterprise"),
        ("农民专业合作社", "enterprise"),
        ("社会团体", "social"),
        ("民办非企业单位", "social"),
        ("基金会", "social"),
        ("律师事务所", "social"),
    ],
)
def test_else_the_category_says_the_kind(desk, category, kind):
    assert desk.survey(without(firm(code=None, category=category), "kind")).counts == (1, 0, 0, 0)
    assert desk.figures(by="kind")[kind]["total"] == 1


@pytest.mark.parametrize("prefix", ["91", "93", "51", "52", "53", "31"])
def test_else_the_prefix_of_the_code_says_the_kind(desk, prefix):
    desk.survey(without(firm(code=code_for("甲", prefix)), "kind"))
    assert desk.figures(by="kind")["enterprise" if prefix[0] == "9" else "social"]["total"] == 1


def test_else_the_kind_is_required(desk):
    answer = desk.survey(without(firm(code=None), "kind"))
    assert (answer.counts, answer.errors, answer.exit_code) == ((0, 0, 0, 1), {(2, "required")}, 3)


def town_of_one_row(desk, *sheets, **how):
    answer = desk.sheets(*sheets, **how)
    assert answer.counts == (1, 0, 0, 0), answer.json
    return [key for key, row in desk.figures().items() if row["total"] and key != "total"]


NO_TOWN = without(firm(), "town")


def test_a_town_column_says_the_town_before_anything_else(desk):
    sheet = sheet_of((firm(town="龙泉镇"),), "填报单位：河口镇", name="河口镇")
    assert town_of_one_row(desk, sheet, name="河口镇.xlsx") == [OTHER_TOWN]


def test_the_column_单位_says_the_town_when_its_values_are_regions(desk):
    sheet = table(
        ["单位", "单位名称", "统一社会信用代码", "单位类型"], ["龙泉镇", "甲公司", code_for("甲"), "非公企业"]
    )
    assert town_of_one_row(desk, sheet) == [OTHER_TOWN]


def test_else_the_group_row_says_the_town(desk):
    sheet = sheet_of((NO_TOWN,), name="河口镇")
    sheet.add(["一、龙泉镇"], row=5)
    sheet.add([f"青岭县{name}" if name else None for name in ("乙公司",)] + [None, "非公企业"], row=6)
    desk.sheets(sheet, name="河口镇.xlsx")
    assert {key: row["total"] for key, row in desk.figures().items()} == {TOWN: 1, OTHER_TOWN: 1, "total": 2}


def test_else_the_sheet_name_says_the_town(desk):
    assert town_of_one_row(desk, sheet_of((NO_TOWN,), "填报单位：河口镇", name="龙泉镇")) == [OTHER_TOWN]


@pytest.mark.parametrize(
    "line",
    [
        ["填报单位（盖章）：龙泉镇", None, "填表日期：2025年6月30日"],
        ["填报单位：龙泉镇党委"],
        ["填报单位(公章): 龙泉镇人民政府      2025年6月30日"],
        ["填报单位：", "龙泉镇"],
    ],
)
def test_else_the_填报单位_line_says_the_town(desk, line):
    assert town_of_one_row(desk, sheet_of((NO_TOWN,), "两新组织摸排表", line), name="河口镇.xlsx") == [OTHER_TOWN]


def test_else_the_file_name_says_the_town(desk):
    assert town_of_one_row(desk, sheet_of((NO_TOWN,)), name="附件2：龙泉镇两新组织摸排表.xlsx") == [OTHER_TOWN]


def test_else_the_region_of_the_command_says_the_town(desk):
    assert town_of_one_row(desk, sheet_of((NO_TOWN,)), region=OTHER_TOWN) == [OTHER_TOWN]


def test_without_any_word_of_a_town_the_organization_is_placed_at_the_county(desk):
    assert town_of_one_row(desk, sheet_of((NO_TOWN,)), region=COUNTY) == [COUNTY]


def test_region_is_also_the_limit_and_rows_placed_elsewhere_are_outside_scope(desk):
    answer = desk.survey(firm("甲"), firm("乙", town="龙泉镇"), region=TOWN)
    assert (answer.counts, answer.errors, answer.exit_code) == ((1, 0, 0, 1), {(3, "outside_scope")}, 3)


def test_village_names_are_looked_up_inside_the_town_of_the_row(desk):
    desk.survey(firm("甲", village="新民村"), firm("乙", town="龙泉镇", village="新民村"))
    assert desk.figures(region=TOWN)[VILLAGE]["total"] == 1
    assert desk.figures(region=OTHER_TOWN)[OTHER_VILLAGE]["total"] == 1


def test_an_unknown_village_of_a_known_town_is_a_warning_and_the_row_goes_in(desk):
    answer = desk.survey(firm(village="无此村"))
    assert (answer.counts, answer.warnings, answer.exit_code) == ((1, 0, 0, 0), {(2, "unknown_region")}, 0)


def test_a_town_that_is_named_and_unknown_keeps_the_row_out(desk):
    answer = desk.survey(firm(town="无此镇"))
    assert (answer.counts, answer.errors) == ((0, 0, 0, 1), {(2, "unknown_region")})


def test_merged_cells_of_a_village_count_for_every_row_below(desk):
    sheet = sheet_of((firm("甲", village="新民村"), firm("乙"), firm("丙")))
    column = [column for (row, column), value in sheet.cells.items() if value == "新民村"][0]
    sheet.merge(2, column, 4, column)
    desk.sheets(sheet)
    assert desk.figures(region=TOWN)[VILLAGE]["total"] == 3


def test_hidden_sheets_and_sheets_of_text_hold_no_rows(desk):
    hidden = sheet_of((firm("乙"),), name="旧表")
    hidden.visible = False
    answer = desk.sheets(
        table(["填报说明"], ["一、请如实填写。"], name="说明"), sheet_of((firm("甲"),), name="表"), hidden
    )
    assert answer["rows"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_each_encoding(desk, encoding):
    answer = desk.files({"河口镇.csv": workbooks.csv(sheet_of((firm("甲"), unbuilt("乙"))), encoding)})
    assert answer.counts == (2, 0, 0, 0)


def test_one_batch_takes_many_files_and_a_refused_one_does_not_stop_the_others(desk):
    good = workbooks.xls(sheet_of((firm("甲"),)))
    answer = desk.files({"河口镇.xls": good, "坏.xlsx": b"%PDF-1.7 nothing"}, day=LATER)
    assert (answer.counts, answer.exit_code) == ((1, 0, 0, 0), 4)
    assert [bool(refusal) for refusal in answer.refusals] == [False, True]

"""Plain lists read by the words of a declared ledger: headers of several rows, merges, notes, and sealed numbers."""

import pytest

from liangxin.grids import Workbook
from reports.imports.lists import Manner, clean_list
from reports.imports.lists_header import find_header
from reports.ledgers import ROSTERS
from tests.people import id_number
from tests.reports.imports.sheets import grid

pytestmark = pytest.mark.nodb
NUMBER = id_number("1990-03-07")


def read(key: str, *lines, **more):
    """The sheet that these lines are read as."""
    manner = Manner(ROSTERS[key], "没有表头", "没有读入", "没有姓名", ("id_number",), unwanted="没有启用", **more)
    (sheet,) = clean_list(Workbook("名册.xlsx", "xlsx", [grid(*lines, name="表")]), manner)
    return sheet


def test_the_header_stands_below_titles_and_notes_end_the_table():
    sheet = read(
        "members",
        ["附件1"],
        ["党员名册"],
        ["填报单位：城关镇", None, "填表日期：2025年6月30日"],
        ["序号", "姓 名", "所在\n党支部", "人员类别"],
        [1, "张 三", "东门社区党支部", "正式党员"],
        [None, "李四", "东门社区党支部", "预备党员"],
        [],
        ["合计", None, None, 2],
        ["审核人：", "王五", "填表人：", "赵六"],
        ["注：按组织关系填写"],
    )
    assert sheet.header_rows == 1
    assert [(row.number, row.facts["name"]) for row in sheet.rows] == [(5, "张三"), (6, "李四")]
    assert sheet.rows[1].facts["person"] == "probationary"


def test_a_leaf_is_read_under_its_parent_and_a_merged_cell_speaks_for_the_rows_below():
    sheet = read(
        "branches",
        ["党组织名称", "书记", "<", "上级党组织"],
        ["^", "姓名", "联系电话", "^"],
        ["甲党支部", "张三", "13800001111", "镇党委"],
        ["乙党支部", "李四", None, "^"],
    )
    assert sheet.header_rows == 2
    one, two = sheet.rows
    assert (one.facts["secretary_name"], one.facts["secretary_phone"]) == ("张三", "13800001111")
    assert (two.facts["secretary_name"], two.facts["superior"]) == ("李四", "镇党委")


def test_a_table_without_enough_known_columns_is_none():
    sheet = read("members", ["姓名", "成绩", "名次"], ["张三", 90, 1])
    assert (sheet.ledger, sheet.rows) == (None, [])
    assert sheet.findings[0].message == "工作表“表”：没有表头"


@pytest.mark.parametrize(
    ("value", "codes", "shown"),
    [
        (NUMBER, [], f"330***********{NUMBER[-4:]}"),
        (NUMBER.lower(), [], f"330***********{NUMBER[-4:]}"),
        (float(int(NUMBER[:17] + "0")), ["damaged_number"], None),
        (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), ["check_digit"], None),
        ("33019920991301001X", ["check_digit"], None),
        ("无", [], None),
        ("330***********0031", [], None),
    ],
)
def test_a_number_is_sealed_before_anything_is_read(value, codes, shown):
    sheet = read("members", ["姓名", "公民身份号码", "性别"], ["张三", value, "男"])
    (row,) = sheet.rows
    assert [one.code for one in row.findings] == codes
    assert (row.facts.get("id_number") or {}).get("shown") == shown
    assert NUMBER not in str(row.facts) + str(dict(row.cells)) + str(row.findings)
    if shown:
        assert (row.facts["id_number"]["birth"], row.facts["id_number"]["sex"]) == ("1990-03-07", "1")


def test_what_the_county_does_not_keep_is_neither_read_nor_kept():
    off = frozenset(["id_number", "ethnicity"])
    sheet = read("members", ["姓名", "公民身份号码", "民族", "性别"], ["张三", NUMBER, "汉", "男"], off=off)
    (row,) = sheet.rows
    assert row.facts == {"name": "张三", "sex": "1"}
    assert dict(row.cells) == {1: "张三", 4: "男"}
    assert [(one.code, one.severity) for one in sheet.findings] == [("switched_off", "note")]
    assert "公民身份号码、民族" in sheet.findings[0].message


def test_an_unknown_column_is_told_once():
    sheet = read(
        "members", ["姓名", "性别", "民族", "爱好"], ["张三", "男", "汉", "书法"], ["李四", "男", "汉", "足球"]
    )
    assert [(one.code, one.column) for one in sheet.findings] == [("not_understood", "爱好")]


@pytest.mark.parametrize("key", sorted(ROSTERS))
def test_every_ledger_knows_its_own_header(key):
    leaves = ROSTERS[key].leaves
    header = find_header(grid([leaf.title for leaf in leaves]), ROSTERS[key])
    assert [column.key for _, (column, _) in sorted(header.columns.items())] == [leaf.key for leaf in leaves]

"""Rows that are cleaned together, column by column, say what they say when each is cleaned cell by cell."""

from dataclasses import asdict
from random import Random

import pytest

from liangxin.codes import credit_code_check
from liangxin.grids import Grid, Workbook
from reports.imports.cleaning import PART, clean_workbook
from reports.imports.cleaning_columns import column_letters
from reports.ledgers import LEDGERS
from tests.reports.imports.test_cleaning_fuzz import ODD

pytestmark = pytest.mark.nodb

READABLE = [column for ledger in LEDGERS.values() for column in ledger.readable]
ANSWERS = [
    "是",
    "否",
    "√",
    "×",
    "/",
    "无",
    "",
    "1",
    1,
    True,
    1.0,
    "12人",
    12,
    12.5,
    "2019.7",
    2021.1,
    "待定",
    "张三",
    "张 三",
]
ANSWERS += [
    "制造业",
    "私营企业",
    "社会组织",
    "其他",
    "单独组建",
    "联合",
    "未建",
    "是（联合）",
    "否（没有党员）",
    "电商、快递",
    *ODD,
]
ANSWERS += [
    "李四 13900000001",
    "甲公司；乙公司",
    "工会、妇联",
    "党员人数不足3名",
    "县市场监督管理局",
    "城关镇",
    "东河村",
]
ASIDE = 900  # a column without a header; a row with a mark there is read cell by cell


def some_sheet(rng: Random, count: int) -> Grid:
    """A survey of columns by chance, in which each fills its cells from a few answers of all kinds, or all differ."""
    columns = rng.sample(READABLE, 14)
    titles = [
        "单位名称",
        "统一社会信用代码",
        *(f"{one.group.title if one.group else ''}{one.title}" for one in columns),
    ]
    titles += rng.sample(["单独组建", "联合组建", "未建", "备注", "是否建立党组织", "组建方式", "党员总数"], 4)
    rows = {1: dict(enumerate(titles, 1))}
    pools = [rng.sample(ANSWERS, 4) for _ in titles]
    for number in range(2, count + 2):
        body = f"91330199MA{number:07}"
        code = body + (credit_code_check(body) if rng.random() < 0.9 else "0")
        cells = {1: f"第{number}号{rng.choice(('公司', '商会', ''))}", 2: code}
        for place in range(3, len(titles) + 1):
            value = rng.choice(pools[place - 1]) if rng.random() < 0.95 else f"{rng.choice(ANSWERS)}{number}"
            if value != "" and rng.random() < 0.8:
                cells[place] = value
        rows[number] = cells
    return Grid("非公企业", True, rows)


def said(grid: Grid) -> list:
    """All that cleaning gives of a grid, but for the marks put beside it."""
    (sheet,) = clean_workbook(Workbook("表.xlsx", "xlsx", [grid]))
    rows = [(row.number, sorted(row.facts.items()), list(map(asdict, row.findings))) for row in sheet.rows]
    cells = [{place: value for place, value in row.cells.items() if place != ASIDE} for row in sheet.rows]
    return [rows, cells, sheet.findings, sheet.offers]


@pytest.mark.parametrize("seed", range(60))
def test_together_and_cell_by_cell_are_the_same(seed):
    together, apart = some_sheet(Random(seed), 40), some_sheet(Random(seed), 40)
    apart.marks = {(number, ASIDE): "shown:2021.10" for number in apart.rows}
    # repr, as one thing that may differ is whether a fact is 1, True or 1.0
    assert repr(said(together)) == repr(said(apart))


def test_a_sheet_longer_than_a_part_is_read_on():
    grid = some_sheet(Random(1), PART + 20)
    (sheet,) = clean_workbook(Workbook("表.xlsx", "xlsx", [grid]))
    assert [row.number for row in sheet.rows] == list(range(2, PART + 22))
    assert column_letters(len(sheet.columns)) == "T"

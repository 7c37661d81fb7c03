"""Whatever a file holds, cleaning ends in rows and findings, never in an exception."""

import datetime
import json
from random import Random

import pytest

from liangxin.grids import Grid, Workbook
from reports.imports.cleaning import clean_workbook
from reports.imports.layouts_match import words

pytestmark = pytest.mark.nodb

HEADERS = sorted({*words().plain, *words().weak, *(word for word, _ in words().groups)})
CELLS = [
    "√",
    "×",
    "是",
    "无",
    "/",
    "—",
    "合计",
    "小计",
    "以下空白",
    "注：",
    "一、非公企业",
    "城关镇",
    "（二）东河村",
    "填表说明",
    "甲",
    "约30",
    "12人",
    "2019.7",
    "13800000000",
    "91360726MA35TQJY0B",
]
ODD = (1.5, 2021.1, 1e20, float("nan"), float("inf"), -0.0, 9.1e17, True, False, -5, 10**18, 0, 43647)
DAYS = (datetime.date(2019, 7, 1), datetime.datetime(2019, 7, 1, 3), datetime.date(1899, 1, 1))


def some_cell(rng: Random):
    """A header word, a marker of some kind, an odd value or noise."""
    pool = rng.choice((HEADERS, CELLS, ODD, DAYS, None))
    if pool is None:
        return "".join(chr(rng.choice((0x4E00, 0x20, 0x2000, 0xFF00)) + rng.randrange(200)) for _ in range(12))
    return rng.choice(pool)


def some_grid(rng: Random) -> Grid:
    """A grid of nonsense, often with something like a header, with merges that overlap and reach far."""
    height, width = rng.randrange(1, 25), rng.randrange(1, 20)
    rows = {row: {place: some_cell(rng) for place in range(1, width) if rng.random() < 0.7} for row in range(1, height)}
    if rng.random() < 0.7:
        rows[2] = {place: rng.choice(HEADERS) for place in range(1, width + 1)} | {rng.randint(1, width): "单位名称"}
    merges = []
    for _ in range(rng.randrange(8)):
        top, left = rng.randint(1, height), rng.randint(1, width)
        merges.append((top, left, top + rng.choice((0, 1, 3, 10**6)), left + rng.choice((0, 1, 16_000))))
    marks = {(rng.randint(1, height + 3), rng.randint(1, width)): rng.choice(MARKS) for _ in range(3)}
    return Grid("表", True, {row: cells for row, cells in rows.items() if cells}, merges, marks)


MARKS = ("error:#REF!", "no_result", "shown:2021.10")


@pytest.mark.parametrize("seed", range(40))
def test_nonsense_is_cleaned_without_an_exception(seed):
    grid = some_grid(Random(seed))
    for sheet in clean_workbook(Workbook("表.xlsx", "xlsx", [grid])):
        assert all(row.number in grid.rows for row in sheet.rows)
        assert json.dumps([row.facts for row in sheet.rows])
        assert all(one.message.endswith(one.message.strip()) and one.code for row in sheet.rows for one in row.findings)


def test_a_row_of_failed_formulas_alone_is_no_row():
    rows = {1: {1: "单位名称", 2: "从业人员数"}, 2: {1: "甲公司", 2: 3}}
    grid = Grid("非公企业", True, rows, [], {(5, 1): "no_result", (5, 2): "no_result"})
    (sheet,) = clean_workbook(Workbook("表.xlsx", "xlsx", [grid]))
    assert [row.number for row in sheet.rows] == [2]

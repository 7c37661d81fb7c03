"""Strangers' workbooks are marked in a child that may fail: whatever they are, something readable comes back."""

import random
import subprocess

import openpyxl
import pytest

from liangxin.grids import Refused, read_file
from liangxin.marking import NOTES, SheetMarks, mark_file
from liangxin.marking.marks import Kept
from tests.liangxin.grids import mutate
from tests.workbooks import edit_parts, save, table, xls, xlsx

pytestmark = pytest.mark.nodb


def sheet():
    made = table(["名单"], ["单位名称", "人数"], ["甲公司", 1], ["乙公司", "约2"], ["丙公司", 3])
    made.merge(1, 1, 1, 2)
    return made


def marks(grid):
    """The second company stays, its number is marked."""
    return SheetMarks(
        grid.name,
        3,
        dropped=[3, 5],
        marks={(4, 2): (True, "不是数字")},
        notes={4: "不是数字"},
        headers=[(2, 2)],
    )


def given_back(path, name, target):
    workbook = read_file(path, name)
    kept = mark_file(path, workbook, [marks(grid) for grid in workbook.grids[:1]], target)
    return kept, read_file(target, "back.xlsx").grids[0]


@pytest.mark.parametrize("make", [xlsx, xls])
def test_mutated_workbooks_come_back_readable(make, tmp_path):
    rng, tried = random.Random(7), 0
    for number in range(16):
        spoiled = (
            mutate.mutated_parts(make(sheet()), tmp_path, rng) if make is xlsx else mutate.mutated(xls(sheet()), rng)
        )
        path = save(tmp_path, f"{number}.{make.__name__}", spoiled)
        try:
            read_file(path, path.name)
        except Refused:
            continue  # nothing of it is kept
        tried += 1
        given_back(path, path.name, tmp_path / "back.xlsx")
    assert tried


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (r"xl/worksheets/sheet1\.xml", b'ref="A1:B1"', b'ref="A1:XFD1048576"'),
        (r"xl/styles\.xml", b'patternType="gray125"', b'patternType="wrong"'),
        (r"xl/worksheets/sheet1\.xml", b"</sheetData>", b'</sheetData><autoFilter ref="nonsense"/>'),
    ],
)
def test_what_openpyxl_cannot_do_comes_back_plain(part, old, new, tmp_path):
    content = edit_parts(xlsx(sheet()), part, lambda xml: xml.replace(old, new))
    assert content != xlsx(sheet())
    kept, grid = given_back(save(tmp_path, "a.xlsx", content), "a.xlsx", tmp_path / "back.xlsx")
    assert not kept
    assert [list(cells.values()) for _, cells in sorted(grid.rows.items())] == [
        ["名单"],
        ["单位名称", "人数", NOTES],
        ["乙公司", "约2", "不是数字"],
    ]


def test_rows_move_up_by_those_taken_out_above_them():
    kept = Kept([3, 4, 7])
    assert [kept.row(number) for number in (1, 2, 5, 6, 8)] == [1, 2, 3, 4, 5]
    assert kept.span(3, 4) is None
    assert kept.span(3, 5) == (3, 3)
    assert kept.span(2, 8) == (2, 5)
    assert kept.span(7, 1_048_576) == (5, 1_048_573)


@pytest.mark.office
def test_the_marked_workbook_opens_in_an_office_suite(tmp_path):
    for make in (xlsx, xls):
        path = save(tmp_path, f"a.{make.__name__}", make(sheet()))
        kept, _ = given_back(path, path.name, tmp_path / "back.xlsx")
        assert kept
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), "back.xlsx"]
        subprocess.run(command, check=True, timeout=180, cwd=tmp_path, capture_output=True)
        again = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "back.ods"]
        subprocess.run(again, check=True, timeout=180, cwd=tmp_path, capture_output=True)
        page = openpyxl.load_workbook(tmp_path / "back.xlsx").active
        assert [cell.value for cell in page[3]] == ["乙公司", "约2", "不是数字"]
        assert "不是数字" in page["B3"].comment.text
        assert page["B3"].fill.fgColor.rgb == "FFFFB3B0"
        assert [block.coord for block in page.merged_cells.ranges] == ["A1:B1"]

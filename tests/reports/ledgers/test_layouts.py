"""Layouts of a ledger: the 63 columns of domain.md §5, written with ticks and read back without a change."""

import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from liangxin.grids import read_file
from orgs.choices import Mode
from reports.imports.cleaning import clean_workbook
from reports.ledgers import LEDGERS, ROSTERS
from reports.ledgers.columns import Text
from reports.ledgers.layout_63 import SIXTY_THREE
from reports.ledgers.layouts import Layout, layout_of
from reports.models import ImportRow
from tests.reports.ledgers.odd_register import DAY, build
from tests.reports.ledgers.test_export_round_trip import register

COUNT = 400


@pytest.mark.nodb
def test_it_has_63_columns_under_the_headings_of_the_ledger_in_use():
    assert len(SIXTY_THREE.leaves) == 63
    groups = [node.title for node in SIXTY_THREE.columns]
    assert groups[:5] == ["序号", "单位", "座落地", "园区", "企业基本情况"]
    assert groups[5:] == [
        "出资人",
        "党组织设置",
        "书记",
        "党务工作者",
        "党员队伍",
        "群团组织",
        "基础保障",
        "落实制度",
    ]


@pytest.mark.nodb
def test_the_main_steps_are_a_layout_of_the_development_ledger():
    shown = [leaf.title for leaf in layout_of(ROSTERS["candidates"], "main").leaves]
    assert {"递交入党申请书日期", "培养联系人", "接收预备党员日期", "转正审批日期"} <= set(shown)
    assert len(shown) < len(ROSTERS["candidates"].leaves) / 2 + 3


@pytest.mark.nodb
def test_of_the_ticks_of_a_choice_one_is_set_and_a_no_is_a_cross():
    shown = dict(zip([leaf.title for leaf in SIXTY_THREE.leaves], SIXTY_THREE.cells({"mode": "trade"}), strict=True))
    assert [title for title in Mode.labels if shown[title]] == ["行业统建"]
    cells = SIXTY_THREE.cells({"built": False, "survey": {"head_is_member": "不清楚"}})
    titles = [leaf.title for leaf in SIXTY_THREE.leaves]
    assert cells[titles.index("是否建立党组织")] == "×"
    assert cells[titles.index("是否党员")] == "不清楚"
    assert cells[titles.index("是否规模以上")] is None


@pytest.mark.nodb
def test_a_layout_with_a_fact_that_its_ledger_cannot_read_is_refused():
    with pytest.raises(TypeError, match="stars"):
        Layout("odd", "单数", LEDGERS["enterprises"], (Text("stars", "星级"),))


@pytest.mark.nodb
def test_an_unknown_layout_names_the_known_ones():
    assert layout_of(LEDGERS["socials"], "") is LEDGERS["socials"]
    with pytest.raises(KeyError, match="63"):
        layout_of(LEDGERS["enterprises"], "64")
    with pytest.raises(KeyError, match="社会组织"):
        layout_of(LEDGERS["socials"], "63")


def test_the_command_refuses_an_unknown_layout(world, tmp_path):
    with pytest.raises(CommandError, match="没有名为“64”的版式"):
        call_command("ledger", "enterprises", "--layout", "64", "--out", str(tmp_path / "x.xlsx"))


def test_the_workbook_has_three_header_rows_and_fits_a_sheet_of_a3(world, tmp_path):
    out = tmp_path / "63.xlsx"
    call_command("ledger", "enterprises", "--layout", "63", "--as-of", "2025-09-30", "--out", str(out))
    sheet = load_workbook(out).active
    assert (sheet.max_column, sheet.freeze_panes, sheet.print_title_rows) == (63, "F6", "$3:$5")
    assert (int(sheet.page_setup.paperSize), int(sheet.page_setup.fitToHeight)) == (8, 0)
    heads = {cell.value: cell for row in sheet.iter_rows(3, 5) for cell in row if cell.value}
    assert (heads["组建方式"].row, heads["单独组建"].row, heads["企业基本情况"].row) == (4, 5, 3)
    rows = {row[4].value: row for row in sheet.iter_rows(6)}
    single, joint = rows["星河机电有限公司"], rows["明远商贸有限公司"]
    assert single[heads["单独组建"].column - 1].value == "√"
    assert [joint[heads[label].column - 1].value for label in ("区域联建", "联合组建", "单独组建")] == ["√", None, None]
    assert (single[1].value, single[2].value) == ("城关镇", "东门社区")
    assert len(sheet.data_validations.dataValidation) > 30


@pytest.mark.django_db
def test_a_ledger_of_63_columns_imports_back_without_a_change(tmp_path, data_folder, capsys):
    build(COUNT)
    before, out = register(), tmp_path / "63.xlsx"
    call_command("ledger", "enterprises", "--layout", "63", "--as-of", DAY.isoformat(), "--out", str(out))
    capsys.readouterr()
    try:
        call_command("import_survey", str(out), "--as-of", DAY.isoformat(), "--json")
    except SystemExit as ended:
        kept = ImportRow.objects.filter(outcome__in=ImportRow.KEPT_OUT).values_list("name", "findings")
        pytest.fail(f"rows were kept out: {ended.code} {list(kept[:5])}")
    (sheet,) = json.loads(capsys.readouterr().out)["files"][0]["sheets"]
    assert sheet["ledger"] == "enterprises"
    changed = ImportRow.objects.exclude(outcome=ImportRow.Outcome.SAME).values_list("name", "outcome", "changes")
    assert list(changed[:20]) == []
    assert sheet["same"] == sheet["rows"] == COUNT * 3 // 4
    assert register() == before


def test_what_the_ticks_say_comes_back(world, tmp_path):
    out = tmp_path / "63.xlsx"
    call_command("ledger", "enterprises", "--layout", "63", "--as-of", "2025-09-30", "--out", str(out))
    (sheet,) = clean_workbook(read_file(out, out.name))
    assert (sheet.ledger, [one for one in sheet.findings if one.code != "no_code"]) == ("enterprises", [])
    rows = {row.facts["name"]: row.facts for row in sheet.rows}
    joint, single = rows["明远商贸有限公司"], rows["星河机电有限公司"]
    assert (joint["mode"], joint["branch_level"], joint["built"]) == ("regional", "joint_branch", True)
    assert (single["mode"], single["union"]) == ("single", True)
    assert rows["玉兰经营部"]["category"] == "self_employed"

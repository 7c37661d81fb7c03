"""Ledgers out: which organizations they list, what the workbook looks like, who gets which phones."""

import re
import subprocess
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from orgs.models import Organization, Posting, Standing
from orgs.scope import CONSOLE
from reports.coverage.questions import Question
from reports.ledgers import LEDGERS, rows
from reports.ledgers.masking import masked, without_phone_columns, without_phones
from reports.ledgers.rows import columns_of, facts_of, ledger_standings
from tests.reports.ledgers.odd_register import build

DAY = date(2025, 9, 30)
ENTERPRISES, SOCIALS = LEDGERS["enterprises"], LEDGERS["socials"]


def facts_by_name(ledger, user=CONSOLE, day=DAY, region=None):
    standings = ledger_standings(ledger, Question(user, day, region))
    return {facts["name"]: facts for facts in facts_of(standings, day)}


def exported(tmp_path, *arguments):
    out = tmp_path / "ledger.xlsx"
    call_command("ledger", *arguments, "--out", str(out))
    return load_workbook(out)


def test_a_ledger_lists_what_exists_on_the_day_outside_the_base_too(world):
    names = facts_by_name(ENTERPRISES)
    assert "玉兰经营部" in names  # 个体工商户: in the ledger, not in the base
    assert "国庆建材有限公司" not in names  # closed before
    assert "国庆建材有限公司" in facts_by_name(ENTERPRISES, day=date(2024, 12, 31))
    assert "曾记网络科技有限公司" not in facts_by_name(ENTERPRISES, day=date(2020, 2, 1))
    assert set(facts_by_name(SOCIALS)) == {"东门社区养老服务中心", "青溪县书法协会", "青溪县电子商务协会"}


def test_a_ledger_does_not_know_of_a_later_closing(world):
    before = facts_by_name(ENTERPRISES, day=date(2024, 12, 31))["国庆建材有限公司"]
    assert not before.keys() & {"closed", "closed_reason"}


def test_a_ledger_stays_inside_the_scope(world):
    assert set(facts_by_name(ENTERPRISES, world.town_b_clerk)) == {"石桥物流有限公司", "单氏食品有限公司"}
    assert facts_by_name(ENTERPRISES, world.system_admin) == {}
    assert len(facts_by_name(ENTERPRISES, region=world.village_a1)) == 3


def test_the_facts_are_those_of_the_day(world):
    joint = facts_by_name(ENTERPRISES)["明远商贸有限公司"]
    assert joint["built"] is True
    assert (joint["mode"], joint["branch_name"]) == ("regional", "中共城关镇商贸联合支部委员会")
    assert (joint["branch_level"], joint["branch_established"]) == ("joint_branch", "2022-06")
    assert (joint["town"], joint["village"]) == ("城关镇", "东门社区")
    before = facts_by_name(ENTERPRISES, day=date(2022, 5, 31))["明远商贸有限公司"]
    assert before["built"] is False
    assert "mode" not in before
    assert "branch_name" not in before


def test_facts_name_guides_groups_and_tags(world):
    assert facts_by_name(SOCIALS)["青溪县书法协会"]["guide_phone"] == "13800000001"
    assert facts_by_name(ENTERPRISES)["星河机电有限公司"]["union"] is True
    assert "league" not in facts_by_name(ENTERPRISES)["星河机电有限公司"]  # nobody said that there is none
    assert facts_by_name(ENTERPRISES)["曾记网络科技有限公司"]["tags"] == ["internet"]
    assert facts_by_name(ENTERPRISES)["曾记网络科技有限公司"]["mode"] == "functional"
    assert facts_by_name(SOCIALS)["青溪县电子商务协会"]["town"] == "县本级"


def test_of_two_guides_only_the_names_are_told(world):
    Posting.objects.create(guide=world.other_guide, organization=world.a_some, start=date(2024, 1, 1))
    facts = facts_by_name(SOCIALS)["青溪县书法协会"]
    assert facts["guide_name"] == "覃明、仇立"
    assert "guide_phone" not in facts


def test_the_rows_of_a_ledger_take_the_same_queries_for_12_and_for_200(world):
    with CaptureQueriesContext(connection) as few:
        facts_by_name(ENTERPRISES)
    for number in range(200):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(organization=one, region=world.town_a, start=date(1900, 1, 1), stated_on=DAY)
    with CaptureQueriesContext(connection) as many:
        assert len(facts_by_name(ENTERPRISES)) > 200
    assert len(few) == len(many) <= 10


@pytest.mark.parametrize("key", LEDGERS)
def test_rows_by_columns_are_those_of_each_organization_whatever_the_batch(key, db, monkeypatch):
    build(200)
    ledger = LEDGERS[key]
    standings = ledger_standings(ledger, Question(CONSOLE, DAY))
    facts = list(facts_of(standings, DAY))
    expected = [ledger.cells(one, number) for number, one in enumerate(facts, 1)]
    masked_rows = [ledger.cells(without_phones(one), number) for number, one in enumerate(facts, 1)]
    assert expected != masked_rows
    for size in (len(facts) + 1, 7):
        monkeypatch.setattr(rows, "BATCH", size)
        assert [list(row) for row in ledger.rows(columns_of(standings, DAY))] == expected
        masked_columns = map(without_phone_columns, columns_of(standings, DAY))
        assert [list(row) for row in ledger.rows(masked_columns)] == masked_rows
        assert list(facts_of(standings, DAY)) == facts


def test_the_workbook_is_an_official_table(world, tmp_path):
    sheet = exported(tmp_path, "enterprises", "--as-of", "2025-09-30").active
    assert sheet["A1"].value == "青溪县非公有制企业党建工作台账"
    second = {cell.value for cell in sheet[2]}
    assert {"填报单位：青溪县", "填表日期：2025年9月30日"} <= second
    assert len(sheet.merged_cells.ranges) > 8
    assert sheet.freeze_panes == "C5"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToWidth or 1) == 1
    assert int(sheet.page_setup.fitToHeight) == 0  # as many pages as the rows need
    assert sheet.print_title_rows == "$3:$4"
    assert "&P" in sheet.oddFooter.center.text
    assert "&N" in sheet.oddFooter.center.text
    assert sheet["B5"].border.left.style == "thin"
    assert len(sheet.data_validations.dataValidation) > 8


def column(sheet, title):
    return next(cell.column for row in sheet.iter_rows(3, 4) for cell in row if cell.value == title)


def test_codes_and_phones_are_text_and_counts_are_numbers(world, tmp_path):
    sheet = exported(tmp_path, "非公企业", "--as-of", "2025-09-30").active
    rows = {row[1].value: row for row in sheet.iter_rows(5)}
    single = rows["星河机电有限公司"]
    code = single[column(sheet, "统一社会信用代码") - 1]
    assert (code.value, code.data_type, code.number_format) == (world.a_single.credit_code, "s", "@")
    employees = single[column(sheet, "从业人员数") - 1]
    assert (employees.value, employees.data_type) == (120, "n")


def test_a_row_is_as_high_as_its_longest_wrapped_cell(world, tmp_path):
    Organization.objects.filter(pk=world.a_single.pk).update(name="很长的名字" * 12 + "有限公司")
    sheet = exported(tmp_path, "enterprises", "--as-of", "2025-09-30").active
    heights = {row[1].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows(5)}
    assert heights["很长的名字" * 12 + "有限公司"] >= 7 * 15
    assert (heights["玉兰经营部"] or 15) < 40


def test_text_that_looks_like_a_formula_is_text(world, tmp_path):
    Organization.objects.filter(pk=world.a_single.pk).update(name="=HYPERLINK(1)公司", address="+1", head_name="@甲")
    sheet = exported(tmp_path, "enterprises", "--as-of", "2025-09-30").active
    cells = [cell for row in sheet.iter_rows(5) for cell in row if str(cell.value)[:1] in ("=", "+", "@")]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing", "--out", "x.xlsx"], "没有名为“nothing”的台账"),
        (["enterprises", "--as-of", "昨天", "--out", "x.xlsx"], "日期“昨天”看不懂"),
        (["enterprises", "--region", "1", "--out", "x.xlsx"], "没有代码为“1”的辖区"),
        (["enterprises", "--out", "no_such_folder/x.xlsx"], "不存在，请先建立"),
    ],
)
def test_a_wrong_argument_is_one_sentence(world, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("ledger", *arguments)


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13912345332", "139****5332"),
        ("13912345332、0571-88881234", "139****5332、057****1234"),
        ("88881234", "88****34"),
        ("王明 13912345332", "王明 139****5332"),
        ("没有", "没有"),
    ],
)
def test_a_masked_phone_keeps_its_ends(phone, shown):
    assert masked(phone) == shown


@pytest.mark.nodb
def test_phones_among_the_answers_are_masked_too():
    facts = {"head_phone": "13912345332", "survey": {"secretary_phone": "13912345332", "remark": "13912345332"}}
    assert without_phones(facts) == {
        "head_phone": "139****5332",
        "survey": {"secretary_phone": "139****5332", "remark": "13912345332"},
    }


@pytest.mark.office
def test_an_exported_ledger_prints_as_pages_of_one_width_with_its_header_on_each(db, tmp_path):
    build(160)
    call_command("ledger", "enterprises", "--as-of", "2025-09-30", "--out", str(tmp_path / "ledger.xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "ledger.xlsx"]
    subprocess.run(command, check=True, timeout=180, cwd=tmp_path, capture_output=True)
    pages = pdf_pages(tmp_path / "ledger.pdf")
    assert 2 <= len(pages) <= 15  # many columns, yet each page holds the whole width
    assert "非公有制企业党建工作台账" in pages[0]
    for number, text in enumerate(pages, 1):
        assert "统一社会信用代码" in text.replace(" ", "").replace("\n", "")
        assert "备注" in text
        assert re.search(rf"第\s*{number}\s*页，共\s*{len(pages)}\s*页", text)


def pdf_pages(path):
    """The text of each page, by poppler's pdftotext."""
    made = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60)
    return made.stdout.decode().split("\f")[:-1]

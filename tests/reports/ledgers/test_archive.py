"""The whole set in one archive, the filtered ledgers, and the cover that says what is in it."""

import json
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from members.choices import Position, State
from members.models import Candidate, Post, Step
from orgs.models import Term
from orgs.scope import CONSOLE
from reports.coverage import table
from reports.coverage.questions import Question
from reports.ledgers import ROSTERS
from reports.ledgers.archive import write_archive
from reports.ledgers.extracts import find_book, whole_set
from reports.models import ImportRow
from tests.members.rows import member

DAY = date(2025, 9, 30)


def opened(archive, name):
    """The workbook `name` of an archive."""
    return load_workbook(BytesIO(archive.read(name)))


def test_the_archive_has_every_ledger_and_a_cover_that_counts_their_rows(world, tmp_path, capsys):
    member("钱一", branch=world.a_own_branch)
    member("孙二", branch=world.b_general, state=State.FLOATING)
    out = tmp_path / "ledgers.zip"
    call_command("ledgers", "--as-of", "2025-09-30", "--out", str(out))
    assert "9 本台账和目录" in capsys.readouterr().err
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        cover = opened(archive, "00 目录.xlsx").active
        lines = [row[1:] for row in cover.iter_rows(4, values_only=True) if row[0]]
        for _, sheet, count, name in lines:
            rows = opened(archive, name)[sheet].iter_rows(4, values_only=True)
            assert sum(isinstance(row[0], int) for row in rows) == count, name
    assert list(tmp_path.iterdir()) == [out]
    assert names[0] == "01 青溪县非公有制企业党建工作台账（2025年9月30日）.xlsx"
    assert names[6] == "07 青溪县未建党组织单位台账（2025年9月30日）.xlsx"
    assert len(names) == len(set(names)) == 10
    counts = {(title, sheet): count for title, sheet, count, _ in lines}
    asked = [("党员", "党员"), ("流动党员", "流动党员"), ("党建指导员", "党建指导员"), ("未建党组织", "社会组织")]
    assert [counts[one] for one in asked] == [2, 1, 2, 2]
    assert cover["A1"].value == "青溪县两新组织党建台账目录"
    assert "截至日期：2025年9月30日" in {cell.value for cell in cover[2]}
    assert any("命令行" in str(cell.value) for cell in cover[2])


def test_an_archive_of_a_town_holds_that_town_only(world, tmp_path):
    out = tmp_path / "town.zip"
    call_command("ledgers", "--as-of", "2025-09-30", "--region", "330199002", "--out", str(out))
    with zipfile.ZipFile(out) as archive:
        text = "".join(
            str(cell)
            for name in archive.namelist()
            for sheet in opened(archive, name)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
    assert "石桥物流有限公司" in text
    assert "星河机电有限公司" not in text


def test_every_workbook_of_the_set_comes_back_without_a_change(world, tmp_path, data_folder, capsys):
    one = member("钱一", branch=world.a_own_branch, organization=world.a_single, joined="2012-07", phone="13800000002")
    member("孙二", branch=world.b_general, state=State.FLOATING, number="00000019900307009X")
    Post.objects.create(branch=world.a_own_branch, member=one, position=Position.SECRETARY, start=date(2022, 1, 1))
    Term.objects.create(branch=world.a_own_branch, elected=date(2022, 1, 1), due=date(2025, 1, 1))
    candidate = Candidate.objects.create(name="郑六", branch=world.a_own_branch, organization=world.a_single)
    Step.objects.create(candidate=candidate, number=1, day=date(2023, 1, 5))
    with open(tmp_path / "all.zip", "wb") as file:
        write_archive(file, Question(CONSOLE, DAY, world.county), by="测试")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path)
    for number, book in enumerate(whole_set().values(), 1):
        (file,) = tmp_path.glob(f"{number:02} *.xlsx")
        key = book.parts[0].ledger.key
        command = ["import_roster", key] if key in ROSTERS else ["import_survey"]
        capsys.readouterr()
        with suppress(SystemExit):  # rows kept out; the sheets below say which
            call_command(*command, str(file), "--as-of", DAY.isoformat(), "--json")
        sheets = [sheet for told in json.loads(capsys.readouterr().out)["files"] for sheet in told["sheets"]]
        wrong = list(ImportRow.objects.exclude(outcome=ImportRow.Outcome.SAME).values("name", "changes", "findings"))
        assert [sheet["same"] for sheet in sheets] == [sheet["rows"] for sheet in sheets], (book.title, wrong)
        assert sum(sheet["rows"] for sheet in sheets) > 0, book.title


def test_the_set_counts_what_the_coverage_table_counts(world):
    question = Question(CONSOLE, DAY, world.county)
    counts = write_archive(BytesIO(), question, by="测试")
    total = table(CONSOLE, DAY, region=world.county).total
    unbuilt = counts["unbuilt", "非公企业"] + counts["unbuilt", "社会组织"]
    assert unbuilt == total.counts["uncovered"] > 0


def test_the_ledger_of_terms_has_a_sheet_for_the_late_and_one_for_those_soon(world, tmp_path):
    Term.objects.create(branch=world.a_own_branch, elected=date(2021, 1, 1), due=date(2024, 1, 1))
    Term.objects.create(branch=world.a_joint_branch, elected=date(2022, 12, 1), due=date(2025, 12, 1))
    out = tmp_path / "terms.xlsx"
    call_command("ledger", "换届", "--as-of", "2025-09-30", "--out", str(out))
    book = load_workbook(out)
    assert book.sheetnames[:2] == ["届满未换届", "即将届满"]
    late, soon = ([row[1] for row in sheet.iter_rows(5, values_only=True) if row[1]] for sheet in book.worksheets[:2])
    assert (late, soon) == ([world.a_own_branch.name], [world.a_joint_branch.name])


@pytest.mark.nodb
def test_a_book_is_found_by_key_and_by_title():
    assert list(whole_set())[6:] == ["unbuilt", "floating", "terms"]
    assert find_book("流动党员").key == "floating"

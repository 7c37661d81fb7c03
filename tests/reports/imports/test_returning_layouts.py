"""The file back in every layout of the proof: mended where it is red and read again, its rows say what they should."""

from dataclasses import replace
from random import Random

import openpyxl
import pytest

from liangxin.grids import read_file
from liangxin.marking import NOTES, mark_file
from liangxin.marking.marks import RED
from reports.imports.cleaning import clean_workbook
from reports.imports.returning import ALL, WORK, marks_of, returned_name
from reports.imports.rows import ERROR
from reports.models import ImportRow
from tests.proof.county import County
from tests.proof.surveys import FIRST_DAY, fill_in, story

pytestmark = pytest.mark.nodb
SEED = 20260930
Outcome = ImportRow.Outcome


def spoiled_survey():
    """(good file, the same with every fifth number of members written in words) for each file of a survey."""
    county = story(SEED).counties[0]
    spoiled = {
        number: replace(org, full=f"约{org.full}人") if isinstance(org.full, int) and number % 5 == 0 else org
        for number, org in county.orgs.items()
    }
    bad = County(county.towns, county.villages, spoiled, county.branches)
    return list(zip(fill_in(Random(1), county, FIRST_DAY), fill_in(Random(1), bad, FIRST_DAY), strict=True))


@pytest.fixture(scope="module")
def files():
    """The spoiled survey, made once."""
    return spoiled_survey()


def read(path, name):
    """The cleaned sheets of a file."""
    return clean_workbook(read_file(path, name))


def given_back(path, name, target, rows=WORK):
    """The file back, straight from cleaning; (its name, whether it kept its formats, how many rows stayed out)."""
    workbook, count, marks = read_file(path, name), 0, []
    cleaned = {sheet.sheet: sheet for sheet in read(path, name)}
    for grid in workbook.grids:
        if grid.visible and grid.name in cleaned and cleaned[grid.name].rows:
            stored = {row.number: stored_row(grid.name, row) for row in cleaned[grid.name].rows}
            count += sum(row.outcome == Outcome.ERROR for row in stored.values())
            marks.append(marks_of(grid, stored, rows))
    return returned_name(name), mark_file(path, workbook, marks, target), count


def stored_row(sheet, row):
    """A row as planning would store it when the register knows nothing of it."""
    findings = [{name: getattr(one, name) for name in one.__slots__} for one in row.findings]
    outcome = Outcome.ERROR if row.has_error else Outcome.NEW
    return ImportRow(sheet=sheet, number=row.number, outcome=outcome, findings=findings)


def mend(path):
    """Write the numbers that were meant into the red cells; how many there were."""
    book, mended = openpyxl.load_workbook(path), 0
    for page in book:
        for cells in page.iter_rows():
            for cell in cells:
                if cell.comment and str(cell.value).startswith("约") and cell.fill.fgColor.rgb == RED:
                    cell.value = int(cell.value.strip("约人"))
                    mended += 1
    book.save(path)
    return mended


def by_name(sheets):
    """What each organization's row states: name → (facts, what places it)."""
    rows = [(sheet, row) for sheet in sheets for row in sheet.rows if not row.has_error]
    return {row.facts["name"]: (row.facts, sheet.hints) for sheet, row in rows}


def untotalled(facts):
    """The facts without the total that the maker of layouts leaves blank where a number is not one."""
    survey = {key: value for key, value in facts.get("survey", {}).items() if key != "members_total"}
    return {**facts, "survey": survey}


def test_the_rows_come_back_alone_and_mended_say_the_same(files, tmp_path):
    layouts = mended_rows = 0
    for number, (good, bad) in enumerate(files):
        path, sound = tmp_path / "bad", tmp_path / "good"
        path.write_bytes(bad.content)
        sound.write_bytes(good.content)
        target = tmp_path / f"{number}.xlsx"
        name, kept, count = given_back(path, bad.name, target)
        assert kept is not bad.name.endswith(".csv"), bad.name
        truth, red = by_name(read(sound, good.name)), mend(target)
        sheets = read(target, name)
        rows = [row for sheet in sheets for row in sheet.rows]
        assert len(rows) == count, bad.name
        assert all(sheet.returned for sheet in sheets if sheet.rows), bad.name
        assert not [one for sheet in sheets for one in sheet.findings if one.column == NOTES], bad.name
        told = by_name(sheets)
        for organization in told.keys() & truth.keys():  # the survey has such numbers of its own, truth unknown
            (facts, hints), (right, places) = told[organization], truth[organization]
            assert untotalled(facts) == untotalled(right), bad.name
            assert (hints.file, hints.unit, hints.title) == (places.file, places.unit, places.title)
        layouts += bool(red)
        mended_rows += red
    assert layouts > 10
    assert mended_rows > 50


def test_all_rows_come_back_when_asked_for(files, tmp_path):
    for number, (_, bad) in enumerate(files):
        path, target = tmp_path / "bad", tmp_path / f"{number}.xlsx"
        path.write_bytes(bad.content)
        name, *_ = given_back(path, bad.name, target, ALL)
        before, after = read(path, bad.name), read(target, name)
        assert [row.facts for sheet in after for row in sheet.rows] == [
            row.facts for sheet in before for row in sheet.rows
        ], bad.name
        assert [row.has_error for sheet in after for row in sheet.rows] == [
            row.has_error for sheet in before for row in sheet.rows
        ], bad.name


def test_a_second_round_takes_up_the_first_ones_column(files, tmp_path):
    _, bad = files[0]
    path, once, twice = tmp_path / "bad", tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    path.write_bytes(bad.content)
    name, _, count = given_back(path, bad.name, once)
    again, _, still = given_back(once, name, twice)
    assert (again, still) == (name, count)
    heads = [cell.value for cells in openpyxl.load_workbook(twice).worksheets[0].iter_rows() for cell in cells]
    assert heads.count(NOTES) == 1
    comments = [
        cell.comment.text
        for cells in openpyxl.load_workbook(twice).worksheets[0].iter_rows()
        for cell in cells
        if cell.comment
    ]
    assert comments
    assert not any("\n\n" in text for text in comments)
    assert all(one.severity == ERROR for sheet in read(twice, again) for row in sheet.rows for one in row.findings[:1])

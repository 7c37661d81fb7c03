"""The proof: thirteen layouts of a made-up county's surveys go in, and every figure equals the truth.

LIANGXIN_PROOF_SEEDS="1 2 3" runs other counties; `python tests/proof/seeds.py` runs many.
"""

import os
from datetime import date
from itertools import groupby

import pytest

from tests.proof.county import regions_csv
from tests.proof.product import coverage, import_survey, load_regions, registers
from tests.proof.surveys import EARLIER, FIRST_DAY, SECOND_DAY, save, story
from tests.proof.truth import COUNTS, Register, rates

SEEDS = [int(seed) for seed in os.environ.get("LIANGXIN_PROOF_SEEDS", "20260930").split()]
BETWEEN = (date(2024, 6, 30), date(2025, 8, 15))
ZERO = {**dict.fromkeys(COUNTS, 0)}
KIND_LABELS = {"enterprise": "非公企业", "social": "社会组织"}

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("seed", SEEDS)]


class Told:
    """A story that the product has been told up to a survey, and the truth beside it."""

    def __init__(self, seed, folder):
        self.story, self.folder, self.register = story(seed), folder, Register()
        load_regions(folder, regions_csv(self.story.counties[0]))
        self.outcomes = []

    def tell(self, survey):
        """Import a survey's files on its day; gives the exit code and the JSON."""
        day, files = (FIRST_DAY, SECOND_DAY)[survey], self.story.files[survey]
        self.outcomes = self.register.survey(day, [placed for file in files for placed in file.placed])
        return self.again(survey)

    def again(self, survey):
        """Import a survey's files once more."""
        day, files = (FIRST_DAY, SECOND_DAY)[survey], self.story.files[survey]
        return import_survey(save(files, self.folder / f"survey{survey}"), day)

    def assert_right_on(self, *days):
        """Every figure of the county by town and by kind, and of each town by village, is the truth on these days."""
        wrong = []
        county = self.story.counties[0]
        for day in days:
            wrong += differences(day, "county", coverage(day, "region"), self.register.figures(day, "region"))
            wrong += differences(day, "kinds", coverage(day, "kind"), self.register.figures(day, "kind"))
            for town, name in county.towns.items():
                truth = self.register.figures(day, "region", inside=town)
                truth[town] = truth.pop("", with_rates(ZERO))
                wrong += differences(day, name, coverage(day, "region", region=town), truth)
        assert not wrong, f"{len(wrong)} figures are wrong:\n" + "\n".join(wrong[:60])


def with_rates(row):
    return {**row, "rates": rates(row)}


def differences(day, table, told, truth):
    """One line for each figure that is not the truth; a row of zeros may be left out on either side."""
    wrong = []
    for key in sorted(told.keys() | truth.keys()):
        row, right = told.get(key, with_rates(ZERO)), truth.get(key, with_rates(ZERO))
        for figure in COUNTS:
            if row[figure] != right[figure]:
                wrong.append(f"{day} {table} {row.get('label', key)} {figure}: {row[figure]}, truth {right[figure]}")
        for rate, value in right["rates"].items():
            if row["rates"][rate] != (value if value is None else pytest.approx(value)):
                wrong.append(f"{day} {table} {row.get('label', key)} {rate}: {row['rates'][rate]}, truth {value}")
    return wrong


@pytest.fixture
def told(seed, tmp_path, db):
    return Told(seed, tmp_path)


def sheets_of(answer):
    """(file, sheet) → what the answer says of the sheet, for sheets that hold rows."""
    return {
        (file["file"], sheet["sheet"]): sheet for file in answer["files"] for sheet in file["sheets"] if sheet["rows"]
    }


def outcomes_by_sheet(outcomes):
    """(file, sheet) → the true outcomes of its rows."""
    by_place = groupby(outcomes, key=lambda outcome: (outcome.placed.file, outcome.placed.sheet))
    return {place: list(group) for place, group in by_place}


def assert_rows_are_accounted_for(answer, outcomes):
    """Each sheet has exactly the rows its clerk wrote; new ones and those kept out are the true ones, by row number."""
    assert [file["error"] for file in answer["files"]] == [None] * len(answer["files"])
    sheets, truth = sheets_of(answer), outcomes_by_sheet(outcomes)
    assert sheets.keys() == truth.keys()
    for place, sheet in sheets.items():
        expected = truth[place]
        assert sheet["rows"] == len(expected), place
        assert sheet["rows"] == sheet["new"] + sheet["changed"] + sheet["same"] + sheet["error_rows"], place
        found = {}
        for finding in sheet["findings"]:
            if finding["severity"] == "error":
                found.setdefault(finding["row"], set()).add(finding["code"])
        kept_out = {outcome.placed.row: outcome.errors for outcome in expected if outcome.errors}
        assert found.keys() == kept_out.keys(), (place, found, kept_out, sheet["findings"])
        assert all(codes <= found[row] for row, codes in kept_out.items()), (place, found, kept_out)
        assert sheet["error_rows"] == len(kept_out), place
        assert sheet["new"] == sum(outcome.new for outcome in expected), place


def assert_nothing_written_since(before):
    """No row of any register or history differs from `before`."""
    after = registers()
    assert {table: set(rows) ^ set(before[table]) for table, rows in after.items() if rows != before[table]} == {}


def assert_the_same_files_again_change_nothing(told, survey):
    before = registers()
    _, answer = told.again(survey)
    sheets = sheets_of(answer).values()
    assert [(sheet["new"], sheet["changed"]) for sheet in sheets] == [(0, 0)] * len(sheets)
    assert sum(sheet["same"] for sheet in sheets) == sum(not outcome.errors for outcome in told.outcomes)
    assert_nothing_written_since(before)


def test_every_row_of_two_surveys_is_taken_in_and_every_figure_is_the_truth(told):
    """One walk through two quarters, as each step costs what all before it cost."""
    code, answer = told.tell(0)
    assert_rows_are_accounted_for(answer, told.outcomes)
    assert code == 3  # some rows are kept out
    told.assert_right_on(FIRST_DAY, *EARLIER, *BETWEEN)
    assert_labels_are_names(told.story.counties[0])
    assert_the_same_files_again_change_nothing(told, 0)

    code, answer = told.tell(1)
    assert_rows_are_accounted_for(answer, told.outcomes)
    assert code == (3 if any(outcome.errors for outcome in told.outcomes) else 0)
    told.assert_right_on(SECOND_DAY, FIRST_DAY, *EARLIER, *BETWEEN)
    assert_the_same_files_again_change_nothing(told, 1)


def assert_labels_are_names(county):
    labels = {key: row["label"] for key, row in coverage(FIRST_DAY, "region").items()}
    assert {key: label for key, label in labels.items() if key in county.towns} == county.towns
    assert {key: row["label"] for key, row in coverage(FIRST_DAY, "kind").items() if key != "total"} == KIND_LABELS

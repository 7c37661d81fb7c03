"""A whole survey in thirteen layouts with spoiled numbers: imported, given back in one zip, mended, imported again."""

import zipfile

import pytest

from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.imports.returning import file_back, returnable
from reports.models import ImportRow
from tests.proof.county import regions_csv
from tests.proof.product import load_regions
from tests.proof.surveys import FIRST_DAY, story
from tests.reports.imports.test_returning_layouts import SEED, mend, spoiled_survey

pytestmark = pytest.mark.django_db


def errors(row):
    """The codes of what keeps a row out."""
    return {one["code"] for one in row.findings if one["severity"] == "error"}


def test_every_spoiled_row_goes_in_once_it_is_mended(tmp_path):
    load_regions(tmp_path, regions_csv(story(SEED).counties[0]))
    uploads = []
    for number, (_, bad) in enumerate(spoiled_survey()):
        (tmp_path / str(number)).write_bytes(bad.content)
        uploads.append((bad.name, tmp_path / str(number)))
    first = make_batch(uploads, user=CONSOLE, as_of=FIRST_DAY)
    apply(first, user=CONSOLE)
    out = first.rows.filter(outcome__in=ImportRow.KEPT_OUT)
    spoiled = {row.name for row in out if errors(row) == {"bad_number"}}
    others = {row.name for row in out} - spoiled
    with zipfile.ZipFile(file_back(first).content) as bundle:
        bundle.extractall(tmp_path / "back")
        names = bundle.namelist()
    assert len(names) == len(returnable(first)) > 10
    assert sum(mend(tmp_path / "back" / name) for name in names) >= len(spoiled) > 50
    again = make_batch([(name, tmp_path / "back" / name) for name in names], user=CONSOLE, as_of=FIRST_DAY)
    assert again.rows.count() == out.count()
    assert not again.files.exclude(error="").exists()
    still_out = set(again.rows.filter(outcome__in=ImportRow.KEPT_OUT).values_list("name", flat=True))
    assert still_out <= others
    apply(again, user=CONSOLE)
    assert set(again.rows.exclude(outcome__in=ImportRow.KEPT_OUT).values_list("written", flat=True)) == {True}

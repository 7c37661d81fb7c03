"""Two quarters of a whole made-up county, in all layouts: imported, imported again, and taken back step by step."""

import pytest

from orgs.scope import CONSOLE
from reports.imports.applying import apply, import_files
from reports.imports.batches import make_batch
from reports.imports.undoing import undo
from reports.models import ImportRow
from tests.proof.county import regions_csv
from tests.proof.product import load_regions
from tests.proof.surveys import FIRST_DAY, SECOND_DAY, story
from tests.reports.imports.office import counts, dump, outcomes

pytestmark = pytest.mark.django_db
BACK = ImportRow.Undo.BACK


@pytest.mark.parametrize("seed", [20260930, 22])
def test_the_same_files_write_nothing_and_undo_leads_back_quarter_by_quarter(tmp_path, seed):
    told = story(seed)
    load_regions(tmp_path, regions_csv(told.counties[0]))
    quarters = []
    for number, files in enumerate(told.files):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file in files:
            (folder / file.name).write_bytes(file.content)
        quarters.append([(file.name, folder / file.name) for file in files])
    states = [dump()]
    first = make_batch(quarters[0], user=CONSOLE, as_of=FIRST_DAY)
    apply(first, user=CONSOLE)
    assert not first.rows.filter(stale=True).exists()
    states.append(dump())
    tables = counts()
    again = import_files(quarters[0], user=CONSOLE, as_of=FIRST_DAY)
    assert set(outcomes(again)) - {"error", "several"} == {"same"}
    assert (dump(), counts()) == (states[1], tables)
    second = import_files(quarters[1], user=CONSOLE, as_of=SECOND_DAY)
    assert {"new", "changed", "same"} <= set(outcomes(second))
    assert dump() != states[1]
    for batch in (second, again, first):
        batch.refresh_from_db()
        assert set(undo(batch, user=CONSOLE)) == {BACK}
        if batch == second:
            assert dump() == states[1]
    assert dump() == states[0]

"""Undo and redo of a large batch with edits of every sort in between (issue point 9)."""

from collections import Counter

import pytest

from reports.imports.undoing import foresee, undo
from reports.models import ImportRow
from tests.reports.imports.long_story import Story, units

pytestmark = pytest.mark.django_db
BACK, KEPT, REFUSED = ImportRow.Undo.values
ROWS = 10_000


def test_ten_thousand_rows_end_each_in_one_of_three_lists_and_only_what_nobody_touched_goes_back(world, tmp_path):
    story = Story(tmp_path, ROWS)
    story.edit(world.county_admin)
    edited = units()
    told = foresee(story.batch)
    result = undo(story.batch, user=world.county_admin)
    assert told.counts == result
    rows = list(story.batch.rows.values_list("organization", "undo", "outcome", "undo_note"))
    assert Counter(row[1] for row in rows) == result
    assert sum(result.values()) == len(rows) == ROWS
    assert min(result[BACK], result[KEPT], result[REFUSED]) > 20
    after = units()
    for organization, kind, outcome, note in rows:
        assert kind in (BACK, KEPT, REFUSED)
        stays = kind != BACK or outcome == ImportRow.Outcome.SAME  # such a row had written nothing
        assert bool(note) == stays
        as_it_should = edited.get(organization) if stays else story.before.get(organization)
        assert after.get(organization) == as_it_should, (organization, kind, outcome, note)
    touched = {row[0] for row in rows}
    assert {key: unit for key, unit in after.items() if key not in touched} == {
        key: unit for key, unit in edited.items() if key not in touched
    }

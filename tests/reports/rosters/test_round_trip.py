"""What our own ledgers of rosters export comes back without changes, and what is changed in them can be undone."""

import random
from datetime import date

import openpyxl
import pytest

from liangxin.books import write_book
from members.services.rosters import mark_complete
from orgs.models import Organization, Region, Standing
from orgs.scope import CONSOLE
from reports.coverage.questions import Question
from reports.imports.undoing import undo
from reports.ledgers.extracts import find_book
from tests.reports.rosters.drawing import Draw
from tests.reports.rosters.office import DAY, LATER, Kind, dump, member, messages, outcomes

pytestmark = pytest.mark.django_db
KINDS = (Kind.BRANCHES, Kind.GUIDES, Kind.MEMBERS, Kind.CANDIDATES)


def exported(kind, folder, day=DAY):
    """The ledger of a kind as a file."""
    path = folder / f"{kind}.xlsx"
    write_book(path, find_book(kind).sheets(Question(CONSOLE, day, Region.objects.root()), mask=False))
    return path.name, path


@pytest.mark.parametrize("seed", [1])
def test_an_exported_ledger_comes_back_without_changes(desk, tmp_path, seed):
    Draw(seed).county()
    before = dump()
    for kind in KINDS:
        batch = desk.take(kind=kind, files=[exported(kind.value, tmp_path)])
        assert (kind, set(outcomes(batch)), messages(batch)) == (kind, {"same"}, "")
        assert dump() == before
        undo(batch, user=CONSOLE)
    assert dump() == before


def shuffled(path, rng):
    """The file with cells exchanged for others of their columns, and blanked."""
    book = openpyxl.load_workbook(path)
    for page in book.worksheets:
        rows = [row for row in page.iter_rows() if str(row[0].value).isdigit()]
        for cells in zip(*rows, strict=True):
            values = [cell.value for cell in cells]
            for cell in cells:
                if rng.random() < 0.12 and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = rng.choice([None, *values])
    book.save(path)


@pytest.mark.parametrize("seed", [13])
def test_an_undo_leaves_every_row_as_it_was_whatever_was_changed(desk, world, tmp_path, seed):
    Draw(seed).county()
    for place in Organization.objects.filter(closed="")[:4]:
        mark_complete(organization=place, start=date(2024, 6, 1), by=world.county_admin)
    seen = set()
    for kind in KINDS:
        before = dump()
        name, path = exported(kind.value, tmp_path)
        shuffled(path, random.Random(seed))
        batch = desk.take(kind=kind, files=[(name, path)], as_of=LATER)
        seen |= set(outcomes(batch))
        again = desk.take(kind=kind, files=[(name, path)], as_of=LATER)
        assert {"new", "changed"}.isdisjoint(outcomes(again))
        undo(again, user=CONSOLE)
        assert set(undo(batch, user=CONSOLE)) == {"back"}
        assert (kind, dump()) == (kind, before)
    assert {"new", "changed", "same", "error"} <= seen


def test_a_complete_roster_states_what_was_imported_and_what_an_undo_left(desk, world):
    mark_complete(organization=world.a_single, start=date(2025, 1, 1), by=world.county_admin)
    before = dump()
    batch = desk.take(*(member(number, 工作单位="星河机电有限公司") for number in range(1, 4)))
    held = Standing.objects.on(DAY).get(organization=world.a_single)
    assert (held.source, held.full_members) == ("roster", 3)
    undo(batch, user=CONSOLE)
    assert dump() == before

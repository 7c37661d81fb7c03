"""Whatever lawful register there is: its ledgers import back without a change, and a filled template is all new."""

from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liangxin.books import write_book
from orgs.models import Organization, Region
from orgs.scope import CONSOLE
from orgs.services import organizations
from reports.coverage.questions import Question
from reports.imports.applying import import_files
from reports.ledgers import LEDGERS
from reports.ledgers.export import blank_sheet
from reports.ledgers.rows import facts_of, ledger_standings
from reports.models import ImportRow
from tests.reports.imports.office import dump
from tests.reports.ledgers.lawful import DAY, places, registers, write

pytestmark = pytest.mark.django_db
several = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes here
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
CLOSINGS = [date(2025, 8, 1), DAY, date(2025, 10, 31)]
KINDS = sorted({ledger.kind for ledger in LEDGERS.values()})


class Undone(Exception):
    """Leads out of a transaction that is not to be kept."""


def alone(test):
    """Run `test()` in a county of its own."""
    try:
        with transaction.atomic():
            places()
            test()
            raise Undone
    except Undone:
        return


def kept_out():
    """What the import says of rows that are not as they should be."""
    rows = ImportRow.objects.exclude(outcome=ImportRow.Outcome.SAME)
    return [(row.name, row.outcome, row.changes, row.findings) for row in rows]


@several
@given(found=registers(*KINDS), closed=st.dictionaries(st.integers(0, 7), st.sampled_from(CLOSINGS)))
def test_an_exported_register_imports_back_without_a_change(tmp_path, found, closed):
    def there_and_back():
        write(found)
        there = len(found)
        for place, organization in enumerate(Organization.objects.order_by("pk")):
            if day := closed.get(place):
                organizations.close(organization=organization, day=day, reason="注销", by=CONSOLE)
                there -= day <= DAY
        before, files = dump(), []
        for key in LEDGERS:
            path = tmp_path / f"{key}.xlsx"
            call_command("ledger", key, "--as-of", DAY.isoformat(), "--out", str(path))
            files.append((path.name, path))
        batch = import_files(files, user=CONSOLE, as_of=DAY)
        assert kept_out() == []
        assert batch.rows.count() == there
        assert dump() == before

    alone(there_and_back)


@pytest.mark.parametrize("key", LEDGERS)
@several
@given(data=st.data())
def test_a_filled_template_is_all_new_and_comes_out_as_it_was_filled(tmp_path, key, data):
    ledger = LEDGERS[key]
    rows = data.draw(registers(ledger.kind))

    def filled():
        question = Question(CONSOLE, DAY, Region.objects.root())
        path = tmp_path / "模板.xlsx"
        write_book(path, [blank_sheet(ledger, question)])
        fill(path, ledger, rows)
        batch = import_files([(path.name, path)], user=CONSOLE, as_of=DAY)
        found = batch.rows.exclude(outcome=ImportRow.Outcome.NEW)
        assert [(row.name, row.outcome, row.findings) for row in found] == []
        assert batch.rows.count() == len(rows)
        stands = facts_of(ledger_standings(ledger, question), DAY)
        held = {facts["name"]: facts for facts in stands}
        assert held.keys() == {facts["name"] for facts in rows}
        assert [found for facts in rows for found in differences(facts, held[facts["name"]])] == []

    alone(filled)


def differences(filled: dict, held: dict) -> list[tuple]:
    """(name, fact, as filled, as held) of each fact that differs."""
    names = sorted((filled.keys() | held.keys()) - {"organization"})
    pairs = [(name, filled.get(name), held.get(name)) for name in names]
    return [(filled["name"], *pair) for pair in pairs if pair[1] != pair[2] and (pair[1] or pair[2])]


def fill(path, ledger, rows):
    """Type the rows into the template's ruled lines, each value under its heading."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    heads = {value: cell for line in page.iter_rows(max_row=8) for cell in line if (value := cell.value)}
    first = heads["序号"].row + 2  # below a header of two rows
    for number, facts in enumerate(rows, 1):
        for column, value in enumerate(ledger.cells(facts, number), 1):
            if value not in (None, ""):
                cell = page.cell(first + number - 1, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a person types it as text, whatever it begins with
    book.save(path)

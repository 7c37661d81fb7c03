"""A batch read again from its originals: nothing that somebody does meanwhile is lost, nor a row whose file is gone."""

import pytest

from reports.imports import rereading
from reports.imports.batches import CannotImport
from reports.imports.mending import mend
from reports.imports.receiving import read_received
from reports.imports.rereading import reread
from reports.models import ImportBatch, ImportRow
from reports.registrations.taking import read_list
from tests.reports.imports.office import firm, outcomes
from tests.reports.imports.test_mending import bad, place, put

pytestmark = pytest.mark.django_db


def test_what_is_mended_while_the_files_are_read_stays_mended(office, world, monkeypatch):
    batch = office.plan(firm(1, employees="约30"), firm(2, employees="约40"), user=world.town_a_clerk)
    first, second = bad(batch)
    put(batch, first, world.town_a_clerk, employees="30")
    lock = rereading.lock

    def after_the_other_clerk(one):
        mend(one, {second.pk: {place(second, "employees"): "40"}}, user=world.county_admin)
        return lock(one)

    monkeypatch.setattr(rereading, "lock", after_the_other_clerk)
    reread(batch, user=world.town_a_clerk)
    assert outcomes(batch) == ["new", "new"]
    assert [row.facts["employees"] for row in batch.rows.order_by("id")] == [30, 40]
    assert ImportRow.objects.filter(batch=batch).exclude(mended={}).count() == 2


def test_a_preview_whose_original_was_removed_keeps_its_rows(office, world):
    batch = office.plan(firm(1), firm(2), user=world.town_a_clerk)
    batch.files.update(kept="")  # as expire does
    with pytest.raises(CannotImport, match="已过保存期"):
        reread(batch, user=world.town_a_clerk)
    assert batch.rows.count() == 2


def test_an_upload_whose_original_was_removed_before_it_was_read_is_refused(office, world):
    batch = office.plan(firm(1), user=world.town_a_clerk)
    batch.files.update(kept="", sheets=[])
    with pytest.raises(CannotImport, match="已过保存期"):
        read_received(batch, user=world.town_a_clerk)
    batch.kind = ImportBatch.Kind.REGISTRATIONS
    with pytest.raises(CannotImport, match="已过保存期"):
        read_list(batch, user=world.county_admin)

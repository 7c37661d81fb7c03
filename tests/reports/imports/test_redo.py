"""Redo: an undone batch is planned again, shown, and written again; and undone again."""

from collections import Counter

import pytest
from django.urls import reverse

from orgs.models import Coverage, Organization, Posting, Standing, Visit
from reports.imports.applying import apply
from reports.imports.batches import CannotImport
from reports.imports.redoing import redo
from reports.imports.undoing import foresee, undo
from reports.models import ImportBatch, ImportRow
from tests.reports.imports.office import LATER, built, dump, firm, known, outcomes, undone
from tests.reports.imports.test_undo import everything, notes

pytestmark = pytest.mark.django_db
BACK, KEPT, REFUSED = ImportRow.Undo.values
State = ImportBatch.State


def again(batch, world):
    """Redo and apply; gives how many rows differed."""
    others = redo(batch, user=world.county_admin)
    apply(batch, user=world.county_admin)
    batch.refresh_from_db()
    return others


def unnumbered(found: dict) -> list[dict]:
    """The organizations of a dump without their keys, which are new each time."""
    return sorted(str({**one, "id": 0, "search_key": ""}) for one in found["Organization"])


def test_undo_redo_and_undo_again_lead_to_and_fro(office, world):
    before = dump()
    batch = office.take(*everything(world))
    after = dump()
    undo(batch, user=world.county_admin)
    assert dump() == before
    for _ in range(2):
        assert again(batch, world) == 0
        assert batch.state == State.APPLIED
        assert {name: len(rows) for name, rows in dump().items()} == {name: len(rows) for name, rows in after.items()}
        assert unnumbered(dump()) == unnumbered(after)
        assert undo(batch, user=world.county_admin) == Counter({BACK: len(everything(world))})
        assert dump() == before


def test_a_batch_to_be_redone_waits_for_its_decision_and_writes_nothing(office, world):
    before = dump()
    batch = office.take(known(world.a_none, full=1), firm(1))
    undo(batch, user=world.county_admin)
    assert redo(batch, user=world.county_admin) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.applied) == (State.PLANNED, None)
    assert outcomes(batch) == ["changed", "new"]
    assert (undone(batch), notes(batch)) == (["", ""], ["", ""])
    assert not batch.rows.filter(written=True).exists()
    assert dump() == before


def test_redo_after_other_edits_says_which_rows_differ(office, world):
    batch = office.take(known(world.a_none, full=1), known(world.a_some, full=2), firm(1))
    undo(batch, user=world.county_admin)
    Standing.objects.filter(organization=world.a_none).update(full_members=1)
    assert redo(batch, user=world.county_admin) == 1
    assert list(batch.rows.order_by("id").values_list("stale", flat=True)) == [True, False, False]
    assert outcomes(batch) == ["same", "changed", "new"]
    apply(batch, user=world.county_admin)
    assert not batch.rows.filter(stale=True).exists()


def test_what_was_edited_before_a_redo_comes_back_by_its_undo(office, world):
    batch = office.take(known(world.a_none, employees=11), known(world.a_some, employees=12))
    one = Organization.objects.get(pk=world.a_none.pk)
    one.address = "新路9号"
    one.save(update_fields=["address"])
    standing = Standing.objects.on(LATER).get(organization=one)
    standing.employees = 77
    standing.save()
    assert undo(batch, user=world.county_admin) == Counter({KEPT: 1, BACK: 1})
    between = dump()
    assert again(batch, world) == 1
    assert Standing.objects.on(LATER).get(organization=one).employees == 11
    assert undo(batch, user=world.county_admin) == Counter({BACK: 2})
    assert dump() == between


def test_what_a_first_undo_kept_goes_back_when_a_second_finds_nothing_in_its_way(office, world):
    before = dump()
    batch = office.take(known(world.a_none, full=1))
    later = office.take(known(world.a_none, full=2), as_of=LATER)
    assert undo(batch, user=world.county_admin) == Counter({KEPT: 1})
    undo(later, user=world.county_admin)
    assert again(batch, world) == 1
    assert outcomes(batch) == ["same"]
    assert undo(batch, user=world.county_admin) == Counter({BACK: 1})
    assert dump() == before


def test_a_redone_import_is_somebody_elses_edit_to_an_earlier_one(office, world):
    first = office.take(known(world.a_none, full=1))
    second = office.take(known(world.a_none, full=2), as_of=LATER)
    undo(second, user=world.county_admin)
    again(second, world)
    assert undo(first, user=world.county_admin) == Counter({KEPT: 1})


def test_only_an_undone_batch_is_redone(office, world):
    batch = office.take(firm(1))
    with pytest.raises(CannotImport, match="已写入，不能重做"):
        redo(batch, user=world.county_admin)
    undo(batch, user=world.county_admin)
    redo(batch, user=world.county_admin)
    with pytest.raises(CannotImport, match="待写入，不能重做"):
        redo(batch, user=world.county_admin)


def test_what_an_undo_would_keep_is_told_before_and_nothing_is_written(office, world):
    batch = office.take(
        firm(1, guide="郝佳", unit="县司法局"), known(world.a_none, full=1), known(world.a_some, full=2), firm(2)
    )
    Visit.objects.create(posting=Posting.objects.get(guide__name="郝佳"), day=LATER, content="了解情况")
    Organization.objects.get(pk=world.a_some.pk).save(update_fields=["address"])
    before, history = dump(), Coverage.history.count() + Organization.history.count()
    told = foresee(batch)
    assert told.counts == Counter({BACK: 2, KEPT: 1, REFUSED: 1})
    assert [one[1:] for one in told.staying] == [(REFUSED, "已有走访记录"), (KEPT, "写入之后又有修改，保留现状")]
    assert (dump(), Coverage.history.count() + Organization.history.count()) == (before, history)
    assert undo(batch, user=world.county_admin) == told.counts


def test_a_row_that_wrote_nothing_says_so(office, world):
    rows = [known(world.a_none, full=1), known(world.a_single, **built(world.a_own_branch.name))]
    batch = office.take(*rows)
    assert outcomes(batch) == ["changed", "same"]
    undo(batch, user=world.county_admin)
    assert list(zip(undone(batch), notes(batch), strict=True)) == [(BACK, ""), (BACK, "这一行没有改动登记")]


def test_the_page_lists_before_an_undo_what_would_stay_and_the_undone_import_offers_to_be_redone(office, world, client):
    client.force_login(world.county_admin)
    batch = office.take(known(world.a_none, full=1), firm(1), user=world.county_admin)
    Organization.objects.get(pk=world.a_none.pk).save(update_fields=["address"])
    page = client.get(reverse("reports:import_undo", args=[batch.pk]))
    assert page.context["staying"] == [(world.a_none.name, "已被修改，保留", "写入之后又有修改，保留现状")]
    assert (page.context["back"], page.context["kept"], page.context["refused"]) == (1, 1, 0)
    page = client.post(reverse("reports:import_undo", args=[batch.pk]), follow=True)
    assert "重做这次导入" in page.content.decode()
    page = client.post(reverse("reports:import_redo", args=[batch.pk]), follow=True)
    assert page.context["batch"].state == State.PLANNED
    assert "有 1 行与上次写入时不同" in page.content.decode()
    page = client.post(reverse("reports:import_apply", args=[batch.pk]), follow=True)
    assert page.context["batch"].state == State.APPLIED
    assert Organization.objects.filter(name=firm(1)["name"]).exists()


def test_a_registration_list_is_neither_undone_nor_redone_as_a_survey(office, world):
    batch = office.take(firm(1))
    ImportBatch.objects.filter(pk=batch.pk).update(kind=ImportBatch.Kind.REGISTRATIONS)
    with pytest.raises(CannotImport, match="登记名单"):
        undo(batch, user=world.county_admin)
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.UNDONE)
    with pytest.raises(CannotImport, match="登记名单"):
        redo(batch, user=world.county_admin)

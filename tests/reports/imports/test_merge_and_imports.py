"""Merges between imports: previews that wait, surveys that follow, undoing what came before."""

from datetime import date

import pytest

from orgs.models import Organization, Standing
from orgs.services import unmerging
from orgs.services.merging import merge
from reports.imports import leaving
from reports.imports.applying import apply
from reports.imports.batches import replan
from reports.imports.sameness import answer, candidates, questions
from reports.imports.undoing import undo
from reports.models import ImportRow, SameAnswer
from tests.reports.imports.office import LATER, built, dump, firm, known, outcomes, undone
from tests.world import SURVEYED

pytestmark = pytest.mark.django_db
Undo = ImportRow.Undo


@pytest.fixture
def twin(world):
    """明远商贸 once more, without a code."""
    one = Organization.objects.create(kind="enterprise", name="明远商贸部")
    Standing.objects.create(organization=one, region=world.town_a, start="1900-01-01", stated_on=SURVEYED)
    return one


def test_a_preview_made_before_a_merge_is_looked_at_again(office, world, twin):
    batch = office.plan(firm(1, name=twin.name, code=None, employees=44), known(world.a_none, employees=10))
    merge(kept=world.a_joint, gone=twin, by=world.county_admin)
    apply(batch, user=world.county_admin)
    row = batch.rows.order_by("pk").first()
    assert (row.written, row.stale) == (False, True)
    assert batch.rows.get(stale=False).written


def test_undoing_an_import_whose_new_organization_was_merged_keeps_all_of_it(office, world):
    batch = office.take(firm(1, employees=21, **built("新泰一号党支部")), known(world.a_none, employees=10))
    made = Organization.objects.get(name=firm(1)["name"])
    Organization.objects.filter(pk=made.pk).update(credit_code=None)
    merge(kept=world.a_joint, gone=made, by=world.county_admin, take={"employees"})
    before = dump()
    counts = undo(batch, user=world.county_admin)
    assert undone(batch) == [Undo.KEPT, Undo.BACK]
    assert sum(counts.values()) == 2
    assert dump()["Coverage"] == before["Coverage"]
    assert Organization.objects.filter(pk=world.a_joint.pk).exists()


def test_undoing_an_import_that_changed_one_merged_away_keeps_it(office, world, twin):
    batch = office.take(firm(1, name=twin.name, code=None, employees=44))
    merge(kept=world.a_joint, gone=twin, by=world.county_admin)
    undo(batch, user=world.county_admin)
    assert undone(batch) == [Undo.KEPT]


def test_undoing_an_import_of_the_one_that_was_kept_keeps_it(office, world, twin):
    batch = office.take(known(world.a_joint, employees=44))
    merge(kept=Organization.objects.get(pk=world.a_joint.pk), gone=twin, by=world.county_admin)
    undo(batch, user=world.county_admin)
    assert undone(batch) == [Undo.KEPT]


def test_a_merge_taken_back_leaves_rows_with_their_own_organizations(office, world, twin):
    batch = office.take(firm(1, name=twin.name, code=None, employees=44), known(world.a_joint, employees=19))
    made = merge(kept=Organization.objects.get(pk=world.a_joint.pk), gone=twin, by=world.county_admin)
    assert set(batch.rows.values_list("organization", flat=True)) == {world.a_joint.pk}
    unmerging.undo(merge=made, by=world.county_admin)
    assert list(batch.rows.order_by("pk").values_list("organization", flat=True)) == [twin.pk, world.a_joint.pk]


def test_the_next_survey_finds_the_merged_organization_under_either_name(office, world, twin):
    merge(kept=world.a_joint, gone=twin, by=world.county_admin)
    batch = office.plan(known(world.a_joint, employees=20), as_of=LATER)
    assert outcomes(batch) == ["changed"]
    row = office.take(firm(1, name=twin.name, code=None, employees=20), as_of=LATER).rows.get()
    assert (row.outcome, row.organization_id) == ("changed", world.a_joint.pk)
    world.a_joint.refresh_from_db()
    assert (world.a_joint.name, world.a_joint.former_names) == ("明远商贸有限公司", ["明远商贸部"])
    namesake = office.take(firm(2, name=twin.name)).rows.get()
    assert office.plan(firm(1, name=twin.name, code=None)).rows.get().organization_id == namesake.organization_id
    other_town = office.plan(firm(1, name=twin.name, code=None, town="石桥镇"), as_of=LATER)
    assert outcomes(other_town) == ["new"]


def test_a_former_name_is_asked_about_and_never_taken_back(office, world):
    world.a_joint.name, world.a_joint.former_names = "明远集团有限公司", ["明远商贸有限公司"]
    world.a_joint.save()
    batch = office.plan(firm(1, name="明远商贸有限公司", code=None, employees=20))
    (row,) = questions(batch)
    assert candidates(row) == [world.a_joint.pk]
    answer(row, same=world.a_joint, asked=[world.a_joint], user=world.county_admin)
    replan(batch, user=world.county_admin)
    apply(batch, user=world.county_admin)
    world.a_joint.refresh_from_db()
    assert (world.a_joint.name, world.a_joint.former_names) == ("明远集团有限公司", ["明远商贸有限公司"])
    assert outcomes(office.plan(firm(1, name="明远商贸有限公司", code=None, employees=20))) == ["same"]


def test_a_row_that_was_said_to_be_the_one_that_went_and_not_the_other_means_the_kept_one(office, world, twin):
    told = {"town": world.town_a.code, "name": "明远商贸经营部", "credit_code": "", "user_name": "王芳"}
    SameAnswer.objects.create(organization=twin, same=True, **told)
    SameAnswer.objects.create(organization=world.a_joint, same=False, **told)
    before = sorted(SameAnswer.objects.values_list("organization", "same"))
    merged = merge(kept=world.a_joint, gone=twin, by=world.county_admin)
    row = office.plan(firm(1, name=told["name"], code=None)).rows.get()
    assert row.organization_id == world.a_joint.pk
    unmerging.undo(merge=merged, by=world.county_admin)
    assert sorted(SameAnswer.objects.values_list("organization", "same")) == before


def test_an_answer_that_one_is_closed_does_not_close_the_one_that_it_was_merged_into(office, world, twin):
    batch = office.plan(known(world.a_none, employees=10), user=world.county_admin)
    leaving.answer(batch, {twin.pk: leaving.Given("closed", date(2025, 6, 1))}, user=world.county_admin)
    merge(kept=world.a_joint, gone=twin, by=world.county_admin)
    apply(batch, user=world.county_admin)
    world.a_joint.refresh_from_db()
    assert world.a_joint.closed == ""
    absence = batch.absences.get()
    assert (absence.written, absence.note) == (False, "明远商贸部已并入明远商贸有限公司，没有照办，请核对")
    leaving.answer(batch, {world.a_joint.pk: leaving.Given("closed", date(2025, 6, 1))}, user=world.county_admin)
    world.a_joint.refresh_from_db()
    assert world.a_joint.closed == "2025-06-01"

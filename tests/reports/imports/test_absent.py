"""Who is missing from a file, what the clerk may answer, and what applying and undo make of the answers."""

from datetime import date

import pytest

from liangxin.dates import today
from orgs.models import Organization, Region, Standing
from orgs.services import organizations
from reports import services
from reports.imports.absent import absent, known_in, last_seen, reach_of, unanswered
from reports.imports.applying import apply
from reports.imports.batches import CannotImport
from reports.imports.leaving import Given, answer
from reports.imports.redoing import redo
from reports.imports.undoing import undo
from reports.models import Absence, TransferRequest
from tests.reports.imports.office import DAY, LATER, dump, known

pytestmark = pytest.mark.django_db
CLOSED, MOVED, MISSED = Absence.Answer.CLOSED, Absence.Answer.MOVED, Absence.Answer.MISSED
LEFT = date(2025, 5, 20)


def names(found) -> set[str]:
    return set(found.values_list("name", flat=True))


def without(office, world, *missing, user=None, **how):
    """A batch with a row for each open organization of town A but those named."""
    open_ones = [one for name, one in vars(world).items() if name.startswith("a_") and isinstance(one, Organization)]
    rows = [known(one, town="城关镇") for one in open_ones if one not in missing and not one.closed]
    return office.plan(*rows, user=user or world.town_a_clerk, **how)


def test_who_is_in_the_register_and_in_no_row_is_listed(office, world):
    batch = without(office, world, world.a_single, world.a_joint)
    assert names(absent(batch, world.town_a_clerk)) == {world.a_single.name, world.a_joint.name}


def test_a_file_of_one_kind_lists_nobody_of_the_other(office, world):
    batch = office.plan(known(world.a_single, town="城关镇"), user=world.town_a_clerk)
    found = absent(batch, world.town_a_clerk)
    assert set(found.values_list("kind", flat=True)) == {world.a_single.kind}
    assert world.a_none.name in names(found)


def test_the_kinds_of_one_file_are_not_asked_for_in_the_town_of_another(office, world):
    other = office.file(known(world.b_none, town="石桥镇", kind="社会组织"))
    batch = office.plan(known(world.a_single, town="城关镇"), user=world.county_admin, more=[("石桥.xlsx", other[1])])
    assert set(reach_of(batch).without) == {(world.town_a.code, "social"), (world.town_b.code, "enterprise")}
    found = absent(batch, world.county_admin)
    assert {one.kind for one in found if one.standings.get(end=None).region.code.startswith(world.town_a.code)} == {
        "enterprise"
    }


def test_a_file_of_one_town_lists_nobody_of_another_even_for_the_county(office, world):
    batch = without(office, world, user=world.county_admin)
    assert reach_of(batch).places == (world.town_a.code,)
    assert not absent(batch, world.county_admin)


def test_rows_of_the_county_itself_do_not_stand_for_all_its_towns(office, world):
    batch = office.plan(known(world.county_placed), user=world.county_admin)
    assert reach_of(batch).places == (world.county.code,)
    assert not absent(batch, world.county_admin)


def test_a_file_of_one_village_lists_that_village_only(office, world):
    batch = office.plan(known(world.a_single, town="城关镇", village="东门社区"), user=world.town_a_clerk)
    assert reach_of(batch).places == (world.village_a1.code,)
    assert names(absent(batch, world.town_a_clerk)) == {world.a_joint.name, world.a_shop.name}


def test_a_file_that_names_most_villages_speaks_of_the_town(office, world):
    rows = [
        known(world.a_single, town="城关镇", village="东门社区"),
        known(world.a_should, town="城关镇", village="南街社区"),
    ]
    assert reach_of(office.plan(*rows, user=world.town_a_clerk)).places == (world.town_a.code,)


def test_what_the_clerk_says_that_the_file_covers_counts(office, world):
    batch = without(office, world, world.a_single, world.a_should)
    batch.options = {"covers": {"places": [world.village_a2.code], "kinds": [world.a_should.kind]}}
    assert names(absent(batch, world.town_a_clerk)) == {world.a_should.name}
    assert known_in(batch, world.town_a_clerk, reach_of(batch)) == 2


def test_a_row_that_stays_out_is_there_when_it_names_the_organization(office, world):
    wrong = known(world.a_single, town="城关镇", built="看情况")
    unplaced = {"town": "不存在镇", "name": world.a_joint.name, "kind": "非公企业"}
    batch = office.plan(known(world.a_should, town="城关镇"), wrong, unplaced, user=world.town_a_clerk)
    assert batch.rows.filter(outcome="error").count() == 2
    found = names(absent(batch, world.town_a_clerk))
    assert world.a_joint.name not in found
    assert world.a_single.name not in found


def test_an_organization_that_a_row_may_mean_is_not_missing_until_that_is_answered(office, world):
    nearly = {"town": "城关镇", "name": "星河机电有限责任公司", "kind": "非公企业"}
    batch = office.plan(known(world.a_should, town="城关镇"), nearly, user=world.town_a_clerk)
    assert batch.rows.filter(outcome="several").count() == 1
    assert world.a_single.name not in names(absent(batch, world.town_a_clerk))


def test_who_was_closed_founded_later_or_surveyed_later_is_not_missing(office, world):
    later = [known(world.a_single, town="城关镇")]
    office.take(*later, as_of=LATER, user=world.town_a_clerk)
    Organization.objects.filter(pk=world.a_joint.pk).update(established="2025-08-01")
    batch = office.plan(known(world.a_should, town="城关镇"), user=world.town_a_clerk, as_of=DAY)
    found = names(absent(batch, world.town_a_clerk))
    assert not found & {world.a_closed.name, world.a_single.name, world.a_joint.name}


def test_when_an_organization_was_last_surveyed_is_known(office, world):
    first = office.take(known(world.a_single, town="城关镇"), user=world.town_a_clerk)
    batch = without(office, world, world.a_single, as_of=LATER)
    assert last_seen([world.a_single, world.a_joint], batch) == {world.a_single.pk: first}


def test_answers_wait_until_the_batch_is_applied_and_can_be_changed(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    before = dump()
    answer(batch, {world.a_single.pk: Given(CLOSED, LEFT, "注销")}, user=clerk)
    answer(batch, {world.a_single.pk: Given(MISSED)}, user=clerk)
    assert dump() == before
    assert [one.answer for one in batch.absences.all()] == [MISSED]
    assert not unanswered(batch, clerk)
    answer(batch, {world.a_single.pk: None}, user=clerk)
    assert names(unanswered(batch, clerk)) == {world.a_single.name}


def test_closing_ends_what_hangs_on_the_organization_and_undo_brings_it_back(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    before = dump()
    answer(batch, {world.a_single.pk: Given(CLOSED, LEFT, "歇业")}, user=clerk)
    apply(batch, user=clerk)
    world.a_single.refresh_from_db()
    assert (world.a_single.closed, world.a_single.closed_reason) == (LEFT.isoformat(), "歇业")
    ended = [*world.a_single.coverages.all(), *world.a_single.mass_groups.all()]
    assert ended
    assert {one.end for one in ended} == {LEFT}
    entry = world.a_single.history.first()
    assert (entry.batch_id, entry.history_change_reason) == (batch.pk, f"导入 {batch.pk}：上次有这次没有")
    batch.refresh_from_db()
    undo(batch, user=clerk)
    assert dump() == before
    assert [one.undo for one in batch.absences.all()] == ["back"]


def test_answers_wait_again_when_an_undone_batch_is_redone(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(CLOSED, LEFT, "歇业")}, user=clerk)
    apply(batch, user=clerk)
    after = dump()
    batch.refresh_from_db()
    undo(batch, user=clerk)
    batch.refresh_from_db()
    redo(batch, user=clerk)
    assert [(one.written, one.undo) for one in batch.absences.all()] == [(False, "")]
    batch.refresh_from_db()
    apply(batch, user=clerk)
    assert dump() == after


def test_who_was_edited_after_being_closed_is_kept_by_undo(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(CLOSED, LEFT, "歇业")}, user=clerk)
    apply(batch, user=clerk)
    organizations.reopen(organization=world.a_single, by=clerk)
    batch.refresh_from_db()
    undo(batch, user=clerk)
    assert [one.undo for one in batch.absences.all()] == ["kept"]


def test_the_county_moves_an_organization_to_another_town_and_undo_moves_it_back(office, world):
    batch, county = without(office, world, world.a_single, user=world.county_admin), world.county_admin
    before = dump()
    answer(batch, {world.a_single.pk: Given(MOVED, LEFT, "", world.town_b)}, user=county)
    apply(batch, user=county)
    places = world.a_single.standings.order_by("start").values_list("region__code", "end")
    assert list(places) == [(world.village_a1.code, LEFT), (world.town_b.code, None)]
    assert world.a_single.standings.get(end=None).full_members == 5
    batch.refresh_from_db()
    undo(batch, user=county)
    assert dump() == before


def test_a_town_that_says_where_somebody_moved_asks_the_county(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(MOVED, LEFT, "", world.town_b)}, user=clerk)
    apply(batch, user=clerk)
    request = TransferRequest.objects.get()
    assert (request.organization, request.region, request.batch_id) == (world.a_single, world.town_b, batch.pk)
    assert request in TransferRequest.objects.visible_to(clerk)
    assert request in TransferRequest.objects.visible_to(world.county_admin)
    assert request not in TransferRequest.objects.visible_to(world.town_b_clerk)
    assert world.a_single.standings.get().region == world.village_a1
    batch.refresh_from_db()
    undo(batch, user=clerk)
    assert not TransferRequest.objects.exists()
    assert [one.undo for one in batch.absences.all()] == ["back"]


def test_a_move_that_the_county_accepted_is_kept_by_undo(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(MOVED, LEFT, "", world.town_b)}, user=clerk)
    apply(batch, user=clerk)
    services.accept(request=TransferRequest.objects.get(), by=world.county_admin)
    batch.refresh_from_db()
    undo(batch, user=clerk)
    assert [one.undo for one in batch.absences.all()] == ["kept"]
    assert world.a_single.standings.get(end=None).region == world.town_b


def test_who_left_the_county_is_closed_with_the_place_in_its_reason(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(MOVED, LEFT, "杭州市余杭区")}, user=clerk)
    apply(batch, user=clerk)
    world.a_single.refresh_from_db()
    assert (world.a_single.closed, world.a_single.closed_reason) == (LEFT.isoformat(), "迁往县外：杭州市余杭区")


def test_who_was_only_forgotten_stays_as_it_is(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    before = dump()
    answer(batch, {world.a_single.pk: Given(MISSED)}, user=clerk)
    apply(batch, user=clerk)
    assert dump() == before
    assert [(one.answer, one.written) for one in batch.absences.all()] == [(MISSED, True)]


def test_an_answer_after_applying_is_carried_out_at_once_and_stays(office, world):
    batch, clerk = without(office, world, world.a_single, world.a_should), world.town_a_clerk
    apply(batch, user=clerk)
    answer(batch, {world.a_single.pk: Given(CLOSED, LEFT, "注销")}, user=clerk)
    world.a_single.refresh_from_db()
    assert world.a_single.closed == LEFT.isoformat()
    answer(batch, {world.a_single.pk: None}, user=clerk)
    assert [one.written for one in batch.absences.all()] == [True]
    assert names(unanswered(batch, clerk)) == {world.a_should.name}


def test_an_answer_that_holds_no_more_is_not_carried_out_and_says_why(office, world):
    batch, clerk = without(office, world, world.a_single, world.a_some), world.town_a_clerk
    visited = world.visit.day
    given = {world.a_single.pk: Given(CLOSED, LEFT, "注销"), world.a_some.pk: Given(CLOSED, visited, "注销")}
    answer(batch, given, user=clerk)
    organizations.close(organization=world.a_single, day=DAY, reason="吊销", by=clerk)
    apply(batch, user=clerk)
    notes = {one.name: (one.written, bool(one.note)) for one in batch.absences.all()}
    assert notes == {world.a_single.name: (False, True), world.a_some.name: (False, True)}
    world.a_single.refresh_from_db()
    assert world.a_single.closed == DAY.isoformat()
    assert world.a_some.postings.get().end is None


@pytest.mark.parametrize("day", [None, date(2009, 1, 1), date(2999, 1, 1)])
def test_a_day_that_cannot_be_is_not_taken(office, world, day):
    assert day is None or day.year < 2010 or day > today()
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    answer(batch, {world.a_single.pk: Given(CLOSED, day, "注销")}, user=clerk)
    assert not batch.absences.exists()


def test_nobody_answers_for_organizations_outside_the_own_scope_or_in_the_file(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    given = {one.pk: Given(CLOSED, LEFT, "注销") for one in (world.b_none, world.a_should)}
    answer(batch, given, user=clerk)
    assert not batch.absences.exists()


def test_a_batch_that_is_given_up_takes_no_answers(office, world):
    batch, clerk = without(office, world, world.a_single), world.town_a_clerk
    batch.state = batch.State.DROPPED
    batch.save()
    with pytest.raises(CannotImport):
        answer(batch, {world.a_single.pk: Given(MISSED)}, user=clerk)


def test_the_statements_do_not_grow_with_the_answers(office, world, django_assert_max_num_queries):
    made = []
    for number in range(40):
        one = Organization.objects.create(name=f"永安机械{number}号厂", kind=world.a_single.kind)
        Standing.objects.create(
            organization=one, region=Region.objects.get(pk=world.town_a.pk), start=date(1900, 1, 1), stated_on=DAY
        )
        made.append(one)
    batch, clerk = without(office, world), world.town_a_clerk
    answer(batch, {one.pk: Given(CLOSED, LEFT, "注销") for one in made}, user=clerk)
    with django_assert_max_num_queries(60):
        apply(batch, user=clerk)
    assert Organization.objects.filter(closed=LEFT.isoformat()).count() == 40

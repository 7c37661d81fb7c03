"""Which organizations are confirmed in a quarter, and when and how they were last."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from liangxin.history import CHANGED, record
from liangxin.months import Quarter
from orgs.models import Confirmation, Coverage, MassGroup, Organization, Posting, Standing
from orgs.scope import CONSOLE
from orgs.services import confirmations as service
from orgs.services.writing import OutsideScope
from reports import confirmations as derived
from reports.models import ImportBatch, ImportFile, ImportRow

THIS = Quarter.of(today())
FORMER = THIS.shifted(-1)
MIDDLE = datetime(FORMER.first.year, FORMER.first.month, 15, 4, tzinfo=UTC)


@pytest.fixture
def register(world):
    """The small county, entered by nobody long ago."""
    for model in (Organization, Standing, Coverage, Posting, MassGroup):
        model.history.update(history_date=datetime(2020, 1, 1, tzinfo=UTC))
    return world


def confirmed(quarter):
    return set(Organization.objects.filter(derived.confirmed(quarter, "pk")).values_list("name", flat=True))


def batch(world, as_of, **values):
    values = {"state": ImportBatch.State.APPLIED, "user": world.county_admin, "region": world.county, **values}
    return ImportBatch.objects.create(as_of=as_of, **values)


def row(batch, organization, **values):
    file = batch.files.first() or ImportFile.objects.create(batch=batch, name="表.xlsx", size=1)
    values = {"outcome": "same", "written": True, **values}
    return ImportRow.objects.create(batch=batch, file=file, number=1, organization=organization, **values)


def edited(world, thing, at=MIDDLE, **values):
    record([thing], CHANGED, at=lambda one: at, **{"user": world.town_a_clerk, **values})


def test_nobody_confirmed_what_nobody_touched(register):
    assert confirmed(THIS) == confirmed(FORMER) == set()


def test_an_edit_by_a_person_confirms_in_its_quarter(register):
    edited(register, register.a_single)
    edited(register, register.a_some.standings.get())
    edited(register, register.a_joint.coverages.get())
    edited(register, register.posting)
    names = {one.name for one in (register.a_single, register.a_some, register.a_joint)}
    assert (confirmed(FORMER), confirmed(THIS)) == (names, set())


@pytest.mark.parametrize("values", [{"user": None}, {"batch_id": 7}])
def test_what_the_system_or_an_import_wrote_is_no_edit(register, values):
    edited(register, register.a_single, **values)
    assert confirmed(FORMER) == set()


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (datetime(FORMER.last.year, FORMER.last.month, FORMER.last.day, 15, 59, tzinfo=UTC), True),
        (datetime(FORMER.last.year, FORMER.last.month, FORMER.last.day, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_quarter_ends_at_midnight_in_china(register, moment, inside):
    edited(register, register.a_single, moment)
    assert (confirmed(FORMER) != set(), confirmed(THIS) != set()) == (inside, not inside)


def test_an_applied_row_that_changed_nothing_confirms_on_its_as_of_day(register):
    told = batch(register, FORMER.last, applied=datetime.now(UTC))
    row(told, register.a_single)
    row(told, register.a_some, outcome="changed")
    assert confirmed(FORMER) == {register.a_single.name, register.a_some.name}
    assert confirmed(THIS) == set()


@pytest.mark.parametrize(
    ("about", "of_row"),
    [
        ({"state": "undone"}, {}),
        ({"state": "planned"}, {}),
        ({"kind": "registrations"}, {}),
        ({}, {"written": False, "outcome": "error"}),
    ],
)
def test_rows_that_were_not_written_or_taken_back_confirm_nothing(register, about, of_row):
    row(batch(register, FORMER.last, **about), register.a_single, **of_row)
    assert confirmed(FORMER) == set()


def test_one_key_confirms_once_a_day_by_who_edits_only(register):
    one = service.confirm(organization=register.a_single, by=register.town_a_clerk)
    assert (one.day, one.user_name, one.history.get().history_user) == (today(), "张伟", register.town_a_clerk)
    assert service.confirm(organization=register.a_single, by=register.county_admin) == one
    assert confirmed(THIS) == {register.a_single.name}
    for by in (register.town_b_clerk, register.town_a_viewer, register.guide_user):
        with pytest.raises(OutsideScope):
            service.confirm(organization=register.a_single, by=by)


def test_only_this_quarter_and_what_exists_can_be_confirmed(register):
    with pytest.raises(ValidationError, match="只能确认"):
        service.confirm(organization=register.a_single, day=FORMER.last, by=register.county_admin)
    with pytest.raises(ValidationError, match="注销"):
        service.confirm(organization=register.a_closed, by=register.county_admin)


def test_what_exists_on_the_day_owes_a_confirmation_also_outside_the_base(register):
    names = set(derived.owed(register.county_admin, THIS).values_list("organization__name", flat=True))
    assert register.a_shop.name in names
    assert register.a_closed.name not in names
    assert len(names) == 11
    assert derived.owed(register.county_admin, Quarter(2025, 1)).filter(organization=register.a_closed).count() == 0
    assert derived.owed(register.county_admin, Quarter(2024, 4)).filter(organization=register.a_closed).count() == 1


def test_what_was_entered_later_owed_nothing_then(register):
    late = Organization.objects.create(kind="enterprise", name="后来登记公司", established="2010")
    Standing.objects.create(
        organization=late, region=register.town_a, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
    )
    assert derived.owed(register.county_admin, FORMER).filter(organization=late).count() == 0
    assert derived.owed(register.county_admin, THIS).filter(organization=late).count() == 1


def test_progress_by_town_adds_up_and_opens_its_lists(register):
    service.confirm(organization=register.a_single, by=register.town_a_clerk)
    service.confirm(organization=register.county_placed, by=register.county_admin)
    lines, total = derived.progress(register.county_admin, THIS)
    assert [(one.name, one.owed, one.done) for one in lines] == [
        ("县本级（未到乡镇）", 1, 1),
        ("城关镇", 8, 1),
        ("石桥镇", 2, 0),
        ("柳溪乡", 0, 0),
    ][: len(lines)]
    assert (total.owed, total.done, total.open) == (11, 2, 9)
    assert derived.whole_progress(register.county_admin, THIS) == total
    for one in lines:
        assert derived.owed(register.county_admin, THIS, one.code).count() == one.owed
        assert derived.unconfirmed(register.county_admin, THIS, one.code).count() == one.open


def test_a_town_sees_its_villages(register):
    lines, total = derived.progress(register.town_a_clerk, THIS)
    assert [one.name for one in lines] == ["镇本级（未到村、社区）", "东门社区", "南街社区"]
    assert total.owed == 8


def test_the_last_confirmation_tells_its_day_and_how(register):
    def last(day=None):
        found = derived.with_last(Organization.objects.filter(pk=register.a_single.pk), day or today())
        return derived.last_of(found.get())

    assert last() is None
    row(batch(register, date(2025, 3, 31)), register.a_single)
    assert last() == derived.Last(date(2025, 3, 31), "导入")
    edited(register, register.a_single.standings.get(), MIDDLE)
    assert last() == derived.Last(MIDDLE.date(), "修改")
    Confirmation.objects.create(organization=register.a_single, day=today())
    assert last() == derived.Last(today(), "无变化")
    assert last(date(2025, 6, 30)) == derived.Last(date(2025, 3, 31), "导入")


def test_a_thousand_organizations_take_no_more_queries_than_one(register):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            derived.progress(CONSOLE, THIS)
            list(derived.unconfirmed(CONSOLE, FORMER))
            [derived.last_of(one) for one in derived.with_last(Organization.objects.all(), today())]
        return len(queries)

    few = asked()
    for number in range(40):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=register.town_a, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
        )
    assert asked() == few

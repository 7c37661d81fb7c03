"""Complete rosters: whom they count, what they write into the standings, and what a survey says beside them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.periods import BEGINNING
from members.models import CompleteRoster, Relation, Workplace
from members.queries import counts_on, rosters_on
from members.queries_rosters import differing
from members.services import rosters
from orgs.models import Organization, Standing
from orgs.scope import CONSOLE
from orgs.services import organizations, standings, unmerging
from orgs.services.merging import merge
from reports.imports.undoing import undo
from tests.members.rows import member
from tests.reports.imports.office import Office, known

START, LATER = date(2025, 1, 1), date(2025, 4, 10)
NUMBERS = ("full_members", "probationary_members", "elsewhere_members")


def numbers(organization, day):
    standing = organization.standings.on(day).get()
    return tuple(getattr(standing, name) for name in NUMBERS), standing.source


@pytest.fixture
def roster(world):
    """Two full members and a probationary one, a floating one, one who left, and one in no branch."""
    at, branch = world.a_should, world.a_village_branch
    world.first = member("王一", organization=at, branch=branch)
    member("王二", organization=at, branch=branch, state="arrived")
    member("王三", organization=at, branch=branch, person="probationary")
    member("王四", organization=at, branch=branch, state="floating")
    member("王五", organization=at, branch=branch, left="2024-12")
    member("王七", organization=at)
    return world


CASES = [  # person, state, in a branch, left → counted as
    ("full", "", True, "", "full"),
    ("full", "here", True, "", "full"),
    ("full", "arrived", True, "", "full"),
    ("probationary", "", True, "", "probationary"),
    ("full", "letter", True, "", "elsewhere"),
    ("full", "pocket", True, "", "elsewhere"),
    ("probationary", "floating", True, "", "elsewhere"),
    ("full", "lost", True, "", "elsewhere"),
    ("full", "", False, "", "elsewhere"),
    ("full", "", True, "2025", None),
    ("full", "", True, "2025-01-01", None),
    ("full", "", True, "2025-01-02", "full"),
    ("full", "", True, "2025-02", "full"),
]


@pytest.mark.parametrize(("person", "state", "branch", "left", "counted"), CASES)
def test_who_counts_as_what(world, person, state, branch, left, counted):
    one = member(
        "王一", organization=world.a_should, branch=branch and world.a_own_branch, person=person, state=state, left=left
    )
    found = {row.pk: row.counted for row in rosters_on(START, [world.a_should.pk])}
    assert found == ({one.pk: counted} if counted else {})


def test_a_person_counts_nowhere_before_joining(world):
    one = member("王一", organization=world.a_should, branch=world.a_own_branch)
    one.persontypes.update(start=date(2025, 1, 2))
    assert not rosters_on(START, [world.a_should.pk]).exists()
    assert rosters_on(date(2025, 1, 2), [world.a_should.pk]).get() == one


def test_a_complete_roster_states_the_numbers_from_its_day_on(roster):
    organization = roster.a_should
    rosters.mark_complete(organization=organization, start=START, by=roster.town_a_clerk)
    assert numbers(organization, START - timedelta(days=1)) == ((4, None, None), "hand")
    assert numbers(organization, START) == ((2, 1, 2), "roster")
    assert Organization.objects.get(pk=organization.pk).version > organization.version


def test_a_change_of_the_roster_begins_a_standing_and_a_correction_takes_it_back(roster):
    organization = roster.a_should
    rosters.mark_complete(organization=organization, start=START, by=CONSOLE)
    away = Relation.objects.create(member=roster.first, state="letter", start=LATER)
    assert rosters.restate([organization], by=CONSOLE) == [organization.pk]
    assert numbers(organization, LATER - timedelta(days=1)) == ((2, 1, 2), "roster")
    assert numbers(organization, LATER) == ((1, 1, 3), "roster")
    away.delete()
    rosters.restate([organization], by=CONSOLE)
    assert [one.start for one in organization.standings.order_by("start")] == [BEGINNING, START]


def test_nothing_is_written_where_nothing_differs(roster):
    rosters.mark_complete(organization=roster.a_should, start=START, by=CONSOLE)
    before = Standing.history.count(), Organization.objects.get(pk=roster.a_should.pk).version
    assert rosters.restate([roster.a_should, roster.a_none], by=CONSOLE) == []
    assert (Standing.history.count(), Organization.objects.get(pk=roster.a_should.pk).version) == before


def test_what_was_stated_stands_again_when_the_mark_is_taken_back(roster):
    organization = roster.a_should
    rosters.mark_complete(organization=organization, start=START, by=CONSOLE)
    rosters.unmark(organization=organization, day=LATER, by=CONSOLE)
    assert numbers(organization, LATER - timedelta(days=1))[1] == "roster"
    assert numbers(organization, LATER) == ((4, None, None), "hand")
    rosters.mark_complete(organization=organization, start=LATER, by=CONSOLE)
    rosters.unmark(organization=organization, day=START, by=CONSOLE)
    assert CompleteRoster.objects.count() == 0
    (only,) = organization.standings.all()
    assert (only.start, only.full_members, only.source, only.stated_on) == (BEGINNING, 4, "hand", date(2024, 12, 31))
    assert (only.surveyed_full, only.surveyed_on, only.surveyed_by) == (None, None, "")


def test_history_tells_who_and_by_which_import(roster):
    CompleteRoster.objects.create(organization=roster.a_should, start=START)
    rosters.restate([roster.a_should], by=roster.town_a_clerk, batch_id=77, reason="导入 77")
    entries = Standing.history.filter(organization_id=roster.a_should.pk, batch_id=77)
    assert sorted(entries.values_list("history_type", "history_user", "history_change_reason")) == [
        ("+", roster.town_a_clerk.pk, "导入 77"),
        ("~", roster.town_a_clerk.pk, "导入 77"),
    ]


def test_the_number_of_statements_does_not_grow_with_the_organizations(roster):
    def made(count, number):
        for each in range(count):
            one = Organization.objects.create(name=f"第{number}批{each}号公司", kind="enterprise")
            Standing.objects.create(organization=one, region=roster.town_a, start=BEGINNING, stated_on=START)
            CompleteRoster.objects.create(organization=one, start=START)
            member("赵一", organization=one, branch=roster.a_own_branch)
            yield one.pk

    asked = []
    for number, count in enumerate((3, 30)):
        keys = list(made(count, number))
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert rosters.restate(keys, by=CONSOLE) == keys
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_a_roster_is_marked_once_and_not_ahead_of_time(roster):
    rosters.mark_complete(organization=roster.a_should, start=START, by=CONSOLE)
    for day, sentence in ((LATER, "已标记完整"), (date(2999, 1, 1), "不能晚于今天"), (date(1900, 1, 1), "请核对日期")):
        with pytest.raises(ValidationError, match=sentence):
            rosters.mark_complete(organization=roster.a_should, start=day, by=CONSOLE)
    with pytest.raises(ValidationError, match="没有标记完整"):
        rosters.unmark(organization=roster.a_none, day=START, by=CONSOLE)


def test_a_stranger_marks_nothing(roster):
    with pytest.raises(ValidationError, match="不在您的管理范围内"):
        rosters.mark_complete(organization=roster.a_should, start=START, by=roster.town_b_clerk)


def test_numbers_that_the_roster_counts_are_not_typed_in(roster):
    rosters.mark_complete(organization=roster.a_should, start=START, by=CONSOLE)
    for act in (standings.change, standings.correct):
        with pytest.raises(ValidationError, match="按花名册计算"):
            act(organization=roster.a_should, values={"full_members": 9}, day=LATER, by=CONSOLE)
    assert numbers(roster.a_should, LATER) == ((2, 1, 2), "roster")


def test_an_organization_that_moves_takes_all_later_counts_along(roster):
    organization = roster.a_should
    rosters.mark_complete(organization=organization, start=START, by=CONSOLE)
    Workplace.objects.filter(member=roster.first).update(end=LATER)
    rosters.restate([organization], by=CONSOLE)
    organizations.move(organization=organization, region=roster.town_b, day=date(2025, 2, 1), by=roster.county_admin)
    assert {one.region for one in organization.standings.filter(start__gte=date(2025, 2, 1))} == {roster.town_b}
    assert numbers(organization, LATER) == ((1, 1, 2), "roster")
    assert organization.standings.on(START).get().region == roster.village_a2


# A survey of an organization whose roster is complete


@pytest.fixture
def surveyed(roster, tmp_path):
    rosters.mark_complete(organization=roster.a_should, start=START, by=CONSOLE)
    Workplace.objects.filter(member=roster.first).update(end=date(2025, 8, 1))
    rosters.restate([roster.a_should], by=CONSOLE)
    roster.office = Office(tmp_path)
    return roster


def test_the_roster_stands_and_the_surveyed_number_is_a_finding(surveyed):
    organization = surveyed.a_should
    row = known(organization, full=5, employees=61)
    batch = surveyed.office.take(row)  # as of 2025-06-30
    (line,) = batch.rows.all()
    assert [(one["code"], one["severity"]) for one in line.findings] == [("roster_differs", "warning")]
    assert numbers(organization, date(2025, 7, 1)) == ((2, 1, 2), "roster")
    assert numbers(organization, date(2025, 9, 1)) == ((1, 1, 2), "roster")
    for day in (date(2025, 7, 1), date(2025, 9, 1)):
        standing = organization.standings.on(day).get()  # what else is stated holds when the roster changes later
        assert (standing.employees, standing.surveyed_full, standing.surveyed_on) == (61, 5, date(2025, 6, 30))
    found = differing(date(2025, 9, 1)).get()
    assert (found.organization, found.surveyed_full, found.then_full) == (organization, 5, 2)
    assert rosters.restate([organization], by=CONSOLE) == []
    again = surveyed.office.take(row)
    assert [one.outcome for one in again.rows.all()] == ["same"]


def test_a_survey_that_agrees_with_the_roster_is_no_finding_though_somebody_leaves_later(surveyed):
    surveyed.office.take(known(surveyed.a_should, full=5, employees=61))
    assert differing(date(2025, 9, 1)).exists()
    standings.correct(
        organization=surveyed.a_should, values={"employees": 62}, day=date(2025, 9, 1), by=surveyed.town_a_clerk
    )
    Standing.objects.filter(organization=surveyed.a_should, source="roster").update(surveyed_full=2)
    assert not differing(date(2025, 9, 1)).exists()  # 2 on the day of the survey, 1 now


def test_undoing_the_survey_takes_its_numbers_back(surveyed):
    before = list(surveyed.a_should.standings.order_by("start").values_list("start", "employees", "surveyed_full"))
    batch = surveyed.office.take(known(surveyed.a_should, full=5, employees=61))
    undo(batch, user=surveyed.county_admin)
    after = list(surveyed.a_should.standings.order_by("start").values_list("start", "employees", "surveyed_full"))
    assert after == before


def test_a_survey_from_before_the_roster_is_written_as_ever(surveyed):
    rosters.unmark(organization=surveyed.a_should, day=BEGINNING, by=CONSOLE)
    rosters.mark_complete(organization=surveyed.a_should, start=date(2025, 7, 15), by=CONSOLE)
    surveyed.office.take(known(surveyed.a_should, full=5, employees=61))
    assert numbers(surveyed.a_should, date(2025, 7, 1)) == ((5, None, None), "survey")
    assert numbers(surveyed.a_should, date(2025, 7, 20)) == ((2, 1, 2), "roster")
    now = surveyed.a_should.standings.on(date(2025, 9, 1)).get()
    assert (now.employees, now.full_members, now.surveyed_full, now.surveyed_by) == (61, 1, 5, "survey")
    assert counts_on(date(2025, 9, 1), [surveyed.a_should.pk])[surveyed.a_should.pk] == (1, 1, 2)
    assert rosters.restate([surveyed.a_should], by=CONSOLE) == []


def test_a_merge_and_its_undoing_take_the_roster_along(roster):
    rosters.mark_complete(organization=roster.a_should, start=START, by=CONSOLE)
    member("李一", organization=roster.a_none, branch=roster.a_village_branch)
    roster.a_none.credit_code = None
    roster.a_none.save(update_fields=["credit_code"])
    made = merge(kept=roster.a_none, gone=roster.a_should, by=CONSOLE)
    assert numbers(roster.a_none, LATER) == ((3, 1, 2), "roster")
    assert rosters.restate([roster.a_none], by=CONSOLE) == []
    unmerging.undo(merge=made, by=CONSOLE)
    assert numbers(roster.a_none, LATER) == ((0, None, None), "hand")
    assert numbers(roster.a_should, LATER) == ((2, 1, 2), "roster")

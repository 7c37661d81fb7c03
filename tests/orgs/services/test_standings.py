"""变动 and 更正 keep exactly one standing on each day (design.md, Standing)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from liangxin.periods import BEGINNING
from orgs.choices import Category
from orgs.services import standings
from orgs.services.writing import OutsideScope

SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)


@pytest.fixture
def change(world):
    def change(day, by=world.town_a_clerk, **values):
        return standings.change(organization=world.a_single, values=values, day=day, by=by)

    return change


def periods(world, field="employees"):
    rows = world.a_single.standings.order_by("start")
    assert rows[0].start == BEGINNING
    assert [row.end for row in rows] == [*(row.start for row in rows[1:]), None], "one standing on each day"
    return [(row.start, getattr(row, field)) for row in rows]


def test_a_change_ends_the_standing_and_begins_the_next(world, change):
    made = change(SUMMER, employees=130)
    assert periods(world) == [(BEGINNING, 120), (SUMMER, 130)]
    assert (made.stated_on, made.full_members) == (SUMMER, 5)


def test_a_change_before_a_later_standing_ends_where_that_one_begins(world, change):
    change(AUTUMN, employees=150)
    change(SPRING, employees=130)
    assert periods(world) == [(BEGINNING, 120), (SPRING, 130), (AUTUMN, 150)]


def test_a_change_on_the_day_a_standing_begins_rewrites_that_one(world, change):
    change(SUMMER, employees=130)
    change(SUMMER, employees=140)
    assert periods(world) == [(BEGINNING, 120), (SUMMER, 140)]


def test_a_change_that_changes_nothing_writes_nothing(world, change):
    before = world.a_single.standings.model.history.count()
    change(SUMMER, employees=120)
    assert periods(world) == [(BEGINNING, 120)]
    assert world.a_single.standings.model.history.count() == before


def test_a_correction_rewrites_the_standing_in_force_and_no_other(world, change):
    change(SUMMER, employees=130)
    standings.correct(organization=world.a_single, values={"employees": 99}, day=SPRING, by=world.town_a_clerk)
    assert periods(world) == [(BEGINNING, 99), (SUMMER, 130)]


def test_both_are_recorded_with_the_person_and_raise_the_version(world, change):
    change(SUMMER, employees=130)
    standings.correct(
        organization=world.a_single, values={"category": Category.PRIVATE}, day=SUMMER, by=world.town_a_clerk
    )
    newest = world.a_single.standings.latest("start")
    assert [entry.history_type for entry in newest.history.order_by("history_id")] == ["+", "~"]
    assert {entry.history_user for entry in newest.history.all()} == {world.town_a_clerk}
    world.a_single.refresh_from_db()
    assert world.a_single.version == 3


def test_a_day_before_all_time_has_no_standing(world, change):
    with pytest.raises(ValidationError, match="没有概况"):
        change(date(1899, 1, 1), employees=1)


def test_a_negative_number_is_refused(world, change):
    with pytest.raises(ValidationError):
        change(SUMMER, employees=-1)
    assert periods(world) == [(BEGINNING, 120)]


def test_a_clerk_changes_nothing_into_another_town_nor_in_one(world, change):
    with pytest.raises(OutsideScope):
        change(SUMMER, region=world.town_b)
    with pytest.raises(OutsideScope):
        change(SUMMER, by=world.town_b_clerk, employees=1)
    with pytest.raises(OutsideScope):
        standings.correct(
            organization=world.a_single, values={"region": world.town_b}, day=SUMMER, by=world.town_a_clerk
        )
    assert periods(world) == [(BEGINNING, 120)]


def test_a_supervisor_does_not_hand_an_organization_away(world):
    with pytest.raises(OutsideScope):
        standings.change(
            organization=world.a_should, values={"supervisor": None}, day=SUMMER, by=world.supervisor_clerk
        )
    standings.change(organization=world.a_should, values={"employees": 61}, day=SUMMER, by=world.supervisor_clerk)


def test_a_name_that_is_no_part_of_a_standing_is_a_mistake_of_the_caller(world, change):
    with pytest.raises(TypeError, match="start"):
        change(SUMMER, start=SPRING)

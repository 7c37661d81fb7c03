"""Guides on a day: in name only, over the limit, their year."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs import queries_guides as guiding
from orgs.models import Guide, Matter, Option, Organization, Posting, Visit

DAY = date(2025, 9, 15)


@pytest.fixture
def posted(world):
    """A function: start, days of visits, end → a new posting to 立新印刷."""

    def post(start, *days, end=None):
        posting = Posting.objects.create(guide=world.other_guide, organization=world.a_none, start=start, end=end)
        Visit.objects.bulk_create(Visit(posting=posting, day=day) for day in days)
        return posting

    return post


@pytest.mark.parametrize(
    ("start", "visits", "months"),
    [
        (date(2025, 6, 15), [], 3),  # three months to the day
        (date(2025, 6, 16), [], None),  # the months count from the start
        (date(2025, 1, 1), [date(2025, 6, 15)], 3),
        (date(2025, 1, 1), [date(2025, 6, 16)], None),
        (date(2025, 1, 1), [date(2025, 6, 15), date(2025, 9, 15)], None),
        (date(2025, 1, 1), [date(2025, 6, 15), date(2025, 9, 16)], 3),  # what comes later is not known on the day
        (date(2025, 1, 1), [], 8),
    ],
)
def test_a_posting_without_a_visit_in_three_months_is_in_name_only(world, posted, start, visits, months):
    posting = posted(start, *visits)
    found = guiding.silent(DAY).filter(pk=posting.pk).first()
    assert (found and guiding.months_without(found, DAY)) == months


def test_how_many_months_is_a_setting(world, posted):
    posting = posted(date(2025, 8, 1))
    assert posting not in guiding.silent(DAY)
    Option.objects.create(key="guide_silent_months", value=1)
    assert posting in guiding.silent(DAY)
    assert posting not in guiding.silent(DAY, months=2)


def test_what_ended_or_was_closed_lacks_no_visit(world, posted):
    posting = posted(date(2025, 1, 1), end=date(2025, 9, 15))
    assert posting in guiding.silent(date(2025, 9, 14))
    assert posting not in guiding.silent(DAY)
    assert posting not in guiding.unvisited(DAY)
    Organization.objects.update(closed="2025-09")
    assert not guiding.silent(DAY).exists()
    assert not guiding.unvisited(DAY).exists()


def test_a_month_without_a_visit_is_the_calendars(world, posted):
    posting = posted(date(2025, 1, 1), date(2025, 8, 31))
    assert posting in guiding.unvisited(DAY)
    assert posting not in guiding.unvisited(date(2025, 8, 31))
    assert posting in guiding.unvisited(date(2025, 8, 30))


def test_a_guide_over_the_limit_is_told_on_the_day(world):
    names = ("a_single", "a_joint", "a_should", "a_none", "b_joint", "b_none")
    for name in names[:5]:
        Posting.objects.create(guide=world.guide, organization=getattr(world, name), start=date(2025, 9, 1))
    assert [(one, one.load) for one in guiding.overloaded(DAY)] == [(world.guide, 6)]
    assert "覃明现在联系 6 家单位，超过每名指导员 5 家" in guiding.too_many(world.guide, DAY)
    assert not guiding.overloaded(date(2025, 8, 31)).exists()
    Option.objects.create(key="guide_most", value=6)
    assert not guiding.overloaded(DAY).exists()
    assert guiding.too_many(world.guide, DAY) == ""
    assert guiding.overloaded(DAY).visible_to(world.town_b_clerk).count() == 0


def test_a_year_has_a_cell_for_each_month_that_is_owed_or_was_visited(world):
    for day in (date(2025, 2, 3), date(2025, 2, 20), date(2025, 9, 1)):
        visit = Visit.objects.create(posting=world.posting, day=day)
    Matter.objects.create(organization=world.a_some, visit=visit, text="一", found=DAY, state="done", settled=DAY)
    Matter.objects.create(organization=world.a_some, visit=visit, text="二", found=DAY)
    Posting.objects.create(guide=world.guide, organization=world.a_none, start=date(2025, 3, 5), end=date(2025, 6, 1))
    told = guiding.year_of(world.guide, 2025, day=DAY, user=world.town_a_clerk)
    some, none = told.lines
    assert (some.organization, some.months) == (world.a_some, [0, 2, 0, 0, 0, 0, 0, 0, 1, None, None, None])
    assert (none.organization, none.months, none.running) == (
        world.a_none,
        [None, None, None, 0, 0, *[None] * 7],
        False,
    )
    assert (told.visits, told.missed, told.found, told.settled) == (3, 9, 2, 1)
    assert told.months == [0, 2, 0, 0, 0, 0, 0, 0, 1, None, None, None]
    before = guiding.year_of(world.guide, 2023, day=DAY, user=world.town_a_clerk)
    assert [line.months for line in before.lines] == [[None] * 8 + [0] * 4]


def test_a_year_tells_only_what_the_reader_sees(world):
    Posting.objects.create(guide=world.guide, organization=world.b_none, start=date(2025, 1, 1))
    lines = {
        name: [line.organization for line in guiding.year_of(world.guide, 2025, day=DAY, user=user).lines]
        for name in ("town_a_clerk", "town_b_clerk", "county_viewer", "auditor")
        for user in [getattr(world, name)]
    }
    assert lines == {
        "town_a_clerk": [world.a_some],
        "town_b_clerk": [world.b_none],
        "county_viewer": [world.a_some, world.b_none],
        "auditor": [],
    }


def test_the_lists_and_the_year_take_the_same_queries_however_much_there_is(world):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for one in guiding.silent(DAY).visible_to(world.county_admin):
                guiding.months_without(one, DAY)
            list(guiding.with_visits(Guide.objects.visible_to(world.county_admin), DAY, world.county_admin))
            guiding.year_of(world.guide, 2025, day=DAY, user=world.county_admin)
        return len(queries)

    few = asked()
    for name in ("a_single", "a_joint", "a_should", "a_none", "b_joint"):
        posting = Posting.objects.create(guide=world.guide, organization=getattr(world, name), start=date(2025, 1, 1))
        Visit.objects.create(posting=posting, day=date(2025, 2, 2))
    assert asked() == few

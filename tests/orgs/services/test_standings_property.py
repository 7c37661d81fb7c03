"""Whatever is changed and corrected in whatever order, one standing holds on each day and says what was said last."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs.models import Standing
from orgs.services import standings

DAYS = [date(2025, 1, day) for day in range(1, 9)]
ACTS = st.lists(st.tuples(st.sampled_from(("change", "correct")), st.sampled_from(DAYS), st.integers(0, 2)), max_size=8)


def said(acts, start=120):
    """(first day, employees) of each period, worked out in plain Python."""
    periods = [(date.min, start)]
    for act, day, employees in acts:
        place = max(number for number, (first, _) in enumerate(periods) if first <= day)
        first, before = periods[place]
        if act == "correct" or first == day:
            periods[place] = (first, employees)
        elif employees != before:
            periods.insert(place + 1, (day, employees))
    return periods


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_one_standing_holds_on_each_day_and_says_what_was_said_last(world, acts):
    organization, by = world.a_single, world.town_a_clerk
    with transaction.atomic():
        for act, day, employees in acts:
            getattr(standings, act)(organization=organization, values={"employees": employees}, day=day, by=by)
        rows = list(Standing.objects.filter(organization=organization).order_by("start"))
        transaction.set_rollback(True)
    assert [row.end for row in rows] == [*(row.start for row in rows[1:]), None]
    assert [row.employees for row in rows] == [employees for _, employees in said(acts)]
    assert [row.start for row in rows[1:]] == [first for first, _ in said(acts)[1:]]

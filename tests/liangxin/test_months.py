"""Months and quarters of the calendar."""

from datetime import date

import pytest

from liangxin.months import Quarter, shifted, whole_months

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-11-20", -3, "2026-08-20"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_a_day_moves_by_months_and_stays_in_the_month(day, months, found):
    assert shifted(date.fromisoformat(day), months) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-08-20", "2026-11-20", 3),
        ("2026-08-21", "2026-11-20", 2),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-01-01", 0),
    ],
)
def test_only_whole_months_count(since, until, months):
    assert whole_months(date.fromisoformat(since), date.fromisoformat(until)) == months


def test_a_quarter_knows_its_days_its_neighbours_and_its_name():
    quarter = Quarter.of(date(2026, 11, 20))
    assert (quarter, str(quarter), quarter.key) == (Quarter(2026, 4), "2026年第四季度", "2026-4")
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter.shifted(1) == Quarter(2027, 1)
    assert quarter.shifted(-4) == Quarter(2025, 4)


@pytest.mark.parametrize("text", ["", "2026", "2026-5", "2026-0", "26-1", "2026-4x", "٢٠٢٦-1", "3026-1"])
def test_what_is_no_quarter_reads_as_none(text):
    assert Quarter.read(text) is None
    assert Quarter.read("2026-4") == Quarter(2026, 4)

"""How each organization of the made-up county is covered today and was at last year-end, and its member numbers."""

from random import Random

from reports.demo.days import Days
from reports.demo.organizations import CLOSED, OPERATING, Unit

SINGLE, JOINT, AFFILIATED, FUNCTIONAL = "single", "joint", "affiliated", "functional"
SHOULD, SOME, NONE = "should", "some", "none"
COVERED = (SINGLE, JOINT, AFFILIATED)
UNCOVERED_SHARES = ((FUNCTIONAL, 0.03), (SHOULD, 0.40), (SOME, 0.30), (NONE, 0.27))
COVERED_SHARES = ((SINGLE, 0.40), (JOINT, 0.38), (AFFILIATED, 0.22))


def draw_statuses(rng: Random, days: Days, units: list[Unit]) -> None:
    """Give each unit its status, so that every place comes near its two rates."""
    places = {}
    for unit in units:
        if unit.fate == OPERATING:
            places.setdefault(unit.place.region.code, []).append(unit)
    covered, uncovered = [], []
    for group in places.values():
        today = _covered(rng, days, group)
        covered += today
        known = set(today)
        uncovered += [unit for unit in group if unit not in known]
    # Larger organizations have branches of their own.
    covered.sort(key=lambda unit: -unit.employees * rng.uniform(0.4, 1.6))
    _deal(covered, COVERED_SHARES)
    uncovered.sort(key=lambda unit: -unit.employees * rng.uniform(0.2, 1.8))
    _deal(uncovered, UNCOVERED_SHARES)
    for unit in units:
        if unit.fate == CLOSED:
            unit.status = rng.choice((SINGLE, AFFILIATED, AFFILIATED, NONE))
            unit.was_covered = unit.status != NONE
        unit.status = unit.status or NONE
        unit.members = _members(rng, unit)


def _covered(rng, days, group):
    """The units of a place that are covered today; those that were at last year-end are marked."""
    place = group[0].place
    old = [unit for unit in group if unit.open_day <= days.year_end]
    rng.shuffle(old)
    before = old[: round(place.rate_before * len(old))]
    for unit in before:
        unit.was_covered = True
    still = before[sum(rng.random() < 0.015 for _ in before) :]
    others = [unit for unit in group if not unit.was_covered]
    rng.shuffle(others)
    return still + others[: max(round(place.rate_today * len(group)) - len(still), 0)]


def _deal(units, parts):
    """Deal statuses out to `units` in order, each its share."""
    first = 0
    until = 0.0
    for status, share in parts:
        until += share
        last = round(until * len(units))
        for unit in units[first:last]:
            unit.status = status
        first = last


def _members(rng, unit):
    """Full members that fit the status."""
    if unit.status == SINGLE:
        large = unit.employees >= 400  # enough for a 总支, some for a 党委
        share = max(int(unit.employees * rng.uniform(0.04, 0.15)), 50 if large else rng.randint(3, 7))
        return min(share, max(unit.employees, 3))
    if unit.status == SHOULD:
        return rng.choice((3, 3, 3, 4, 4, 5, 6))
    if unit.status == SOME:
        return rng.choice((1, 1, 2))
    if unit.status == JOINT:
        return rng.choices((0, 1, 2, 3, 4), (15, 40, 28, 12, 5))[0]
    if unit.status == AFFILIATED:
        return rng.choices((0, 1, 2), (30, 50, 20))[0]
    return 0

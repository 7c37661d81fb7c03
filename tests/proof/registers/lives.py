"""A made-up county as plain data: who lived and worked where, and what was done when. No product code is imported.

Days are `date`; a period is (start, end) with end None while it lasts. Names are unique, so that a truth can be told
by name.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

FIRST, LAST = date(2022, 1, 1), date(2026, 10, 31)
TOWNS = ("330199001", "330199002", "330199003")
SINGLE, JOINT, AFFILIATED = "single", "joint", "affiliated"
LEVELS = ("branch", "branch", "branch", "joint_branch", "general", "committee")
STATES = ("here", "letter", "arrived", "pocket", "floating", "lost")


@dataclass
class Branch:
    name: str
    town: str
    level: str
    established: str  # a partial date, perhaps ""
    dissolved: date | None
    host: "Unit | None" = None


@dataclass
class Unit:
    name: str
    kind: str
    town: str
    established: date
    closed: date | None
    full_members: int
    direct: bool
    operating: bool
    covers: list[tuple[Branch, str, date, date | None]] = field(default_factory=list)  # branch, mode, start, end
    postings: list[tuple[str, date, date | None]] = field(default_factory=list)  # guide, start, end
    visits: list[tuple[str, date]] = field(default_factory=list)  # guide, day
    matters: list[tuple[date, date | None]] = field(default_factory=list)  # found, settled


@dataclass
class Member:
    name: str
    types: list[tuple[str, date, date | None]]  # "full" or "probationary"
    branches: list[tuple[Branch, date, date | None]]
    states: list[tuple[str, date, date | None]]
    left: date | None
    # from, to, sent, valid until, settled, state
    letters: list[tuple[Branch | None, Branch | None, date, date, date | None, str]]


@dataclass
class Candidate:
    name: str
    branch: Branch
    steps: dict[int, date]
    ended: date | None


@dataclass
class Venue:
    name: str
    town: str
    opened: date
    closed: date | None
    has: tuple[str, ...]


@dataclass
class Lives:
    branches: list[Branch]
    units: list[Unit]
    members: list[Member]
    candidates: list[Candidate]
    venues: list[Venue]


def live(seed: int, units: int = 40, members: int = 90) -> Lives:
    """A county of that many organizations and members, drawn from a seed."""
    rng = Random(seed)
    branches = [_branch(rng, number) for number in range(14)]
    lives = Lives(branches, [_unit(rng, number, branches) for number in range(units)], [], [], [])
    for unit in lives.units[::5]:
        branches.append(_own_branch(rng, unit))
    lives.members = [_member(rng, number, branches) for number in range(members)]
    lives.candidates = [_candidate(rng, number, branches) for number in range(members // 2)]
    lives.venues = [_venue(rng, number) for number in range(10)]
    return lives


def day_in(rng: Random, first: date = FIRST, last: date = LAST) -> date:
    """Any day from `first` to `last`."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def _branch(rng, number) -> Branch:
    day = day_in(rng)
    established = rng.choice(("", str(day), str(day)[:7], str(day)[:4]))
    dissolved = day_in(rng, day + timedelta(days=1)) if rng.random() < 0.25 and day < LAST else None
    return Branch(f"党支部{number}", rng.choice(TOWNS), rng.choice(LEVELS), established, dissolved)


def _own_branch(rng, unit) -> Branch:
    founded = day_in(rng, unit.established)
    dissolved = day_in(rng, max(founded, FIRST) + timedelta(days=1)) if rng.random() < 0.5 else None
    return Branch(f"{unit.name}党支部", unit.town, "branch", str(founded), dissolved, unit)


def _unit(rng, number, branches) -> Unit:
    established = day_in(rng, date(2015, 1, 1), date(2025, 12, 31))
    closed = day_in(rng, max(established, FIRST) + timedelta(days=1)) if rng.random() < 0.15 else None
    kind = rng.choice(("enterprise", "enterprise", "social"))
    unit = Unit(
        f"单位{number}", kind, rng.choice(TOWNS), established, closed, rng.choice((0, 0, 1, 2, 3, 5)),
        rng.random() < 0.2, rng.random() < 0.9,
    )  # fmt: skip
    for start, end in periods(rng, max(established, FIRST), closed, rng.choice((0, 1, 1, 2))):
        branch = rng.choice(branches)
        if branch.dissolved is None or (end is not None and end <= branch.dissolved):
            unit.covers.append((branch, rng.choice((SINGLE, JOINT, JOINT, AFFILIATED)), start, end))
    for start, end in periods(rng, max(established, FIRST), closed, rng.choice((0, 0, 1, 2))):
        guide = f"指导员{rng.randint(0, 7)}"
        unit.postings.append((guide, start, end))
        last = (end or LAST) - timedelta(days=1)
        unit.visits += [(guide, day_in(rng, start, last)) for _ in range(rng.randint(0, 4))]
    for _ in range(rng.choice((0, 0, 1, 3))):
        found = day_in(rng)
        unit.matters.append((found, day_in(rng, found) if rng.random() < 0.6 else None))
    return unit


def periods(rng, first, until, count):
    """Periods one after the other, with or without a gap; the last one perhaps still lasts."""
    found, start = [], first
    last = until or LAST
    for number in range(count):
        start = day_in(rng, start, last - timedelta(days=40))
        if start >= last - timedelta(days=3):
            break
        end = day_in(rng, start + timedelta(days=1), last)
        if number == count - 1 and rng.random() < 0.6:
            end = until
        found.append((start, end))
        if end is None:
            break
        start = end
        if (last - end).days < 60:
            break
    return found


def _member(rng, number, branches) -> Member:
    joined = day_in(rng, date(2000, 1, 1), date(2026, 6, 1))
    turned = joined + timedelta(days=rng.randint(366, 500))
    if turned > LAST:
        types = [("probationary", joined, None)]
    elif rng.random() < 0.5:
        types = [("full", turned, None)]
    else:
        types = [("probationary", joined, turned), ("full", turned, None)]
    member = Member(f"党员{number}", types, [], [], None, [])
    if rng.random() < 0.12:
        member.left = day_in(rng, max(joined, FIRST) + timedelta(days=5))
    for start, end in periods(rng, max(joined, FIRST), None, rng.choice((1, 1, 2))):
        member.branches.append((rng.choice(branches), start, end))
    for start, end in periods(rng, max(joined, FIRST), None, rng.choice((0, 1, 2))):
        member.states.append((rng.choice(STATES), start, end))
    open_letter = rng.random() < 0.1
    for place in range(rng.choice((0, 0, 1, 2))):
        sent = day_in(rng)
        state = "sent" if open_letter and place == 0 else rng.choice(("received", "received", "back"))
        settled = None if state == "sent" else day_in(rng, sent)
        ends = [rng.choice(branches), rng.choice(branches)]
        if rng.random() < 0.3:
            ends[rng.randint(0, 1)] = None  # over the county's border
        member.letters.append((*ends, sent, sent + timedelta(days=rng.choice((30, 90))), settled, state))
    return member


def _candidate(rng, number, branches) -> Candidate:
    day, steps = day_in(rng, date(2021, 1, 1), date(2026, 9, 1)), {}
    for step in range(1, rng.choice((1, 2, 4, 7, 10, 15, 18, 24, 25)) + 1):
        if day > LAST:
            break
        steps[step] = day
        day += timedelta(days=rng.randint(0, 70))
    ended = day_in(rng, max(steps.values())) if rng.random() < 0.15 else None
    return Candidate(f"积极分子{number}", rng.choice(branches), steps, ended)


def _venue(rng, number) -> Venue:
    opened = day_in(rng)
    closed = day_in(rng, opened + timedelta(days=1)) if rng.random() < 0.3 and opened < LAST else None
    items = ("place", "gear", "sign", "flag", "books", "rules")
    return Venue(f"阵地{number}", rng.choice(TOWNS), opened, closed, items if rng.random() < 0.6 else items[:-1])

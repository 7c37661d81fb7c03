"""No row that is said to move no figure moves one, alone or with others, over random rows."""

from random import Random

import pytest

from orgs.coverage import standings_on, with_status
from tests.reports.imports.office import DAY, LATER, built, firm, known

pytestmark = pytest.mark.django_db
NAMES = "a_single a_joint a_affiliated a_functional a_should a_some a_none a_shop a_closed b_joint b_none county_placed"
CELLS = {  # key → what it may say
    "employees": (0, 49, 50, 99, 100),
    "full": (0, 1, 2, 3, 5),
    "operating": ("停业", "是"),
    "category": ("个体工商户", "私营企业"),
    "established": ("2019", "2026", "2025-07-01"),
    "closed": ("2025-05-01", "2025-12-01"),
    "union": ("是", "否"),
    "guide": ("仇立", "无", "覃明"),
    "town": ("城关镇", "石桥镇"),
}
MODES = ("单独组建", "联合组建", "挂靠组建", "功能型", "龙头带建")
LEVELS = ("党总支", "党委", "党支部")


def row(chance: Random, world) -> dict:
    """A registered organization, or one in five times a new one, of which the row says something."""
    cells = {key: chance.choice(values) for key, values in CELLS.items() if chance.random() < 0.2}
    if chance.random() < 0.15:
        cells["built"] = "否"
    elif chance.random() < 0.6:
        branches = (world.a_own_branch, world.a_joint_branch, world.a_village_branch, world.b_general)
        name = chance.choice([*(one.name for one in branches), "红星党支部", "红星党委"])
        cells |= built(name, chance.choice(MODES))
        if chance.random() < 0.4:
            cells["branch_level"] = chance.choice(LEVELS)
    if chance.random() < 0.2:
        return firm(chance.randrange(5), **cells)
    return known(getattr(world, chance.choice(NAMES.split())), **cells)


def counted(day) -> dict[int, tuple]:
    """As what the database counts each organization of the base."""
    rows = with_status(standings_on(day), day).values_list("organization", "number", "region", "organization__kind")
    return {pk: rest for pk, *rest in rows}


def moved(before: dict, after: dict) -> set[int]:
    """The organizations that are counted otherwise."""
    return {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)}


@pytest.mark.parametrize("seed", range(10))
def test_a_row_alone_moves_a_figure_when_it_says_so(office, world, seed):
    chance = Random(seed)
    for _ in range(3):
        before = counted(DAY)
        batch = office.take(row(chance, world), user=world.county_admin)
        one = batch.rows.get()
        moves = bool(moved(before, counted(DAY)))
        assert one.moves_figure >= moves, (one.facts, one.changes)
        assert one.moves_figure == moves or "branch_level" in one.facts  # whom the branch covers may be in no base


@pytest.mark.parametrize("seed", range(6))
def test_of_many_rows_those_that_say_so_move_what_is_moved(office, world, seed):
    chance = Random(seed)
    for day in (DAY, LATER):
        before = counted(day)
        batch = office.take(*(row(chance, world) for _ in range(12)), as_of=day, user=world.county_admin)
        written = batch.rows.filter(written=True)
        said = set(written.filter(moves_figure=True).values_list("organization", flat=True))
        assert moved(before, counted(day)) & set(written.values_list("organization", flat=True)) <= said


def test_the_level_of_a_branch_moves_the_one_that_it_covers_alone_whoever_states_it(office, world):
    rising = built(world.a_own_branch.name, "联合组建", branch_level="党委")
    batch = office.take(known(world.a_shop, **rising), known(world.a_joint, employees=19, **rising))
    assert list(batch.rows.order_by("id").values_list("moves_figure", flat=True)) == [True, True]
    assert counted(DAY)[world.a_single.pk] != counted(DAY)[world.a_joint.pk]

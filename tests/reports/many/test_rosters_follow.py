"""Standings follow the rosters when acts on many rows are taken back, whatever was written since."""

from datetime import date

import pytest

from liangxin.dates import today
from members.queries import counts_on
from members.services import changing
from members.services.rosters import mark_complete, restate
from orgs.scope import CONSOLE
from orgs.services import standings
from reports.imports.undoing import undo
from reports.many import MANY
from reports.many.carrying_out import carry_out
from tests.members.rows import member

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("member_state", {"state": "lost", "where": ""}),
        ("member_work", {"organization": "a_none"}),
        ("member_branch", {"branch": "a_village_branch"}),
    ],
)
def test_a_roster_and_its_standing_agree_after_the_undo_of_an_act(world, key, values):
    one, two = (member(name, branch=world.a_own_branch, organization=world.a_single) for name in ("钱一", "孙二"))
    mark_complete(organization=world.a_single, start=date(2026, 1, 1), by=CONSOLE)
    given = {name: getattr(world, value, value) for name, value in values.items()} | {"day": DAY}
    batch = carry_out(MANY[key], [one.pk], given, world.county_admin, said=1)
    changing.change_state(member=two, state="floating", day=DAY, by=CONSOLE)
    undo(batch, user=world.county_admin)
    numbers = standings.on(world.a_single, today())
    counted = counts_on(today(), [world.a_single.pk])[world.a_single.pk]
    assert (numbers.full_members, numbers.elsewhere_members) == (counted.full, counted.elsewhere) == (1, 1)
    assert restate([world.a_single], by=CONSOLE) == []

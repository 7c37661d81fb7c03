"""Planning only what mending touched gives what planning the whole batch anew would give, over random batches."""

from random import Random

import pytest

from reports.imports.batches import replan
from reports.imports.mending import mend
from tests.reports.imports.office import built, firm
from tests.reports.imports.test_mending import bad, place, state

pytestmark = pytest.mark.django_db
BRANCHES = ("新泰联合党支部", "东河党支部", "南街党支部")
GUIDES = (("覃明", "县发展和改革局"), ("覃明", "县市场监督管理局"), ("尤利", "县税务局"))


def row(chance: Random, world) -> dict:
    """A row that shares its organization, branch or guide with others; every third one stays out."""
    known = [world.a_joint, world.a_none, world.a_should]
    made = firm(chance.randrange(12))
    if chance.random() < 0.2:
        one = chance.choice(known)
        made |= {"name": one.name, "code": chance.choice((one.credit_code, ""))}
    if chance.random() < 0.5:
        made |= built(chance.choice(BRANCHES), chance.choice(("单独组建", "联合组建")))
        made["founded"] = chance.choice(("", "2020", "2021-05-01"))
    if chance.random() < 0.5:
        made["guide"], made["unit"] = chance.choice(GUIDES)
    return made | {"employees": chance.choice(("12", "30", "约30"))}


@pytest.mark.parametrize("seed", range(8))
def test_touched_rows_planned_alone_are_planned_as_with_all_others(office, world, seed):
    chance = Random(seed)
    world.guide.unit = ""
    world.guide.save()
    batch = office.plan(*(row(chance, world) for _ in range(25)), user=world.county_admin)
    good = 0
    for _ in range(4):
        rows = chance.sample(bad(batch), k=min(3, len(bad(batch))))
        texts = {}
        for one in rows:
            other = row(chance, world)
            cells = {"employees": other["employees"]}
            if chance.random() < 0.6:
                cells |= {"name": other["name"], "credit_code": other["code"]}
            if chance.random() < 0.4:
                cells["branch_name"] = chance.choice((*BRANCHES, ""))
            texts[one.pk] = {place(one, key): text for key, text in cells.items()}
        result = mend(batch, texts, user=world.county_admin)
        assert len(result.bad) + len(result.good) <= result.planned <= 25
        good += len(result.good)
        alone = state(batch)
        replan(batch, user=world.county_admin)
        assert alone == state(batch)
    assert good

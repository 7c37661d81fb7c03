"""A large made-up register, written straight to the database, for measuring."""

from datetime import date, timedelta
from random import Random

from django.db import connection, transaction

from liangxin import bulk
from liangxin.codes import credit_code_check
from liangxin.periods import BEGINNING
from orgs.choices import JOINT_MODES, Industry, Level, MassKind, Mode
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
)

DAY = date(2025, 9, 30)
TOWNS, VILLAGES = 20, 15


@transaction.atomic
def build(count: int, seed: int = 1) -> Region:
    """Write `count` organizations with their facts; returns the county."""
    rng = Random(seed)
    places = regions()
    towns = [place for place in places if len(place.code) == 9]
    villages = [place for place in places if len(place.code) == 12]
    organizations = _write(Organization, [_organization(number) for number in range(count)])
    values = [_standing(rng, one, rng.choice(villages)) for one in organizations]
    _write(Standing, values)
    branches = _write(PartyBranch, [_branch(number, rng.choice(towns)) for number in range(count // 4)])
    _write(BranchLevel, [BranchLevel(branch=one, level=_level(rng), start=BEGINNING) for one in branches])
    guides = _write(
        Guide, [Guide(name=f"指导员{number}", region=rng.choice(towns)) for number in range(count // 20 + 1)]
    )
    covers, postings, groups = [], [], []
    for number, one in enumerate(organizations):
        start = date(2016, 1, 1) + timedelta(days=rng.randint(0, 3500))
        if rng.random() < 0.75:
            mode = rng.choice((Mode.SINGLE, *JOINT_MODES, Mode.AFFILIATED))
            covers.append(Coverage(organization=one, branch=branches[number % len(branches)], mode=mode, start=start))
        if rng.random() < 0.4:
            postings.append(Posting(organization=one, guide=rng.choice(guides), start=start))
        if rng.random() < 0.4:
            groups.append(MassGroup(organization=one, kind=rng.choice(MassKind.values), start=start))
    for model, facts in ((Coverage, covers), (Posting, postings), (MassGroup, groups)):
        _write(model, facts)
    return places[0]


def settle():
    """What a database does by itself overnight: the planner's statistics."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(model, objects):
    for one in objects:
        if hasattr(one, "derive"):
            one.derive()
    bulk.insert(model, objects)
    return objects


@transaction.atomic
def regions() -> list[Region]:
    """Write the places; returns them, the county first."""
    found = [Region(code="330199", name="青溪县")]
    for town in range(1, TOWNS + 1):
        found.append(Region(code=f"330199{town:03}", name=f"第{town}镇"))
        found += [Region(code=f"330199{town:03}{number:03}", name=f"{number}村") for number in range(1, VILLAGES + 1)]
    return _write(Region, found)


def _organization(number):
    social = number % 4 == 0
    body = f"{'52' if social else '91'}330199MA{number:07}"
    kind, form = ("social", "服务中心") if social else ("enterprise", "有限公司")
    established = f"{2000 + number % 24}-{1 + number % 12:02}"
    code = body + credit_code_check(body)
    return Organization(kind=kind, name=f"青溪第{number}号{form}", credit_code=code, established=established)


def _standing(rng, organization, region):
    values = {"employees": rng.randint(1, 400), "full_members": rng.choice((None, 0, 0, 1, 2, 3, 5))}
    values |= {
        "industry": rng.choice(Industry.values),
        "above_scale": rng.random() < 0.1,
        "operating": rng.choice((None, True)),
    }
    return Standing(organization=organization, region=region, start=BEGINNING, stated_on=DAY, **values)


def _branch(number, town):
    return PartyBranch(name=f"中共青溪第{number}号支部委员会", region=town, established=f"{2000 + number % 24}")


def _level(rng):
    return rng.choice((Level.BRANCH, Level.BRANCH, Level.JOINT_BRANCH, Level.GENERAL, Level.COMMITTEE))

"""The made-up county's regions, zones and the Party committees that organizations are 归口 to."""

from dataclasses import dataclass, field
from random import Random

from liangxin.names import search_key
from liangxin.periods import BEGINNING
from orgs.choices import Level
from orgs.models import BranchLevel, PartyBranch, Region, Zone
from reports.demo import words

SECTORS = {  # key: name, level, superior
    "two_new": ("中共青溪县委两新工作委员会", Level.WORK_COMMITTEE, None),
    "market": ("中共青溪县市场监督管理局非公企业委员会", Level.COMMITTEE, "two_new"),
    "social": ("中共青溪县民政局社会组织委员会", Level.COMMITTEE, "two_new"),
    "law": ("中共青溪县律师行业委员会", Level.COMMITTEE, "two_new"),
}


@dataclass(eq=False)
class Place:
    """A town, or the county itself for organizations that belong to no town."""

    region: Region
    share: int
    rate_today: float
    rate_before: float
    villages: list[Region] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    committee: PartyBranch | None = None
    village_branches: dict[str, PartyBranch] = field(default_factory=dict)  # by the code of the village

    @property
    def is_county(self) -> bool:
        """Whether this is the county level."""
        return not self.villages


@dataclass
class Places:
    """All places with their committees; `sectors` are the county's committees by key."""

    county: Region
    places: list[Place]
    regions: list[Region]
    zones: list[Zone]
    sectors: dict[str, PartyBranch]
    branches: list[PartyBranch]
    levels: list[BranchLevel]


def draw_places(rng: Random) -> Places:
    """Regions, zones and committees, not yet written."""
    county = _region(words.COUNTY_CODE, words.COUNTY)
    places = [Place(county, *words.COUNTY_LEVEL)]
    names = [head + tail for tail in words.VILLAGE_TAILS for head in words.VILLAGE_HEADS]
    for number, (name, share, today, before) in enumerate(words.TOWNS, 1):
        town = Place(_region(f"{words.COUNTY_CODE}{number:03}", name), share, today, before)
        town.villages = _villages(town.region, names, rng)
        places.append(town)
    zones = _zones({place.region.name: place for place in places})
    regions = [region for place in places for region in (place.region, *place.villages)]
    made = Places(county, places, regions, zones, {}, [], [])
    _committees(made)
    return made


def add_branch(made: Places, name: str, region: Region, level: Level, established: str, superior=None) -> PartyBranch:
    """A branch that sits in no organization, with its level from the beginning."""
    branch = PartyBranch(name=name, region=region, established=established, superior=superior)
    made.branches.append(branch)
    made.levels.append(BranchLevel(branch=branch, level=level, start=BEGINNING))
    return branch


def village_branch(made: Places, place: Place, village: Region, rng: Random) -> PartyBranch:
    """The branch of a village, to which small organizations are affiliated; at the county, its sector's committee."""
    if place.is_county:
        return made.sectors["social"]
    known = place.village_branches
    if village.code not in known:
        name = f"中共{place.region.name}{village.name}支部委员会"
        known[village.code] = add_branch(
            made, name, place.region, Level.BRANCH, str(rng.randint(1986, 2009)), place.committee
        )
    return known[village.code]


def _region(code, name):
    return Region(code=code, name=name, search_key=search_key(name))


def _villages(town, names, rng):
    ending = "社区" if town.name.endswith(("街道", "区")) else "村"
    chosen = [names.pop(rng.randrange(len(names))) for _ in range(rng.randint(4, 7))]
    return [_region(f"{town.code}{200 + number:03}", name + ending) for number, name in enumerate(chosen)]


def _zones(towns):
    zones = []
    for name, kind, level, town in words.ZONES:
        zone = Zone(kind=kind, name=name, level=level, region=towns[town].region, search_key=search_key(name))
        towns[town].zones.append(zone)
        zones.append(zone)
    return zones


def _committees(made):
    for key, (name, level, superior) in SECTORS.items():
        above = made.sectors.get(superior)
        made.sectors[key] = add_branch(made, name, made.county, level, "2012-05" if above is None else "2015", above)
    for place in made.places:
        if place.is_county:
            place.committee = made.sectors["two_new"]
            continue
        work = not place.region.name.endswith(("镇", "乡"))
        name = f"中共青溪县{place.region.name}{'工作' if work else ''}委员会"
        level = Level.WORK_COMMITTEE if work else Level.COMMITTEE
        place.committee = add_branch(made, name, place.region, level, "1992")

"""The made-up county's organizations: who they are, where they sit, and how many work there."""

from dataclasses import dataclass
from datetime import date
from random import Random

from liangxin.codes import credit_code_check
from liangxin.dates import first_day
from orgs.choices import Category, Kind, TagKind
from orgs.models import Organization, PartyBranch, Region, Zone
from reports.demo import words
from reports.demo.days import Days, between, written
from reports.demo.places import Place, Places

OPERATING, SELF_EMPLOYED, STOPPED, CLOSED = "operating", "self_employed", "stopped", "closed"
OUTSIDE_BASE = {SELF_EMPLOYED: 0.025, STOPPED: 0.02, CLOSED: 0.03}  # shares of all organizations


@dataclass(eq=False)
class Unit:
    """An organization with what the other modules need to know of it while drawing."""

    organization: Organization
    place: Place
    region: Region
    fate: str  # one of the four above
    category: Category
    industry: str
    tag: TagKind | None
    zone: Zone | None
    employees: int
    open_day: date  # the first day of its founding date; opened registers when that is unknown
    closed_day: date | None = None
    status: str = ""  # how it is covered today: a key of covering.py
    was_covered: bool = False  # at last year-end
    members: int = 0  # full members today
    supervisor: PartyBranch | None = None


class Draw:
    """Draws organizations; every name and code is given once."""

    def __init__(self, rng: Random, days: Days, made: Places):
        self.rng, self.days, self.made = rng, days, made
        self.names: set[str] = set()
        self.number = rng.randrange(100_000, 400_000)

    def units(self, count: int) -> list[Unit]:
        """`count` organizations, spread over the places by their shares."""
        fates = self._fates(count)
        units = []
        for place, number in zip(
            self.made.places, shares([each.share for each in self.made.places], count), strict=True
        ):
            units += [self.unit(place, fates.pop()) for _ in range(number)]
        return units

    def _fates(self, count):
        fates = [fate for fate, share in OUTSIDE_BASE.items() for _ in range(round(count * share))]
        fates += [OPERATING] * (count - len(fates))
        self.rng.shuffle(fates)
        return fates

    def unit(self, place: Place, fate: str = OPERATING) -> Unit:
        """One organization of `place`."""
        rng = self.rng
        social = fate != SELF_EMPLOYED and (place.is_county or rng.random() < 0.22)
        name, category, code, industry, tag = self._social(place) if social else self._enterprise(place, fate)
        region = rng.choice(place.villages) if place.villages and rng.random() < 0.85 else place.region
        open_day = self._open_day(fate)
        one = Organization(
            kind=Kind.SOCIAL if social else Kind.ENTERPRISE,
            name=name,
            credit_code=self._code(code) if rng.random() < 0.985 else None,
            established=written(rng, open_day) if rng.random() < 0.985 else "",
            address=self._address(place, region),
            head_name=person(rng),
            head_phone=phone(rng),
            head_is_member=rng.random() < 0.35,
        )
        one.registered_address = one.address if rng.random() < 0.6 else ""
        unit = Unit(one, place, region, fate, category, industry, tag, self._zone(place, social), 0, open_day)
        unit.open_day = first_day(one.established) if one.established else self.days.opened
        unit.employees = self._employees(social, fate)
        if fate == CLOSED:
            unit.closed_day = between(rng, max(self.days.opened, open_day), self.days.surveyed)
            one.closed, one.closed_reason = unit.closed_day.isoformat(), rng.choice(words.CLOSED)
        elif rng.random() < 0.02:
            one.former_names = [self._company_name()[0]]
        return unit

    def _open_day(self, fate):
        """Most were founded before the registers began; some of those that are open since."""
        rng, days = self.rng, self.days
        if fate == OPERATING and rng.random() < 0.14:
            return between(rng, days.opened, days.surveyed)
        return between(rng, date(days.opened.year - 18, 3, 1), days.opened)

    def _enterprise(self, place, fate):
        rng = self.rng
        if fate == SELF_EMPLOYED:
            name, _, industry, tag = self._company_name("经营部")
            return name, Category.SELF_EMPLOYED, "92", industry, TagKind.SMALL
        if not place.is_county and rng.random() < 0.04:
            return self._new_name(lambda: f"青溪{self._brand()}种植专业合作社"), Category.COOPERATIVE, "93", "A", None
        name, _, industry, tag = self._company_name()
        return name, rng.choice(words.COMPANY_CATEGORIES), "91", industry, tag

    def _company_name(self, ending=""):
        rng = self.rng
        trade, industry, tag = rng.choice(words.TRADES)
        name = self._new_name(lambda: f"青溪{self._brand()}{trade}{ending or rng.choice(words.COMPANY_ENDS)}")
        return name, trade, industry, tag

    def _social(self, place):
        rng = self.rng
        ending, category, code, industry, tag, of_trade = rng.choice(words.SOCIAL_FORMS)
        where = words.COUNTY if place.is_county else words.COUNTY + place.region.name.removesuffix("乡")
        first = f"{where}{rng.choice(words.TRADES)[0]}{ending}" if of_trade else ""
        if first and first not in self.names:
            self.names.add(first)
            return first, category, code, industry, tag
        return self._new_name(lambda: f"青溪{self._brand()}{ending}"), category, code, industry, tag

    def _brand(self):
        return self.rng.choice(words.FIRST) + self.rng.choice(words.SECOND)

    def _new_name(self, make):
        """A name that nobody has; after some tries a longer one."""
        for attempt in range(1000):
            name = make() if attempt < 20 else make().replace("青溪", f"青溪{self.rng.choice(words.FIRST)}", 1)
            if name not in self.names:
                self.names.add(name)
                return name
        raise RuntimeError("the made-up names are used up")

    def _code(self, kind):
        self.number += self.rng.randint(1, 25)
        body = f"{kind}{words.COUNTY_CODE}MA{self.number:07}"
        return body + credit_code_check(body)

    def _address(self, place, region):
        where = "" if place.is_county else place.region.name
        village = "" if region is place.region else region.name
        return f"青溪县{where}{village}{self.rng.choice(words.ROADS)}{self.rng.randint(1, 299)}号"

    def _zone(self, place, social):
        return place.zones[0] if place.zones and not social and self.rng.random() < 0.45 else None

    def _employees(self, social, fate):
        if fate == SELF_EMPLOYED:
            return self.rng.randint(1, 5)
        if fate == STOPPED:
            return 0
        if not social and self.rng.random() < 0.03:
            return self.rng.randint(400, 1800)
        return min(int(self.rng.lognormvariate(2.7 if social else 3.4, 0.9)) + 2, 900)


def shares(weights: list[int], count: int) -> list[int]:
    """`count` things dealt out by weight: whole numbers that sum up to `count`."""
    whole = sum(weights)
    dealt, before = [], 0
    for place in range(1, len(weights) + 1):
        until = round(count * sum(weights[:place]) / whole)
        dealt.append(until - before)
        before = until
    return dealt


def person(rng: Random) -> str:
    """A made-up name."""
    return rng.choice(words.SURNAMES) + rng.choice(words.GIVEN)


def phone(rng: Random) -> str:
    """A made-up mobile number."""
    return f"1380000{rng.randrange(10_000):04}"

"""What is so of each organization over time: standings, tags, mass groups, and the answers of the last survey."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from liangxin.periods import BEGINNING
from orgs.choices import Category, Kind, MassKind, Source, UnbuiltReason
from orgs.models import MassGroup, Standing, Tag
from reports.demo import words
from reports.demo.days import Days, between
from reports.demo.organizations import STOPPED, Unit, person, phone
from reports.demo.places import Places
from reports.demo.statuses import COVERED, NONE, SHOULD, SINGLE, SOME

MASS = {MassKind.UNION: 0.32, MassKind.LEAGUE: 0.06, MassKind.WOMEN: 0.09}
UNCOVERED_MASS = 0.12  # few: most of the uncovered are reached by guides


@dataclass
class Standings:
    """Draws into its three lists."""

    rng: Random
    days: Days
    made: Places
    standings: list[Standing] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    mass_groups: list[MassGroup] = field(default_factory=list)

    def draw(self, units: list[Unit]) -> None:
        """State every unit."""
        for unit in units:
            self._answers(unit)
            self._standings(unit)
            if unit.tag:
                start = max(unit.open_day, self.days.opened)
                self.tags.append(Tag(organization=unit.organization, tag=unit.tag, start=start, end=unit.closed_day))
            self._mass(unit)

    def now(self, unit: Unit) -> dict:
        """The values of the standing of today."""
        rng, members = self.rng, unit.members
        enterprise = unit.organization.kind == Kind.ENTERPRISE
        scale = enterprise and unit.employees >= 90
        values = {
            "region": unit.region,
            "category": unit.category,
            "industry": unit.industry,
            "zone": unit.zone,
            "supervisor": unit.supervisor,
            "direct": True if unit.supervisor is self.made.sectors["two_new"] else None,
            "employees": unit.employees,
            "full_members": members if members or rng.random() < 0.9 else None,  # some nobody stated
            "probationary_members": rng.choices((0, 1, 2), (75, 20, 5))[0] if unit.status != NONE else 0,
            "activists": rng.choices((0, 1, 2, 4), (50, 25, 15, 10))[0],
            "elsewhere_members": rng.choices((0, 1, 3), (75, 17, 8))[0],
        }
        if unit.fate == STOPPED:
            values |= {"operating": False, "operating_reason": rng.choice(words.STOPPED)}
        elif unit.category != Category.SELF_EMPLOYED:
            values["operating"] = True
        if enterprise and unit.category != Category.SELF_EMPLOYED:
            values["above_scale"] = scale
            values["revenue"] = Decimal(unit.employees * rng.randint(8, 90)) + (Decimal("0.5") if scale else 0)
        return values

    def _standings(self, unit):
        """One standing, or two or three: numbers changed with a survey, some moved."""
        values, days = self.now(unit), self.days
        changes = [day for day in self._survey_days() if day > unit.open_day and self.rng.random() < 0.13]
        if unit.fate == STOPPED:
            changes = changes[-1:] or [days.year_end]
        if unit.closed_day:
            changes = [day for day in changes if day < unit.closed_day]
        end = None
        for day in reversed(changes):
            self._add(unit, values, day, end, day)
            values, end = self._before(unit, values), day
        self._add(unit, values, BEGINNING, end, max(days.opened, min(unit.open_day, days.surveyed)))

    def _survey_days(self):
        """Half-yearly surveys between the opening of the registers and the last one."""
        first = self.days.opened.year
        years = range(first, self.days.today.year + 1)
        return [day for year in years for day in (date(year, 6, 30), date(year, 12, 31)) if day < self.days.surveyed]

    def _before(self, unit, values):
        """The values before a change: fewer people, seldom another place."""
        rng = self.rng
        values = {**values, "employees": max(values["employees"] + rng.randint(-9, 5), 1)}
        if unit.status == SINGLE and values["full_members"] > 3:
            values["full_members"] -= 1
        if unit.fate == STOPPED:
            values |= {"operating": True, "operating_reason": "", "employees": rng.randint(4, 30)}
        if unit.place.villages and rng.random() < 0.2:
            towns = [unit.place, rng.choice(self.made.places[1:])]
            values["region"] = (
                rng.choice(rng.choice(towns).villages) if unit.status == NONE else rng.choice(unit.place.villages)
            )
        return values

    def _add(self, unit, values, start, end, stated_on):
        source = Source.HAND if start == BEGINNING and self.rng.random() < 0.2 else Source.SURVEY
        self.standings.append(
            Standing(organization=unit.organization, start=start, end=end, stated_on=stated_on, source=source, **values)
        )

    def _mass(self, unit):
        for kind, share in MASS.items():
            if self.rng.random() >= (share if unit.status in COVERED else UNCOVERED_MASS / 3):
                continue
            first = max(unit.open_day, date(self.days.opened.year - 6, 5, 1))
            start = between(self.rng, first, self.days.surveyed)
            end = unit.closed_day
            if end is None and self.rng.random() < 0.02:
                end = self.days.surveyed
            if end is None or start < end:
                self.mass_groups.append(MassGroup(organization=unit.organization, kind=kind, start=start, end=end))

    def _answers(self, unit):
        """Why no branch was built; who the secretary is."""
        one, rng = unit.organization, self.rng
        if unit.status == SINGLE:
            one.head_is_secretary = one.head_is_member and rng.random() < 0.5
            one.survey = {"secretary_name": one.head_name if one.head_is_secretary else person(rng)}
            one.survey["secretary_phone"] = one.head_phone if one.head_is_secretary else phone(rng)
            one.survey["secretary_source"] = (
                "出资人" if one.head_is_secretary else rng.choice(words.SECRETARY_SOURCES[1:])
            )
            if rng.random() < 0.25:
                one.charter_on = between(rng, self.days.opened, self.days.surveyed).isoformat()[:7]
        elif unit.status == NONE:
            one.unbuilt_reason = UnbuiltReason.NO_MEMBERS
        elif unit.status == SOME:
            one.unbuilt_reason = UnbuiltReason.TOO_FEW
        elif unit.status == SHOULD:
            one.unbuilt_reason = rng.choice((UnbuiltReason.OWNER, UnbuiltReason.SUPERIOR, UnbuiltReason.OTHER))
            one.plan_note = rng.choice(words.PLANS)
        if one.unbuilt_reason == UnbuiltReason.OTHER:
            one.unbuilt_text = rng.choice(words.UNBUILT_TEXTS)

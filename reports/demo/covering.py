"""The branches of the made-up county and what they cover, with the changes of the last three years."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liangxin.dates import first_day
from liangxin.periods import BEGINNING
from orgs.choices import Kind, Level, Mode
from orgs.models import BranchLevel, Coverage, PartyBranch
from reports.demo import words
from reports.demo.days import Days, between, written
from reports.demo.organizations import CLOSED, Unit
from reports.demo.places import Places, add_branch, village_branch
from reports.demo.statuses import AFFILIATED, COVERED, FUNCTIONAL, JOINT, SINGLE

JOINT_MODES = (Mode.REGIONAL,) * 5 + (Mode.TRADE,) * 3 + (Mode.LEADING,) * 2 + (Mode.STATIONED, Mode.JOINT, Mode.JOINT)
MOST = 5  # organizations that a joint branch may cover (domain.md §2)


@dataclass
class Covering:
    """Draws branches, their levels and coverages into `branches` and `levels` of the places and into `coverages`."""

    rng: Random
    days: Days
    made: Places
    coverages: list[Coverage] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def draw(self, units: list[Unit]) -> None:
        """Cover every unit as its status says."""
        for unit in units:
            if unit.status == SINGLE:
                self._single(unit)
            elif unit.status == AFFILIATED:
                self._affiliated(unit)
            elif unit.was_covered and unit.status not in COVERED:
                self._lost(unit)
        joint = {}
        for unit in units:
            if unit.status == JOINT:
                joint.setdefault(unit.place.region.code, []).append((self._start(unit), unit))
        for group in joint.values():
            self._joint(sorted(group, key=lambda pair: pair[0]))
        self._functional([unit for unit in units if unit.status == FUNCTIONAL])

    def _start(self, unit: Unit) -> date:
        """When coverage began: this year for what was not covered at last year-end; the more, the later."""
        rng, days = self.rng, self.days
        if not unit.was_covered:
            return between(rng, max(days.new_year, unit.open_day), days.surveyed)
        last = min(unit.closed_day or days.year_end, days.year_end)
        first = max(unit.open_day, date(days.opened.year - 9, 1, 1))
        if rng.random() < 0.3:
            first = max(first, days.opened)
        elif first < days.opened:
            last = min(last, days.opened)
        return between(rng, first, last - timedelta(days=1))

    def _cover(self, unit, branch, mode, start, end=None):
        end = end or unit.closed_day
        if end is None or start < end:
            self.coverages.append(
                Coverage(
                    branch=branch,
                    organization=unit.organization,
                    mode=mode,
                    start=start,
                    end=end,
                    counts=mode != Mode.FUNCTIONAL,
                )
            )

    def _single(self, unit):
        """A branch of its own; some were affiliated to the village before."""
        rng, start = self.rng, self._start(unit)
        if unit.closed_day and unit.closed_day <= start:
            return
        established = written(rng, start)
        if unit.was_covered or first_day(established) > self.days.year_end:
            start = max(first_day(established), unit.open_day)
        else:
            established = start.isoformat()
        level, ending = _level(unit.members)
        one = unit.organization
        branch = PartyBranch(
            name=f"中共{one.name}{ending}",
            superior=unit.supervisor,
            host=one,
            region=unit.place.region,
            established=established,
            phone=one.head_phone if rng.random() < 0.3 else "",
        )
        if unit.closed_day:
            branch.dissolved, branch.dissolved_reason = unit.closed_day.isoformat(), "单位注销"
        self.made.branches.append(branch)
        self._levels(branch, level, start)
        earlier = between(rng, max(unit.open_day, self.days.opened), start)
        if rng.random() < 0.3 and earlier < start and unit.was_covered:
            self._cover(unit, self._village(unit), Mode.AFFILIATED, earlier, start)
        self._cover(unit, branch, Mode.SINGLE, start)

    def _levels(self, branch, level, start):
        """A general branch or committee may have begun as a branch."""
        first = BEGINNING
        if level != Level.BRANCH and start < self.days.opened and self.rng.random() < 0.5:
            first = between(self.rng, self.days.opened, self.days.surveyed)
            self.made.levels.append(BranchLevel(branch=branch, level=Level.BRANCH, start=BEGINNING, end=first))
        self.made.levels.append(BranchLevel(branch=branch, level=level, start=first))

    def _village(self, unit):
        village = unit.region
        if village is unit.place.region and unit.place.villages:
            village = unit.place.villages[0]
        return village_branch(self.made, unit.place, village, self.rng)

    def _affiliated(self, unit):
        self._cover(unit, self._village(unit), Mode.AFFILIATED, self._start(unit))

    def _lost(self, unit):
        """Covered at last year-end, no longer: the affiliation ended this year."""
        if unit.fate != CLOSED:
            end = between(self.rng, self.days.new_year + timedelta(days=1), self.days.surveyed)
            self._cover(unit, self._village(unit), Mode.AFFILIATED, self._start(unit), end)

    def _joint(self, group):
        """Joint branches of one place: neighbours in time share one."""
        rng = self.rng
        while group:
            size = rng.choice((2, 3, 3, 4, 5))
            size = len(group) if len(group) <= size or len(group) == size + 1 == MOST else size
            members, group = group[:size], group[size:]
            first = members[0][0]
            unit = members[0][1]
            mode = rng.choice(JOINT_MODES)
            branch = add_branch(
                self.made,
                self._joint_name(unit, mode),
                unit.place.region,
                Level.JOINT_BRANCH,
                first.isoformat() if rng.random() < 0.9 else "",
                unit.place.committee,
            )
            for start, member in members:
                self._cover(member, branch, mode, start)

    def _joint_name(self, unit, mode):
        where = "青溪县" if unit.place.is_county else unit.place.region.name
        middle = self.rng.choice(words.JOINT_THEMES) + (
            "行业" if mode == Mode.TRADE else "片区" if mode == Mode.REGIONAL else ""
        )
        number, name = 1, f"中共{where}{middle}联合支部委员会"
        while name in self.names:
            number += 1
            name = f"中共{where}{middle}第{number}联合支部委员会"
        self.names.add(name)
        return name

    def _functional(self, units):
        """Members keep their 组织关系 elsewhere: a memo outside the main rate."""
        if not units:
            return
        made = self.made
        name = "中共青溪县新业态功能型支部委员会"
        founded = date(self.days.opened.year, 7, 1)
        branch = add_branch(made, name, made.county, Level.BRANCH, founded.isoformat(), made.sectors["two_new"])
        for unit in units:
            start = between(self.rng, max(unit.open_day, founded), self.days.surveyed)
            self._cover(unit, branch, Mode.FUNCTIONAL, start)


def supervisor_of(rng: Random, made: Places, unit: Unit) -> PartyBranch:
    """The committee that an organization is 归口 to: its sector's or its town's."""
    if unit.category.value == "law_firm":
        return made.sectors["law"]
    if unit.place.is_county or rng.random() < 0.4:
        return made.sectors["market" if unit.organization.kind == Kind.ENTERPRISE else "social"]
    return made.sectors["two_new"] if rng.random() < 0.05 else unit.place.committee


def _level(members):
    """Level and name ending by the number of full members (domain.md §3)."""
    if members >= 100:
        return Level.COMMITTEE, "委员会"
    if members >= 50:
        return Level.GENERAL, "总支部委员会"
    return Level.BRANCH, "支部委员会"

"""The guides of the made-up county, whom they are posted to, and their visits."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from orgs.choices import VisitKind
from orgs.models import Guide, Posting, Visit
from reports.demo import words
from reports.demo.days import Days, between
from reports.demo.organizations import CLOSED, OPERATING, Unit, person, phone
from reports.demo.statuses import COVERED, SHOULD

MOST = 5  # organizations of a guide (domain.md §3)
POSTED = {True: 0.1, False: 0.55}  # share with a guide, by covered or not


@dataclass
class Attending:
    """Draws into its three lists."""

    rng: Random
    days: Days
    guides: list[Guide] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    names: set[tuple[str, str]] = field(default_factory=set)

    def draw(self, units: list[Unit]) -> None:
        """Post guides to the units of each place."""
        places = {}
        for unit in units:
            places.setdefault(unit.place.region.code, []).append(unit)
        for group in places.values():
            wanted = [unit for unit in group if self._has_guide(unit)]
            for first in range(0, len(wanted), MOST):
                guide = self._guide(group[0].place.region)
                active = self.rng.random() < 0.85  # the others have not been seen for months
                for unit in wanted[first : first + MOST]:
                    self._post(guide, unit, active)

    def _has_guide(self, unit):
        if unit.fate == CLOSED:
            return self.rng.random() < 0.3
        share = POSTED[unit.status in COVERED] + (0.15 if unit.status == SHOULD else 0)
        return unit.fate == OPERATING and self.rng.random() < share

    def _guide(self, region):
        rng = self.rng
        for _ in range(1000):
            who = person(rng), rng.choice(words.UNITS)
            if who not in self.names:
                break
        self.names.add(who)
        guide = Guide(name=who[0], unit=who[1], post=rng.choice(words.POSTS), phone=phone(rng), region=region)
        self.guides.append(guide)
        return guide

    def _post(self, guide, unit, active):
        rng, days = self.rng, self.days
        start = between(rng, max(unit.open_day, days.opened), days.surveyed - timedelta(days=60))
        end = unit.closed_day
        if end is None and rng.random() < 0.05:  # another guide came
            end = between(rng, start + timedelta(days=1), days.surveyed)
            self._add(
                self.guides[0] if self.guides[0] is not guide else self._guide(guide.region), unit, end, None, active
            )
        if end is None or start < end:
            self._add(guide, unit, start, end, active)

    def _add(self, guide, unit, start, end, active):
        posting = Posting(guide=guide, organization=unit.organization, start=start, end=end)
        self.postings.append(posting)
        rng = self.rng
        last = (end or self.days.today + timedelta(days=1)) - timedelta(days=1)
        day = max(start, self.days.today - timedelta(days=400)) + timedelta(days=rng.randint(3, 20))
        if not active:
            last = min(last, self.days.today - timedelta(days=110))
        while day <= last:
            kind = rng.choices(list(words.VISITS), (75, 6, 6, 6, 7))[0] if day > start else VisitKind.REGULAR
            self.visits.append(
                Visit(
                    posting=posting,
                    day=day,
                    kind=kind,
                    content=rng.choice(words.VISITS[kind]),
                    problems=rng.choice(words.PROBLEMS),
                )
            )
            day += timedelta(days=rng.randint(24, 75))

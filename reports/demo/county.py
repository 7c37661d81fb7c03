"""The whole made-up county as objects, drawn from a seed and written to an empty database."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random

from liangxin.dates import today
from members.models import CompleteRoster
from members.services.rosters import restate
from orgs.models import Guide, PartyBranch, Standing
from orgs.scope import CONSOLE
from reports.demo.attending import Attending
from reports.demo.covering import Covering, supervisor_of
from reports.demo.days import Days
from reports.demo.developing import Developing
from reports.demo.living import Living
from reports.demo.organizations import Draw, Unit
from reports.demo.paying import Paying
from reports.demo.places import Place, Places, draw_places
from reports.demo.roster import Roster
from reports.demo.standings import Standings
from reports.demo.statuses import draw_statuses
from reports.demo.writing import moment, write, write_history

HELD_BACK = ("东湖街道", "东湖街道", "城关镇", "城关镇")  # where surveys.py applies imports with new organizations
WAITING = ("经济开发区", "经济开发区")  # where its import still waits
ROSTERS = "按花名册"
SMALLEST = 60  # a smaller county has no imports


@dataclass
class County:
    """What was written, for those who go on with it."""

    rng: Random
    days: Days
    places: Places
    units: list[Unit]
    held_back: list[Unit]  # drawn but not written: the surveys bring them
    attending: Attending
    lists: list[list]  # every object written, a list for each model, what is referred to first

    def place(self, name: str) -> Place:
        """The town of that name."""
        return next(place for place in self.places.places if place.region.name == name)

    @property
    def market_committee(self) -> PartyBranch:
        """A committee to which organizations of all towns are 归口."""
        return self.places.sectors["market"]

    @property
    def busiest_guide(self) -> Guide | None:
        """The guide with the most visits; None when there is none."""
        # By key: bulk.insert sets the keys of related rows, and that makes Django forget the objects themselves.
        visits, counts = Counter(visit.posting_id for visit in self.attending.visits), Counter()
        for posting in self.attending.postings:
            counts[posting.guide_id] += visits[posting.pk]
        return max(self.attending.guides, key=lambda guide: (counts[guide.pk], -guide.pk), default=None)

    def write_history(self, user) -> None:
        """Leave the history of three years, entered by `user`; from now on complete rosters state their numbers."""
        write_history(self.lists, self.days, user)
        complete = CompleteRoster.objects.values_list("organization", flat=True)
        restate(list(complete), by=user or CONSOLE, reason=ROSTERS)
        # The surveys that come next have been applied since, as far as the history tells.
        Standing.history.filter(history_change_reason=ROSTERS).update(history_date=moment(self.days.surveyed))


def make_county(orgs: int, seed: int, day: date | None = None) -> County:
    """Write a county of `orgs` organizations, less the few that `add_imports` brings, into an empty database.

    Everything lies before `day`, today when not given. The same seed and day give the same county. Must run inside a
    transaction.
    """
    rng, days = Random(seed), Days.seen_from(day or today())
    places = draw_places(rng)
    draw = Draw(rng, days, places)
    with_imports = orgs >= SMALLEST
    units = draw.units(orgs - len(HELD_BACK) if with_imports else orgs)
    for unit in units:
        unit.supervisor = supervisor_of(rng, places, unit)
    draw_statuses(rng, days, units)
    covering, standings, attending = Covering(rng, days, places), Standings(rng, days, places), Attending(rng, days)
    for part in (covering, standings, attending):
        part.draw(units)
    towns = {place.region.name: place for place in places.places}
    late = [draw.unit(towns[name]) for name in (*HELD_BACK, *WAITING) if with_imports]
    lists = [
        places.regions,
        places.zones,
        [unit.organization for unit in units],
        places.branches,
        places.levels,
        standings.standings,
        standings.tags,
        standings.mass_groups,
        covering.coverages,
        attending.guides,
        attending.postings,
        attending.visits,
        *people(Random(seed), days, places, units, covering, attending),
    ]
    write(lists)
    return County(rng, days, places, units, late, attending, lists)


def people(rng: Random, days: Days, places: Places, units: list[Unit], covering: Covering, attending: Attending):
    """The members of the county and the life of its branches, a list for each model, what is referred to first.

    They are drawn from a chance of their own: the organizations stay as they are, whatever is drawn here.
    """
    roster, developing, living = Roster(rng, days, places), Developing(rng, days), Living(rng, days, places)
    paying = Paying(rng, days)
    roster.draw(units, covering)
    developing.draw(roster)
    living.draw(units, roster, attending)
    paying.draw(roster)
    return [
        roster.members,
        roster.types,
        roster.memberships,
        roster.relations,
        roster.workplaces,
        roster.complete,
        roster.posts,
        developing.candidates,
        developing.steps,
        living.terms,
        living.venues,
        living.transfers,
        living.matters,
        living.confirmations,
        living.activities,
        paying.bases,
        paying.payments,
    ]

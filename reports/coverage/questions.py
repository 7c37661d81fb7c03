"""What a table or list is about: who asks, for which day, which place, which rows."""

from dataclasses import dataclass, replace
from datetime import date

from orgs.coverage import standings_on
from orgs.models import Region, Standing
from orgs.scope import CONSOLE, subtree
from reports.coverage.groups import GROUPS


@dataclass(frozen=True)
class Question:
    """A scope on a day. `where` narrows it to rows of groups: (group key, row key) pairs."""

    user: object
    day: date
    region: Region | None = None
    where: tuple[tuple[str, str], ...] = ()

    def narrowed(self, group: str, key: str) -> "Question":
        """The same question for one row of a table."""
        return replace(self, where=(*self.where, (group, key)))

    def standings(self):
        """The base (口径): one standing for each organization that counts."""
        return self._limited(standings_on(self.day))

    def all_standings(self):
        """The standings of the day, of organizations outside the base too."""
        return self._limited(Standing.objects.on(self.day))

    def _limited(self, standings):
        standings = standings.within(self.user)
        if self.region:
            standings = standings.filter(subtree("region__code", self.region.code))
        for group, key in self.where:
            standings = standings.filter(GROUPS[group].condition(key, self.day, self.region))
        return standings


def own_region(user) -> Region | None:
    """The region that a user's figures are about when none is asked for: the own one, else the county."""
    if user is not CONSOLE and user.region_id:
        return user.region
    return Region.objects.root()

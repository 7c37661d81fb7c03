"""Where a registered unit lies: by the list's own column, by our register, else by its address."""

from collections import defaultdict

from orgs.models import Region
from orgs.models.regions import VILLAGE
from reports.imports.places import Places, folded


class Placer:
    """Finds the town or village of lines; the county itself (未到乡镇) when nothing tells."""

    def __init__(self, county: Region, known: dict[str, str]):
        self.county, self.known = county, known
        self.places = Places(county, county)
        self.villages = defaultdict(list)  # code of the town → (name, village)
        for one in self.places.by_code.values():
            if one.level == VILLAGE:
                self.villages[one.town_code].append((folded(one.name), one))

    def place(self, facts: dict) -> Region:
        """The region of a line."""
        town = self.places.town_named(facts["town"]) if facts.get("town") else None
        if town is None and (code := self.known.get(facts.get("credit_code", ""))) in self.places.by_code:
            return self.places.by_code[code]
        address = folded(facts.get("address", ""))
        town = town or self.places.town_within(address)
        if town is None:
            villages = (pair for pairs in self.villages.values() for pair in pairs) if address else ()
            named = [one for name, one in villages if len(name) > 2 and name in address]
            return named[0] if len(named) == 1 else self.county
        if facts.get("village") and (village := self.places.village(town, facts["village"])):
            return village
        inside = [one for name, one in self.villages[town.code] if name in address]
        return inside[0] if len(inside) == 1 else town

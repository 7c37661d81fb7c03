"""归口党（工）委 and zones that rows name: found by name, else registered with the row."""

from liangxin.names import normal_branch_name, normal_name
from liangxin.periods import BEGINNING
from orgs.choices import ZoneKind
from orgs.models import BranchLevel, PartyBranch, Zone
from orgs.models.regions import TOWN
from reports.imports.branches import Book, Named, level_by_name
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.register import Register

PARTY_ENDINGS = ("党委", "工委", "党工委", "委员会", "总支", "总支部", "支部")
ZONE_ENDINGS = {
    "市场": ZoneKind.MARKET,
    "商圈": ZoneKind.DISTRICT,
    "商业街": ZoneKind.DISTRICT,
    "街区": ZoneKind.DISTRICT,
}
ZONE_ENDINGS |= dict.fromkeys(("楼宇", "大厦", "大楼", "写字楼", "中心"), ZoneKind.BUILDING)


class Surroundings:
    """Looks up and registers the zone and the supervising branch of rows."""

    def __init__(self, register: Register, book: Book, changes: Changes):
        self.register, self.book, self.changes = register, book, changes

    def zone(self, draft: Draft) -> Zone | None:
        """The zone that the row names; one that nobody registered is registered with the row's town."""
        name = draft.facts.get("zone")
        if not name:
            return None
        key = normal_name(name)
        if key not in self.register.zones:
            kind = next((kind for ending, kind in ZONE_ENDINGS.items() if name.endswith(ending)), ZoneKind.PARK)
            zone = make(Zone, kind=kind, name=name, region=draft.region)
            self.register.zones[key] = zone
            self.changes.add(zone)
        return self.register.zones[key]

    def supervisor(self, draft: Draft) -> PartyBranch | None:
        """The supervising branch that the row names: the county's, the town's, or the only one of that name."""
        name = draft.facts.get("supervisor")
        if not name:
            return None
        normal = normal_branch_name(name)
        county, town = self.book.places.county.code, draft.region.town_code
        known = {place: named for (place, text), named in self.book.by_name(normal)}
        named = known.get(county) or known.get(town) or (next(iter(known.values())) if len(known) == 1 else None)
        if named is None and (known or not name.endswith(PARTY_ENDINGS)):
            draft.warn("bad_choice", "supervisor", "不知道是哪个归口党（工）委，没有写入归口，请写党组织全称")
            return None
        return (named or self._register(name, normal)).branch

    def _register(self, name, normal):
        """A branch founded with its first mention: in the town whose name it begins with, else the county."""
        places = self.book.places
        town = next((region for text, region in places.full_names if normal.startswith(text)), places.county)
        branch = make(PartyBranch, name=name, normal_name=normal, region=town)
        self.changes.add(branch)
        self.changes.add(make(BranchLevel, branch=branch, level=level_by_name(name), start=BEGINNING))
        named = Named(branch, True, written=True)
        self.book.add(town.code[:TOWN], named)
        return named

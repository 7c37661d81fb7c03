"""Where a row belongs: the town by the order of design.md (Import, Town), the village inside the town."""

import re
import unicodedata
from collections import defaultdict

from orgs.models import Region
from orgs.models.regions import COUNTY, TOWN, VILLAGE

SUFFIX = re.compile(r"(街道办事处|街道办|街道|民族乡|镇|乡|社区居委会|社区|居委会|村委会|村民委员会|村)$")


def folded(text: str) -> str:
    """A place name as it is compared: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stem(name: str) -> str:
    """`name` without 镇, 乡, 街道, 村, 社区 …; the whole name when nothing else would be left."""
    short = SUFFIX.sub("", name)
    return short if len(short) > 1 else name


class Places:
    """The regions of the county, looked up by name. Two queries at most, whatever the number of rows."""

    def __init__(self, county: Region, limit: Region):
        self.county, self.limit = county, limit
        self.by_code = {region.code: region for region in Region.objects.under(county.code)}
        self.towns = defaultdict(list)
        self.villages = defaultdict(lambda: defaultdict(list))
        for region in self.by_code.values():
            names = {folded(region.name), stem(folded(region.name))}
            for name in names:
                if region.level == TOWN:
                    self.towns[name].append(region)
                elif region.level == VILLAGE:
                    self.villages[region.town_code][name].append(region)
        # Longest first: 东河新镇 is looked for before 河新镇.
        self.full_names = sorted(
            ((folded(r.name), r) for r in self.by_code.values() if r.level == TOWN), key=lambda pair: -len(pair[0])
        )
        self._seen: dict[str, Region | None] = {}
        self._villages_seen: dict[tuple[str, str], Region | None] = {}  # by code of the town and text

    def town_named(self, text: str) -> Region | None:
        """The town (or the county itself) that a cell names; None when it is unknown or could be several."""
        if text not in self._seen:
            self._seen[text] = self._town_named(folded(text))
        return self._seen[text]

    def _town_named(self, text):
        if text in (folded(self.county.name), "县本级", "县直", "县级"):
            return self.county
        if len(text) in (COUNTY, TOWN) and text.isdigit():
            return self.by_code.get(text)
        below = text.removeprefix(folded(self.county.name))
        for name in (text, stem(text), below, stem(below)):
            if len(self.towns.get(name, ())) == 1:
                return self.towns[name][0]
        return self.town_within(text)

    def town_within(self, text: str) -> Region | None:
        """The one town whose full name `text` contains; None for none or several."""
        text, found = folded(text), []
        for name, region in self.full_names:
            if name in text:
                found.append(region)
                text = text.replace(name, " ")
        return found[0] if len(found) == 1 else None

    def of_row(self, facts: dict, hints) -> tuple[Region | None, bool]:
        """The town of a row and whether the file states it: (None, True) means a town is named and unknown.

        Order: town column; group row; sheet name; the 填报单位 line; file name; else the limit (--region or the
        clerk's own region), which places new organizations only.
        """
        if facts.get("town"):
            return self.town_named(facts["town"]), True
        if facts.get("group_town"):
            named = self.town_named(facts["group_town"])
            if named:
                return named, True
        for hint in (hints.sheet, hints.unit, getattr(hints, "title", ""), hints.file):
            named = hint and self._hinted(hint)
            if named:
                return named, True
        town = self.by_code.get(self.limit.code[:TOWN]) if self.limit.level >= TOWN else self.limit
        return town, False

    def _hinted(self, hint):
        key = f"hint:{hint}"
        if key not in self._seen:
            text = folded(hint)
            exact = self.towns.get(text) or self.towns.get(stem(text)) or []
            self._seen[key] = exact[0] if len(exact) == 1 else self.town_within(text)
        return self._seen[key]

    def village(self, town: Region, text: str) -> Region | None:
        """The village of `town` that a cell names; None when it is unknown or could be several."""
        key = (town.code, text)
        if key not in self._villages_seen:
            self._villages_seen[key] = self._village(town, text)
        return self._villages_seen[key]

    def _village(self, town, text):
        names = self.villages.get(town.code, {})
        text = folded(text)
        for prefix in (folded(self.county.name), folded(town.name)):
            if text.startswith(prefix) and len(text) > len(prefix):
                text = text.removeprefix(prefix)
        below = text.removeprefix(stem(folded(town.name)))  # 城关东门, where no village of that name is registered
        for name in (text, stem(text), below, stem(below)):
            if len(names.get(name, ())) == 1:
                return names[name][0]
        return self.by_code.get(text) if len(text) == VILLAGE and text.startswith(town.code) else None

    def inside_limit(self, region: Region) -> bool:
        """Whether `region` lies in the limit of the import."""
        return region.code.startswith(self.limit.code)

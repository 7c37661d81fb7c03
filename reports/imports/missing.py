"""上次有、这次没有, as its page lists it: the organizations with their places and last surveys, and what is covered."""

from collections import Counter
from collections.abc import Iterable

from liangxin.dates import said
from orgs.choices import Kind
from orgs.models import Coverage, Organization, Region, Standing
from orgs.models.regions import TOWN, VILLAGE
from reports.imports import absent
from reports.imports.leaving import Given, why_not
from reports.models import Absence, ImportBatch, TransferRequest

NAMED = 6  # places that a sentence names


class Missing:
    """Who is missing from one batch, for one user; `town` (a code) limits the list to one town."""

    def __init__(self, batch: ImportBatch, user, town: str = ""):
        self.batch, self.user = batch, user
        self.reach = absent.reach_of(batch)
        self.absent = absent.absent(batch, user, self.reach)
        self.open = self.absent.exclude(pk__in=batch.absences.values("organization"))
        # Names of places are no secret, and an organization may have moved to any town of the county.
        self.regions = {one.code: one for one in Region.objects.under(Region.objects.root().code)}
        self.towns = [one for one in self.regions.values() if one.level == TOWN]
        self.town = town if town in self.regions else ""

    def answered(self):
        """The answers given."""
        return self.batch.absences.select_related("region").order_by("name", "pk")

    def unanswered(self):
        """The organizations that are still open, those of the town only."""
        found = self.open
        if self.town:
            placed = Standing.objects.on(self.batch.as_of).filter(absent.Reach((self.town,), ()).condition())
            found = found.filter(pk__in=placed.values("organization"))
        return found.order_by("name", "pk")

    def known(self) -> int:
        """How many organizations of the register the file should contain."""
        return absent.known_in(self.batch, self.user, self.reach)

    def picked(self, keys: Iterable[str]) -> dict[int, Organization]:
        """Those of the ticked keys that are still open."""
        there = {str(pk): pk for pk in self.open.values_list("pk", flat=True)}
        return self.open.in_bulk([there[key] for key in keys if key in there])

    def refused(self, organizations: dict[int, Organization], given: Given) -> dict[int, str]:
        """Key → why an answer cannot be true of an organization."""
        return {pk: problem for pk, one in organizations.items() if (problem := why_not(one, given))}

    def lines(self, shown: Iterable[Organization | Absence]) -> list[dict]:
        """What the list says of each of `shown`: organizations, or answers given. Six queries."""
        shown = list(shown)
        keys = [one.organization_id if isinstance(one, Absence) else one.pk for one in shown]
        organizations = list(Organization.objects.visible_to(self.user).filter(pk__in=keys))
        known = {one.pk: one for one in organizations}
        seen = absent.last_seen(organizations, self.batch)
        standings = Standing.objects.on(self.batch.as_of).filter(organization__in=known).select_related("region")
        places = {one.organization_id: self._place(one.region) for one in standings}
        covers = Coverage.objects.on(self.batch.as_of).filter(organization__in=known, counts=True)
        branches = dict(covers.values_list("organization", "branch__name"))
        requests = {one.organization_id: one for one in TransferRequest.objects.filter(batch_id=self.batch.pk)}
        return [
            {
                "pk": pk,
                "name": one.name,
                "organization": known.get(pk),
                "place": places.get(pk, ""),
                "seen": f"{said(seen[pk].as_of.isoformat())}的摸排" if pk in seen else "没有摸排过",
                "cover": branches.get(pk),
                "request": requests.get(pk),
                "absence": one if isinstance(one, Absence) else None,
            }
            for pk, one in zip(keys, shown, strict=True)
        ]

    def _place(self, region: Region) -> str:
        """A village after its town."""
        town = self.regions.get(region.town_code) if region.level == VILLAGE else None
        return f"{town} {region}" if town else str(region)

    def covered(self) -> str:
        """What the file covers, in words: 城关镇的非公企业."""
        alike = {}
        for code in self.reach.places:
            kinds = tuple(kind for kind in self.reach.kinds if (code, kind) not in self.reach.without)
            if code in self.regions and kinds:
                alike.setdefault(kinds, []).append(self.regions[code].name)
        return "；".join(
            f"{'、'.join(places[:NAMED])}{f' 等 {len(places)} 处' if len(places) > NAMED else ''}"
            f"的{'、'.join(Kind(kind).label for kind in kinds)}"
            for kinds, places in alike.items()
        )

    def coverable(self) -> list[tuple[str, str]]:
        """(code, name) of every place that the rows name, with the villages of its town."""
        shown = self.reach if "covers" not in self.batch.options else absent.shown_reach(self.batch)
        towns = {code[:TOWN] for code in shown.places}
        codes = [code for code in self.regions if code[:TOWN] in towns and code.startswith(self.batch.region.code)]
        return [(code, self.regions[code].name) for code in sorted(codes)]

    def covering(self) -> dict:
        """What the file may cover and what of it is on: `kinds`, and `towns` with their villages."""
        towns = []
        for code, name in self.coverable():
            box = {"code": code, "name": name, "on": code in self.reach.places}
            if len(code) < VILLAGE or not towns:
                towns.append({**box, "villages": []})
            else:
                towns[-1]["villages"].append(box)
        for town in towns:
            town["open"] = any(one["on"] for one in town["villages"]) or len(towns) == 1
        kinds = [{"code": kind, "name": label, "on": kind in self.reach.kinds} for kind, label in Kind.choices]
        return {"towns": towns, "kinds": kinds}

    def towns_open(self) -> list[tuple[str, str, int]]:
        """(code, name, how many are still open) of each town, when there are several."""
        counts = Counter()
        for code, number in absent.by_place(self.open, self.batch.as_of).items():
            counts[code[:TOWN]] += number
        towns = [(code, self.regions[code].name, counts[code]) for code in sorted(counts) if code in self.regions]
        return towns if len(towns) > 1 else []

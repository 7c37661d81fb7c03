"""The part of the registers that an import needs, read into memory with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import F, Min, Q

from liangxin.among import Several
from liangxin.loading import load
from liangxin.names import normal_branch_name, normal_name, normal_person
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    Zone,
)
from orgs.models.regions import TOWN
from orgs.scope import CONSOLE
from reports.imports import sameness
from reports.models import ImportBatch, ImportRow

CHUNK = 10_000  # values in one IN list
KEYS = ("search_key",)  # long, and made anew from the names whenever they change


def in_chunks(values):
    """`values`, without blanks and repeats, in lists of at most CHUNK."""
    values = list(dict.fromkeys(value for value in values if value))
    for first in range(0, len(values), CHUNK):
        yield values[first : first + CHUNK]


def together(values) -> Iterator[Several]:
    """`values`, without blanks and repeats, for the lookup `among`; nothing when there are none."""
    values = dict.fromkeys(values)
    for blank in (None, ""):
        values.pop(blank, None)
    if values:
        yield Several(values)


def running_on(facts: list, day: date):
    """The first of `facts` that is in force on `day`, None without one; asked several times for every row."""
    for one in facts:
        if one.covers(day):
            return one
    return None


@dataclass(slots=True, eq=False)
class Record:
    """An organization with its dated facts, each list ordered by start; changed in memory while rows are planned."""

    organization: Organization
    standings: list[Standing] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    mass_groups: list[MassGroup] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    later_survey: date | None = None  # the next survey of the organization after the one being planned

    @property
    def subject(self) -> Organization:
        """What the row is about."""
        return self.organization

    def standing_on(self, day: date) -> Standing | None:
        """The standing in force on `day`."""
        return running_on(self.standings, day)


FACTS = {"standings": Standing, "coverages": Coverage, "postings": Posting, "mass_groups": MassGroup, "tags": Tag}


class Register:
    """Organizations, branches, guides and zones that the rows of a batch may name.

    `rows` are the fact dicts; `user` is the person for whom organizations are matched; `regions` are those of the
    county by key. Credit codes are looked up county-wide as well, for the outcome `outside` (design.md, idea 5).
    Related rows are loaded once and shared: a thousand standings in one town name one Region.
    """

    def __init__(self, user, as_of: date, rows: list[dict], regions: dict[int, Region]):
        self.user, self.as_of, self.regions = user, as_of, dict(regions)
        self.records: dict[int, Record] = {}
        self.by_code: dict[str, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        self.foreign_codes: dict[str, int] = {}  # code → organization outside the user's scope
        self.said_same = sameness.answers()
        self._load_organizations(user, rows)
        facts = self._load_facts()
        self._load_later_surveys()
        self._load_zones(facts[Standing], any("zone" in row for row in rows))
        self._load_branches(rows, facts)
        self._load_guides(rows, facts[Posting])
        self._share("region", facts[Standing], Region, self.regions)

    def _load_organizations(self, user, rows):
        visible, named = Organization.objects.visible_to(user), Q()
        found: dict[int, Organization] = {}
        for codes in together(row.get("credit_code") for row in rows):
            found.update((one.pk, one) for one in load(visible.filter(credit_code__among=codes), KEYS))
            if user is not CONSOLE:
                pairs = Organization.objects.filter(credit_code__among=codes).values_list("credit_code", "pk")
                self.foreign_codes.update((code, pk) for code, pk in pairs if pk not in found)
        for names in together(self._looked_up(rows, found.values())):
            named |= Q(normal_name__among=names)
        for keys in together(sameness.answered_same(self.said_same, rows)):
            named |= Q(pk__among=keys)
        if named:
            found.update((one.pk, one) for one in load(visible.filter(named), KEYS) if one.pk not in found)
        for pk in sorted(found):
            one = found[pk]
            if one.normal_name == one.name:
                one.normal_name = one.name  # one text in memory: most names are normal
            record = self.records[pk] = Record(one)
            if one.credit_code:
                self.by_code[one.credit_code] = record
            self.by_name[one.normal_name].append(record)

    def _looked_up(self, rows, found: Iterable[Organization]) -> Iterator[str]:
        """The normal names by which an organization is sought.

        A row that states the code and the name of one of `found` means it, whoever else has that name (Matcher.match),
        unless somebody answered something else about the row.
        """
        known = {} if self.said_same else {one.credit_code: one.name for one in found}
        for row in rows:
            name = row.get("name")
            if name and known.get(row.get("credit_code")) != name:
                yield normal_name(name)

    def _load_facts(self) -> dict[type[models.Model], list]:
        """Fill the records; returns the facts by model as well."""
        loaded = {}
        for name, model in FACTS.items():
            facts = loaded[model] = []
            for chunk in together(self.records):
                stated = model.objects.filter(organization__among=chunk)
                facts += load(stated.order_by("organization_id", "start", "id"))
            for one in facts:
                record = self.records[one.organization_id]
                one._state.fields_cache["organization"] = record.organization
                getattr(record, name).append(one)
        return loaded

    @staticmethod
    def _share(name: str, objects: list, model: type[models.Model], known: dict):
        """Give `objects` their related rows from `known`, into which the missing ones are loaded first."""
        if not objects:
            return
        keys = [getattr(one, f"{name}_id") for one in objects]
        for chunk in together(set(keys) - known.keys()):
            known.update((one.pk, one) for one in load(model.objects.filter(pk__among=chunk), KEYS))
        for one, key in zip(objects, keys, strict=True):
            if key is not None:
                one._state.fields_cache[name] = known[key]

    def _load_later_surveys(self):
        later = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED, as_of__gt=self.as_of)
        for batches in together(later.order_by().values_list("pk", flat=True)):  # mostly none
            surveyed = ImportRow.objects.filter(written=True, batch__among=batches).order_by()
            for chunk in together(self.records):
                rows = surveyed.filter(organization__among=chunk).values_list("organization")
                for pk, day in rows.annotate(Min("batch__as_of")):
                    self.records[pk].later_survey = day

    def _load_zones(self, standings, named: bool):
        zones = {zone.pk: zone for zone in load(Zone.objects.all(), KEYS)} if named else {}
        self.zones = {normal_name(zone.name): zone for zone in zones.values()}
        self._share("zone", standings, Zone, zones)

    def _load_branches(self, rows, facts):
        """Branches by name, and those that cover or supervise a loaded organization, with their levels."""
        self.branches: dict[int, PartyBranch] = {}
        names = [
            normal_branch_name(str(row[key])) for row in rows for key in ("branch_name", "supervisor") if row.get(key)
        ]
        for chunk in together(names):
            found = load(PartyBranch.objects.filter(normal_name__among=chunk), KEYS)
            self.branches.update((one.pk, one) for one in found)
        self._share("branch", facts[Coverage], PartyBranch, self.branches)
        self._share("supervisor", facts[Standing], PartyBranch, self.branches)
        self._share("region", list(self.branches.values()), Region, self.regions)
        self.levels: dict[int, list[BranchLevel]] = defaultdict(list)
        self.covered_by: dict[int, list[tuple[int, str]]] = defaultdict(list)  # branch → (organization, mode), anyone's
        for chunk in together(self.branches):
            for level in load(BranchLevel.objects.filter(branch__among=chunk).order_by("branch_id", "start")):
                self.levels[level.branch_id].append(level)
            running = Coverage.objects.on(self.as_of).filter(branch__among=chunk).order_by()
            for branch, organization, mode in running.values_list("branch", "organization", "mode"):
                self.covered_by[branch].append((organization, mode))

    def _load_guides(self, rows, postings):
        """Guides by name, with the towns in which each has, or had, a posting."""
        texts = dict.fromkeys(row["guide_name"] for row in rows if row.get("guide_name"))
        names = [part for text in texts for part in people(text)]
        known: dict[int, Guide] = {}
        for chunk in together(names):
            known.update((one.pk, one) for one in load(Guide.objects.filter(name__among=chunk), KEYS))
        self._share("guide", postings, Guide, known)
        self.guides: dict[str, list[Guide]] = defaultdict(list)
        for _, one in sorted(known.items()):
            self.guides[normal_person(one.name)].append(one)
        self.guide_towns: dict[int, set[str]] = defaultdict(set)
        for chunk in together(known):
            # Where the organization lay while the posting held, not where it lies today.
            meets = Q(organization__standings__end=None) | Q(organization__standings__end__gt=F("start"))
            pairs = Posting.objects.filter(meets, guide__among=chunk).exclude(
                end__isnull=False, organization__standings__start__gte=F("end")
            )
            for guide, code in pairs.values_list("guide", "organization__standings__region__code").distinct():
                self.guide_towns[guide].add((code or "")[:TOWN])


@lru_cache(1024)
def people(text: str, form: Callable[[str], str] = normal_person) -> tuple[str, ...]:
    """The names in a cell that may hold several people, in order, each person once; in the form used to compare them,
    or in another `form`."""
    for mark in "，,／/；;\n":
        text = text.replace(mark, "、")
    found = {}
    for part in text.split("、"):
        found.setdefault(normal_person(part), form(part))
    found.pop("", None)
    return tuple(found.values())

"""The part of the registers that an import needs, read into memory with a fixed number of queries per 10,000 rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import F, Min, Q

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
from reports.models import ImportBatch, ImportRow

CHUNK = 10_000  # values in one IN list


def in_chunks(values):
    """`values`, without blanks and repeats, in lists of at most CHUNK."""
    values = list(dict.fromkeys(value for value in values if value))
    for first in range(0, len(values), CHUNK):
        yield values[first : first + CHUNK]


@dataclass(slots=True)
class Record:
    """An organization with its dated facts, each list ordered by start; changed in memory while rows are planned."""

    organization: Organization
    standings: list[Standing] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    mass_groups: list[MassGroup] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    later_survey: date | None = None  # the next survey of the organization after the one being planned

    def standing_on(self, day: date) -> Standing | None:
        """The standing in force on `day`."""
        return next((one for one in self.standings if one.covers(day)), None)


FACTS = {"standings": Standing, "coverages": Coverage, "postings": Posting, "mass_groups": MassGroup, "tags": Tag}


class Register:
    """Organizations, branches, guides and zones that the rows of a batch may name.

    `rows` are the fact dicts; `user` is the person for whom organizations are matched; `regions` are those of the
    county by key. Credit codes are looked up county-wide as well, for the outcome `outside` (design.md, idea 5).
    Related rows are loaded once and shared: a thousand standings in one town name one Region.
    """

    def __init__(self, user, as_of: date, rows: list[dict], regions: dict[int, Region]):
        self.as_of, self.regions = as_of, dict(regions)
        self.records: dict[int, Record] = {}
        self.by_code: dict[str, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        self.foreign_codes: dict[str, int] = {}  # code → organization outside the user's scope
        self._load_organizations(user, rows)
        facts = self._load_facts()
        self._load_later_surveys()
        self._load_zones(facts[Standing])
        self._load_branches(rows, facts)
        self._load_guides(rows, facts[Posting])
        self._share("region", facts[Standing], Region, self.regions)

    def _load_organizations(self, user, rows):
        visible = Organization.objects.visible_to(user)
        found: dict[int, Organization] = {}
        for chunk in in_chunks(row.get("credit_code") for row in rows):
            found.update((one.pk, one) for one in visible.filter(credit_code__in=chunk))
            if user is not CONSOLE:
                pairs = Organization.objects.filter(credit_code__in=chunk).values_list("credit_code", "pk")
                self.foreign_codes.update((code, pk) for code, pk in pairs if pk not in found)
        named = set()
        for chunk in in_chunks(normal_name(row["name"]) for row in rows if row.get("name")):
            named.update(visible.filter(normal_name__in=chunk).values_list("pk", flat=True))
        for chunk in in_chunks(named - found.keys()):
            found.update((one.pk, one) for one in Organization.objects.filter(pk__in=chunk))
        for pk, one in sorted(found.items()):
            record = self.records[pk] = Record(one)
            if one.credit_code:
                self.by_code[one.credit_code] = record
            self.by_name[one.normal_name].append(record)

    def _load_facts(self) -> dict[type[models.Model], list]:
        """Fill the records; returns the facts by model as well."""
        loaded = {}
        for name, model in FACTS.items():
            facts = loaded[model] = []
            for chunk in in_chunks(self.records):
                facts += model.objects.filter(organization__in=chunk).order_by("organization_id", "start", "id")
            organization = model._meta.get_field("organization")
            for one in facts:
                record = self.records[one.organization_id]
                organization.set_cached_value(one, record.organization)
                getattr(record, name).append(one)
        return loaded

    @staticmethod
    def _share(name: str, objects: list, model: type[models.Model], known: dict):
        """Give `objects` their related rows from `known`, into which the missing ones are loaded first."""
        if not objects:
            return
        field = objects[0]._meta.get_field(name)
        pairs = [(one, getattr(one, field.attname)) for one in objects]
        for chunk in in_chunks({key for _, key in pairs} - known.keys()):
            known.update(model.objects.in_bulk(chunk))
        for one, key in pairs:
            if key is not None:
                field.set_cached_value(one, known[key])

    def _load_later_surveys(self):
        surveyed = ImportRow.objects.filter(
            written=True, batch__state=ImportBatch.State.APPLIED, batch__as_of__gt=self.as_of
        )
        for chunk in in_chunks(self.records):
            later = surveyed.filter(organization__in=chunk).values_list("organization").annotate(Min("batch__as_of"))
            for pk, day in later.order_by():
                self.records[pk].later_survey = day

    def _load_zones(self, standings):
        zones = {zone.pk: zone for zone in Zone.objects.all()}
        self.zones = {normal_name(zone.name): zone for zone in zones.values()}
        self._share("zone", standings, Zone, zones)

    def _load_branches(self, rows, facts):
        """Branches by name, and those that cover or supervise a loaded organization, with their levels."""
        self.branches: dict[int, PartyBranch] = {}
        names = [
            normal_branch_name(str(row[key])) for row in rows for key in ("branch_name", "supervisor") if row.get(key)
        ]
        for chunk in in_chunks(names):
            self.branches.update((one.pk, one) for one in PartyBranch.objects.filter(normal_name__in=chunk))
        self._share("branch", facts[Coverage], PartyBranch, self.branches)
        self._share("supervisor", facts[Standing], PartyBranch, self.branches)
        self._share("region", list(self.branches.values()), Region, self.regions)
        self.levels: dict[int, list[BranchLevel]] = defaultdict(list)
        self.covered_by: dict[int, list[tuple[int, str]]] = defaultdict(list)  # branch → (organization, mode), anyone's
        for chunk in in_chunks(self.branches):
            for level in BranchLevel.objects.filter(branch__in=chunk).order_by("branch_id", "start"):
                self.levels[level.branch_id].append(level)
            running = Coverage.objects.on(self.as_of).filter(branch__in=chunk).order_by()
            for branch, organization, mode in running.values_list("branch", "organization", "mode"):
                self.covered_by[branch].append((organization, mode))

    def _load_guides(self, rows, postings):
        """Guides by name, with the towns in which each has, or had, a posting."""
        names = [part for row in rows for part in people(row.get("guide_name") or "")]
        known: dict[int, Guide] = {}
        for chunk in in_chunks(names):
            known.update((one.pk, one) for one in Guide.objects.filter(name__in=chunk))
        self._share("guide", postings, Guide, known)
        self.guides: dict[str, list[Guide]] = defaultdict(list)
        for _, one in sorted(known.items()):
            self.guides[normal_person(one.name)].append(one)
        self.guide_towns: dict[int, set[str]] = defaultdict(set)
        for chunk in in_chunks(known):
            # Where the organization lay while the posting held, not where it lies today.
            meets = Q(organization__standings__end=None) | Q(organization__standings__end__gt=F("start"))
            pairs = Posting.objects.filter(meets, guide__in=chunk).exclude(
                end__isnull=False, organization__standings__start__gte=F("end")
            )
            for guide, code in pairs.values_list("guide", "organization__standings__region__code").distinct():
                self.guide_towns[guide].add((code or "")[:TOWN])


def people(text: str) -> list[str]:
    """The names in a cell that may hold several people, in order."""
    for mark in "，,／/；;\n":
        text = text.replace(mark, "、")
    return [name for name in (normal_person(part) for part in text.split("、")) if name]

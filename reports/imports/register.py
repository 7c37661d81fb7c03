"""The part of the registers that an import needs, read into memory with a fixed number of queries per 10,000 rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

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
    Standing,
    Tag,
    Zone,
)
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

    `rows` are the fact dicts; `user` is the person for whom organizations are matched. Credit codes are looked up
    county-wide as well, for the outcome `outside` (design.md, idea 5).
    """

    def __init__(self, user, as_of: date, rows: list[dict]):
        self.as_of = as_of
        self.records: dict[int, Record] = {}
        self.by_code: dict[str, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        self.foreign_codes: dict[str, int] = {}  # code → organization outside the user's scope
        self._load_organizations(user, rows)
        self._load_facts()
        self._load_later_surveys()
        self._load_branches(rows)
        self._load_guides(rows)
        names = {normal_name(str(row["zone"])) for row in rows if row.get("zone")}
        self.zones = {normal_name(zone.name): zone for zone in Zone.objects.all()} if names else {}

    def _load_organizations(self, user, rows):
        codes = [row.get("credit_code") for row in rows]
        names = [normal_name(row["name"]) for row in rows if row.get("name")]
        found = {}
        for chunk in in_chunks(codes):
            for one in Organization.objects.visible_to(user).filter(credit_code__in=chunk):
                found[one.pk] = one
            if user is not CONSOLE:
                pairs = Organization.objects.filter(credit_code__in=chunk).values_list("credit_code", "pk")
                self.foreign_codes.update((code, pk) for code, pk in pairs if pk not in found)
        for chunk in in_chunks(names):
            for one in Organization.objects.visible_to(user).filter(normal_name__in=chunk):
                found.setdefault(one.pk, one)
        for pk, one in sorted(found.items()):
            record = self.records[pk] = Record(one)
            if one.credit_code:
                self.by_code[one.credit_code] = record
            self.by_name[one.normal_name].append(record)

    def _load_facts(self):
        for name, model in FACTS.items():
            query = model.objects.order_by("organization_id", "start", "id")
            if model is Standing:
                query = query.select_related("region", "zone", "supervisor")
            elif model is Posting:
                query = query.select_related("guide")
            elif model is Coverage:
                query = query.select_related("branch__region")
            for chunk in in_chunks(self.records):
                for one in query.filter(organization__in=chunk):
                    record = self.records[one.organization_id]
                    one.organization = record.organization  # or each copy of a fact would ask for it again
                    getattr(record, name).append(one)

    def _load_later_surveys(self):
        surveyed = ImportRow.objects.filter(
            written=True, batch__state=ImportBatch.State.APPLIED, batch__as_of__gt=self.as_of
        )
        for chunk in in_chunks(self.records):
            later = surveyed.filter(organization__in=chunk).values_list("organization").annotate(Min("batch__as_of"))
            for pk, day in later.order_by():
                self.records[pk].later_survey = day

    def _load_branches(self, rows):
        """Branches by name, and those that cover a loaded organization, each object once; with their levels."""
        covering = {c.branch_id: c.branch for record in self.records.values() for c in record.coverages}
        supervising = {
            s.supervisor_id: s.supervisor for r in self.records.values() for s in r.standings if s.supervisor
        }
        self.branches: dict[int, PartyBranch] = covering
        names = [
            normal_branch_name(str(row[key])) for row in rows for key in ("branch_name", "supervisor") if row.get(key)
        ]
        for chunk in in_chunks(names):
            for one in PartyBranch.objects.filter(normal_name__in=chunk).select_related("region"):
                self.branches.setdefault(one.pk, one)
        for pk, one in supervising.items():
            self.branches.setdefault(pk, one)
        for record in self.records.values():
            for coverage in record.coverages:
                coverage.branch = self.branches[coverage.branch_id]
        self.levels: dict[int, list[BranchLevel]] = defaultdict(list)
        self.covered_by: dict[int, list[Coverage]] = defaultdict(list)  # single coverages of these branches, by anyone
        for chunk in in_chunks(self.branches):
            for level in BranchLevel.objects.filter(branch__in=chunk).order_by("branch_id", "start"):
                self.levels[level.branch_id].append(level)
            for coverage in Coverage.objects.on(self.as_of).filter(branch__in=chunk):
                self.covered_by[coverage.branch_id].append(coverage)

    def _load_guides(self, rows):
        """Guides by name, with the towns in which each has, or had, a posting."""
        names = [normal_person(part) for row in rows for part in people(row.get("guide_name") or "")]
        self.guides: dict[str, list[Guide]] = defaultdict(list)
        objects = {p.guide_id: p.guide for record in self.records.values() for p in record.postings}
        for chunk in in_chunks(names):
            for one in Guide.objects.filter(name__in=chunk).order_by("id"):
                objects.setdefault(one.pk, one)
        for record in self.records.values():
            for posting in record.postings:
                posting.guide = objects[posting.guide_id]
        for one in objects.values():
            self.guides[normal_person(one.name)].append(one)
        self.guide_towns: dict[int, set[str]] = defaultdict(set)
        for chunk in in_chunks(objects):
            # Where the organization lay while the posting held, not where it lies today.
            meets = Q(organization__standings__end=None) | Q(organization__standings__end__gt=F("start"))
            pairs = Posting.objects.filter(meets, guide__in=chunk).exclude(
                end__isnull=False, organization__standings__start__gte=F("end")
            )
            for guide, code in pairs.values_list("guide", "organization__standings__region__code").distinct():
                self.guide_towns[guide].add((code or "")[:9])


def people(text: str) -> list[str]:
    """The names in a cell that may hold several people, in order."""
    for mark in "，,／/；;\n":
        text = text.replace(mark, "、")
    return [name for name in (normal_person(part) for part in text.split("、")) if name]

"""What the register says of organizations on a day: in columns, as ledgers write it, or as the fact dicts of imports.

Standings are streamed, and for each batch of them the dated facts are read in the same few queries, whether the batch
holds one organization or thousands.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from json import loads

from django.db.models import TextField
from django.db.models.functions import Cast

from orgs.choices import MassKind
from orgs.coverage import exists_on
from orgs.models import BranchLevel, Coverage, MassGroup, PartyBranch, Posting, Region, Standing, Tag, Zone
from orgs.models.regions import TOWN, VILLAGE
from orgs.models.standings import STATED_AS_IS
from reports.coverage.questions import Question
from reports.ledgers.base import Ledger
from reports.ledgers.numbers import plain_decimal

ORGANIZATION = (
    "kind",
    "name",
    "former_names",
    "credit_code",
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "head_is_member",
    "head_is_secretary",
    "established",
    "closed",
    "closed_reason",
    "charter_on",
    "unbuilt_reason",
    "unbuilt_text",
    "plan_note",
    "survey",
)
KEYS = (*ORGANIZATION, *STATED_AS_IS)
BESIDE = ("organization_id", "region__code", "region__name", "zone_id", "supervisor_id", "revenue")
AS_JSON = ("former_names", "survey")  # fetched as text, as most are empty
GUIDE = ("guide_name", "guide_unit", "guide_post", "guide_phone")
EMPTY = (None, "[]", "{}")
COUNTY_LEVEL = "县本级"  # in the column of towns, for what is placed at the county itself
CHUNK = 2000  # rows fetched from the database at a time
BATCH = 5_000  # organizations whose dated facts are read at a time
UNCOVERED = (None, None)

Columns = dict[str, Sequence]  # fact key → a value for each organization of a batch, None for what is not known


def ledger_standings(ledger: Ledger, question: Question):
    """The standings that a ledger lists: all organizations of its kind that exist on the day, outside the base too."""
    found = question.all_standings().filter(exists_on(question.day, "organization__"))
    return found.filter(organization__kind=ledger.kind).order_by("region__code", "organization_id")


def facts_of(standings, day: date) -> Iterator[dict]:
    """The facts of each standing's organization on `day`, in order; "organization" holds its key.

    What the register does not know is absent. `standings` is a query set, or a list of standings (one page).
    """
    for columns in columns_of(standings, day):
        for values in zip(*columns.values(), strict=True):
            yield {key: value for key, value in zip(columns, values, strict=True) if value is not None}


def columns_of(standings, day: date) -> Iterator[Columns]:
    """The same facts by columns, a batch of organizations at a time."""
    if isinstance(standings, list):
        keys = [one.pk for one in standings]
        standings = Standing.objects.filter(pk__in=keys).order_by("region__code", "organization_id")
    register = Register(day)
    paths = {name: f"organization__{name}" for name in ORGANIZATION}
    own = [Cast(path, TextField()) if name in AS_JSON else path for name, path in paths.items()]
    found = standings.values_list(*BESIDE, *own, *STATED_AS_IS).iterator(chunk_size=CHUNK)
    while batch := list(islice(found, BATCH)):
        yield register.columns(batch)


class Register:
    """What the rows of standings point at, and what holds of their organizations on a day."""

    def __init__(self, day: date):
        self.day = day
        self.towns = {code: name for code, name in Region.objects.values_list("code", "name") if len(code) == TOWN}
        self.zones = dict(Zone.objects.values_list("pk", "name"))
        self.levels = dict(BranchLevel.objects.on(day).values_list("branch", "level"))
        branches = list(PartyBranch.objects.values_list("pk", "name", "established"))
        self.branch_names = {pk: name for pk, name, _ in branches}
        self.founded = {pk: established for pk, _, established in branches if established}

    def columns(self, batch: list[tuple]) -> Columns:
        """The columns of a batch of rows as columns_of() reads them."""
        owners, codes, regions, zones, supervisors, revenues, *values = zip(*batch, strict=True)
        found: Columns = {"organization": owners}
        for key, column in zip(KEYS, values, strict=True):
            found[key] = [value if value or value == 0 else None for value in column]
        for key in AS_JSON:
            found[key] = [None if text in EMPTY else loads(text) for text in found[key]]
        self._hide_what_came_later(found)
        places = {code: self._place(code, region) for code, region in set(zip(codes, regions, strict=True))}
        found["town"], found["village"] = ([places[code][side] for code in codes] for side in (0, 1))
        found["zone"] = [self.zones.get(zone) for zone in zones]
        found["supervisor"] = [self.branch_names.get(branch) for branch in supervisors]
        found["revenue"] = [None if amount is None else plain_decimal(amount) for amount in revenues]
        return found | self._branches(owners) | self._guides(owners) | self._groups(owners) | self._tags(owners)

    def _hide_what_came_later(self, found):
        """On the day nobody knew of a closing after it."""
        day = self.day.isoformat()
        for place, closed in enumerate(found["closed"]):
            if closed and closed > day:
                found["closed"][place] = found["closed_reason"][place] = None

    def _place(self, code, region):
        town = self.towns.get(code[:TOWN], region) if len(code) >= TOWN else COUNTY_LEVEL
        return town, region if len(code) == VILLAGE else None

    def _on_the_day(self, model, owners):
        return model.objects.on(self.day).filter(organization__among=frozenset(owners))

    def _branches(self, owners) -> Columns:
        # A counting coverage stands before a functional one.
        covers = self._on_the_day(Coverage, owners).order_by("counts", "-start", "-pk")
        found = {owner: cover for owner, *cover in covers.values_list("organization", "mode", "branch")}
        modes, branches = zip(*(found.get(owner, UNCOVERED) for owner in owners), strict=True)
        return {
            "built": [branch is not None for branch in branches],
            "mode": list(modes),
            "branch_name": [self.branch_names.get(branch) for branch in branches],
            "branch_level": [self.levels.get(branch) for branch in branches],
            "branch_established": [self.founded.get(branch) for branch in branches],
        }

    def _guides(self, owners) -> Columns:
        """One guide with unit, post and phone; of several the names, as one cell cannot say whose phone it is."""
        postings = self._on_the_day(Posting, owners).order_by("start", "pk")
        found = {}
        for owner, *guide in postings.values_list(
            "organization", "guide__name", "guide__unit", "guide__post", "guide__phone"
        ):
            known = found.get(owner)
            found[owner] = (f"{known[0]}、{guide[0]}", None, None, None) if known else [part or None for part in guide]
        nobody = (None,) * len(GUIDE)
        columns = zip(*(found.get(owner, nobody) for owner in owners), strict=True)
        return {key: list(column) for key, column in zip(GUIDE, columns, strict=True)}

    def _groups(self, owners) -> Columns:
        having = defaultdict(set)
        for owner, kind in self._on_the_day(MassGroup, owners).values_list("organization", "kind"):
            having[kind].add(owner)
        return {kind: [True if owner in having[kind] else None for owner in owners] for kind in MassKind.values}

    def _tags(self, owners) -> Columns:
        having = defaultdict(list)
        tags = self._on_the_day(Tag, owners).order_by("start")
        for owner, tag in tags.values_list("organization", "tag"):
            having[owner].append(tag)
        return {"tags": [having.get(owner) for owner in owners]}

"""What the register says of organizations on a day, as the fact dicts that ledgers write and imports read.

The queries are the same few for one organization and for all of them: dated facts are read whole into dictionaries,
standings are streamed.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from orgs.choices import Mode
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
COUNTY_LEVEL = "县本级"  # in the column of towns, for what is placed at the county itself
CHUNK = 2000  # rows fetched from the database at a time


def ledger_standings(ledger: Ledger, question: Question):
    """The standings that a ledger lists: all organizations of its kind that exist on the day, outside the base too."""
    found = question.all_standings().filter(exists_on(question.day, "organization__"))
    return found.filter(organization__kind=ledger.kind).order_by("region__code", "organization_id")


def facts_of(standings, day: date) -> Iterator[dict]:
    """The facts of each standing's organization on `day`, in order; "organization" holds its key.

    What the register does not know is absent. `standings` is a query set, or a list of standings (one page).
    """
    if isinstance(standings, list):
        owners = [standing.organization_id for standing in standings]
        standings = Standing.objects.filter(pk__in=[one.pk for one in standings]).order_by(
            "region__code", "organization_id"
        )
    else:
        owners = standings.order_by().values("organization")
    beside = Beside(owners, day)
    paths = [f"organization__{name}" for name in ORGANIZATION]
    columns = (
        "organization_id",
        "region__code",
        "region__name",
        "zone_id",
        "supervisor_id",
        "revenue",
        *paths,
        *STATED_AS_IS,
    )
    for row in standings.values_list(*columns).iterator(chunk_size=CHUNK):
        organization, code, region, zone, supervisor, revenue, *values = row
        facts = {key: value for key, value in zip(KEYS, values, strict=True) if value not in (None, "", [])}
        if facts.get("closed", "") > day.isoformat():  # on that day nobody knew
            facts.pop("closed"), facts.pop("closed_reason", None)
        facts["organization"] = organization
        facts["town"] = beside.towns.get(code[:TOWN], region) if len(code) >= TOWN else COUNTY_LEVEL
        if len(code) == VILLAGE:
            facts["village"] = region
        if zone:
            facts["zone"] = beside.zones[zone]
        if supervisor:
            facts["supervisor"] = beside.branch_names[supervisor]
        if revenue is not None:
            facts["revenue"] = plain_decimal(revenue)
        beside.add(facts, organization)
        yield facts


class Beside:
    """The dated facts of organizations on a day, by organization."""

    def __init__(self, owners, day: date):
        of_owners = {"organization__in": owners}
        self.towns = _towns()
        self.zones = dict(Zone.objects.values_list("pk", "name"))
        self.levels = dict(BranchLevel.objects.on(day).values_list("branch", "level"))
        branches = list(PartyBranch.objects.values_list("pk", "name", "established"))
        self.branch_names = {pk: name for pk, name, _ in branches}
        self.founded = {pk: established for pk, _, established in branches}
        # A counting coverage stands before a functional one.
        covers = Coverage.objects.on(day).filter(**of_owners).order_by("counts", "-start", "-pk")
        self.covers = {
            owner: (mode, branch) for owner, mode, branch in covers.values_list("organization", "mode", "branch")
        }
        self.guides = defaultdict(list)
        postings = Posting.objects.on(day).filter(**of_owners).order_by("start", "pk")
        for owner, *guide in postings.values_list(
            "organization", "guide__name", "guide__unit", "guide__post", "guide__phone"
        ):
            self.guides[owner].append(guide)
        self.groups = _lists(MassGroup.objects.on(day).filter(**of_owners).values_list("organization", "kind"))
        self.tags = _lists(Tag.objects.on(day).filter(**of_owners).order_by("start").values_list("organization", "tag"))

    def add(self, facts: dict, organization: int):
        """Put the dated facts of an organization into its dict."""
        cover = self.covers.get(organization)
        facts["built"] = cover is not None
        if cover:
            self._add_branch(facts, *cover)
        if guides := self.guides.get(organization):
            self._add_guides(facts, guides)
        for group in self.groups.get(organization, ()):
            facts[group] = True
        if tags := self.tags.get(organization):
            facts["tags"] = tags

    def _add_branch(self, facts, mode, branch):
        facts["mode"] = Mode(mode).value
        facts["branch_name"] = self.branch_names[branch]
        if level := self.levels.get(branch):
            facts["branch_level"] = level
        if founded := self.founded[branch]:
            facts["branch_established"] = founded

    def _add_guides(self, facts, guides):
        """One guide with unit, post and phone; of several the names, as one cell cannot say whose phone it is."""
        facts["guide_name"] = "、".join(name for name, *_ in guides)
        if len(guides) == 1:
            details = zip(("guide_unit", "guide_post", "guide_phone"), guides[0][1:], strict=True)
            facts.update({key: value for key, value in details if value})


def _towns():
    return {code: name for code, name in Region.objects.values_list("code", "name") if len(code) == TOWN}


def _lists(pairs):
    found = defaultdict(list)
    for owner, value in pairs:
        found[owner].append(value)
    return found

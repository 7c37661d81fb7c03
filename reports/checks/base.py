"""数据体检: how a question of data quality is declared, and what it is asked about (domain.md §2, §3).

    @check("no_code", "没有统一社会信用代码", ORGANIZATIONS, Severity.HINT, "…怎么回事…", source="…", act=OPEN)
    def no_code(asked):
        return asked.standings().filter(organization__credit_code=None)

A rule answers with rows of its register, of the whole county or of the scope as it likes: the scope is applied to
whatever it answers (`rows_of`), so no rule can forget it. The system lists, a person decides (domain.md §3).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, Model, OuterRef, Q, QuerySet, Subquery, TextChoices, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from liangxin.dates import said
from liangxin.periods import in_force
from members.models import Candidate, Membership, PartyMember, Post, Transfer, Workplace
from members.queries import not_left
from members.queries_branches import findings
from members.scope import branch_reach
from orgs.coverage import exists_on, is_operating
from orgs.models import Guide, Organization, PartyBranch, Posting, Standing
from orgs.queries_branches import branches_on, working_on
from orgs.scope import standing_reach, subtree
from reports.coverage.questions import own_region


class Severity(TextChoices):
    """How much a finding matters."""

    MUST = "must", "须处理"
    LOOK = "look", "请核实"
    HINT = "hint", "待补全"


@dataclass(frozen=True)
class Asked:
    """Who asks, and of which day."""

    user: object
    day: date
    _kept: dict = field(default_factory=dict, compare=False, repr=False)

    def standings(self) -> QuerySet[Standing]:
        """The standings of the organizations that exist on the day, in the user's scope."""
        return Standing.objects.on(self.day).filter(exists_on(self.day, "organization__")).within(self.user)

    def base(self) -> QuerySet[Standing]:
        """Those of them that count (口径)."""
        return self.standings().filter(is_operating())

    def sizes(self) -> dict:
        """What the numbers of the working branches ask for (members.queries_branches.findings); counted once."""
        if "sizes" not in self._kept:
            self._kept["sizes"] = findings(self.day, working_on(self.day).within(self.user))
        return self._kept["sizes"]

    def branches(self) -> QuerySet[PartyBranch]:
        """The branches in force that the user looks after."""
        return branches_on(self.day).within(self.user)

    def members(self) -> QuerySet[PartyMember]:
        """The members who have not left; without the scope, which `rows_of` asks of the few that a rule finds."""
        return PartyMember.objects.filter(not_left(self.day))


@dataclass(frozen=True)
class Noun:
    """A register that is checked.

    limit narrows an answer to the scope and annotates `place`, the code of the region by which it is counted; key is
    the column that names the record; name the path to what a list shows.
    """

    title: str
    measure: str
    record: type[Model]
    limit: Callable[[QuerySet, Asked], QuerySet]
    key: str = "pk"
    name: str = "name"
    related: tuple[str, ...] = ()
    address: str = ""  # of the record's own page
    address_key: str = ""  # the column whose value it takes, when it is not the key

    @property
    def label(self) -> str:
        """The record as Acceptance names it."""
        return self.record._meta.label_lower

    def name_of(self, row) -> str:
        """What a row is called."""
        for step in self.name.split("__"):
            row = getattr(row, step)
        return str(row)


@dataclass(frozen=True)
class Act:
    """A proposed act: its words, the name of its address, and the column of a row whose value the address takes.

    query is added to the address; {row} in it is the row. done_to: the register that the address names where it is not
    the one that the rule lists, so that who may change the one may not be able to change the other.
    """

    words: str
    address: str
    column: str = ""
    query: str = ""
    done_to: type[Model] | None = None

    def may_change(self, rows, user) -> set[int] | None:
        """The keys of `done_to` among `rows` that `user` may change; None where that is no question. One query."""
        if self.done_to is None:
            return None
        keys = [getattr(row, self.column) for row in rows]
        return set(self.done_to.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True))

    def url(self, noun: Noun, row) -> str:
        """Where the act is done for `row`."""
        return reverse(self.address, args=[getattr(row, self.column or noun.key)]) + self.query.format(row=row)


@dataclass(frozen=True)
class Check:
    """A rule: `find` answers with rows; `tell` says of a row what is amiss, `source` is where the rule
    stands. A row that `tell` is given carries `asked`."""

    key: str
    title: str
    noun: Noun
    severity: Severity
    sentence: str
    source: str
    find: Callable[[Asked], QuerySet]
    act: Act
    tell: Callable = field(default=lambda row: "")
    hollow: bool = False  # one of the 空壳 findings


CHECKS: dict[str, Check] = {}


def check(key: str, title: str, noun: Noun, severity: Severity, sentence: str, **more):
    """Register the decorated function as a rule. Raises TypeError for a key used twice."""

    def registered(find):
        if key in CHECKS:
            raise TypeError(f"check key used twice: {key}")
        CHECKS[key] = Check(key, title, noun, severity, sentence, find=find, **more)
        return find

    return registered


def rows_of(one: Check, asked: Asked) -> QuerySet:
    """What a rule finds in the scope of `asked`, each with `place`."""
    return one.noun.limit(one.find(asked), asked)


def day_said(day) -> str:
    """A day, or a partial date, in words."""
    return said(day if isinstance(day, str) else day.isoformat()) if day else ""


def _standings(rows, asked):
    return rows.within(asked.user).annotate(place=F("region__code"))


def _branches(rows, asked):
    return rows.within(asked.user).annotate(place=F("region__code"))


def _members(rows, asked):
    """A member is counted where the branch of the day is, else where the organization of the day is; both only where
    the user looks after them, as another town is no place of this one's table."""
    own, at = {"member": OuterRef("pk")}, "organization__standings__"
    branches = Membership.objects.on(asked.day).filter(branch_reach(asked.user), **own).order_by("-start")
    work = Workplace.objects.on(asked.day).filter(in_force(asked.day, at), standing_reach(asked.user, at), **own)
    codes = (branches.values("branch__region__code")[:1], work.order_by("-start").values(f"{at}region__code")[:1])
    return rows.visible_to(asked.user).annotate(place=Coalesce(*map(Subquery, codes)))


def _of_branch(path):
    def limit(rows, asked):
        return rows.visible_to(asked.user).annotate(place=F(f"{path}__region__code"))

    return limit


def _postings(rows, asked):
    places = Standing.objects.on(asked.day).filter(organization=OuterRef("organization")).values("region__code")[:1]
    return rows.visible_to(asked.user).annotate(place=Subquery(places))


def _transfers(rows, asked):
    """A letter is counted where it should be received, when that is in the scope, else where it was given."""
    here = When(branch_reach(asked.user, "target") & Q(target__isnull=False), then=F("target__region__code"))
    return rows.visible_to(asked.user).annotate(place=Case(here, default=F("origin__region__code")))


def _guides(rows, asked):
    """Guides of the own subtree: those above it are theirs to look after who sent them."""
    region = own_region(asked.user)
    rows = rows.filter(subtree("region__code", region.code)) if region else rows
    return rows.visible_to(asked.user).annotate(place=F("region__code"))


ORGANIZATIONS = Noun(
    "单位",
    "家",
    Organization,
    _standings,
    "organization_id",
    "organization__name",
    ("organization", "region"),
    "admin:orgs_organization_change",
)
BRANCHES = Noun("党组织", "个", PartyBranch, _branches, related=("region",), address="admin:orgs_partybranch_change")
MEMBERS = Noun("党员", "名", PartyMember, _members, address="admin:members_partymember_change")
CANDIDATES = Noun("发展党员", "名", Candidate, _of_branch("branch"), related=("branch",), address="members:development")
POSTS = Noun(
    "党内职务",
    "项",
    Post,
    _of_branch("branch"),
    name="holder",
    related=("branch", "member"),
    address="admin:orgs_partybranch_change",
    address_key="branch_id",
)
TRANSFERS = Noun(
    "组织关系转接",
    "件",
    Transfer,
    _transfers,
    name="member__name",
    related=("member", "origin", "target"),
    address="members:transfer",
)
GUIDES = Noun("党建指导员", "名", Guide, _guides, related=("region",), address="admin:orgs_guide_change")
POSTINGS = Noun(
    "选派",
    "项",
    Posting,
    _postings,
    name="guide__name",
    related=("guide", "organization"),
    address="admin:orgs_posting_change",
)
NOUNS = (ORGANIZATIONS, BRANCHES, POSTS, MEMBERS, TRANSFERS, CANDIDATES, GUIDES, POSTINGS)


def ordered() -> list[Check]:
    """The rules register by register, the gravest first."""
    grave = list(Severity)
    return sorted(CHECKS.values(), key=lambda one: (NOUNS.index(one.noun), grave.index(one.severity)))

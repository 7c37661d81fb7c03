"""What the addresses of the members' pages ask about: a place or a branch, inside what the user looks after."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from liangxin.dates import UnreadableDate, read_partial, today
from liangxin.keys import key_asked
from members.scope import branches_for_people
from orgs.models import PartyBranch, Region
from orgs.models.regions import TOWN
from orgs.scope import subtree

FIRST_YEAR = 1921


@dataclass(frozen=True)
class Asked:
    """A question: whose people, where. `params` are those of the address that were given."""

    user: object
    region: Region | None = None
    branch: PartyBranch | None = None
    params: dict = field(default_factory=dict)

    @property
    def by_town(self) -> bool:
        """Whether the rows below the question are towns; otherwise they are branches."""
        return not (self.branch or self.own) and (self.region is None or len(self.region.code) < TOWN)

    @property
    def own(self) -> bool:
        """Whether only what lies at the region itself is asked about, not in the regions below."""
        return bool(self.region and self.params.get("own"))

    @property
    def place(self) -> str:
        """Where, in words."""
        if self.branch:
            return self.branch.name
        return f"{self.region}{'本级' if self.own else ''}" if self.region else self.user.office

    def within(self, path: str = "branch") -> Q:
        """The condition on a branch, reached through `path`."""
        if self.branch:
            return Q(**{path: self.branch})
        if self.own:
            return Q(**{f"{path}__region": self.region})
        return subtree(f"{path}__region__code", self.region.code) if self.region else Q()

    def branches(self):
        """The branches asked about, of those whose people the user looks after."""
        found = branches_for_people(self.user)
        if self.branch:
            return found.filter(pk=self.branch.pk)
        if self.own:
            return found.filter(region=self.region)
        return found.filter(subtree("region__code", self.region.code)) if self.region else found

    def url(self, name: str, *args, **changes) -> str:
        """The address `name` with what was asked here, and `changes` (None takes a parameter away)."""
        params = {key: value for key, value in {**self.params, **changes}.items() if value not in (None, "")}
        return reverse(f"members:{name}", args=args) + (f"?{urlencode(params)}" if params else "")


def asked(request, *also: str) -> Asked:
    """The `region` (a code) and `branch` (a key) of an address, and the parameters named in `also`.

    Raises Http404 for a place or branch that the user does not look after.
    """
    user, code, key = request.user, request.GET.get("region", ""), request.GET.get("branch", "")
    region = user.region
    if code:
        found = Region.objects.visible_to(user).filter(code=code).first() if code.isdecimal() else None
        if found is None or not found.code.startswith(region.code if region else ""):
            raise Http404
        region = found
    branch = branches_for_people(user).filter(pk=key_asked(key)).first() if key else None
    if key and branch is None:
        raise Http404
    given = {name: request.GET.get(name, "").replace("\0", "") for name in ("region", "own", "branch", *also)}
    return Asked(user, region, branch, {name: text for name, text in given.items() if text})


def narrowed(question: Asked, key) -> dict:
    """The parameters that narrow a question to one of its rows: a town's code, a branch's key."""
    if not question.by_town:
        return {"branch": key}
    # What lies at the county itself has the county's code, which alone names all of it.
    return {"region": key, "own": "1" if len(key) < TOWN else None}


def named(question: Asked, keys) -> dict:
    """{key of a row: its name}; one query."""
    if not question.by_town:
        return dict(PartyBranch.objects.filter(pk__among=list(keys)).values_list("pk", "name"))
    names = dict(Region.objects.filter(code__in=list(keys)).values_list("code", "name"))
    return {code: names.get(code, code) + ("本级" if len(code) < TOWN else "") for code in keys}


def asked_day(request) -> tuple[date, list[str]]:
    """The `day` of an address, today when it is not given, and what is wrong with it."""
    text = request.GET.get("day", "")
    try:
        told = read_partial(text)
    except UnreadableDate as unreadable:
        return today(), [str(unreadable)]
    if not told:
        return today(), []
    if len(told) < 10:
        return today(), [f"请写出年月日，例如 2024-03-01（现在是：{text}）"]
    if told > today().isoformat():
        return today(), ["日期不能晚于今天，下面是今天的情况"]
    return date.fromisoformat(told), []


def asked_year(request) -> int:
    """The `year` of an address; this year when it is not given. Raises Http404 for one that cannot be."""
    text, now = request.GET.get("year", ""), today().year
    year = key_asked(text) if text else now
    if not FIRST_YEAR <= year <= now + 1:
        raise Http404
    return year

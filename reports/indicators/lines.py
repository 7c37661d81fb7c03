"""The rows behind a figure as lines of a list: what each is called, where it belongs, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from liangxin.dates import said
from members.models import Candidate, Membership, PartyMember, Relation, Transfer, Workplace
from orgs.models import BranchLevel, Guide, Matter, Organization, PartyBranch, Posting, Standing, Venue, Visit


@dataclass(frozen=True)
class Line:
    """One row: `url` opens it where the asker sees it today, else it is ""."""

    name: str
    place: str
    told: str
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """How the rows of one register are listed: with what they are loaded on a day, their order, and their words.

    opens: the row whose page a line opens, as (model, key).
    """

    place: str
    told: str
    order: tuple[str, ...]
    loaded: Callable[[QuerySet, date], QuerySet]
    words: Callable[[object], tuple[str, str, str]]
    opens: Callable[[object], tuple]


def _day(day) -> str:
    return said(day.isoformat()) if day else ""


def _now(path: str, model, day: date, *related: str) -> Prefetch:
    return Prefetch(path, model.objects.on(day).select_related(*related), to_attr=f"now_{path}")


def _names(facts, name: str) -> str:
    return "、".join(str(getattr(fact, name)) for fact in facts)


def _place(standings) -> str:
    return _names(standings, "region")


KINDS = {
    Organization: Kind(
        "所在辖区",
        "统一社会信用代码",
        ("name", "pk"),
        lambda rows, day: rows.prefetch_related(_now("standings", Standing, day, "region")),
        lambda row: (row.name, _place(row.now_standings), row.credit_code or ""),
        lambda row: (Organization, row.pk),
    ),
    PartyBranch: Kind(
        "所在辖区",
        "类别和成立时间",
        ("region__code", "name", "pk"),
        lambda rows, day: rows.select_related("region").prefetch_related(_now("levels", BranchLevel, day)),
        lambda row: (
            row.name,
            row.region.name,
            "　".join(filter(None, ("、".join(map(str, row.now_levels)), said(row.established)))),
        ),
        lambda row: (PartyBranch, row.pk),
    ),
    PartyMember: Kind(
        "所在党支部",
        "工作单位和组织关系",
        ("name", "pk"),
        lambda rows, day: rows.prefetch_related(
            _now("memberships", Membership, day, "branch"),
            _now("workplaces", Workplace, day, "organization"),
            _now("relations", Relation, day),
        ),
        lambda row: (
            row.name,
            _names(row.now_memberships, "branch"),
            "　".join([*map(str, row.now_workplaces), *map(str, row.now_relations)]),
        ),
        lambda row: (PartyMember, row.pk),
    ),
    Candidate: Kind(
        "培养的党支部",
        "工作单位",
        ("name", "pk"),
        lambda rows, day: rows.select_related("branch", "organization"),
        lambda row: (row.name, row.branch.name, str(row.organization or "")),
        lambda row: (Candidate, row.pk),
    ),
    Transfer: Kind(
        "转入",
        "转出和日期",
        ("-settled", "pk"),
        lambda rows, day: rows.select_related("member", "origin", "target"),
        lambda row: (
            row.member.name,
            str(row.target or row.outside),
            f"{row.origin or row.outside}，{_day(row.settled)}接收",
        ),
        lambda row: (PartyMember, row.member_id),
    ),
    Guide: Kind(
        "所属辖区",
        "联系单位",
        ("name", "pk"),
        lambda rows, day: rows.select_related("region").prefetch_related(
            _now("postings", Posting, day, "organization")
        ),
        lambda row: (str(row), row.region.name, _names(row.now_postings, "organization")),
        lambda row: (Guide, row.pk),
    ),
    Visit: Kind(
        "党建指导员",
        "日期和内容",
        ("-day", "-pk"),
        lambda rows, day: rows.select_related("posting__organization", "posting__guide"),
        lambda row: (
            str(row.posting.organization),
            row.posting.guide.name,
            f"{_day(row.day)}　{row.get_kind_display()}　{row.content[:60]}",
        ),
        lambda row: (Visit, row.pk),
    ),
    Venue: Kind(
        "所在辖区",
        "地址",
        ("region__code", "pk"),
        lambda rows, day: rows.select_related("region"),
        lambda row: (row.name, row.region.name, row.address),
        lambda row: (Venue, row.pk),
    ),
    Matter: Kind(
        "状态",
        "事项",
        ("-found", "-pk"),
        lambda rows, day: rows.select_related("organization"),
        lambda row: (str(row.organization), row.get_state_display(), f"{_day(row.found)}　{row.text[:60]}"),
        lambda row: (Organization, row.organization_id),
    ),
}


def ordered(rows: QuerySet) -> QuerySet:
    """The rows in the order of their list."""
    return rows.order_by(*KINDS[rows.model].order)


def lines(rows: QuerySet, day: date, user) -> list[Line]:
    """The lines of `rows`, one page of a list, as of `day`; a fixed number of queries."""
    kind = KINDS[rows.model]
    found = list(kind.loaded(rows, day))
    open_to = _open_to([kind.opens(row) for row in found], user)
    return [Line(*kind.words(row), url=open_to.get(kind.opens(row), "")) for row in found]


def _open_to(things: list[tuple], user) -> dict[tuple, str]:
    """(model, key) → the address of its page, for what the user sees today."""
    found = {}
    for model in {model for model, _ in things}:
        keys = [key for one, key in things if one is model]
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        for key in model.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True):
            found[model, key] = reverse(name, args=[key])
    return found

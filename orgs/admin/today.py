"""Organizations as lists show them today: annotated in the list's own query, so the count of queries stays the same."""

from django.db.models import Exists, F, FilteredRelation, OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.html import format_html

from liangxin.dates import today
from liangxin.periods import in_force
from orgs.choices import Leaf
from orgs.coverage import LEAVES, standings_on, with_status
from orgs.models import Posting, Region, Standing
from orgs.models.regions import TOWN


def as_of_today(organizations):
    """`organizations` with the columns of the list.

    `now` is the relation to today's standing, `leaf` the status (None outside the base), `place` and `town` are names.
    """
    day = today()
    base = standings_on(day).filter(organization=OuterRef("pk"))
    towns = Region.objects.filter(code=Substr(OuterRef("now__region__code"), 1, TOWN))
    return organizations.annotate(
        now=FilteredRelation("standings", condition=in_force(day, "standings__")),
    ).annotate(
        leaf=Subquery(with_status(base, day).values("leaf")[:1]),
        place=F("now__region__name"),
        town=Subquery(towns.values("name")[:1]),
        **{f"now_{column}": F(f"now__{column}") for column in ("industry", "employees", "full_members")},
    )


def guided(day):
    """The condition that an organization has a posting on `day`."""
    return Exists(Posting.objects.on(day).filter(organization=OuterRef("pk")))


def leaf_tag(organization) -> str:
    """The leaf status of today as a tag; only 未建-应建 is coloured."""
    if organization.closed and organization.closed <= today().isoformat():
        return format_html('<span class="lx-tag lx-tag-off">{}</span>', "已注销")
    if organization.leaf is None:
        return format_html('<span class="lx-tag lx-tag-off">{}</span>', "不计入")
    leaf = LEAVES[organization.leaf]
    tint = " lx-tag-warn" if leaf == Leaf.SHOULD_BUILD else " lx-tag-off" if leaf == Leaf.FUNCTIONAL else ""
    return format_html('<span class="lx-tag{}">{}</span>', tint, leaf.label)


def standing_place():
    """The name of the region of today's standing, as an expression on organizations."""
    return Subquery(Standing.objects.on(today()).filter(organization=OuterRef("pk")).values("region__name")[:1])


def town_today(owner: str = "organization"):
    """The name of the town in which the organization at `owner` lies today, as an expression."""
    return town_on(today(), owner)


def town_on(day, owner: str = "organization"):
    """The name of the town in which the organization at `owner` lies on `day`, as an expression."""
    towns = Region.objects.filter(code=Substr(OuterRef("region__code"), 1, TOWN))
    standings = Standing.objects.on(day).filter(organization=OuterRef(owner))
    return Subquery(standings.annotate(town=Subquery(towns.values("name")[:1])).values("town")[:1])


def standing_today(organization) -> Standing | None:
    """The standing in force today."""
    return organization.standings.on(today()).select_related("region", "zone", "supervisor").first()

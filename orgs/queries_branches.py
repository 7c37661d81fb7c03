"""Branches asked on a day: which are in force, and what is amiss with whom they cover (domain.md §2, §3).

For the questions of data quality: `crowded_joint(day)` and `should_split(day)` return querysets that start from every
branch or coverage in force; a caller narrows them to a user by `.within(user)` (branches) or `.visible_to(user)`.
What needs members (size, secretary, months with too few) stands in members/queries_branches.py; terms in
orgs/queries_terms.py.
"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from liangxin.periods import in_force
from orgs.choices import JOINT_MODES
from orgs.models import BranchLevel, Coverage, Organization, PartyBranch, Standing
from orgs.options import option

FOUNDS = 3  # full members by which an organization has a branch of its own


def in_force_on(day: date) -> Q:
    """The condition that a branch exists on `day`; a founding date that nobody knows counts as long ago."""
    text = day.isoformat()
    return Q(established__lte=text) & (Q(dissolved="") | Q(dissolved__gt=text))


def branches_on(day: date) -> QuerySet[PartyBranch]:
    """Branches in force on `day`, with their `level` of that day."""
    return PartyBranch.objects.filter(in_force_on(day)).annotate(level=level_on(day))


def level_on(day: date) -> Subquery:
    """The level of a branch on `day`, as an expression on branches."""
    return Subquery(BranchLevel.objects.on(day).filter(branch=OuterRef("pk")).values("level")[:1])


def working_on(day: date) -> QuerySet[PartyBranch]:
    """Branches in force that sit in an organization that exists, or cover one: those whose members are ours to keep.

    Village branches to which an organization is merely affiliated, and committees that only supervise, are left out.
    """
    covering = Coverage.objects.on(day).filter(branch=OuterRef("pk"), counts=True)
    text = day.isoformat()
    hosting = Organization.objects.filter(Q(closed="") | Q(closed__gt=text), pk=OuterRef("host"))
    return branches_on(day).filter(Exists(covering) | Exists(hosting), is_village=False)


def joint_on(day: date) -> QuerySet[PartyBranch]:
    """Branches in force that cover organizations jointly, with how many (`covers`)."""
    jointly = Q(in_force(day, "coverages__"), coverages__mode__in=JOINT_MODES)
    return (
        branches_on(day)
        .annotate(covers=Count("coverages__organization", filter=jointly, distinct=True))
        .filter(covers__gt=0)
    )


def crowded_joint(day: date) -> QuerySet[PartyBranch]:
    """Joint branches that cover more organizations than the setting says; a warning, never a bar."""
    return joint_on(day).filter(covers__gt=option("joint_most"))


def should_split(day: date) -> QuerySet[Coverage]:
    """Joint coverages on `day` of organizations with so many full members that they should have a branch of their own.

    The numbers are the standing's of that day: the roster's where it is complete, else the survey's.
    """
    enough = Standing.objects.on(day).filter(organization=OuterRef("organization"), full_members__gte=FOUNDS)
    return (
        Coverage.objects.on(day)
        .filter(Exists(enough), mode__in=JOINT_MODES)
        .filter(branch__in=PartyBranch.objects.filter(in_force_on(day)))
    )

"""Members as lists show them today: annotated in the list's own query, so the count of queries stays the same."""

from django.db.models import F, OuterRef, Q, Subquery

from liangxin.dates import today
from members.models import Membership, PersonType, Relation, Workplace
from members.scope import branches_for_people
from orgs.models import PartyBranch, Standing
from orgs.scope import subtree


def as_of_today(members):
    """`members` with the columns of the list: `person`, `state` (None: 在本支部), `branch_name`, `workplace_name`."""
    return members.annotate(
        person=_today(PersonType, "person"),
        state=_today(Relation, "state"),
        branch_name=_today(Membership, "branch__name"),
        workplace_name=_today(Workplace, "organization__name"),
    )


def _today(model, column):
    rows = model.objects.on(today()).filter(member=OuterRef("pk")).order_by("start", "pk")
    return Subquery(rows.annotate(found=F(column)).values("found")[:1])


def of_region(code: str) -> Q:
    """The condition on members that they belong to a branch, or work at an organization, of the region today."""
    day = today()
    branches = PartyBranch.objects.filter(subtree("region__code", code))
    there = Standing.objects.on(day).filter(subtree("region__code", code)).values("organization")
    return Q(pk__in=Membership.objects.on(day).filter(branch__in=branches).values("member")) | Q(
        pk__in=Workplace.objects.on(day).filter(organization__in=there).values("member")
    )


def of_branch(pk) -> Q:
    """The condition on members that they belong to the branch today."""
    return Q(pk__in=Membership.objects.on(today()).filter(branch=pk).values("member"))


def of_organization(pk) -> Q:
    """The condition on members that they work at the organization today."""
    return Q(pk__in=Workplace.objects.on(today()).filter(organization=pk).values("member"))


def branches_in(user, region: str = ""):
    """The branches in force whose people the user looks after, those of a region when it is given: for a menu."""
    found = branches_for_people(user).filter(dissolved="")
    return found.filter(subtree("region__code", region)) if region else found

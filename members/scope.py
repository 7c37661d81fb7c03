"""Which members, candidates and transfers a user sees: by the branch of the day, or the workplace (design.md, idea 5).

A branch above a town, or one that merely covers an organization of the town, opens no roster: names of branches are
shown for choosing, people are not. Guides see no roster at all.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from liangxin.dates import today
from liangxin.periods import PeriodQuerySet
from orgs.models import Organization, PartyBranch
from orgs.scope import BY_REGION, CONSOLE, NOTHING, Role, branch_subtree, subtree

READERS = (*BY_REGION, Role.SUPERVISOR)


def branch_reach(user, prefix: str = "branch") -> Q:
    """The condition on a branch, reached through `prefix`, that `user` looks after its people."""
    if user is CONSOLE:
        return Q()
    if not user.is_active:
        return NOTHING
    if user.role in BY_REGION and user.region_id:
        return subtree(f"{prefix}__region__code", user.region.code)
    if user.role == Role.SUPERVISOR and user.supervisor_id:
        return Q(**{f"{prefix}__in": branch_subtree(user.supervisor)})
    return NOTHING


def workplaces(user):
    """The organizations whose people `user` sees; none for who reads no roster."""
    if user is not CONSOLE and getattr(user, "role", None) not in READERS:
        return Organization.objects.none()
    return Organization.objects.visible_to(user)


class MemberQuerySet(models.QuerySet):
    """Members: of the branches whose people a user looks after today, or at work today in the user's organizations.

    Who is in no branch today is still seen by who looked after the last one; without any branch, by who sees the last
    workplace. So nobody falls out of every roster, and a former branch no longer sees who went on to another.
    """

    def visible_to(self, user):
        """Members that the user may see."""
        if user is CONSOLE:
            return self
        membership, workplace = (apps.get_model("members", name).objects for name in ("Membership", "Workplace"))
        branches, working = branches_for_people(user), workplaces(user)
        running = membership.on(today())
        last = _last(membership.filter(branch__in=branches).exclude(member__in=running.values("member")))
        worked = _last(workplace.filter(organization__in=working))
        return self.filter(
            Q(pk__in=running.filter(branch__in=branches).values("member"))
            | Q(pk__in=workplace.on(today()).filter(organization__in=working).values("member"))
            | Q(pk__in=last.values("member"))
            | (Q(pk__in=worked.values("member")) & ~Exists(membership.filter(member=OuterRef("pk"))))
        )

    def editable_by(self, user):
        """Members that the user may change."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


def _last(facts):
    """Those of `facts` after which their member has no other of the kind."""
    later = facts.model.objects.filter(member=OuterRef("member")).filter(
        Q(start__gt=OuterRef("start")) | Q(start=OuterRef("start"), pk__gt=OuterRef("pk"))
    )
    return facts.filter(~Exists(later))


class OfMemberQuerySet(PeriodQuerySet):
    """Facts of a member (`member`), seen with the member."""

    def visible_to(self, user):
        """Facts of the members that the user sees."""
        return self.filter(member__in=apps.get_model("members", "PartyMember").objects.visible_to(user))

    def editable_by(self, user):
        """Facts of the members that the user may change."""
        return self.filter(member__in=apps.get_model("members", "PartyMember").objects.editable_by(user))


class OfBranchQuerySet(PeriodQuerySet):
    """Rows of a branch (`branch`, or another path): seen by who looks after the branch's people."""

    path = "branch"

    @classmethod
    def through(cls, path: str):
        """A query set class whose rows hang on the branch at `path`."""
        return type(f"OfBranchQuerySet{path.title().replace('_', '')}", (cls,), {"path": path})

    def visible_to(self, user):
        """Rows of branches that the user looks after."""
        return self.filter(branch_reach(user, self.path))

    def editable_by(self, user):
        """The same rows, for a role that edits."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


class TransferQuerySet(models.QuerySet):
    """Transfers: both sides see them."""

    def visible_to(self, user):
        """Transfers from or to a branch that the user looks after."""
        return self.filter(branch_reach(user, "origin") | branch_reach(user, "target"))

    def editable_by(self, user):
        """The same rows, for a role that edits."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


def branches_for_people(user):
    """The branches whose people `user` looks after."""
    return PartyBranch.objects.within(user)

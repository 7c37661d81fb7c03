"""Which members, candidates and transfers a user sees: by the branch of the day, or the workplace (design.md, idea 5).

A branch above a town, or one that merely covers an organization of the town, opens no roster: names of branches are
shown for choosing, people are not. Guides see no roster at all.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from liangxin.dates import today
from liangxin.periods import PeriodQuerySet, in_force
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
    """Members: of the branches a user looks after today (or did when the membership ended), or at work in them."""

    def visible_to(self, user):
        """Members that the user may see."""
        if user is CONSOLE:
            return self
        own = apps.get_model("members", "Membership").objects.filter(member=OuterRef("pk"))
        at_work = apps.get_model("members", "Workplace").objects.filter(member=OuterRef("pk")).on(today())
        running = own.filter(in_force(today()))
        ended = Exists(own.filter(branch_reach(user))) & ~Exists(running)
        return self.filter(
            Exists(running.filter(branch_reach(user)))
            | ended
            | Exists(at_work.filter(organization__in=workplaces(user)))
        )

    def editable_by(self, user):
        """Members that the user may change."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


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
    if user is CONSOLE:
        return PartyBranch.objects.all()
    reach = branch_reach(user, "pk") if user.role == Role.SUPERVISOR else NOTHING
    if user.role in BY_REGION and user.region_id and user.is_active:
        reach = subtree("region__code", user.region.code)
    return PartyBranch.objects.filter(reach)

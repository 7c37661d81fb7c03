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
from orgs.scope import BY_REGION, CONSOLE, NOTHING, Role, branch_subtree, is_narrow, subtree

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

    def visible_to(self, user, *, few=False):
        """Members that the user may see; `few` says that the rows are few already, and each is looked at."""
        if user is CONSOLE:
            return self
        membership, workplace = (apps.get_model("members", name).objects for name in ("Membership", "Workplace"))
        own = {"member": OuterRef("member")}
        now, nowhere = in_force(today()), ~Exists(membership.filter(**own))
        last = ~Exists(membership.on(today()).filter(**own)) & ~_later(membership)
        branches = membership.filter(now | Q(last), branch__in=branches_for_people(user))
        works = workplace.filter(now | Q(nowhere & ~_later(workplace)), organization__in=workplaces(user))
        if is_narrow(user) and not few:
            return self.filter(Q(pk__in=branches.values("member")) | Q(pk__in=works.values("member")))
        own = {"member": OuterRef("pk")}
        return self.filter(Exists(branches.filter(**own)) | Exists(works.filter(**own)))

    def editable_by(self, user):
        """Members that the user may change."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


def _later(facts):
    """The condition on a fact that its member has a later one of the kind."""
    return Exists(
        facts.filter(member=OuterRef("member")).filter(
            Q(start__gt=OuterRef("start")) | Q(start=OuterRef("start"), pk__gt=OuterRef("pk"))
        )
    )


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

"""The one door for visibility: `Model.objects.visible_to(user)` is the only way rows reach a page, count, export,
search, suggestion or import match. The default scope is nothing (design.md, idea 5).

A user's reach is a region's subtree (county, town), the organizations under a supervising branch (归口管理员), or a
guide's own postings. Accounts that look after the system or read its logs see no business rows.
"""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from liangxin.dates import today
from liangxin.periods import PeriodQuerySet, in_force
from orgs.choices import Role

NOTHING = Q(pk__in=[])
COUNTY_DIGITS = 6  # of a county's code; a town's has more
BY_REGION = (Role.COUNTY, Role.COUNTY_VIEWER, Role.TOWN, Role.TOWN_VIEWER)


class Console:
    """The command line: whoever may run commands on the server sees the whole register. `user=CONSOLE`."""

    pk = None
    role = Role.COUNTY
    region = supervisor = guide = None
    is_active = is_county = may_edit = may_import = True
    is_guide = False

    def __str__(self):
        return "命令行"


CONSOLE = Console()


def subtree(field: str, code: str) -> Q:
    """The condition that `field`, a region code, lies in the subtree of `code`: the range [code, next code)."""
    following = str(int(code) + 1).zfill(len(code))
    if len(following) > len(code):  # a code of nines only
        return Q(**{f"{field}__startswith": code})
    return Q(**{f"{field}__gte": code, f"{field}__lt": following})


def ancestors(code: str) -> list[str]:
    """The codes of the regions above `code`."""
    return [code[:digits] for digits in (2, 4, 6, 9) if digits < len(code)]


def branch_subtree(branch) -> list[int]:
    """The keys of `branch` and of all branches below it; one query for each level."""
    model = type(branch)
    found, layer = {branch.pk}, [branch.pk]
    while layer:
        layer = [pk for pk in model.objects.filter(superior__in=layer).values_list("pk", flat=True) if pk not in found]
        found.update(layer)
    return sorted(found)


def standing_reach(user, prefix: str = "") -> Q:
    """The condition on a standing, reached through `prefix`, that `user` may see its organization."""
    if user is CONSOLE:
        return Q()
    role = getattr(user, "role", None)
    if not user.is_active:
        return NOTHING
    if role in BY_REGION and user.region_id:
        return subtree(f"{prefix}region__code", user.region.code)
    if role == Role.SUPERVISOR and user.supervisor_id:
        return Q(**{f"{prefix}supervisor__in": branch_subtree(user.supervisor)})
    return NOTHING


def is_narrow(user) -> bool:
    """Whether the user reaches a small part of the registers: its rows are then found from the reach by an index,
    while for a county the rows of a page are cheaper asked one by one whether they lie in it."""
    wide = getattr(user, "role", None) in BY_REGION and user.region_id and len(user.region.code) <= COUNTY_DIGITS
    return not wide


class ScopedQuerySet(models.QuerySet):
    """Rows that know who may see them. Here: regions, which carry their own code."""

    code_path = "code"

    def visible_to(self, user):
        """Rows inside the user's scope; none for a user without one."""
        return self.filter(self._reach(user, above=True))

    def editable_by(self, user):
        """Rows that the user may change: visible ones in the own subtree, for a role that edits."""
        if not getattr(user, "may_edit", False):
            return self.none()
        return self.filter(self._reach(user, above=False))

    def _reach(self, user, *, above):
        if user is CONSOLE:
            return Q()
        if not user.is_active:
            return NOTHING
        if user.role in BY_REGION and user.region_id:
            reach = subtree(self.code_path, user.region.code)
            return reach | Q(**{f"{self.code_path}__in": ancestors(user.region.code)}) if above else reach
        if user.role in (Role.SUPERVISOR, Role.GUIDE) and above and self.code_path == "code":
            return Q()  # names of places are no secret, and their forms and lists need them
        return NOTHING


class PlacedQuerySet(ScopedQuerySet):
    """Rows with a `region`: seen in the region's subtree, and above it (a county's zone serves its towns)."""

    code_path = "region__code"


def organizations():
    """All organizations; only for this module and for uniqueness checks, never for a page."""
    return apps.get_model("orgs", "Organization").objects.all()


class OrganizationQuerySet(models.QuerySet):
    """Organizations; whose they are depends on the standing of the day."""

    def visible_to(self, user, day: date | None = None, *, few=False):
        """Organizations that lie in the user's scope on `day` (today when not given).

        `few` says that the rows are few already, so that each is looked at instead of the whole scope.
        """
        day = day or today()
        if user is CONSOLE:
            return self
        if getattr(user, "role", None) == Role.GUIDE:
            postings = apps.get_model("orgs", "Posting").objects.filter(organization=OuterRef("pk"))
            mine = postings.filter(guide=user.guide_id) if user.guide_id and user.is_active else postings.none()
            return self.filter(Exists(mine.filter(in_force(day))))
        standings = apps.get_model("orgs", "Standing").objects.filter(in_force(day)).filter(standing_reach(user))
        if is_narrow(user) and not few:
            return self.filter(pk__in=standings.order_by().values("organization"))
        return self.filter(Exists(standings.filter(organization=OuterRef("pk"))))

    def editable_by(self, user):
        """Organizations that the user may change."""
        return self.visible_to(user) if getattr(user, "may_edit", False) else self.none()


class FactQuerySet(PeriodQuerySet):
    """Facts that hang on an organization (`owner`) and are seen with it."""

    owner = "organization"

    @classmethod
    def through(cls, owner: str):
        """A query set class whose rows hang on `owner`, a lookup path to an organization or a branch."""
        return type(f"FactQuerySetOf{owner.title().replace('_', '')}", (cls,), {"owner": owner})

    def _owners(self):
        model = self.model
        for step in self.owner.split("__"):
            model = model._meta.get_field(step).related_model
        return model.objects.all()

    def visible_to(self, user):
        """Facts of the owners that the user sees."""
        return self.filter(**{f"{self.owner}__in": self._owners().visible_to(user)})

    def editable_by(self, user):
        """Facts of the owners that the user may change."""
        return self.filter(**{f"{self.owner}__in": self._owners().editable_by(user)})


class StandingQuerySet(FactQuerySet):
    """Standings; combined with on(day) they are the organizations of that day."""

    def within(self, user):
        """Standings that themselves lie in the user's scope: figures of a past day ask for that day's region."""
        if getattr(user, "role", None) == Role.GUIDE:
            return self.visible_to(user)
        return self.filter(standing_reach(user))


class BranchQuerySet(ScopedQuerySet):
    """Branches: those of the region's subtree and above it, and those that cover a visible organization."""

    code_path = "region__code"

    def visible_to(self, user):
        """Branches that the user may see."""
        if user is CONSOLE:
            return self
        covering = apps.get_model("orgs", "Coverage").objects.filter(organization__in=organizations().visible_to(user))
        reach = self._reach(user, above=True) | Q(pk__in=covering.values("branch"))
        if getattr(user, "role", None) == Role.SUPERVISOR and user.supervisor_id and user.is_active:
            reach |= Q(pk__in=branch_subtree(user.supervisor))
        return self.filter(reach)

    def within(self, user):
        """Branches of the own subtree, for readers as well: those that the user looks after."""
        if getattr(user, "role", None) == Role.SUPERVISOR and user.supervisor_id and user.is_active:
            return self.filter(pk__in=branch_subtree(user.supervisor))
        return self.filter(self._reach(user, above=False))

    def editable_by(self, user):
        """Branches of the own subtree, for a role that edits."""
        if getattr(user, "role", None) == Role.SUPERVISOR and user.supervisor_id and user.is_active:
            return self.filter(pk__in=branch_subtree(user.supervisor))
        return super().editable_by(user)


class GuideQuerySet(ScopedQuerySet):
    """Guides: those of the region's subtree and above it, and those posted to a visible organization."""

    code_path = "region__code"

    def visible_to(self, user):
        """Guides that the user may see."""
        if user is CONSOLE:
            return self
        posted = apps.get_model("orgs", "Posting").objects.filter(organization__in=organizations().visible_to(user))
        reach = self._reach(user, above=True) | Q(pk__in=posted.values("guide"))
        if getattr(user, "role", None) == Role.GUIDE and user.guide_id and user.is_active:
            reach = Q(pk=user.guide_id)
        return self.filter(reach)

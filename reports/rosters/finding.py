"""Branches and organizations that the rows of a roster name, looked up with a fixed number of statements.

Never guessed: a name that several carry inside the row's place is told as several (domain.md; design.md, Match).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from liangxin.loading import load
from liangxin.names import normal_branch_name, normal_name
from orgs.models import Organization, PartyBranch, Region, Standing
from reports.imports.register import KEYS, together

SEVERAL = "several"


def names_of(model, keys: Iterable[int | None]) -> dict[int, str]:
    """The names of rows by key."""
    found = {}
    for chunk in together(keys):
        found.update(model.objects.filter(pk__among=chunk).values_list("pk", "name"))
    return found


class Branches:
    """Branches by name, inside the limit of an import; dissolved ones are found only while they were in force."""

    def __init__(self, visible, texts: Iterable[str], limit: Region, day: date):
        self.by_name: dict[str, list[PartyBranch]] = defaultdict(list)
        regions = {one.pk: one for one in Region.objects.under(limit.code)}
        for chunk in together(normal_branch_name(text) for text in texts):
            for one in load(visible.filter(normal_name__among=chunk).order_by("pk"), KEYS):
                if one.region_id in regions and (not one.dissolved or one.dissolved > day.isoformat()):
                    one._state.fields_cache["region"] = regions[one.region_id]
                    self.by_name[one.normal_name].append(one)

    def inside(self, text: str, region: Region) -> list[PartyBranch]:
        """The branches in a region that a text names."""
        found = self.by_name.get(normal_branch_name(text), [])
        return [one for one in found if one.region.code.startswith(region.code)]

    def named(self, text: str, within: Region | None = None) -> PartyBranch | str | None:
        """The branch that a text names, inside a region when one is known; SEVERAL, or None for nothing."""
        found = self.by_name.get(normal_branch_name(text), [])
        if within is not None:
            above = [one for one in found if within.code.startswith(one.region.code)]
            found = self.inside(text, within) or above
        return found[0] if len(found) == 1 else SEVERAL if found else None


class Organizations:
    """Organizations that a user sees, by credit code and by name; closed ones only when no open one is called so."""

    def __init__(self, user, texts: Iterable[str], codes: Iterable[str], day: date):
        self.by_code: dict[str, Organization] = {}
        self.by_name: dict[str, list[Organization]] = defaultdict(list)
        found, conditions = {}, Q()
        for chunk in together(codes):
            conditions |= Q(credit_code__among=chunk)
        for chunk in together(normal_name(text) for text in texts):
            conditions |= Q(normal_name__among=chunk)
        if conditions:
            visible = Organization.objects.visible_to(user)
            found = {one.pk: one for one in load(visible.filter(conditions), KEYS)}
        self.places = {}
        for chunk in together(found):
            standings = Standing.objects.on(day).filter(organization__among=chunk).order_by()
            self.places.update(standings.values_list("organization", "region__code"))
        for one in sorted(found.values(), key=lambda one: (bool(one.closed), one.pk)):
            if one.credit_code:
                self.by_code[one.credit_code] = one
            self.by_name[one.normal_name].append(one)

    def named(self, text: str, code: str = "", within: Region | None = None) -> Organization | str | None:
        """The organization that a code, else a name means, inside a region when one is known; SEVERAL, or None."""
        if code and code in self.by_code:
            return self.by_code[code]
        found = self.by_name.get(normal_name(text), []) if text else []
        found = [one for one in found if not one.closed] or found
        if within is not None and len(found) > 1:
            found = [one for one in found if (self.places.get(one.pk) or "").startswith(within.code)] or found
        return found[0] if len(found) == 1 else SEVERAL if found else None

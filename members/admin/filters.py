"""Filters above the list of members."""

from django.db.models import Q

from liangxin.dates import today
from liangxin.keys import key_asked
from members import roster
from members.admin.today import branches_in, of_branch, of_organization, of_region
from members.ages import BANDS, BY_KEY, UNKNOWN
from members.choices import Person, State
from members.scope import branches_for_people
from orgs.admin.filters import Filter
from orgs.admin.filters import RegionFilter as OrganizationRegionFilter
from orgs.models import Organization
from orgs.models.regions import TOWN

MENU = 200  # branches in a menu; a county chooses a town first


class RegionFilter(OrganizationRegionFilter):
    """By the region of the branch or the workplace of today."""

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(of_region(value)) if value.isdigit() else queryset


class BranchFilter(Filter):
    """By the branch of today; the menu holds those of the chosen town, or of the own one."""

    title, parameter_name = "所在党支部", "branch"

    def lookups(self, request, model_admin):
        user, region = request.user, request.GET.get("region", "")
        rows = branches_in(user, region if region.isdigit() else "")
        small = region.isdigit() or (user.region_id and len(user.region.code) >= TOWN) or not user.region_id
        chosen = key_asked(request.GET.get("branch", ""))
        found = list(rows.order_by("name").values_list("pk", "name")[:MENU]) if small else []
        if chosen and chosen not in dict(found):
            found.append((chosen, _name(branches_for_people(user), chosen)))
        return [(str(pk), name) for pk, name in found]

    def queryset(self, request, queryset):
        return queryset.filter(of_branch(key_asked(self.value()))) if self.value() else queryset


class OrganizationFilter(Filter):
    """By the workplace of today; a link leads here, so that the menu holds the chosen one only."""

    title, parameter_name = "工作单位", "organization"

    def lookups(self, request, model_admin):
        chosen = key_asked(request.GET.get("organization", ""))
        return [(str(chosen), _name(Organization.objects.visible_to(request.user), chosen))] if chosen else []

    def queryset(self, request, queryset):
        return queryset.filter(of_organization(key_asked(self.value()))) if self.value() else queryset


def _name(rows, pk) -> str:
    """What the menu calls a row that a link asked for; without a line of its own the filter would not hold."""
    return rows.filter(pk=pk).values_list("name", flat=True).first() or "所选的"


class PersonFilter(Filter):
    """By the type of today."""

    title, parameter_name = "人员类别", "person"

    def choices_for(self, user):
        return Person.choices

    def queryset(self, request, queryset):
        return queryset.filter(person=self.value()) if self.value() else queryset


class StateFilter(Filter):
    """By the state of today; who has none is 在本支部."""

    title, parameter_name = "组织关系", "state"

    def choices_for(self, user):
        return State.choices

    def queryset(self, request, queryset):
        if self.value() == State.HERE:
            return queryset.filter(Q(state=State.HERE) | Q(state=None))
        return queryset.filter(state=self.value()) if self.value() else queryset


class AgeFilter(Filter):
    """By the age of today, computed from the birth; not there while the birth is switched off."""

    title, parameter_name = "年龄", "age"

    def choices_for(self, user):
        if "birth" not in roster.keys_on():
            return []
        return [*((band.key, band.label) for band in BANDS), (UNKNOWN, "出生日期未填")]

    def queryset(self, request, queryset):
        if self.value() == UNKNOWN:
            return queryset.filter(birth="")
        band = BY_KEY.get(self.value())
        return queryset.filter(band.born(today())) if band else queryset


class LeftFilter(Filter):
    """In the register today or left."""

    title, parameter_name = "状态", "open"

    def choices_for(self, user):
        return [("yes", "在册"), ("no", "已离开")]

    def queryset(self, request, queryset):
        still = Q(left="") | Q(left__gt=today().isoformat())
        return queryset.filter({"yes": still, "no": ~still}.get(self.value(), Q()))

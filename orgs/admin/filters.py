"""Filters above the list of organizations."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from liangxin.dates import today
from liangxin.periods import in_force
from orgs.admin.today import guided
from orgs.choices import Category, Industry, TagKind
from orgs.coverage import COVERED, LEAVES, UNBUILT
from orgs.models import PartyBranch, Region, Standing, Tag, Zone
from orgs.models.regions import TOWN, VILLAGE
from orgs.scope import subtree

GROUPS = {
    name: [LEAVES.index(leaf) for leaf in leaves] for name, leaves in (("covered", COVERED), ("unbuilt", UNBUILT))
}


class Filter(admin.SimpleListFilter):
    """A filter over fixed or visible choices."""

    def lookups(self, request, model_admin):
        return self.choices_for(request.user)


class RegionFilter(Filter):
    """By town for the county, by village for a town."""

    title, parameter_name = "乡镇街道", "region"

    def choices_for(self, user):
        own = user.region.code if user.region_id else ""
        length = VILLAGE if len(own) >= TOWN else TOWN
        self.title = "村社区" if length == VILLAGE else self.title
        places = Region.objects.editable_by(user) if own and user.may_edit else Region.objects.visible_to(user)
        return [(place.code, place.name) for place in places.order_by("code") if len(place.code) == length]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        return queryset.filter(subtree("now__region__code", self.value()))


class TownFilter(RegionFilter):
    """Facts by the place in which their organization, at `owner`, lies today."""

    owner = "organization"

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        there = Standing.objects.on(today()).filter(subtree("region__code", self.value()))
        return queryset.filter(Exists(there.filter(organization=OuterRef(self.owner))))


class LeafFilter(Filter):
    """By the leaf status of today, or outside the base."""

    title, parameter_name = "覆盖状态", "leaf"

    def choices_for(self, user):
        groups = [("covered", "已覆盖"), ("unbuilt", "未建")]
        return [*groups, *((leaf.value, leaf.label) for leaf in LEAVES), ("outside", "不计入")]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "outside":
            return queryset.filter(leaf=None)
        if chosen in GROUPS:
            return queryset.filter(leaf__in=GROUPS[chosen])
        return queryset.filter(leaf=LEAVES.index(chosen)) if chosen in LEAVES else queryset


class StandingFilter(Filter):
    """By a closed list of today's standing."""

    choices_class = None

    def choices_for(self, user):
        return self.choices_class.choices

    def queryset(self, request, queryset):
        return queryset.filter(**{f"now__{self.parameter_name}": self.value()}) if self.value() else queryset


class CategoryFilter(StandingFilter):
    title, parameter_name, choices_class = "单位类别", "category", Category


class IndustryFilter(StandingFilter):
    title, parameter_name, choices_class = "行业门类", "industry", Industry


class ZoneFilter(Filter):
    """By zone."""

    title, parameter_name = "园区商圈", "zone"

    def choices_for(self, user):
        return [(str(zone.pk), zone.name) for zone in Zone.objects.visible_to(user)]

    def queryset(self, request, queryset):
        return queryset.filter(now__zone=self.value()) if (self.value() or "").isdigit() else queryset


class SupervisorFilter(Filter):
    """By supervising branch."""

    title, parameter_name = "归口党（工）委", "supervisor"

    def choices_for(self, user):
        named = Standing.objects.visible_to(user).exclude(supervisor=None).values("supervisor")
        branches = PartyBranch.objects.filter(pk__in=named).order_by("name")
        return [(str(pk), name) for pk, name in branches.values_list("pk", "name")]

    def queryset(self, request, queryset):
        return queryset.filter(now__supervisor=self.value()) if (self.value() or "").isdigit() else queryset


class ScaleFilter(Filter):
    """规模以上."""

    title, parameter_name = "规模以上", "scale"

    def choices_for(self, user):
        return [("yes", "是"), ("no", "否"), ("unknown", "未填")]

    def queryset(self, request, queryset):
        wanted = {"yes": True, "no": False, "unknown": None}
        return queryset.filter(now__above_scale=wanted[self.value()]) if self.value() in wanted else queryset


class GuideFilter(Filter):
    """With or without a guide today."""

    title, parameter_name = "指导员", "guide"

    def choices_for(self, user):
        return [("yes", "有"), ("no", "没有")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            there = guided(today())
            return queryset.filter(there if self.value() == "yes" else ~there)
        return queryset


class OpenFilter(Filter):
    """Existing or closed organizations."""

    title, parameter_name = "登记状态", "open"

    def choices_for(self, user):
        return [("yes", "在册"), ("no", "已注销")]

    def queryset(self, request, queryset):
        still = Q(closed="") | Q(closed__gt=today().isoformat())
        return queryset.filter({"yes": still, "no": ~still}.get(self.value(), Q()))


class TagFilter(Filter):
    """With a tag in force today."""

    title, parameter_name = "标签", "tag"

    def choices_for(self, user):
        return TagKind.choices

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(
            Exists(Tag.objects.filter(in_force(today()), organization=OuterRef("pk"), tag=self.value()))
        )

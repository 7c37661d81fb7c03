"""Venues (活动阵地): the list with what is missing of the 六有, the form with a box for each."""

from django.contrib import admin
from django.db.models import Q

from liangxin.dates import said, today
from orgs.admin.base import CoreRegister
from orgs.admin.filters import Filter, RegionFilter
from orgs.forms.venues import PREFIX, form_for
from orgs.models import Venue, VenueItem
from orgs.scope import subtree


def items_asked() -> list[VenueItem]:
    """The items of the checklist that are not retired."""
    return list(VenueItem.objects.filter(retired=False))


class TownFilter(RegionFilter):
    """By town for the county, by village for a town."""

    def queryset(self, request, queryset):
        return queryset.filter(subtree("region__code", self.value())) if (self.value() or "").isdigit() else queryset


class ReachedFilter(Filter):
    """Venues that have all of the checklist, or lack something."""

    title, parameter_name = "达标情况", "reached"

    def choices_for(self, user):
        return [("yes", "达标"), ("no", "未达标")]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        keys = {item.key for item in items_asked()}
        # What a list of a JSON column holds is asked differently by the two databases; a county has some hundred venues
        reached = [pk for pk, has in queryset.values_list("pk", "has") if keys <= set(has)]
        return queryset.filter(pk__in=reached) if self.value() == "yes" else queryset.exclude(pk__in=reached)


class InUseFilter(Filter):
    """Venues in use or closed."""

    title, parameter_name = "状态", "open"

    def choices_for(self, user):
        return [("yes", "在用"), ("no", "已停用")]

    def queryset(self, request, queryset):
        still = Q(closed="") | Q(closed__gt=today().isoformat())
        return queryset.filter({"yes": still, "no": ~still}.get(self.value(), Q()))


@admin.register(Venue)
class VenueAdmin(CoreRegister):
    """Entry of venues."""

    list_select_related = ("region", "branch")
    list_filter = (TownFilter, ReachedFilter, InUseFilter)
    search_fields = ("search_key", "branch__search_key")
    search_help_text = "阵地、党组织、拼音"
    autocomplete_fields = ("region", "branch")
    show_full_result_count = False

    def items(self, request) -> list[VenueItem]:
        """What is asked, read once for a request."""
        if not hasattr(request, "venue_items"):
            request.venue_items = items_asked()
        return request.venue_items

    def get_list_display(self, request):
        """The columns that judge know what is asked today."""
        items = self.items(request)

        @admin.display(description="达标")
        def reached(venue):
            count = sum(item.key in venue.has for item in items)
            return f"{count}/{len(items)} 达标" if count == len(items) else f"{count}/{len(items)}"

        @admin.display(description="还缺")
        def lacking(venue):
            return "、".join(item.name for item in items if item.key not in venue.has)

        return ("name", "region", "branch", reached, lacking, "opened_said")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **{"form": form_for(self.items(request)), **kwargs})

    def get_fieldsets(self, request, obj=None):
        place = ("name", "region", "branch", "address", "area", "opened", "closed")
        boxes = tuple(PREFIX + item.key for item in self.items(request))
        if not self.has_change_permission(request, obj):
            return [("活动阵地", {"fields": place}), ("阵地标准", {"fields": ("ticked",)})]
        return [("活动阵地", {"fields": place}), ("阵地标准", {"fields": boxes, "description": "全部具备即为达标"})]

    def get_readonly_fields(self, request, obj=None):
        return ("ticked",)

    def save_model(self, request, obj, form, change):
        """A box is no column: all of them are one."""
        if change and any(name.startswith(PREFIX) for name in form.changed_data):
            form.changed_data.append("has")
        super().save_model(request, obj, form, change)

    @admin.display(description="已具备")
    def ticked(self, venue):
        names = dict(VenueItem.objects.values_list("key", "name"))
        return "、".join(names.get(key, key) for key in venue.has) or "—"

    @admin.display(description="启用时间", ordering="opened")
    def opened_said(self, venue):
        return said(venue.opened)

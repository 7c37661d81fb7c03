"""Regions and zones: plain one-table registers, kept by who manages the county."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length, Substr

from liangxin.exchange import Exchange
from orgs.admin.base import CoreRegister
from orgs.admin.filters import Filter
from orgs.forms.scope import places
from orgs.models import Region, Zone
from orgs.models.regions import COUNTY, LEVEL_NAMES, TOWN, VILLAGE
from orgs.resources import RegionResource, ZoneResource


class CountyKept(Exchange, CoreRegister):
    """A register that only who manages the county changes."""

    def has_add_permission(self, request):
        return getattr(request.user, "is_county", False)

    def has_change_permission(self, request, obj=None):
        return getattr(request.user, "is_county", False) and super().has_change_permission(request, obj)


class DigitsFilter(Filter):
    """By level: as many digits as the code has."""

    title, parameter_name = "层级", "digits"

    def choices_for(self, user):
        return [(str(digits), LEVEL_NAMES[digits]) for digits in (COUNTY, TOWN, VILLAGE)]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdigit():
            return queryset
        return queryset.annotate(digits=Length("code")).filter(digits=self.value())


@admin.register(Region)
class RegionAdmin(CountyKept):
    """Entry of regions; the code of a registered region stays."""

    resource_classes = [RegionResource]
    list_display = ("code", "name", "level_shown", "town")
    list_display_links = ("code", "name")
    list_filter = (DigitsFilter,)
    search_fields = ("search_key", "code")
    search_help_text = "名称、代码、拼音"
    ordering = ("code",)
    fieldsets = [("辖区", {"fields": ("code", "name", "former_codes")})]

    def get_queryset(self, request):
        """Regions with the name of the town they lie in."""
        return super().get_queryset(request).annotate(town_name=town_name())

    def suggested(self, request):
        return places(request.user).annotate(town_name=town_name())

    def suggestion(self, region):
        return f"{region.name}　{region.town_name}" if region.level > TOWN else region.name

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    @admin.display(description="层级")
    def level_shown(self, region):
        return region.level_name

    @admin.display(description="所在乡镇街道")
    def town(self, region):
        return region.town_name if region.level > TOWN else None


def town_name():
    """The name of the town in which a region lies, as an expression on regions."""
    return Subquery(Region.objects.filter(code=Substr(OuterRef("code"), 1, TOWN)).values("name")[:1])


@admin.register(Zone)
class ZoneAdmin(CountyKept):
    """Entry of zones."""

    resource_classes = [ZoneResource]
    list_display = ("name", "kind", "level", "region")
    list_select_related = ("region",)
    list_filter = (("kind", admin.ChoicesFieldListFilter),)
    search_help_text = "名称、拼音"
    autocomplete_fields = ("region",)
    fieldsets = [("园区商圈", {"fields": ("name", "kind", "level", "region")})]

    def suggestion(self, zone):
        return f"{zone.name}　{zone.get_kind_display()}"

"""Tables of rules: seen by every reader, changed by who manages the county."""

from django.contrib import admin

from orgs.admin.base import CoreRegister
from orgs.forms.tables import TermRuleForm, VenueItemForm
from orgs.models import TermRule, VenueItem


class Table(CoreRegister):
    """A table without scope."""

    search_fields = ()

    def get_queryset(self, request):
        """All rows."""
        return self.model._default_manager.all()

    def has_add_permission(self, request):
        return getattr(request.user, "is_county", False)

    def has_change_permission(self, request, obj=None):
        return getattr(request.user, "is_county", False)

    def _is_editable(self, request, pk):
        return getattr(request.user, "is_county", False)

    def delete_model(self, request, obj):
        """Nothing hangs on a rule."""
        obj.delete()


@admin.register(TermRule)
class TermRuleAdmin(Table):
    """How long terms last; a new rule begins where the former ends."""

    form = TermRuleForm
    list_display = ("kind", "years", "start", "end")
    fieldsets = [("任期规定", {"fields": ("kind", "years", "start", "end")})]


@admin.register(VenueItem)
class VenueItemAdmin(Table):
    """六有: what a venue should have. An item that a venue was judged by is retired, not deleted."""

    form = VenueItemForm
    list_display = ("name", "place", "state")
    fieldsets = [("阵地标准", {"fields": ("name", "place", "retired")})]

    @admin.display(description="状态", ordering="retired")
    def state(self, item):
        return "已停用" if item.retired else "在用"

    def history_manner(self, request):
        """The key is nobody's business."""
        return {**super().history_manner(request), "hidden": frozenset({"key"})}

    def reasons_not_to_delete(self, obj):
        return ["已用于评定阵地，请改为停用"] if obj.is_used else []

"""Branches' meetings, lectures and Party days."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.fields import Form
from orgs.admin.base import CoreRegister
from orgs.admin.visits import MonthFilter, shortened
from orgs.models import Activity


class ActivityForm(Form):
    """An activity that has taken place."""

    def clean_day(self):
        """Plans are not records."""
        day = self.cleaned_data["day"]
        if day > today():
            raise ValidationError("日期不能晚于今天，请在活动之后登记")
        return day


class ActivityMonthFilter(MonthFilter):
    title = "时间"


@admin.register(Activity)
class ActivityAdmin(CoreRegister):
    """Entry of activities."""

    form = ActivityForm
    list_display = ("day", "branch", "town", "kind", "topic_short", "present")
    list_filter = (ActivityMonthFilter, ("kind", admin.ChoicesFieldListFilter))
    list_select_related = ("branch__region",)
    search_fields = ("branch__search_key", "topic")
    search_help_text = "党组织、主题、拼音"
    autocomplete_fields = ("branch",)
    fieldsets = [("组织生活", {"fields": ("branch", "kind", "day", "topic", "present", "note")})]

    @admin.display(description="所在辖区")
    def town(self, activity):
        return activity.branch.region.name

    @admin.display(description="主题")
    def topic_short(self, activity):
        return shortened(activity.topic)

    def get_changeform_initial_data(self, request):
        """Most are entered on their day; `?branch=` in the address names the branch."""
        return {"day": today(), **super().get_changeform_initial_data(request)}

"""Visits of guides, and the matters to follow that they found."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import F, Q
from django.utils.html import format_html

from liangxin.dates import said, today
from liangxin.months import shifted
from orgs.admin.base import CoreRegister
from orgs.admin.filters import Filter, TownFilter
from orgs.admin.today import town_today
from orgs.choices import MatterState
from orgs.forms.guides import MatterForm, VisitForm
from orgs.models import Matter, Posting, Visit
from orgs.services import matters, visits

TINTS = {MatterState.OPEN: " lx-tag-warn", MatterState.DOING: " lx-tag-info", MatterState.DONE: " lx-tag-good"}


def shortened(text: str, most: int = 40) -> str:
    """The beginning of a text."""
    return text[:most] + ("…" if len(text) > most else "")


class VisitTownFilter(TownFilter):
    owner = "posting__organization"


class MonthFilter(Filter):
    """By month, or by year."""

    title, parameter_name = "走访时间", "when"

    def choices_for(self, user):
        return [("month", "本月"), ("last_month", "上月"), ("year", "今年"), ("last_year", "去年")]

    def queryset(self, request, queryset):
        month, year = today().replace(day=1), today().replace(month=1, day=1)
        spans = {
            "month": (month, shifted(month, 1)),
            "last_month": (shifted(month, -1), month),
            "year": (year, shifted(year, 12)),
            "last_year": (shifted(year, -12), year),
        }
        if self.value() not in spans:
            return queryset
        first, after = spans[self.value()]
        return queryset.filter(day__gte=first, day__lt=after)


@admin.register(Visit)
class VisitAdmin(CoreRegister):
    """Visits as clerks enter and correct them; a guide records them on a page of its own (orgs.views_visits)."""

    form = VisitForm
    list_display = ("day", "organization", "town", "guide", "kind", "content_short", "problem")
    list_filter = (MonthFilter, ("kind", admin.ChoicesFieldListFilter), VisitTownFilter)
    list_select_related = ("posting__organization", "posting__guide")
    search_fields = ("posting__organization__search_key", "posting__guide__search_key")
    search_help_text = "单位、指导员、拼音"
    autocomplete_fields = ("posting",)
    fieldsets = [("走访", {"fields": ("posting", "day", "kind", "content", "problems")})]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(place=town_today("posting__organization"))

    @admin.display(description="单位")
    def organization(self, visit):
        return visit.posting.organization

    @admin.display(description="乡镇街道", ordering="place", empty_value="—")
    def town(self, visit):
        return visit.place

    @admin.display(description="党建指导员")
    def guide(self, visit):
        return visit.posting.guide.name

    @admin.display(description="走访内容")
    def content_short(self, visit):
        return shortened(visit.content)

    @admin.display(description="发现的问题")
    def problem(self, visit):
        return shortened(visit.problems, 20) or "—"

    def choices_for(self, db_field, request):
        """A guide names the own postings only."""
        found = super().choices_for(db_field, request)
        return found.filter(guide=request.user.guide_id) if request.user.is_guide and found.model is Posting else found

    def get_changeform_initial_data(self, request):
        """Most visits are entered on their day; `?posting=` in the address names the posting."""
        return {"day": today(), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request, obj=None):
        """Guides change the visits of their own postings."""
        if request.user.is_guide:
            return obj is None or obj.pk is None or obj.posting.guide_id == request.user.guide_id
        return super().has_change_permission(request, obj)

    def check_scope(self, request, saved):
        """The service has seen to it for guides, who edit no register."""
        if not request.user.is_guide:
            super().check_scope(request, saved)

    def save_model(self, request, obj, form, change):
        """Record or correct the visit; the problems become a matter to follow."""
        cleaned = {name: form.cleaned_data[name] for name in visits.CHANGEABLE}
        if change:
            saved = visits.change(visit=obj, values=cleaned, by=request.user)
        else:
            saved = visits.record(by=request.user, **cleaned)
        obj.__dict__.update(saved.__dict__)

    def reasons_not_to_delete(self, obj):
        return visits.reasons_to_keep(obj)

    def delete_model(self, request, obj):
        visits.remove(visit=obj, by=request.user)


class OverdueFilter(Filter):
    """Matters that are not done, by their day."""

    title, parameter_name = "办理期限", "due"

    def choices_for(self, user):
        return [("over", "已逾期"), ("soon", "7 天内到期")]

    def queryset(self, request, queryset):
        conditions = {"over": Q(due__lt=today()), "soon": Q(due__range=(today(), today() + timedelta(days=7)))}
        if self.value() not in conditions:
            return queryset
        return queryset.filter(conditions[self.value()]).exclude(state=MatterState.DONE)


class StateFilter(Filter):
    """By state, or all that is not done."""

    title, parameter_name = "状态", "state"

    def choices_for(self, user):
        return [("todo", "未办结"), *MatterState.choices]

    def queryset(self, request, queryset):
        if self.value() == "todo":
            return queryset.exclude(state=MatterState.DONE)
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Matter)
class MatterAdmin(CoreRegister):
    """Matters to follow: what is to do first, then what is done."""

    form = MatterForm
    list_display = ("text_short", "organization", "town", "found", "due_said", "state_tag", "handler", "settled")
    list_filter = (StateFilter, OverdueFilter, TownFilter)
    list_select_related = ("organization",)
    search_fields = ("organization__search_key", "text")
    search_help_text = "单位、事项、拼音"
    autocomplete_fields = ("organization",)
    ordering = (F("settled").desc(nulls_first=True), F("due").asc(nulls_last=True), "-id")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(place=town_today())

    @admin.display(description="事项")
    def text_short(self, matter):
        return shortened(matter.text)

    @admin.display(description="乡镇街道", ordering="place", empty_value="—")
    def town(self, matter):
        return matter.place

    @admin.display(description="办理期限", ordering="due", empty_value="—")
    def due_said(self, matter):
        """The day, and whether it has passed."""
        if not matter.due or matter.state == MatterState.DONE or matter.due >= today():
            return matter.due and said(matter.due.isoformat())
        return format_html('{} <span class="lx-tag lx-tag-warn">逾期</span>', said(matter.due.isoformat()))

    @admin.display(description="状态", ordering="state")
    def state_tag(self, matter):
        return format_html('<span class="lx-tag{}">{}</span>', TINTS[matter.state], matter.get_state_display())

    @admin.display(description="来自走访")
    def visit_said(self, matter):
        """The visit that found it."""
        if matter.visit is None:
            return "—"
        return f"{said(matter.visit.day.isoformat())}，{matter.visit.posting.guide.name}"

    def get_fieldsets(self, request, obj=None):
        found = ("organization", "text", "found", "due", *(("visit_said",) if obj else ()))
        return [("事项", {"fields": found}), ("办理", {"fields": ("state", "handler", "result", "settled")})]

    def get_readonly_fields(self, request, obj=None):
        return ("visit_said", "organization") if obj else ("visit_said",)

    def get_changeform_initial_data(self, request):
        return {"found": today(), **super().get_changeform_initial_data(request)}

    def has_add_permission(self, request):
        return super().has_add_permission(request) or request.user.is_guide

    def has_change_permission(self, request, obj=None):
        """Guides follow the matters of the organizations they look after: all they see."""
        return request.user.is_guide or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not request.user.is_guide and super().has_change_permission(request, obj)

    def check_scope(self, request, saved):
        """The service has seen to it for guides, who edit no register."""
        if not request.user.is_guide:
            super().check_scope(request, saved)

    def save_model(self, request, obj, form, change):
        """Note or change the matter."""
        cleaned = {name: form.cleaned_data[name] for name in matters.CHANGEABLE if name in form.cleaned_data}
        if change:
            saved = matters.change(matter=obj, values=cleaned, by=request.user)
        else:
            saved = matters.note(organization=obj.organization, by=request.user, **cleaned)
        obj.__dict__.update(saved.__dict__)

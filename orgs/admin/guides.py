"""Guides and where they are posted."""

from django.contrib import admin, messages
from django.db.models import F, Q

from liangxin.changes import Source, spoken
from liangxin.dates import said, today
from liangxin.fields import Form
from liangxin.periods import in_force
from orgs import queries_guides as guiding
from orgs.admin.base import CoreRegister
from orgs.admin.filters import Filter, TownFilter
from orgs.admin.phones import masked, phone_column
from orgs.admin.rows import PostedRows
from orgs.admin.today import town_today
from orgs.forms.guides import BESIDE, PostingForm
from orgs.models import Guide, Posting
from orgs.services import postings


class LoadFilter(Filter):
    """Guides over the limit, or without an organization."""

    title, parameter_name = "联系单位", "load"

    def choices_for(self, user):
        return [("over", "超过上限"), ("some", "有"), ("none", "没有")]

    def queryset(self, request, queryset):
        if self.value() == "over":
            return queryset.filter(pk__in=guiding.overloaded(today()).values("pk"))
        return queryset.filter({"some": Q(posted__gt=0), "none": Q(posted=0)}.get(self.value(), Q()))


@admin.register(Guide)
class GuideAdmin(CoreRegister):
    """Entry of guides."""

    list_select_related = ("region",)
    list_filter = (LoadFilter,)
    search_help_text = "姓名、单位、拼音"
    autocomplete_fields = ("region",)
    fieldsets = [("基本情况", {"fields": ("name", "unit", "post", "phone", "region")})]
    inlines = (PostedRows,)
    show_full_result_count = False

    def get_queryset(self, request):
        """Guides with the visible organizations they look after today, and their visits."""
        return guiding.with_visits(super().get_queryset(request), today(), request.user)

    def get_list_display(self, request):
        phone = phone_column(request.user)
        return ("name", "unit", "post", phone, "region", "postings_today", "visited_this_month", "last_visit")

    @admin.display(description="联系电话")
    def phone_masked(self, guide):
        return masked(guide.phone)

    @admin.display(description="联系单位", ordering="posted")
    def postings_today(self, guide):
        return guide.posted

    @admin.display(description="本月已走访", ordering="visited")
    def visited_this_month(self, guide):
        return guide.visited

    @admin.display(description="最近走访", ordering="last", empty_value="—")
    def last_visit(self, guide):
        return guide.last and said(guide.last.isoformat())

    def save_related(self, request, form, formsets, change):
        """Save the postings of the inline table; a guide over the limit is told, never refused."""
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            warn_of_load(request, form.instance)

    def history_sources(self, obj):
        """The guide and the postings."""
        return [
            Source(Guide.history.filter(id=obj.pk)),
            Source(Posting.history.filter(guide_id=obj.pk), "选派", "guide", naming=("organization",)),
        ]


def warn_of_load(request, guide):
    """Tell that a guide looks after more organizations than the setting says."""
    if warning := guiding.too_many(guide, today()):
        messages.warning(request, warning)


class RunningFilter(Filter):
    """Postings that hold today, or ended ones."""

    title, parameter_name = "状态", "open"

    def choices_for(self, user):
        return [("yes", "在派"), ("no", "已结束")]

    def queryset(self, request, queryset):
        return queryset.filter({"yes": in_force(today()), "no": ~in_force(today())}.get(self.value(), Q()))


class VisitedFilter(Filter):
    """Postings of today that lack visits."""

    title, parameter_name = "走访", "visited"
    lists = {"month": guiding.unvisited, "silent": guiding.silent}

    def choices_for(self, user):
        return [("month", "本月未走访"), ("silent", "挂名不管事")]

    def queryset(self, request, queryset):
        wanted = self.lists.get(self.value())
        return queryset.filter(pk__in=wanted(today()).values("pk")) if wanted else queryset


@admin.register(Posting)
class PostingAdmin(spoken(Posting, "start", "end"), CoreRegister):
    """Who looks after which organization."""

    list_display = ("organization", "town", "guide", "start", "end", "last_visit", "months")
    list_select_related = ("organization", "guide")
    list_filter = (RunningFilter, VisitedFilter, TownFilter)
    search_fields = ("organization__search_key", "guide__search_key")
    search_help_text = "单位、指导员、拼音"
    autocomplete_fields = ("organization", "guide")
    ordering = (F("end").desc(nulls_first=True), "organization_id", "-start")

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("organization", "guide").annotate(place=town_today())
        return guiding.with_last_visit(found, today())

    @admin.display(description="乡镇街道", ordering="place", empty_value="—")
    def town(self, posting):
        return posting.place

    @admin.display(description="最近走访", ordering="last", empty_value="—")
    def last_visit(self, posting):
        return posting.last and said(posting.last.isoformat())

    @admin.display(description="未走访", empty_value="—")
    def months(self, posting):
        """In whole months; nothing below one, nor for who is not posted today."""
        count = guiding.months_without(posting, today()) if posting.covers(today()) else 0
        return f"{count} 个月" if count else None

    def suggested(self, request):
        """A guide records visits of the own postings only."""
        found = super().suggested(request)
        return found.filter(guide=request.user.guide_id) if request.user.is_guide else found

    def suggestion(self, posting):
        """How a posting is offered in the form of a visit."""
        return f"{posting.guide.name}—{posting.organization}"

    # The form

    def get_fieldsets(self, request, obj=None):
        rest = ("start", "others") if obj is None else ("start", "end")
        return [("选派", {"fields": ("organization", "guide", *rest)})]

    def get_readonly_fields(self, request, obj=None):
        """Who is posted where stays: another guide is another posting."""
        return ("organization", "guide") if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{"form": Form if obj else PostingForm, **kwargs})

    def get_changeform_initial_data(self, request):
        """Most postings begin on the day they are entered; `?guide=` or `?organization=` name what is known."""
        return {"start": today(), **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        """Begin or correct the posting; a guide over the limit is told, never refused."""
        if change:
            saved = postings.amend(posting=obj, start=obj.start, end=obj.end, by=request.user)
        else:
            saved = postings.assign_guide(
                organization=obj.organization,
                guide=obj.guide,
                start=obj.start,
                beside=form.cleaned_data["others"] == BESIDE,
                by=request.user,
            )
        obj.__dict__.update(saved.__dict__)
        warn_of_load(request, obj.guide)

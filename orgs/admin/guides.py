"""Guides, where they are posted, and their visits."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from liangxin.changes import Source
from liangxin.dates import today
from liangxin.periods import in_force
from orgs.admin.base import CoreRegister
from orgs.admin.filters import Filter
from orgs.admin.phones import masked, phone_column
from orgs.admin.rows import PostedRows
from orgs.choices import Role
from orgs.models import Guide, Posting, Visit


@admin.register(Guide)
class GuideAdmin(CoreRegister):
    """Entry of guides."""

    list_select_related = ("region",)
    search_help_text = "姓名、单位、拼音"
    autocomplete_fields = ("region",)
    fieldsets = [("基本情况", {"fields": ("name", "unit", "post", "phone", "region")})]
    inlines = (PostedRows,)
    show_full_result_count = False

    def get_queryset(self, request):
        """Guides with how many visible organizations they look after today."""
        mine = Posting.objects.on(today()).visible_to(request.user).filter(guide=OuterRef("pk"))
        counted = mine.order_by().values("guide").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(posted=Coalesce(Subquery(counted), 0))

    def get_list_display(self, request):
        return ("name", "unit", "post", phone_column(request.user), "region", "postings_today")

    @admin.display(description="联系电话")
    def phone_masked(self, guide):
        return masked(guide.phone)

    @admin.display(description="联系单位", ordering="posted")
    def postings_today(self, guide):
        return guide.posted

    def history_sources(self, obj):
        """The guide and the postings."""
        return [
            Source(Guide.history.filter(id=obj.pk)),
            Source(Posting.history.filter(guide_id=obj.pk), "选派", "guide", naming=("organization",)),
        ]


class RunningFilter(Filter):
    """Postings that hold today, or ended ones."""

    title, parameter_name = "状态", "open"

    def choices_for(self, user):
        return [("yes", "在派"), ("no", "已结束")]

    def queryset(self, request, queryset):
        return queryset.filter({"yes": in_force(today()), "no": ~in_force(today())}.get(self.value(), Q()))


@admin.register(Posting)
class PostingAdmin(CoreRegister):
    """Who looks after which organization; entered in the forms of organizations and guides."""

    list_display = ("organization", "guide", "start", "end")
    list_select_related = ("organization", "guide")
    list_filter = (RunningFilter,)
    search_fields = ("organization__search_key", "guide__search_key")
    search_help_text = "单位、指导员、拼音"
    fieldsets = [("选派", {"fields": ("organization", "guide", "start", "end")})]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "guide")

    def suggestion(self, posting):
        """How a posting is offered in the form of a visit."""
        return f"{posting.guide.name}—{posting.organization}"


@admin.register(Visit)
class VisitAdmin(CoreRegister):
    """Entry of visits; a guide enters the own ones."""

    list_display = ("day", "organization", "guide", "kind", "content_short")
    list_filter = (("kind", admin.ChoicesFieldListFilter),)
    list_select_related = ("posting__organization", "posting__guide")
    search_fields = ("posting__organization__search_key", "posting__guide__search_key")
    search_help_text = "单位、指导员、拼音"
    autocomplete_fields = ("posting",)
    fieldsets = [("走访", {"fields": ("posting", "day", "kind", "content", "problems")})]

    @admin.display(description="单位")
    def organization(self, visit):
        return visit.posting.organization

    @admin.display(description="党建指导员")
    def guide(self, visit):
        return visit.posting.guide.name

    @admin.display(description="走访内容")
    def content_short(self, visit):
        return visit.content[:40] + ("…" if len(visit.content) > 40 else "")

    def get_changeform_initial_data(self, request):
        """Most visits are entered on their day; `?posting=` in the address names the posting."""
        return {"day": today(), **super().get_changeform_initial_data(request)}

    def has_add_permission(self, request):
        return super().has_add_permission(request) or self._is_guide(request.user)

    def has_change_permission(self, request, obj=None):
        """Guides change the visits of their own postings."""
        if self._is_guide(request.user):
            return obj is None or obj.pk is None or obj.posting.guide_id == request.user.guide_id
        return super().has_change_permission(request, obj)

    def check_scope(self, request, saved):
        """A visit belongs to a posting that its writer looks after."""
        if not self._is_guide(request.user):
            super().check_scope(request, saved)

    @staticmethod
    def _is_guide(user):
        return user.role == Role.GUIDE and user.guide_id is not None

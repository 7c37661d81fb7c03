"""Party branches: the list with level and count, the form with levels and coverages."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from liangxin.changes import Source, spoken
from liangxin.dates import said, today
from orgs.admin.base import CoreRegister
from orgs.admin.branch_rows import FileRows, TermRows
from orgs.admin.filters import Filter
from orgs.admin.phones import masked, phone_column
from orgs.admin.rows import CoveredRows, LevelRows
from orgs.choices import Level
from orgs.forms.branches import BranchForm
from orgs.models import Activity, BranchFile, BranchLevel, Coverage, PartyBranch, Term


class LevelFilter(Filter):
    """By the level of today."""

    title, parameter_name = "党组织类别", "level"

    def choices_for(self, user):
        return Level.choices

    def queryset(self, request, queryset):
        return queryset.filter(level=self.value()) if self.value() else queryset


class InForceFilter(Filter):
    """Branches in force or dissolved."""

    title, parameter_name = "状态", "open"

    def choices_for(self, user):
        return [("yes", "在册"), ("no", "已撤销")]

    def queryset(self, request, queryset):
        still = Q(dissolved="") | Q(dissolved__gt=today().isoformat())
        return queryset.filter({"yes": still, "no": ~still}.get(self.value(), Q()))


@admin.register(PartyBranch)
class BranchAdmin(spoken(PartyBranch, "established"), CoreRegister):
    """Entry of branches. An app above adds inline tables of its own to `more_rows`, their history to `more_sources`."""

    form = BranchForm
    more_rows: list[type] = []
    more_sources: list = []  # functions: (branch, user) → [Source]
    more_columns: list = []  # (function: queryset, user → queryset; a column of the list that shows what it annotates)
    more_acts: list = []  # functions: branch → [(words, name of the address of an act)]
    more_links: list = []  # functions: (branch, user) → [(words, address)] of pages about the branch
    more_notes: list = []  # functions: (branch, user) → sentences on what is amiss
    list_select_related = ("region", "superior")
    list_filter = (LevelFilter, InForceFilter)
    search_help_text = "名称、拼音"
    autocomplete_fields = ("superior", "host", "region")
    show_full_result_count = False

    def get_queryset(self, request):
        """Branches with their level of today and how many visible organizations they cover."""
        day = today()
        levels = BranchLevel.objects.on(day).filter(branch=OuterRef("pk")).values("level")[:1]
        covers = Coverage.objects.on(day).visible_to(request.user).filter(branch=OuterRef("pk"), counts=True)
        counted = covers.order_by().values("branch").annotate(n=Count("organization", distinct=True)).values("n")
        found = super().get_queryset(request).annotate(level=Subquery(levels), covers=Coalesce(Subquery(counted), 0))
        for annotated, _ in self.more_columns:
            found = annotated(found, request.user)
        return found

    def get_list_display(self, request):
        more = [column for _, column in self.more_columns]
        return ("name", "level", "region", "superior", "covered", *more, "established_said", phone_column(request.user))

    def suggested(self, request):
        return PartyBranch.objects.visible_to(request.user).filter(dissolved="").select_related("region")

    def suggestion(self, branch):
        return f"{branch.name}　{branch.region.name}"

    @admin.display(description="类别")
    def level(self, branch):
        return dict(Level.choices).get(branch.level)

    @admin.display(description="覆盖单位")
    def covered(self, branch):
        return branch.covers

    @admin.display(description="成立时间", ordering="established")
    def established_said(self, branch):
        return said(branch.established)

    @admin.display(description="联系电话")
    def phone_masked(self, branch):
        return masked(branch.phone)

    def get_inlines(self, request, obj):
        """Level, whom it covers, what other apps keep of it, elections, papers."""
        return (LevelRows, CoveredRows, *self.more_rows, TermRows, FileRows)

    def get_fieldsets(self, request, obj=None):
        """Dissolving is an act with its own page, so here it is only shown."""
        established = "established" if self.has_change_permission(request, obj) else "said_established"
        founded = ("name", "region", "superior", "host", established, "founded_reason", "is_village", "phone")
        groups = [("基本情况", {"fields": founded})]
        if obj and obj.dissolved:
            groups.append(("撤销", {"fields": ("dissolved_said", "dissolved_reason")}))
        return groups

    def get_readonly_fields(self, request, obj=None):
        return ("dissolved_said", "dissolved_reason", "said_established")

    @admin.display(description="撤销时间")
    def dissolved_said(self, branch):
        return said(branch.dissolved)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page names what is amiss, and the acts and pages that other apps know."""
        notes = [] if obj is None else [note for more in self.more_notes for note in more(obj, request.user)]
        acts = [] if obj is None else [act for more in self.more_acts for act in more(obj)]
        links = [] if obj is None else [link for more in self.more_links for link in more(obj, request.user)]
        context |= {"notes": notes, "more_acts": acts, "more_links": links}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_sources(self, obj):
        """The branch, its levels, coverages, terms, activities and files."""
        mine = {"branch_id": obj.pk}
        return [
            Source(PartyBranch.history.filter(id=obj.pk)),
            Source(BranchLevel.history.filter(**mine), "党组织类别", "branch", follows=True),
            Source(Coverage.history.filter(**mine), "覆盖关系", "branch", naming=("organization",)),
            Source(Term.history.filter(**mine), "换届", "branch", naming=("elected",)),
            Source(Activity.history.filter(**mine), "组织生活", "branch", naming=("day",)),
            Source(BranchFile.history.filter(**mine), "文件", "branch", naming=("file_name",)),
        ]

    def history_told(self, request, obj):
        """Also what other apps keep of the branch, to whom they tell it."""
        more = [source for more in self.more_sources for source in more(obj, request.user)]
        return [*self.history_sources(obj), *more]

"""Organizations: the list with the leaf status of today, the form with the standing of today, the history."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from liangxin.changes import NOTHING, Source, answers_in_words, in_words, spoken
from liangxin.dates import said, today
from orgs.admin import filters
from orgs.admin.base import CoreRegister
from orgs.admin.rows import CoverageRows, MassGroupRows, PostingRows, TagRows
from orgs.admin.today import as_of_today, leaf_tag, standing_place, standing_today
from orgs.choices import Industry
from orgs.forms.organizations import CORRECT, LINKED, OrganizationForm
from orgs.models import Confirmation, Coverage, MassGroup, Matter, Organization, Posting, Standing, Tag
from orgs.models.regions import TOWN
from orgs.services import organizations, standings, writing

IDENTITY = ("name", "kind", "credit_code", "former_names", "established", "predecessor")
CLOSING = ("closed_said", "closed_reason")
PLACE = ("region", "zone", "supervisor", "direct", "category", "industry")
BUSINESS = ("operating", "operating_reason", "above_scale", "employees", "revenue")
MEMBERS = ("full_members", "probationary_members", "activists", "elsewhere_members")
CONTACT = ("address", "registered_address", "head_name", "head_phone", "head_is_member", "head_is_secretary")
PARTY = ("unbuilt_reason", "unbuilt_text", "charter_on", "plan_note")
ACT = ("standing_act", "standing_day")
# Functions organization → Source, for the history of what other apps keep of it: liangxin/urls.py fills it.
TOLD_BESIDE: list = []


def _shown(name):
    column = Standing._meta.get_field(name)

    @admin.display(description=column.verbose_name)
    def show(self, organization):
        standing = standing_today(organization)
        told = in_words(column, getattr(standing, column.attname), named(standing)) if standing else NOTHING
        return "—" if told == NOTHING else told

    return show


def named(standing):
    """The names of what a standing points at, as liangxin.changes wants them."""
    linked = [getattr(standing, name) for name in LINKED]
    return {type(thing): {thing.pk: str(thing)} for thing in linked if thing is not None}


# For who may only read: the values of today's standing, each as a column of the page.
STANDING_SAID = {name: f"shown_{name}" for name in standings.STATED}
StandingShown = type("StandingShown", (), {shown: _shown(name) for name, shown in STANDING_SAID.items()})
OWN_SAID = ("former_names", "established", "charter_on", "head_is_member", "head_is_secretary")
SHOWN = STANDING_SAID | {name: f"said_{name}" for name in OWN_SAID}


@admin.register(Organization)
class OrganizationAdmin(StandingShown, spoken(Organization, *OWN_SAID), CoreRegister):
    """Entry of organizations."""

    form = OrganizationForm
    autocomplete_fields = ("predecessor",)
    inlines = (CoverageRows, PostingRows, MassGroupRows, TagRows)
    list_filter = (
        filters.RegionFilter,
        ("kind", admin.ChoicesFieldListFilter),
        filters.CategoryFilter,
        filters.IndustryFilter,
        filters.LeafFilter,
        filters.GuideFilter,
        filters.OpenFilter,
        filters.SupervisorFilter,
        filters.ScaleFilter,
        filters.TagFilter,
        filters.ZoneFilter,
    )
    search_help_text = "名称、曾用名、代码、拼音"
    show_full_result_count = False
    actions = ("merge_two",)

    # Acts on rows of the list

    @admin.action(description="合并所选的两家")
    def merge_two(self, request, chosen):
        """Lead to the page that shows both sides."""
        keys = list(chosen.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            messages.error(request, "合并要正好选两家。")
            return None
        return redirect(f"{reverse('orgs:merge')}?organization={keys[0]}&organization={keys[1]}")

    # The list

    def get_queryset(self, request):
        return as_of_today(super().get_queryset(request))

    def get_list_display(self, request):
        place = "town" if self._sees_towns(request.user) else "place"
        return (
            "name",
            "credit_code",
            "kind",
            "leaf",
            place,
            "industry",
            "employees",
            "full_members",
            "established_said",
        )

    @staticmethod
    def _sees_towns(user):
        return not user.region_id or len(user.region.code) < TOWN

    @admin.display(description="覆盖状态", ordering="leaf")
    def leaf(self, organization):
        return leaf_tag(organization)

    @admin.display(description="所在辖区", ordering="now__region__code")
    def place(self, organization):
        return organization.place

    @admin.display(description="乡镇街道", ordering="now__region__code")
    def town(self, organization):
        return organization.town or organization.place

    @admin.display(description="行业门类", ordering="now__industry")
    def industry(self, organization):
        return dict(Industry.choices).get(organization.now_industry)

    @admin.display(description="从业人员", ordering="now__employees")
    def employees(self, organization):
        return organization.now_employees

    @admin.display(description="正式党员", ordering="now__full_members")
    def full_members(self, organization):
        return organization.now_full_members

    @admin.display(description="成立时间", ordering="established")
    def established_said(self, organization):
        return said(organization.established)

    def suggested(self, request):
        return Organization.objects.visible_to(request.user).annotate(place=standing_place())

    def suggestion(self, organization):
        return "　".join(filter(None, [organization.name, organization.place, organization.credit_code]))

    # The form

    def get_fieldsets(self, request, obj=None):
        """Grouped fields; who may only read gets the standing as text, a new organization has no closing."""
        writes = self.has_change_permission(request, obj)
        identity = IDENTITY + ("status",) * bool(obj) + CLOSING * bool(obj and obj.closed)
        groups = [
            ("基本情况", identity),
            ("所在和归口", PLACE),
            ("经营情况", BUSINESS),
            ("党员人数", MEMBERS),
        ]
        if writes:
            groups.append(("概况是变动还是更正", ACT) if obj else ("概况日期", ACT[1:]))
        groups += [("联系方式", CONTACT), ("党建情况", PARTY)]
        if not writes:
            groups = [(title, tuple(SHOWN.get(name, name) for name in names)) for title, names in groups]
        if obj and obj.survey:
            groups.append(("摸排其他项", ("answers",)))
        if obj:
            groups.append(("概况沿革", ("periods",)))
        return [(title, {"fields": names}) for title, names in groups]

    def get_readonly_fields(self, request, obj=None):
        return ("status", *CLOSING, "periods", "answers", *SHOWN.values())

    @admin.display(description="今天的覆盖状态")
    def status(self, organization):
        return leaf_tag(organization)

    @admin.display(description="注销时间")
    def closed_said(self, organization):
        return said(organization.closed)

    @admin.display(description="各项")
    def answers(self, organization):
        lines = answers_in_words(organization.survey)
        return render_to_string("admin/orgs/organization/answers.html", {"lines": lines})

    @admin.display(description="各时期")
    def periods(self, organization):
        rows = organization.standings.select_related("region", "zone", "supervisor").order_by("-start")
        return render_to_string("admin/orgs/organization/periods.html", {"standings": rows})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        form.standing = standing_today(obj) if obj and obj.pk else None
        return form

    # Saving

    def save_model(self, request, obj, form, change):
        """A new organization with its first standing; of an old one what changed, the standing as 变动 or 更正."""
        for remark in form.remarks():
            messages.warning(request, remark)
        if not change:
            values = {name: form.cleaned_data[name] for name in form.own_names()}
            stated_on = form.cleaned_data.get("standing_day")
            made = organizations.register(values=values, standing=form.stated(), stated_on=stated_on, by=request.user)
            obj.__dict__.update(made.__dict__)
            return
        if own := form.own_changes():
            writing.write(obj, by=request.user, fields=own)
        if stated := form.stated():
            if form.cleaned_data["standing_act"] == CORRECT:
                standings.correct(organization=obj, values=stated, day=today(), by=request.user)
            else:
                day = form.cleaned_data["standing_day"]
                standings.change(organization=obj, values=stated, day=day, by=request.user)

    def history_sources(self, obj):
        """The organization and all facts that hang on it."""
        mine = {"organization_id": obj.pk}
        return [
            Source(Organization.history.filter(id=obj.pk)),
            Source(Standing.history.filter(**mine), "概况", "organization", follows=True),
            Source(Coverage.history.filter(**mine), "覆盖关系", "organization", naming=("branch",)),
            Source(Posting.history.filter(**mine), "选派", "organization", naming=("guide",)),
            Source(MassGroup.history.filter(**mine), "群团组织", "organization", naming=("kind",)),
            Source(Tag.history.filter(**mine), "标签", "organization", naming=("tag",)),
            Source(Matter.history.filter(**mine), "跟踪事项", "organization", naming=("found",)),
            Source(Confirmation.history.filter(**mine), "季度确认", "organization", naming=("day",)),
            *(told(obj) for told in TOLD_BESIDE),
        ]

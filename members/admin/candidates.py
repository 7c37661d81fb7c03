"""People on the way into the Party: the list with what is next, the form of who they are, the history of all steps."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_variables

from liangxin.changes import Source, spoken
from liangxin.dates import said, today
from members import path
from members.admin.candidate_filters import RankFilter, StateFilter, TownFilter, WhenFilter
from members.admin.people import PersonRegister, is_on, on_for
from members.forms.candidates import CandidateForm
from members.models import Candidate, Step, StepFile
from members.queries_development import outlooks, with_reached
from members.services import development
from members.services.numbers import set_number
from orgs.services.writing import write

WHO = ("name", "sex", "id_number", "id_clear", "birth", "ethnicity", "education", "phone")


@admin.register(Candidate)
class CandidateAdmin(spoken(Candidate, "birth", "ended"), PersonRegister):
    """Entry of candidates; their steps have a page of their own."""

    form = CandidateForm
    list_display = ("opened", "rank", "following", "days", "branch", "organization")
    list_display_links = None
    list_select_related = ("branch", "organization")
    list_filter = (TownFilter, RankFilter, WhenFilter, StateFilter)
    search_fields = ("search_key", "branch__search_key", "organization__search_key")
    search_help_text = "姓名、党支部、单位、拼音"
    autocomplete_fields = ("branch", "organization")
    show_full_result_count = False

    # The list

    def get_queryset(self, request):
        return with_reached(super().get_queryset(request), today())

    def get_changelist_instance(self, request):
        """The list; what is next is worked out for the rows of the page together."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        found = outlooks(Candidate.objects.filter(pk__in=[one.pk for one in rows]), today())
        for one in rows:
            one.outlook = None if one.ended else found.get(one.pk)
        changelist.result_list = rows
        return changelist

    @admin.display(description="姓名", ordering="id")
    def opened(self, candidate):
        return format_html('<a href="{}">{}</a>', reverse("members:development", args=[candidate.pk]), candidate)

    @admin.display(description="目前", ordering="reached")
    def rank(self, candidate):
        if candidate.ended:
            return format_html('<span class="lx-tag lx-tag-off">{}</span>', candidate.get_ended_why_display())
        return path.rank(candidate.reached) if candidate.reached else "未登记步骤"

    @admin.display(description="下一步")
    def following(self, candidate):
        one = candidate.outlook
        return f"{one.stride.number} {one.stride.title}" if one else "—"

    @admin.display(description="时间")
    def days(self, candidate):
        one = candidate.outlook
        if one is None or not (one.due or one.earliest or one.ahead):
            return "—"
        if one.late(today()):
            return format_html('<span class="lx-tag lx-tag-warn">已超期</span> {}', _by(one.due))
        if one.ahead and (one.due is None or one.ahead < one.due):
            return f"{said(one.ahead.isoformat())}{one.ahead_said}"
        if one.due:
            return _by(one.due)
        if one.ready(today()):
            return format_html('<span class="lx-tag lx-tag-good">可以办理</span> {}', "")
        return f"{said(one.earliest.isoformat())}起"

    def suggestion(self, candidate):
        return f"{candidate.name}　{candidate.branch}"

    # The form

    def get_fieldsets(self, request, obj=None):
        """Who the person is and where; a new one has the day of step 1, an ended one its end."""
        who = [name for name in WHO if is_on(name, on_for(request)) and (name != "id_clear" or (obj and obj.id_sealed))]
        if not self.has_change_permission(request, obj):
            shown = {"birth": "said_birth", "id_number": "id_masked", "id_clear": None}
            shown |= {} if request.user.sees_phones else {"phone": "phone_masked"}
            who = [name for name in (shown.get(name, name) for name in who) if name]
        groups = [("基本情况", {"fields": who}), ("所在", {"fields": ("branch", "organization", "note")})]
        if obj is None:
            groups.append(("第 1 步", {"fields": ("applied",)}))
        elif obj.ended:
            groups.append(("终止", {"fields": ("said_ended", "ended_why_said")}))
        return groups

    def get_readonly_fields(self, request, obj=None):
        return ("phone_masked", "id_masked", "said_birth", "said_ended", "ended_why_said")

    @admin.display(description="终止原因")
    def ended_why_said(self, candidate):
        return candidate.get_ended_why_display()

    def response_add(self, request, obj, post_url_continue=None):
        """On to the path: the next step is entered there."""
        return self._to_path(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._to_path(request, obj) or super().response_change(request, obj)

    @staticmethod
    def _to_path(request, obj):
        stays = "_continue" in request.POST or "_addanother" in request.POST
        return None if stays else redirect("members:development", obj.pk)

    # Saving

    @method_decorator(sensitive_variables("number", "form"))
    def save_model(self, request, obj, form, change):
        """A new candidate with step 1, by the service; of an old one what changed. The number is sealed."""
        for remark in form.remarks():
            messages.warning(request, remark)
        number = form.number()
        set_now = [] if number is None else set_number(obj, number, by=request.user, on=on_for(request))
        if change:
            own = [name for name in form.changed_data if name in {field.name for field in self.opts.fields}]
            if own or set_now:
                write(obj, by=request.user, fields=list(dict.fromkeys([*own, *set_now])))
            return
        values = {name: form.cleaned_data[name] for name in form.own_names()}
        values |= {name: getattr(obj, name) for name in set_now}
        made = development.begin(values=values, day=form.cleaned_data.get("applied"), by=request.user)
        obj.__dict__.update(made.__dict__)

    def reasons_not_to_delete(self, obj):
        """Deleting is for typing errors: refused once a step is registered."""
        if obj.member_id:
            return ["已登记为党员"]
        steps = obj.steps.count()
        return [f"已登记 {steps} 步，请先逐步收回；不再培养的请用“终止”"] if steps else []

    def history_sources(self, obj):
        """The person, the steps, and their files."""
        steps = Step.history.filter(candidate_id=obj.pk)
        return [
            Source(Candidate.history.filter(id=obj.pk)),
            Source(steps, "步骤", "candidate", naming=("number",)),
            Source(StepFile.history.filter(step_id__in=steps.values("id")), "材料", "step", naming=("file_name",)),
        ]


def _by(day):
    return f"{said(day.isoformat())}以前"

"""The roster of an organization: who is counted as what on a day, and since when it is complete."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from liangxin.dates import DayField, said, today
from members import queries_rosters as queries
from members import roster as roster_fields
from members.forms.rosters import CompleteForm, IncompleteForm
from members.models import PartyMember
from members.queries import COUNTED
from members.services import rosters
from orgs.models import Organization
from orgs.pages import READERS, framed, page
from orgs.views import Act

PER_PAGE = 50


@page()
def roster(request, pk):
    """Counts beside the stated numbers, and the members behind them; `day` and `counted` narrow the list."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    day, counted = _day(request.GET.get("day")), request.GET.get("counted", "")
    if counted and counted not in COUNTED:
        raise Http404
    lines = queries.compared(organization, day)
    total = sum(line.roster for line in lines if counted in ("", line.counted))
    pages = Paginator(queries.listed(organization, day, request.user, counted), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    here = f"{reverse('members:roster', args=[pk])}?day={day.isoformat()}"
    return framed(
        request,
        "members/roster.html",
        f"{organization}的花名册",
        organization=organization,
        day=day,
        day_said=said(day.isoformat()),
        complete=organization.complete_rosters.on(day).first(),
        may_edit=Organization.objects.editable_by(request.user).filter(pk=pk).exists(),
        opens=admin.site.is_registered(PartyMember),
        shows_job="job" in roster_fields.keys_on(),
        lines=lines,
        counted=counted,
        title_counted=queries.TITLES.get(counted, ""),
        unseen=total - pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        base=here,
        here=f"{here}&counted={counted}" if counted else here,
    )


def _day(text):
    """The day that the address asks for; today when it asks for none that can be read."""
    try:
        return DayField(required=False).clean(text or "") or today()
    except ValidationError:
        return today()


class RosterAct(Act):
    """An act on an organization's roster: who reads no roster, such as a guide, does not act on it either."""

    template = "members/roster_act.html"

    def home(self):
        return reverse("members:roster", args=[self.thing.pk])

    def after(self):
        return self.home()

    def dispatch(self, request, pk):
        if request.user.is_authenticated and request.user.role not in READERS:
            raise PermissionDenied
        return super().dispatch(request, pk)

    def listing(self, form):
        day = next(iter(form.cleaned_data.values()))
        members = queries.listed(self.thing, day, self.request.user)
        compared = queries.compared(self.thing, day)
        unseen = sum(line.roster for line in compared) - members.count()
        beside = {"lines": compared, "members": members, "unseen": unseen, "day_said": said(day.isoformat())}
        opens = {"opens": admin.site.is_registered(PartyMember), "shows_job": "job" in roster_fields.keys_on()}
        return super().listing(form) | beside | opens


class Complete(RosterAct):
    """标记花名册完整."""

    form_class, title = CompleteForm, "标记花名册完整"
    lead = "花名册上的党员齐了再标记。标记后党员数、应建未建等都按花名册计算，名单一有变化数字跟着变。"

    def consequences(self, cleaned):
        return queries.completing(self.thing, cleaned["start"])

    def act(self, by, cleaned):
        rosters.mark_complete(organization=self.thing, start=cleaned["start"], by=by)

    def done(self, cleaned):
        return f"“{self.thing}”的党员数自{said(str(cleaned['start']))}起按花名册计算。"


class Incomplete(RosterAct):
    """取消花名册完整."""

    form_class, title = IncompleteForm, "取消花名册完整"
    lead = "花名册不齐时取消标记。这一天以前的数字仍按花名册。"

    def consequences(self, cleaned):
        return queries.uncompleting(self.thing, cleaned["day"])

    def act(self, by, cleaned):
        rosters.unmark(organization=self.thing, day=cleaned["day"], by=by)

    def done(self, cleaned):
        return f"“{self.thing}”的党员数自{said(str(cleaned['day']))}起不再按花名册计算。"

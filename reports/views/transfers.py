"""转入申请: what towns asked for, and the county's decision."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from liangxin.dates import today
from orgs.models import Region, Standing
from reports import services
from reports.models import TransferRequest
from reports.views.frame import IMPORTERS, framed, page

PER_PAGE = 50


class DecisionForm(forms.Form):
    """同意 or 退回, with a line of explanation."""

    decision = forms.ChoiceField(choices=[("accept", "同意"), ("reject", "退回")])
    note = forms.CharField(max_length=200, required=False)


@page(roles=IMPORTERS)
def transfers(request):
    """The requests that the user may see, waiting ones first.

    A town reads only what its own file said: the register of another town is not shown to it.
    """
    found = TransferRequest.objects.visible_to(request.user).select_related("organization", "region", "decided_by")
    place = Standing.objects.on(today()).filter(organization=OuterRef("organization"))
    found = found.annotate(now_in=Subquery(place.values("region__code")[:1])).order_by("-state", "-id")
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return framed(
        request,
        "reports/transfers.html",
        "单位转入申请",
        lines=[(each, name) for each, name in zip(pages, _towns(pages), strict=True)],
        decides=request.user.is_county,
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?",
    )


def _towns(requests):
    """The name of the town in which each organization lies today."""
    codes = [(each.now_in or "")[:9] for each in requests]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return [names.get(code, "") for code in codes]


@require_POST
@login_required
def decide_transfer(request, pk):
    """Carry out the county's decision and come back to the list."""
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    found = get_object_or_404(TransferRequest.objects.visible_to(request.user), pk=pk)
    if not request.user.is_county:
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择同意或退回；处理意见不超过 200 字。")
        return redirect("reports:transfers")
    act = {"accept": services.accept, "reject": services.reject}[form.cleaned_data["decision"]]
    try:
        act(request=found, by=request.user, note=form.cleaned_data["note"])
    except ValidationError as refused:
        messages.error(request, "；".join(refused.messages))
    else:
        messages.success(request, "已同意，单位已转入。" if act is services.accept else "已退回。")
    return redirect("reports:transfers")

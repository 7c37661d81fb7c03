"""记住的对应: what clerks answered about headers and values, for everybody who imports; any of it can be forgotten."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from liangxin.keys import key_asked
from orgs.models import Region
from reports.imports.sameness import forget, remembered
from reports.imports.values import meaning_said
from reports.ledgers.fields import field_title
from reports.models import HeaderAnswer, SameAnswer, ValueAnswer
from reports.views.frame import IMPORTERS, framed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answers(request):
    """The lists; POST forgets one answer: `header`, `value` or `same`."""
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    headers = HeaderAnswer.objects.visible_to(request.user)
    values = ValueAnswer.objects.visible_to(request.user).select_related("region")
    same = SameAnswer.objects.visible_to(request.user)
    if "same" in request.POST:
        return _forget_same(request, same)
    if request.method == "POST":
        return _forget(request, headers, values)
    names = dict(Region.objects.filter(code__in=[one.value for one in values]).values_list("code", "name"))
    return framed(
        request,
        "reports/imports/answers.html",
        "记住的对应",
        headers=[(one, said(one.column)) for one in headers],
        same=remembered(request.user),
        values=[(one, field_title(one.fact), meaning_said(one, names)) for one in values],
    )


def _forget(request, headers, values):
    known = headers if "header" in request.POST else values
    given = request.POST.get("header", request.POST.get("value", ""))
    one = get_object_or_404(known, pk=key_asked(given))
    one.delete()
    messages.success(request, f"已忘掉“{one}”。已经写入的内容不变，以后的文件重新判断。")
    return redirect("reports:answers")


def _forget_same(request, same):
    """Forget what was answered about a row: whether it is one of the organizations it is like."""
    one = get_object_or_404(same, pk=key_asked(request.POST["same"]))
    forget(one)
    messages.success(request, f"已忘掉关于“{one.name}”的回答。已经写入的内容不变，以后的文件重新问。")
    return redirect("reports:answers")


def said(column: str) -> str:
    """What a header was answered to mean, in words."""
    key, _, choice = column.partition("=")
    title = field_title(key) if key else ""
    return f"{title}：{choice}" if choice else title or "不导入"

"""合并 and 撤销合并: two entries of the register side by side, field by field, and the merges of an organization."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from liangxin.keys import key_asked
from orgs.forms.merging import MergeForm, OtherForm
from orgs.models import Merge, Organization
from orgs.services import unmerging
from orgs.services.merging import combine, merge, need_mergeable
from orgs.sides import better, consequences, sides, suggested

STALE = "您核对之后，其中一家又有了变化。请按现在的情况再核对一遍。"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge_two(request):
    """Both sides with a choice for each field; POST merges. With one organization only it asks for the other."""
    found = _organizations(request)
    if len(found) == 1:
        return _other(request, found[0])
    kept, gone = better(*found)
    if request.GET.get("keep") == str(gone.pk):
        kept, gone = gone, kept
    listed = sides(kept, gone)
    form = MergeForm(request.POST if request.method == "POST" else None, sides=listed)
    refused = []
    try:
        need_mergeable(kept, gone)
    except ValidationError as two:
        return _page(request, kept, gone, impossible=two.messages)
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        try:
            return _merged(request, kept, gone, form)
        except ValidationError as reason:
            refused = reason.messages
    take = form.take() if form.is_bound else suggested(listed)
    lines = consequences(combine(kept, gone, take))
    return _page(request, kept, gone, form=form, listed=listed, refused=refused, consequences=lines)


def _organizations(request) -> list[Organization]:
    """The one or two that the address names, all of them the user's to change; 404 for strangers, 403 for readers."""
    keys = list(dict.fromkeys(map(key_asked, request.GET.getlist("organization"))))
    if not 1 <= len(keys) <= 2:
        raise Http404
    found = Organization.objects.visible_to(request.user).in_bulk(keys)
    if len(found) != len(keys):
        raise Http404
    if Organization.objects.editable_by(request.user).filter(pk__in=found).count() != len(keys):
        raise PermissionDenied
    return [found[key] for key in keys]


def _other(request, one: Organization):
    """Ask for the other organization."""
    asked = "other-organization" in request.GET
    form = OtherForm(request.GET if asked else None, prefix="other", one=one, user=request.user)
    if asked and form.is_valid():
        other = form.cleaned_data["organization"]
        return redirect(f"{reverse('orgs:merge')}?organization={one.pk}&organization={other.pk}")
    context = {"title": f"合并：{one}", "one": one, "form": form, "media": form.media, "opts": Organization._meta}
    return render(request, "orgs/merge_other.html", {**admin.site.each_context(request), **context})


def _merged(request, kept, gone, form):
    """Merge and lead to the organization that stays."""
    versions = f"{kept.version}-{gone.version}"
    if request.POST.get("versions") != versions:
        raise ValidationError(STALE)
    reason = form.cleaned_data["reason"]
    merge(kept=kept, gone=gone, by=request.user, take=form.take(), reason=reason)
    messages.success(request, f"已把“{gone}”并入“{kept}”。合错了可以在“合并记录”里撤销。")
    return redirect("admin:orgs_organization_change", kept.pk)


def _page(request, kept, gone, **context):
    form = context.get("form")
    context = {
        **admin.site.each_context(request),
        "title": "合并两家单位",
        "opts": Organization._meta,
        "kept": kept,
        "gone": gone,
        "versions": f"{kept.version}-{gone.version}",
        "rows": form.rows() if form else [],
        "alike": [side for side in context.get("listed", ()) if not side.differs and side.kept],
        **context,
    }
    return render(request, "orgs/merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merges(request, pk):
    """The merges of an organization; POST takes one back."""
    one = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    may_edit = Organization.objects.editable_by(request.user).filter(pk=pk).exists()
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        mergers = Merge.objects.visible_to(request.user).filter(kept=one)
        found = get_object_or_404(mergers, pk=key_asked(request.POST.get("merge", "")))
        return _unmerged(request, one, found)
    lines = [(found, _why_not(found)) for found in one.merges.select_related("kept")]
    context = {
        "title": f"合并记录：{one}",
        "one": one,
        "lines": lines,
        "may_edit": may_edit,
        "opts": Organization._meta,
    }
    return render(request, "orgs/merges.html", {**admin.site.each_context(request), **context})


def _why_not(found: Merge) -> str:
    """Why a merge cannot be taken back; "" when it can, or was."""
    if not found.undone:
        try:
            unmerging.need_undoable(found, found.kept)
        except ValidationError as reason:
            return "".join(reason.messages)
    return ""


def _unmerged(request, one, found):
    try:
        gone = unmerging.undo(merge=found, by=request.user)
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return redirect("orgs:merges", one.pk)
    messages.success(request, f"已撤销合并：“{one}”和“{gone}”恢复为两家，各自的内容和合并前一样。")
    return redirect("orgs:merges", one.pk)

"""The lists of 市场监管 and 民政 themselves: upload, preview, taking one over, going back to the one before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from orgs.models import Region
from reports.forms.registrations import ListForm
from reports.imports.applying import drop
from reports.imports.batches import BUSY, CannotImport
from reports.imports.outcome import totals
from reports.imports.preview import said_there
from reports.imports.rows import ERROR
from reports.models import ImportBatch, ImportRow, Registration
from reports.registrations.taking import apply_list, gone, undo_list
from reports.views.frame import COUNTY, framed, page
from reports.views.progress import held_or_read, in_a_job, received

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def registration_upload(request):
    """Choose the files of a list; afterwards nothing is written but the plan."""
    if not request.user.is_county:
        raise PermissionDenied
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return held_or_read(_received(form, request.user))
        except CannotImport as refusal:
            form.add_error(None, str(refusal))
    return framed(request, "reports/registrations/upload.html", "导入登记名单", form=form)


def _received(form, user) -> ImportBatch:
    """The uploaded files as a list of the whole county, to be read."""
    given = {"kind": ImportBatch.Kind.REGISTRATIONS, "options": {"source": form.cleaned_data["source"]}}
    given |= {"as_of": form.cleaned_data["as_of"], "region": Region.objects.root()}
    return received(form.cleaned_data["files"], user=user, **given)


SHOWS = {
    "work": ("有变化或有问题", lambda rows: rows.exclude(outcome=ImportRow.Outcome.SAME, warned=False)),
    "new": ("新增", lambda rows: rows.filter(outcome=ImportRow.Outcome.NEW)),
    "changed": ("变更", lambda rows: rows.filter(outcome=ImportRow.Outcome.CHANGED)),
    "same": ("不变", lambda rows: rows.filter(outcome=ImportRow.Outcome.SAME)),
    "error": ("错误", lambda rows: rows.filter(outcome=ImportRow.Outcome.ERROR)),
}


@page(roles=COUNTY)
def registration_batch(request, pk):
    """A list before and after it is taken over, compared with the list before it."""
    found = _list(request, pk)
    if found.state in BUSY:
        return redirect("reports:import_progress", pk)
    show = request.GET.get("show", "work")
    label, limited = SHOWS.get(show, SHOWS["work"])
    missing = gone(found)
    rows = missing if show == "gone" else limited(found.rows.select_related("file")).order_by("id")
    pages = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = totals(found)
    return framed(
        request,
        "reports/registrations/batch.html",
        "登记名单",
        batch=found,
        files=list(found.files.all()),
        source=Registration.Source(found.options["source"]).label,
        counts=counts,
        gone=missing.count(),
        lines=[(one, _findings(one)) for one in pages] if show != "gone" else [(one, []) for one in pages],
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?show={show}",
        show=show,
        shown="上一份有、这一份没有" if show == "gone" else label,
    )


def _findings(row: ImportRow) -> list[tuple[bool, str]]:
    return [(one["severity"] == ERROR, said_there(one, row.sheet)) for one in row.findings]


def _list(request, pk) -> ImportBatch:
    lists = ImportBatch.objects.visible_to(request.user).filter(kind=ImportBatch.Kind.REGISTRATIONS)
    return get_object_or_404(lists.select_related("region"), pk=pk)


@require_POST
@login_required
def registration_act(request, pk, act):
    """apply: make it the current list; undo: go back to the one before; drop: give it up."""
    if not request.user.is_county:
        raise PermissionDenied
    found = _list(request, pk)
    if act in ("apply", "undo") and (answer := in_a_job(request, found, act)):
        return answer
    try:
        if act == "apply":
            count = apply_list(found, user=request.user)
            messages.success(request, f"已写入 {count} 条，作为现在的登记名单。台账没有变化，差别列在“登记名单比对”。")
        elif act == "undo":
            undo_list(found, user=request.user)
            messages.success(request, "已撤销，比对改用上一份名单。")
        elif act == "drop":
            drop(found)
            messages.success(request, "已放弃这份名单。")
        else:
            raise Http404
    except CannotImport as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:registration_batch", pk)

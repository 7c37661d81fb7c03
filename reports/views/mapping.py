"""表头: what the columns of the files mean, and what is remembered of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from reports.forms.mapping import ONCE, MappingForm
from reports.imports.answering import answer_headers, answer_kinds, answer_tops
from reports.imports.answers import kinds_told, tops_told
from reports.imports.batches import CannotImport
from reports.imports.mapping import (
    headers_of,
    open_headers,
    sheets_without_kind,
    sheets_without_names,
    tables_without_header,
)
from reports.imports.questions import steps
from reports.models import ImportBatch
from reports.views.acting import visible_batch
from reports.views.again import again
from reports.views.frame import framed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def columns(request, pk):
    """Ask about headers that nobody knows, or on demand about all; POST remembers and reads the files again."""
    found = visible_batch(request, pk)
    waits = found.state == ImportBatch.State.PLANNED
    headers = headers_of(found)
    wide = request.GET.get("all") == "1"
    nameless = sheets_without_names(found)
    lost = {header.fingerprint for header in headers if {place[:2] for place in header.places} & set(nameless)}
    shown = [header for header in headers if wide or header.asked or header.fingerprint in lost]
    shown.sort(key=lambda header: not header.asked)
    data = request.POST if request.method == "POST" and waits else None
    kinds = dict.fromkeys(sheets_without_kind(found), "") | kinds_told(found)
    tops = tops_told(found)
    bare = tables_without_header(found, tops)
    form = MappingForm(data, headers=shown, kinds=kinds, bare=bare, tops=tops)
    if form.is_bound and form.is_valid():
        return _answer(request, found, form, headers)
    return framed(
        request,
        "reports/imports/columns.html",
        "表头对应",
        batch=found,
        waits=waits,
        steps=steps(found, here="columns"),
        form=form,
        headers=shown,
        wide=wide,
        known=len(headers) - len(shown),
        nameless=nameless,
    )


def _answer(request, found, form, headers):
    """Remember what was answered, and read again; come back while headers are left."""
    given, kinds, tops = form.given(rest="rest" in request.POST), form.kinds(), form.tops()
    if not given and not tops and not kinds:
        messages.warning(request, "还没有选择。请为每一列选它是什么，或选“不导入”。")
        return redirect(request.get_full_path())
    try:
        answer_headers(found, given, headers, always=form.cleaned_data["how"] != ONCE, user=request.user)
        answer_kinds(found, kinds)
        answer_tops(found, tops)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", found.pk)
    return again(request, found, "reread", "已按表头对应重新读取。", "reports:import_columns", open_headers)

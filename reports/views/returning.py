"""The rows that stayed out, as the user's own file."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect

from liangxin.keys import key_asked
from reports.imports.batches import CannotImport
from reports.imports.originals import note
from reports.imports.returning import ALL, WORK, file_back
from reports.models import ImportBatch
from reports.views.frame import IMPORTERS, XLSX, content_disposition, page

ZIP = "application/zip"


@page(roles=IMPORTERS)
def marked(request, pk):
    """`file`: the key of one of the batch's files, all of them when absent; `rows`: work (the default) or all."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    file = key_asked(asked) if (asked := request.GET.get("file")) else None
    rows = request.GET.get("rows") or WORK
    if rows not in (WORK, ALL) or (file is not None and not found.files.filter(pk=file).exists()):
        raise Http404
    try:
        returned = file_back(found, file=file, rows=rows)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", found.pk)
    note(found, returned.name, request.user)
    kind = XLSX if returned.name.endswith(".xlsx") else ZIP
    return FileResponse(
        returned.content, content_type=kind, headers={"Content-Disposition": content_disposition(returned.name)}
    )

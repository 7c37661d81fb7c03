"""An uploaded original, back to who may see its batch."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from liangxin import vault
from reports.imports.originals import handed_out
from reports.models import ImportBatch
from reports.views.frame import IMPORTERS, content_disposition, page

TYPE = "application/octet-stream"  # whatever was uploaded: never shown by the browser itself


@page(roles=IMPORTERS)
def original(request, pk, file):
    """The file as it was uploaded; the download is noted for the auditor."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    wanted = get_object_or_404(found.files.all(), pk=file)
    try:
        content = handed_out(wanted, request.user)
    except vault.Lost as loss:
        messages.error(request, str(loss))
        return redirect("reports:import", found.pk)
    response = HttpResponse(content, content_type=TYPE)
    response.headers["Content-Disposition"] = content_disposition(wanted.name)
    response.headers["Cache-Control"] = "no-store"
    return response

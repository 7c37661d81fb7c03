"""After an answer: the batch is read or planned again with it, and the clerk led on."""

from django.contrib import messages
from django.shortcuts import redirect

from reports import jobs
from reports.imports.batches import CannotImport
from reports.models import ImportBatch
from reports.views.progress import in_a_job


def again(request, found: ImportBatch, kind: str, sentence: str, address: str, left):
    """Do the work `kind` of reports.jobs, on a large batch as a job; then `address` while `left(batch)` counts any."""
    job = in_a_job(request, found, kind)
    if job is not None:
        return job
    try:
        jobs.WORK[kind].does(found, user=request.user)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", found.pk)
    messages.success(request, sentence)
    found = ImportBatch.objects.visible_to(request.user).get(pk=found.pk)
    return redirect(address if left(found) else "reports:import", found.pk)

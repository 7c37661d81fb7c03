"""The page on which a clerk says what an import writes, group of columns by group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_http_methods

from reports.forms.policies import PolicyForm
from reports.imports.batches import replan
from reports.imports.policies import chosen_for
from reports.imports.questions import steps
from reports.models import ImportBatch
from reports.views.acting import acted, visible_batch
from reports.views.frame import framed
from reports.views.progress import in_a_job


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def policy(request, pk):
    """Show what is chosen; a new choice plans the batch again."""
    found = visible_batch(request, pk)
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=chosen_for(found))
    if request.method == "POST" and form.is_valid():

        def again():
            replan(found, user=request.user, policy=form.cleaned_data)
            messages.success(request, "已按所选的写入方式重新核对。")

        job = in_a_job(request, found, "replan", policy=form.cleaned_data)
        return job or acted(request, found, again, "work")
    return framed(
        request,
        "reports/imports/policy.html",
        "写入方式",
        batch=found,
        form=form,
        waits=found.state == ImportBatch.State.PLANNED,
        steps=steps(found, here="policy"),
    )

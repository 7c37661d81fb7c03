"""The upload of rosters; what follows is the wizard of every import (reports.views.imports)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

from reports.forms.rosters import RosterForm
from reports.imports.batches import CannotImport
from reports.imports.pipelines import ROSTERS
from reports.imports.rereading import RECOGNISE
from reports.views.frame import IMPORTERS, framed
from reports.views.progress import held_or_read, received


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roster_upload(request):
    """Choose files, what they hold and the day they speak of; afterwards nothing is written but the plan."""
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    form = RosterForm(request.POST or None, request.FILES or None, user=request.user, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("as_of", "region")}
        kind = form.cleaned_data["kind"]
        given |= {"kind": kind or ROSTERS[0], "options": {} if kind else {RECOGNISE: True}}
        try:
            return held_or_read(received(form.cleaned_data["files"], user=request.user, **given))
        except CannotImport as refusal:
            form.add_error(None, str(refusal))
    return framed(request, "reports/rosters/upload.html", "导入花名册", form=form)


def _asked(request) -> dict:
    """What the page is opened with: `kind`, from a register's own page."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in ROSTERS else {}

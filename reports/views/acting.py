"""What the pages of a batch share: finding it for who may see it, and acting on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from reports.imports.batches import CannotImport
from reports.models import ImportBatch
from reports.views.frame import IMPORTERS


def visible_batch(request, pk: int, *kinds: str) -> ImportBatch:
    """The batch, for a user who may import and see it. Raises PermissionDenied, or Http404 for a stranger.

    kinds: what it may hold; a survey when nothing is said.
    """
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    found = ImportBatch.objects.visible_to(request.user).filter(kind__in=kinds or (ImportBatch.Kind.SURVEY,))
    return get_object_or_404(found.select_related("region"), pk=pk)


def acted(request, found: ImportBatch, act, show: str):
    """Run `act()`, say what refused it, and go back to the batch, where `show` (preview.SHOWS) is listed."""
    try:
        act()
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        show = ""
    address = reverse("reports:import", args=[found.pk])
    return redirect(f"{address}?show={show}" if show else address)

"""来源: for each field of an organization where it comes from, who brought it, and when."""

from django.shortcuts import get_object_or_404

from orgs.models import Organization
from reports.imports.provenance import last_survey, pages_of, sources
from reports.models import ImportBatch
from reports.views.frame import EVERYBODY, framed, page


@page(roles=EVERYBODY)
def organization_sources(request, pk):
    """What the user sees of an organization, with its sources."""
    one = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    last = last_survey(one)
    opens = last and ImportBatch.objects.visible_to(request.user).filter(pk=last.batch_id).exists()
    return framed(
        request,
        "reports/sources.html",
        f"来源：{one}",
        one=one,
        parts=sources(one, request.user),
        last=last,
        opens_last=opens,
        last_page=pages_of([last])[last.pk] if opens else 1,
    )

"""What every page outside the admin shares: who may open it, and the frame around it."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from orgs.choices import Role

READERS = frozenset({Role.COUNTY, Role.COUNTY_VIEWER, Role.SUPERVISOR, Role.TOWN, Role.TOWN_VIEWER})
COUNTY = frozenset({Role.COUNTY})
IMPORTERS = frozenset({Role.COUNTY, Role.TOWN})
REGIONAL = frozenset({Role.COUNTY, Role.COUNTY_VIEWER, Role.TOWN, Role.TOWN_VIEWER})
EVERYBODY = frozenset(Role)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(*, roles=READERS, methods=("GET", "HEAD")):
    """A view for signed-in accounts with one of `roles`, others get 403; other methods than `methods` get 405."""

    def decorated(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return require_http_methods(methods)(login_required(checked))

    return decorated


def framed(request, template: str, title: str, **context) -> HttpResponse:
    """A page inside the frame of the site."""
    return render(request, template, {**admin.site.each_context(request), "title": title, **context})


def download(content: bytes, name: str) -> HttpResponse:
    """A workbook to take home, under a Chinese file name."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def content_disposition(name: str) -> str:
    """The header that names a download; characters outside ASCII are encoded as browsers read them (RFC 6266)."""
    return content_disposition_header(True, name)

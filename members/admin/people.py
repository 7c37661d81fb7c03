"""What the registers of people share in the admin frame: the roster fields that are on, and the sealed number."""

from django.contrib import admin
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from members import roster
from members.scope import READERS
from members.secrets import masked
from members.services.numbers import may_reveal
from orgs.admin.base import CoreRegister
from orgs.admin.phones import masked as phone_masked

OF_KEY = {"id_clear": "id_number", "id_masked": "id_number", "age": "birth", "phone_masked": "phone"}


def on_for(request) -> frozenset[str]:
    """The roster fields that are switched on, asked once for a request."""
    if not hasattr(request, "roster_on"):
        request.roster_on = roster.keys_on()
    return request.roster_on


def is_on(name: str, on: frozenset[str]) -> bool:
    """Whether a field of a form or page, by its name there, is no roster field or one that is switched on."""
    key = OF_KEY.get(name, name)
    for before in ("said_", "shown_", "more_"):
        key = key.removeprefix(before)
    return key in on or key not in roster.BY_KEY


class PersonRegister(CoreRegister):
    """A register of people. Guides open none."""

    def has_view_permission(self, request, obj=None):
        """Guides open no roster."""
        return getattr(request.user, "role", None) in READERS

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user, form.on = request.user, on_for(request)
        return form

    # A page of the form may hold a number that was just typed, sealed: no browser keeps it

    @method_decorator([never_cache, sensitive_post_parameters("id_number")])
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        shown = bool(obj and obj.id_sealed and "id_number" in on_for(request) and may_reveal(obj, by=request.user))
        return super().render_change_form(request, {**context, "may_reveal": shown}, add, change, form_url, obj)

    @admin.display(description="公民身份号码")
    def id_masked(self, someone):
        return masked(someone.id_sealed) or "—"

    @admin.display(description="手机号码")
    def phone_masked(self, someone):
        return phone_masked(someone.phone) or "—"

    def history_manner(self, request):
        """Fields that are switched off are not told."""
        off = roster.BY_KEY.keys() - on_for(request)
        sealed = {"id_sealed"} if "id_number" in off else set()
        return {**super().history_manner(request), "hidden": frozenset(off | sealed)}

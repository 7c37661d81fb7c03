"""The admin site: who may come in, the navigation by what people do, and the pages for what goes wrong."""

import sys
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import PasswordChangeView
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from liangxin.faults import NOT_MIGRATED, sentence_of
from liangxin.fields import NoColon
from liangxin.upgrades import is_migrated

HOME = "/"


class Link(NamedTuple):
    """A line of the navigation: its words, the name of its address, the roles that see it, the address's arguments."""

    label: str
    name: str
    roles: frozenset
    args: tuple = ()

    @property
    def url(self) -> str:
        return reverse(self.name, args=self.args)


# [(group, [Link])]: liangxin/urls.py fills it, as this module knows no register.
NAVIGATION: list[tuple[str, list[Link]]] = []


def navigation(user, here: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Groups of (label, address, is here) for the role of `user`.

    The longest address that begins the path `here` is the current one.
    """
    role = getattr(user, "role", None)
    groups = [(title, [(link.label, link.url) for link in links if role in link.roles]) for title, links in NAVIGATION]
    addresses = [
        url for _, links in groups for _, url in links if here == url or (url != HOME and here.startswith(url))
    ]
    current = max(addresses, key=len, default="")
    return [(title, [(label, url, url == current) for label, url in links]) for title, links in groups if links]


class LoginForm(NoColon, AdminAuthenticationForm):
    """Everybody with an active account may come in; the role decides what they find."""

    error_messages = {
        "invalid_login": "账号或密码不对，请重新填写。密码区分大小写。",
        "inactive": "这个账号已停用，请联系系统管理员。",
    }

    def confirm_login_allowed(self, user):
        AuthenticationForm.confirm_login_allowed(self, user)


class Suggestions(AutocompleteJsonView):
    """What a box offers while one types: the register says which rows, and how each is shown."""

    def get_queryset(self):
        found, _ = self.model_admin.get_search_results(
            self.request, self.model_admin.suggested(self.request), self.term
        )
        return found.order_by(*(found.query.order_by or self.model_admin.opts.ordering))

    def serialize_result(self, obj, to_field_name):
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.suggestion(obj)}


class PasswordForm(NoColon, AdminPasswordChangeForm):
    """One's own password."""


class Site(admin.AdminSite):
    """The frame of every page."""

    login_form = LoginForm
    empty_value_display = "—"
    site_title = site_header = "两新组织党建台账"
    index_title = "工作台"
    site_url = HOME

    def has_permission(self, request):
        """Whether somebody with an active account is signed in."""
        return request.user.is_active

    def each_context(self, request):
        """What the frame shows on every page; other apps' pages use it as well."""
        context = super().each_context(request)
        if not context["has_permission"]:
            return {**context, "navigation": []}
        links = navigation(request.user, request.path)
        return {**context, "office": getattr(request.user, "office", ""), "navigation": links}

    def get_app_list(self, request, app_label=None):
        """Nothing: our navigation replaces the list of apps, which would be worked out for each page."""
        return []

    def index(self, request, extra_context=None):
        """The workbench is a page of another app."""
        return redirect(HOME)

    def app_index(self, request, app_label, extra_context=None):
        """The first page of the app in the user's navigation."""
        for _, links in navigation(request.user, request.path):
            for _, url, _ in links:
                if url.startswith(request.path):
                    return redirect(url)
        raise Http404

    def autocomplete_view(self, request):
        """Suggestions for boxes with many choices."""
        return Suggestions.as_view(admin_site=self)(request)

    def password_change(self, request, extra_context=None):
        """One's own password, in a form without colons."""
        view = PasswordChangeView.as_view(
            form_class=PasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        return view(request)


def _page(request, template, title, status):
    if not hasattr(request, "user"):  # refused before anybody looked who asks
        request.user = AnonymousUser()
    return render(request, template, {**admin.site.each_context(request), "title": title}, status=status)


def not_found(request, exception=None):
    """404: also what strangers get for rows outside their scope."""
    return _page(request, "404.html", "没有找到这个页面", 404)


def forbidden(request, exception=None):
    """403: the page is there, the role may not."""
    return _page(request, "403.html", "您的角色不能这样做", 403)


def server_error(request):
    """500, or 503 when the disk is full or the database does not answer: nobody's mistake, and said in a sentence."""
    error = sys.exc_info()[1]
    sentence = sentence_of(error) or (NOT_MIGRATED if isinstance(error, DatabaseError) and not is_migrated() else "")
    # Without the frame: what the frame asks the database for may be what is missing.
    return HttpResponse(render_to_string("500.html", {"sentence": sentence}), status=503 if sentence else 500)


def bad_request(request, exception=None):
    """400: the request was broken on its way."""
    return _page(request, "400.html", "请求不完整", 400)

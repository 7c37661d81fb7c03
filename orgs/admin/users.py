"""Accounts, kept by the system administrator."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from liangxin.registers import Register
from orgs.choices import Role
from orgs.forms.accounts import AccountForm, NewAccountForm, PasswordForm
from orgs.models import User
from orgs.models.regions import TOWN

SCOPE = ("role", "region", "supervisor", "guide")


@admin.register(User)
class AccountAdmin(Register):
    """Entry of accounts: plain selects, no permission tables. Accounts are switched off, never deleted."""

    form = AccountForm
    list_display = ("username", "person", "role", "scope", "state", "last_login")
    list_filter = (("role", admin.ChoicesFieldListFilter), ("is_active", admin.BooleanFieldListFilter))
    list_select_related = ("region", "supervisor", "guide")
    search_fields = ("username", "first_name")
    search_help_text = "用户名、姓名"
    ordering = ("username",)
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request):
        return User.objects.all()

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(username__icontains=word) | queryset.filter(first_name__icontains=word)
        return queryset, False

    def get_fieldsets(self, request, obj=None):
        """A new account comes with a password; later it has a page of its own."""
        if obj is None:
            own = ("username", "first_name", "password1", "password2")
            return [("账号", {"fields": own}), ("角色和范围", {"fields": SCOPE})]
        return [
            ("账号", {"fields": ("username", "first_name", "is_active")}),
            ("角色和范围", {"fields": SCOPE}),
            ("登录", {"fields": ("last_login", "date_joined")}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **({} if obj else {"form": NewAccountForm}), **kwargs)

    def choices_for(self, db_field, request):
        """All of them: an account is what gives a scope. Villages have no accounts of their own."""
        rows = db_field.remote_field.model.objects.all()
        return rows.annotate(digits=Length("code")).filter(digits__lte=TOWN) if db_field.name == "region" else rows

    # Who may do what

    def has_view_permission(self, request, obj=None):
        return getattr(request.user, "role", None) == Role.SYSTEM

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def check_scope(self, request, saved):
        """Accounts have no scope."""

    # The list

    @admin.display(description="姓名", ordering="first_name")
    def person(self, user):
        return user.first_name

    @admin.display(description="管理范围")
    def scope(self, user):
        return user.region or user.supervisor or user.guide

    @admin.display(description="状态", ordering="is_active")
    def state(self, user):
        return "启用" if user.is_active else "停用"

    # The password

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_password"
        view = self.admin_site.admin_view(self.password_view)
        return [path("<path:object_id>/password/", view, name=name), *super().get_urls()]

    @method_decorator(sensitive_post_parameters())
    def password_view(self, request, object_id):
        """A new password for somebody who forgot the old one."""
        account = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        form = PasswordForm(account, request.POST or None)
        if form.is_valid():
            form.save()
            messages.success(request, f"已设置 {account} 的新密码，原来的登录随即失效。")
            return redirect("admin:orgs_user_change", account.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"设置密码：{account}",
            "opts": self.opts,
            "original": account,
            "form": form,
        }
        return render(request, "admin/orgs/user/password.html", context)

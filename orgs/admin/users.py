"""Accounts, kept by the system administrator."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db.models.functions import Length

from liangxin.fields import NoColon
from liangxin.registers import Register
from orgs.choices import Role
from orgs.forms.accounts import AccountForm, NewAccountForm
from orgs.models import User
from orgs.models.regions import TOWN


class PasswordForm(NoColon, AdminPasswordChangeForm):
    """A new password for somebody; switching passwords off is not offered."""

    usable_password = None


@admin.register(User)
class AccountAdmin(Register, UserAdmin):
    """Entry of accounts: plain selects, no permission tables."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    list_display = ("username", "first_name", "role", "scope", "is_active", "last_login")
    list_filter = (("role", admin.ChoicesFieldListFilter), ("is_active", admin.BooleanFieldListFilter))
    list_select_related = ("region", "supervisor", "guide")
    search_fields = ("username", "first_name")
    search_help_text = "账号、姓名"
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = [
        ("账号", {"fields": ("username", "password", "first_name", "is_active")}),
        ("角色和范围", {"fields": ("role", "region", "supervisor", "guide")}),
        ("登录", {"fields": ("last_login", "date_joined")}),
    ]
    add_fieldsets = [
        ("账号", {"fields": ("username", "first_name", "password1", "password2")}),
        ("角色和范围", {"fields": ("role", "region", "supervisor", "guide")}),
    ]

    def get_queryset(self, request):
        return User.objects.all()

    def has_view_permission(self, request, obj=None):
        return getattr(request.user, "role", None) == Role.SYSTEM

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False  # accounts are switched off; their history names them

    def check_scope(self, request, saved):
        """Accounts have no scope."""

    def choices_for(self, db_field, request):
        """All of them: an account is what gives a scope. Villages have no accounts of their own."""
        rows = db_field.remote_field.model.objects.all()
        return rows.annotate(digits=Length("code")).filter(digits__lte=TOWN) if db_field.name == "region" else rows

    @admin.display(description="管理范围")
    def scope(self, user):
        return user.region or user.supervisor or user.guide

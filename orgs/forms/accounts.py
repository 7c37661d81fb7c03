"""Forms of accounts: a role needs its scope."""

from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.db.models import Q

from liangxin.dates import today
from liangxin.fields import Form, NoColon
from orgs.choices import Level, Role
from orgs.models import BranchLevel, Guide, PartyBranch, Region, Standing, User
from orgs.models.regions import TOWN
from orgs.scope import BY_REGION

# role → the field that tells its scope
SCOPES = {**dict.fromkeys(BY_REGION, "region"), Role.SUPERVISOR: "supervisor", Role.GUIDE: "guide"}
HINTS = {"region": "请选择管理辖区", "supervisor": "请选择归口党（工）委", "guide": "请选择对应的指导员"}


def supervising():
    """Branches in force that may supervise: of a level above 支部, or named by some organization."""
    above = BranchLevel.objects.on(today()).filter(level__in=(Level.COMMITTEE, Level.WORK_COMMITTEE, Level.GENERAL))
    named = Standing.objects.exclude(supervisor=None).values("supervisor")
    return PartyBranch.objects.filter(Q(pk__in=above.values("branch")) | Q(pk__in=named), dissolved="")


class Scoped(Form):
    """Exactly the scope that the role needs is kept."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = {
            "region": Region.objects.order_by("code"),
            "supervisor": supervising().order_by("name"),
            "guide": Guide.objects.order_by("name"),
        }
        for name, queryset in offered.items():
            if name in self.fields:
                self.fields[name].queryset = queryset
        if "first_name" in self.fields:
            self.fields["first_name"].label = "姓名"
            self.fields["first_name"].required = True
        if "is_active" in self.fields:
            self.fields["is_active"].label = "启用"
            self.fields["is_active"].help_text = "停用的账号不能登录，它做过的修改仍然记着"

    def clean(self):
        cleaned = super().clean()
        needed = SCOPES.get(cleaned.get("role"))
        for name, hint in HINTS.items():
            if name == needed and not cleaned.get(name):
                self.add_error(name, hint)
            elif name != needed:
                cleaned[name] = None
        return cleaned

    def clean_region(self):
        region = self.cleaned_data.get("region")
        if region and region.level > TOWN:
            raise ValidationError("管理辖区到乡镇（街道）为止")
        return region


class AccountForm(Scoped):
    """Change an account."""

    class Meta:
        model = User
        fields = ()


class NewAccountForm(Scoped, BaseUserCreationForm):
    """A new account with its first password."""

    class Meta:
        model = User
        fields = ("username",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["role"] = ""  # nobody becomes system administrator by not choosing
        self.fields["role"].choices = [("", "请选择"), *Role.choices]


class PasswordForm(NoColon, SetPasswordForm):
    """A new password for somebody."""

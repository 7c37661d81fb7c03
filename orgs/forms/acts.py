"""What the act pages ask: 注销, 恢复, 迁移, 撤销, 登记换届. What they refuse is refused before anything is listed."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.fields import NoColon, day_field
from orgs.choices import Mode
from orgs.forms.scope import places
from orgs.models import Coverage, PartyBranch, Region, Standing
from orgs.services import branches, organizations, terms
from orgs.services.branches import Instead

UNCOVERED, OTHER_BRANCH = "uncovered", "branch"


class ActForm(NoColon, forms.Form):
    """A form about one row, `thing`, filled in by `user`."""

    def __init__(self, *args, thing, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.thing, self.user = thing, user

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.need(cleaned)
        return cleaned

    def need(self, cleaned):
        """Raises ValidationError when the act is not possible."""


def reason_field(**kwargs):
    """One line of text."""
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"}), **kwargs)


class CloseForm(ActForm):
    """注销."""

    day = day_field(label="注销日期", initial=today, help_text="从这一天起不再计入")
    reason = reason_field(label="注销原因", help_text="如 注销、吊销、歇业")

    def need(self, cleaned):
        organizations.need_closable(self.thing, cleaned["day"])


class ReopenForm(ActForm):
    """恢复 asks nothing."""

    def need(self, cleaned):
        if not self.thing.closed:
            raise ValidationError(f"“{self.thing}”没有注销")


class MoveForm(ActForm):
    """迁移."""

    day = day_field(label="迁移日期", initial=today, help_text="从这一天起在新的辖区")
    region = forms.ModelChoiceField(Region.objects.none(), label="迁入辖区", help_text="选到村（社区）或乡镇")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = places(self.user)
        self.fields["region"].widget = chooser(Standing, "region", self.fields["region"])

    def need(self, cleaned):
        organizations.need_movable(self.thing, cleaned["region"], cleaned["day"], self.user)


class DissolveForm(ActForm):
    """撤销; the organizations that the branch covers are asked about by HandOverForm."""

    day = day_field(label="撤销日期", initial=today, help_text="从这一天起不再存在")
    reason = reason_field(label="撤销原因", help_text="如 撤销空壳、撤一建一")

    def need(self, cleaned):
        branches.need_dissolvable(self.thing, cleaned["day"])


class ElectForm(ActForm):
    """登记换届."""

    elected = day_field(label="换届（选举）日期", initial=today)
    number = forms.IntegerField(label="届次", required=False, min_value=1, max_value=99, help_text="第几届，可以不填")
    due = day_field(label="届满日期", required=False, help_text="留空时按任期规定算出")
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="如经批准延期、提前换届",
    )

    def need(self, cleaned):
        terms.need_electable(self.thing, cleaned["elected"])
        if self.thing.terms.filter(elected=cleaned["elected"]).exists():
            raise ValidationError("这一天的换届已经登记")
        due = cleaned.get("due") or terms.due_by_rule(self.thing, cleaned["elected"])
        if due <= cleaned["elected"]:
            raise ValidationError("届满日期必须晚于换届日期")


class HandOverForm(NoColon, forms.Form):
    """Who covers one organization after its branch is dissolved: another branch, or nobody."""

    what = forms.ChoiceField(
        label="撤销后", choices=[("", "请选择"), (OTHER_BRANCH, "改由另一个党组织覆盖"), (UNCOVERED, "不再覆盖")]
    )
    branch = forms.ModelChoiceField(PartyBranch.objects.none(), label="党组织", required=False)
    mode = forms.ChoiceField(label="组建方式", choices=[("", "未填"), *Mode.choices], required=False)

    def __init__(self, *args, coverage, user, **kwargs):
        self.coverage = coverage
        super().__init__(*args, prefix=f"organization-{coverage.organization_id}", **kwargs)
        in_force = PartyBranch.objects.visible_to(user).filter(dissolved="").exclude(pk=coverage.branch_id)
        self.fields["branch"].queryset = in_force
        self.fields["branch"].widget = chooser(Coverage, "branch", self.fields["branch"])
        self.fields["mode"].initial = coverage.mode
        # A branch that the organization hosts itself is the likeliest to follow (撤一建一).
        if own := in_force.filter(host=coverage.organization_id).first():
            self.fields["what"].initial, self.fields["branch"].initial = OTHER_BRANCH, own.pk
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{coverage.organization}：{field.label}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == OTHER_BRANCH:
            for name in ("branch", "mode"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"请选择{self.fields[name].label}")
        return cleaned

    def instead(self) -> Instead | None:
        """The answer, of a valid form."""
        cleaned = self.cleaned_data
        return Instead(cleaned["branch"], cleaned["mode"]) if cleaned["what"] == OTHER_BRANCH else None


def chooser(model, name, field):
    """The admin's search box for the foreign key `name` of `model`, over the choices of `field`."""
    widget = AutocompleteSelect(model._meta.get_field(name), admin.site, choices=field.choices)
    widget.is_required = field.required
    return widget

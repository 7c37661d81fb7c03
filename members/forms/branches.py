"""What the pages of 撤一建一 and 单建 ask; what can be refused is refused before anything is listed."""

from django import forms
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.fields import day_field
from liangxin.names import normal_branch_name
from members.services import branches as acts
from orgs.choices import JOINT_MODES, Level
from orgs.forms.acts import ActForm, chooser, reason_field
from orgs.models import Organization, PartyBranch
from orgs.queries_branches import level_on
from orgs.services import branches

NAME = forms.TextInput(attrs={"class": "vTextField"})


def free_name(name: str, region, besides: PartyBranch | None = None) -> None:
    """Raises ValidationError when another branch in force has that name in the region."""
    normal = normal_branch_name(name)
    others = PartyBranch.objects.filter(region=region, normal_name=normal, dissolved="")
    if others.exclude(pk=besides and besides.pk).exists():
        raise ValidationError("这个辖区已有同名的党组织，请换一个名称")


class NewBranchForm(ActForm):
    """What every new branch needs: a day, a name, a reason, a superior."""

    day = day_field(label="日期", initial=today)
    name = forms.CharField(label="新党组织名称", max_length=200, widget=NAME)
    superior = forms.ModelChoiceField(PartyBranch.objects.none(), label="上级党组织", required=False)
    reason = reason_field(label="原因")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = PartyBranch.objects.visible_to(self.user).filter(dissolved="").exclude(pk=self.thing.pk)
        self.fields["superior"].queryset = others
        self.fields["superior"].widget = chooser(PartyBranch, "superior", self.fields["superior"])
        self.fields["superior"].initial = self.thing.superior_id


class ReplaceForm(NewBranchForm):
    """撤一建一."""

    level = forms.ChoiceField(label="类别", choices=Level.choices)
    host = forms.ModelChoiceField(Organization.objects.none(), label="所在单位", required=False)
    posts_go_on = forms.BooleanField(
        label="书记、委员等在新党组织继续任职", required=False, initial=True, help_text="不勾选的，职务在这一天终止"
    )
    field_order = ("day", "name", "level", "superior", "host", "reason", "posts_go_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "撤销和成立日期"
        self.fields["day"].help_text = "原党组织到这一天为止，新党组织从这一天起"
        self.fields["name"].initial = self.thing.name
        self.fields["reason"].help_text = "如 单位更名、整顿软弱涣散党组织"
        self.fields["level"].initial = (
            PartyBranch.objects.filter(pk=self.thing.pk).values_list(level_on(today()), flat=True).first()
        )
        self.fields["host"].queryset = Organization.objects.visible_to(self.user)
        self.fields["host"].widget = chooser(PartyBranch, "host", self.fields["host"])
        self.fields["host"].initial = self.thing.host_id

    def need(self, cleaned):
        branches.need_dissolvable(self.thing, cleaned["day"])
        free_name(cleaned["name"], self.thing.region, besides=self.thing)


class SplitForm(NewBranchForm):
    """单建: one of the organizations that a joint branch covers gets a branch of its own."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label="单建的单位", empty_label="请选择")
    field_order = ("organization", "day", "name", "superior", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        jointly = self.thing.coverages.on(today()).filter(mode__in=JOINT_MODES)
        covered = Organization.objects.editable_by(self.user).filter(pk__in=jointly.values("organization"))
        self.fields["organization"].queryset = covered.order_by("name")
        self.fields["day"].label = "单建日期"
        self.fields["name"].required = False
        self.fields["name"].help_text = "留空时按单位名称取名"
        self.fields["reason"].initial = "正式党员达到 3 名"

    def clean(self):
        organization = self.cleaned_data.get("organization")
        if organization and not self.cleaned_data.get("name"):
            self.cleaned_data["name"] = f"中共{organization.name}支部委员会"
        return super().clean()

    def need(self, cleaned):
        acts.need_splittable(self.thing, cleaned["organization"], cleaned["day"])
        free_name(cleaned["name"], self.thing.region)

"""What the acts on a transfer ask: 转出, 县外转入, 接收, 退回, 更正介绍信."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.fields import DayInput, day_field
from liangxin.names import normal_branch_name
from members import options  # noqa: F401 - declares letter_days
from members.models import Membership
from members.scope import branches_for_people
from members.services import transfer_checks as checks
from orgs.forms.acts import ActForm, chooser, reason_field
from orgs.models import PartyBranch
from orgs.options import option

LETTER = {"max_length": 60, "label": "介绍信编号", "required": False}


def _until():
    return today() + timedelta(days=option("letter_days"))


class LetterForm(ActForm):
    """What every letter has."""

    sent = day_field(label="开出日期", initial=today, help_text="介绍信上的日期")
    valid_until = day_field(label="有效期至", required=False, help_text="过了这一天还没有接收，列入“应转未转”")
    letter = forms.CharField(**LETTER, widget=forms.TextInput(attrs={"class": "vTextField"}))
    reason = reason_field(label="说明", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].initial = _until

    def said(self, cleaned) -> dict:
        """The letter as the services take it."""
        return {name: cleaned[name] for name in LetterForm.base_fields}


class SendForm(LetterForm):
    """转出: to a branch that the user sees, to another by its full name, or to outside."""

    target = forms.ModelChoiceField(PartyBranch.objects.none(), label="转入党支部", required=False)
    target_name = forms.CharField(
        label="其他乡镇的党支部",
        max_length=200,
        required=False,
        help_text="上面找不到的，在这里填写全称",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    outside = forms.CharField(
        label="县外党组织",
        max_length=200,
        required=False,
        help_text="转出县外的填写这一项",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    field_order = ("target", "target_name", "outside", "sent", "valid_until", "letter", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = PartyBranch.objects.visible_to(self.user).filter(dissolved="")
        self.fields["target"].widget = chooser(Membership, "branch", self.fields["target"])

    def need(self, cleaned):
        named, outside = cleaned["target_name"].strip(), cleaned["outside"].strip()
        if sum(map(bool, (cleaned["target"], named, outside))) > 1:
            raise ValidationError("转入党支部、其他乡镇的党支部、县外党组织只填一项")
        cleaned["to"] = {"target": cleaned["target"] or (_found(named) if named else None), "outside": outside}
        days = {"sent": cleaned["sent"], "valid_until": cleaned["valid_until"]}
        cleaned["origin"] = checks.need_sendable(self.thing, **cleaned["to"], **days, by=self.user)


def _found(name: str) -> PartyBranch:
    """The one branch in force of the county that is called so; its name is all that the user learns of it."""
    found = list(PartyBranch.objects.filter(normal_name=normal_branch_name(name), dissolved="")[:2])
    if len(found) == 1:
        return found[0]
    why = "有几个党支部叫这个名称，请由县级管理员办理" if found else "没有找到这个党支部，请核对全称"
    raise ValidationError(f"“{name}”：{why}")


class ExpectForm(LetterForm):
    """县外转入."""

    target = forms.ModelChoiceField(PartyBranch.objects.none(), label="转入党支部")
    outside = forms.CharField(
        label="开出介绍信的党组织",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="县外党组织的全称",
    )
    field_order = ("target", "outside", "sent", "valid_until", "letter", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = branches_for_people(self.user).filter(dissolved="")
        self.fields["target"].widget = chooser(Membership, "branch", self.fields["target"])

    def need(self, cleaned):
        names = ("sent", "target", "outside", "valid_until")
        checks.need_expectable(self.thing, **{name: cleaned[name] for name in names}, by=self.user)


class ReceiveForm(ActForm):
    """接收."""

    day = day_field(label="接收日期", initial=today, help_text="从这一天起在转入的党支部；转出县外的填回执日期")

    def need(self, cleaned):
        checks.need_receivable(self.thing, cleaned["day"], by=self.user)


class BackForm(ActForm):
    """退回."""

    day = day_field(label="退回日期", initial=today, help_text="从这一天起组织关系恢复到开出以前")
    reason = reason_field(label="退回原因", help_text="如 抬头不符、材料不全")

    def need(self, cleaned):
        checks.need_open(self.thing, cleaned["day"], by=self.user)


class AmendForm(ActForm):
    """更正介绍信."""

    letter = forms.CharField(**LETTER, widget=forms.TextInput(attrs={"class": "vTextField"}))
    valid_until = day_field(label="有效期至", required=False, widget=DayInput)
    reason = reason_field(label="说明", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in AmendForm.base_fields:
            self.fields[name].initial = getattr(self.thing, name)

    def need(self, cleaned):
        checks.need_lasting(self.thing.sent, cleaned["valid_until"])
        side = self.thing.origin or self.thing.target
        checks.need_open(self.thing, self.thing.sent, by=self.user, side=side)

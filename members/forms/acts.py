"""What the acts on a member ask: 离开, 恢复; and why somebody looks at an ID number."""

from django import forms
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.fields import NoColon, day_field
from members.choices import Left
from members.services.members import need_leavable
from members.services.numbers import SHORTEST
from orgs.forms.acts import ActForm


class LeaveForm(ActForm):
    """离开."""

    day = day_field(label="离开日期", initial=today, help_text="从这一天起不再在册")
    why = forms.ChoiceField(label="离开原因", choices=[("", "请选择"), *Left.choices])

    def need(self, cleaned):
        need_leavable(self.thing, cleaned["day"])


class ComeBackForm(ActForm):
    """恢复 asks nothing."""

    def need(self, cleaned):
        if not self.thing.left:
            raise ValidationError(f"“{self.thing}”没有离开")


class ReasonForm(NoColon, forms.Form):
    """Why an ID number is looked at."""

    reason = forms.CharField(
        label="事由",
        min_length=SHORTEST,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="如：核对党员档案、办理组织关系转接。会记入查看记录",
        error_messages={"required": "请写明查看的事由", "min_length": f"请写明查看的事由，至少 {SHORTEST} 个字"},
    )

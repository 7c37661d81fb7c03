"""The form below a list of findings: why they are accepted, and until when."""

from datetime import date

from django import forms

from liangxin.dates import DayField, today
from liangxin.months import shifted


def in_three_months() -> date:
    """The day that is proposed."""
    return shifted(today(), 3)


class AcceptForm(forms.Form):
    """已知悉: a reason and a day."""

    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明为什么已知悉、暂不处理"})
    until = DayField(label="有效期至", initial=in_three_months, error_messages={"required": "请填写到哪一天再提示"})

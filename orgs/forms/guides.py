"""Forms of postings, visits and matters."""

from django import forms
from django.core.exceptions import ValidationError

from liangxin.dates import DayField, today
from liangxin.fields import Form, NoColon, day_field
from orgs.choices import MatterState, VisitKind
from orgs.forms.acts import ActForm
from orgs.models import Posting
from orgs.services import visits

REPLACE, BESIDE = "replace", "beside"
WORKS = ("政策宣传", "党建指导", "服务发展", "定期汇报")  # a guide's work (domain.md §3)
LINES = forms.Textarea(attrs={"rows": 3})


class PostingForm(Form):
    """A new posting; when the organization has a guide already, whether that one is followed or joined."""

    others = forms.ChoiceField(
        label="单位已有指导员时",
        choices=[(REPLACE, "接替，原来的选派到起始日期为止"), (BESIDE, "同时联系，原来的选派不变")],
        initial=REPLACE,
        widget=forms.RadioSelect,
    )


class EndPostingForm(ActForm):
    """终止选派."""

    day = day_field(label="终止日期", initial=today, help_text="从这一天起不再联系")

    def need(self, cleaned):
        if self.thing.end and self.thing.end <= cleaned["day"]:
            raise ValidationError("这次选派在这一天之前已经终止")


class VisitForm(Form):
    """A visit; its day lies in the period of the posting."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            visits.need_visitable(cleaned.get("posting") or self.instance.posting, cleaned["day"])
        return cleaned


class MatterForm(Form):
    """A matter; what is done without a day was done today."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == MatterState.DONE:
            cleaned["settled"] = cleaned.get("settled") or today()
        return cleaned


class VisitEntryForm(NoColon, forms.Form):
    """What a guide records on a phone: everything but the words is one touch, and even those may be ticked."""

    posting = forms.ModelChoiceField(
        Posting.objects.none(), label="走访的单位", empty_label=None, widget=forms.RadioSelect
    )
    day = DayField(label="走访日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="走访类型", choices=VisitKind.choices, initial=VisitKind.REGULAR, widget=forms.RadioSelect
    )
    works = forms.MultipleChoiceField(
        label="做了什么",
        choices=[(one, one) for one in WORKS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    content = forms.CharField(label="走访内容", required=False, max_length=1900, widget=LINES)
    problems = forms.CharField(label="发现的问题", required=False, max_length=2000, widget=LINES)

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["posting"].queryset = postings
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today().isoformat()

    def clean(self):
        cleaned = super().clean()
        if not {"works", "content"} & self.errors.keys() and not self.told():
            self.add_error("content", "请勾选做了什么，或写上走访内容")
        return cleaned

    def told(self) -> str:
        """The content of the visit: what was ticked, then what was written."""
        parts = ["、".join(self.cleaned_data.get("works", ())), self.cleaned_data.get("content", "").strip()]
        return "。".join(filter(None, parts))

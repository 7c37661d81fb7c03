"""Forms of the tables of rules."""

from django.core.exceptions import ValidationError

from liangxin.fields import Form
from orgs.forms.facts import overlap
from orgs.forms.fields import SinceField
from orgs.models import TermRule, VenueItem


class TermRuleForm(Form):
    """A rule; two of one kind share no day."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = TermRule
        fields = ("kind", "years", "start", "end")

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            one = TermRule(start=cleaned["start"], end=cleaned.get("end"))
            others = TermRule.objects.filter(kind=cleaned["kind"]).exclude(pk=self.instance.pk)
            if other := next((other for other in others if overlap(one, other)), None):
                raise ValidationError(f"与“{other}”的时间重叠，请先给它填写终止日期")
        return cleaned

    def clean_years(self):
        years = self.cleaned_data["years"]
        if not 1 <= years <= 10:
            raise ValidationError("任期为 1 到 10 年")
        return years


class VenueItemForm(Form):
    """An item of the checklist."""

    class Meta:
        model = VenueItem
        fields = ("name", "place", "retired")

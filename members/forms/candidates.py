"""The form of a person on the way into the Party."""

from django import forms

from liangxin.dates import today
from liangxin.fields import day_field
from members.forms.number import PersonForm
from members.models import Candidate


class CandidateForm(PersonForm):
    """Who the person is; a new one has the day of step 1 beside it."""

    applied = day_field(
        label="递交入党申请书日期", required=False, help_text="可以以后在发展页上登记；已发展多步的，从这一步起逐步补登"
    )

    class Meta:
        model = Candidate
        fields = ("name", "sex", "birth", "ethnicity", "education", "phone", "branch", "organization", "note")

    def own_names(self):
        """The columns of the candidate among the fields."""
        columns = {field.name for field in Candidate._meta.fields}
        return [name for name in self.cleaned_data if name in columns]

    def clean_applied(self):
        """Raises ValidationError for a day that has not come."""
        day = self.cleaned_data["applied"]
        if day and day > today():
            raise forms.ValidationError("日期不能晚于今天")
        return day

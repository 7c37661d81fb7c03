"""Whether a row means a registered organization."""

from django import forms

from liangxin.fields import NoColon
from reports.imports.sameness import NONE_OF_THEM
from reports.imports.sides import Question

LATER = ""


class SameForm(NoColon, forms.Form):
    """One question: which of the organizations the row means, none of them, or no answer yet."""

    which = forms.ChoiceField(label="这一行是登记里的哪一家", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, prefix=str(question.row.pk), **kwargs)
        self.question = question
        self.fields["which"].choices = [*question.choices, (LATER, "先不回答")]
        self.fields["which"].initial = LATER

    def answered(self) -> bool:
        """Whether a valid form says anything."""
        return self.cleaned_data["which"] != LATER

    def same(self):
        """The organization that the row means, None for none of them."""
        which = self.cleaned_data["which"]
        if which == NONE_OF_THEM:
            return None
        return next(one for one in self.question.organizations if str(one.pk) == which)

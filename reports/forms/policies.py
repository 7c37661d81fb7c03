"""What an import writes of each group of columns."""

from django import forms

from liangxin.fields import NoColon
from reports.ledgers.manners import GROUPS, Manner


class PolicyForm(NoColon, forms.Form):
    """One choice for each group of columns (reports/ledgers/manners.py)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, (title, holds, _) in GROUPS.items():
            self.fields[key] = forms.ChoiceField(
                label=title, help_text=holds, choices=Manner.choices, widget=forms.RadioSelect
            )

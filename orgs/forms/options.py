"""The form of the committee's settings, made from their declarations."""

from django import forms

from liangxin.fields import NoColon
from orgs.options import OPTIONS, options


class OptionsForm(NoColon, forms.Form):
    """One field for each declared setting: a number within its limits, or some of its choices."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial=options(), **kwargs)
        for key, declared in OPTIONS.items():
            self.fields[key] = _field(declared)

    def values(self) -> dict:
        """What was chosen, by key, of a valid form."""
        return dict(self.cleaned_data)


def _field(declared):
    told = f"默认{declared.told(declared.default)}"
    if declared.choices:
        return forms.MultipleChoiceField(
            label=declared.title,
            choices=[(title, title) for title in declared.choices],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=f"{declared.help}。{told}",
        )
    return forms.IntegerField(
        label=f"{declared.title}（{declared.unit}）",
        min_value=declared.least,
        max_value=declared.most,
        help_text=f"{declared.least} 至 {declared.most}，{told}",
    )

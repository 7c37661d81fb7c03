"""What the values mean that no column knows."""

import hashlib

from django import forms

from liangxin.fields import NoColon
from orgs.models import Region
from reports.imports.values import AS_WRITTEN, LEFT_ASIDE, PLACES, Value

OPEN, ASIDE, AS_IS = "", "-", "="  # no answer; as if the cell were blank; as it is written
ALWAYS, ONCE = "always", "once"


class ValuesForm(NoColon, forms.Form):
    """For each value what it means and for how long that holds; the value has them as `meant` and `how`."""

    def __init__(self, *args, values: list[Value], **kwargs):
        super().__init__(*args, **kwargs)
        self.values = values
        for value in values:
            name = field_name(value)
            self.fields[name] = forms.ChoiceField(label=value.shown, choices=choices_for(value), required=False)
            self.fields[f"{name}-how"] = forms.ChoiceField(
                label="用多久", choices=[(ALWAYS, "总是"), (ONCE, "只这一次")], required=False
            )
            value.meant, value.how = self[name], self[f"{name}-how"]

    def given(self) -> list[tuple[str, str, Region | None, str, bool]]:
        """(fact, text, town or None, what to read instead, always) of what was answered."""
        found = []
        for value in self.values:
            name = field_name(value)
            chosen = self.cleaned_data[name]
            if chosen != OPEN:
                meant = {ASIDE: "", AS_IS: value.shown}.get(chosen, chosen)
                found.append((value.fact, value.shown, value.town, meant, self.cleaned_data[f"{name}-how"] != ONCE))
        return found


def field_name(value: Value) -> str:
    """The name of a value's drop-down: the same for the same value, whatever else is asked."""
    return "v-" + hashlib.sha256("\n".join(value.key).encode()).hexdigest()[:16]


def choices_for(value: Value) -> list:
    """The drop-down of a value: nothing said, what is nearest to it, what it may mean, as written or aside."""
    labels = dict(value.options)
    near = [(one, labels[one]) for one in value.near if one in labels]
    groups = [("像是", near)] if near else []
    others = [option for option in value.options if option not in near]
    last = (AS_IS, AS_WRITTEN) if value.founds else (ASIDE, LEFT_ASIDE)
    title = "辖区" if value.fact in PLACES else "登记的党组织" if value.founds else "可选的"
    return [(OPEN, "？"), *groups, *([(title, others)] if others else []), last]

"""Form fields of the registers."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

from liangxin.dates import DayField
from liangxin.fields import DayInput, dressed, own_field
from liangxin.periods import BEGINNING


class NamesField(forms.CharField):
    """Several names in one box, separated by 、 or line breaks; the value is a list."""

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        """Text as typed → list of names, each once."""
        names = (super().to_python(value) or "").replace("\n", "、").replace("；", "、").replace(";", "、").split("、")
        return list(dict.fromkeys(name.strip() for name in names if name.strip()))

    def validate(self, value):
        super().validate(value)
        if any(len(name) > 200 for name in value):
            raise ValidationError("每个名称最多 200 个字")

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class SinceField(DayField):
    """The day from which something holds; empty means since the beginning (periods.BEGINNING)."""

    widget = DayInput(attrs={"placeholder": "空 = 一直"})

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "required": False})

    def prepare_value(self, value):
        return None if value == BEGINNING else super().prepare_value(value)

    def to_python(self, value):
        """Text as typed → `datetime.date`."""
        return super().to_python(value) or BEGINNING

    def has_changed(self, initial, data):
        return (initial or BEGINNING) != self.to_python(data)


def form_field(db_field, *, autocomplete=False):
    """The form field of a model field outside its own model's form, in our looks."""
    kwargs = {"widget": AutocompleteSelect(db_field, admin.site)} if autocomplete else {}
    return dressed(own_field(db_field, **kwargs) or db_field.formfield(**kwargs), db_field)

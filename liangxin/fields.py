"""How form fields of registers look: dates as people write them, choices in words, no icons beside related objects."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models

from liangxin.dates import DayField, PartialDateField

ICONS = ("can_add_related", "can_change_related", "can_delete_related", "can_view_related")


class NoColon:
    """A form whose labels have no trailing colon."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "label_suffix": ""})


class Form(NoColon, forms.ModelForm):
    """The form of a register; `refused` holds sentences why a first try to save it failed."""

    refused: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        for sentence in self.refused:
            self.add_error(None, sentence)
        return cleaned

    def _post_clean(self):
        """Also the constraints on columns that follow from others, such as the normal name."""
        super()._post_clean()
        if not self.errors and hasattr(self.instance, "derive"):
            self.instance.derive()
            try:
                self.instance.validate_constraints()
            except ValidationError as refused:
                self._update_errors(refused)


class YesNo(forms.NullBooleanSelect):
    """是, 否 or not stated."""

    def __init__(self, attrs=None):
        forms.Select.__init__(self, attrs, (("unknown", "未填"), ("true", "是"), ("false", "否")))


class Suggest(AutocompleteSelect):
    """A box that offers rows while one types; `known` holds rows at hand, so that a table asks for none one by one."""

    known: dict = {}  # primary key → row; set anew, never changed in place

    def optgroups(self, name, value, attrs=None):
        chosen = [self.known[key] for key in map(str, value) if key in self.known]
        if not chosen:
            return super().optgroups(name, value, attrs)
        options = [self.create_option(name, str(row.pk), str(row), True, place) for place, row in enumerate(chosen)]
        blank = [] if self.is_required else [self.create_option(name, "", "", False, len(options))]
        return [(None, [*blank, *options], 0)]


class DayInput(forms.DateInput):
    """A day as text, shown and read in the product's own notation."""

    def __init__(self, attrs=None):
        super().__init__({"placeholder": "2019-07-01", "class": "vDateField", **(attrs or {})}, format="%Y-%m-%d")


class PartialDateInput(forms.TextInput):
    """A date of any precision as text."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vDateField", **(attrs or {})})


def day_field(**kwargs) -> DayField:
    """A form field for a whole day."""
    return DayField(**{"widget": DayInput, **kwargs})


def dressed(field, db_field):
    """`field`, the form field of the model's `db_field` or None, in our looks."""
    widget = field and field.widget
    for name in ICONS:
        if hasattr(widget, name):
            setattr(widget, name, False)
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = empty_choice(field)
    elif db_field.choices and isinstance(field, forms.TypedChoiceField):
        field.choices = [("", empty_choice(field)), *db_field.choices]
    return field


def empty_choice(field) -> str:
    """What an empty drop-down says."""
    return "请选择" if field.required else "未填"


def own_field(db_field, **kwargs):
    """The form field for a kind of model field that the stock admin would show in its own way, else None."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        return db_field.formfield(**{**kwargs, "form_class": DayField, "widget": DayInput})
    if isinstance(db_field, PartialDateField):
        return db_field.formfield(**{**kwargs, "widget": PartialDateInput})
    if isinstance(db_field, models.BooleanField) and db_field.null:
        return db_field.formfield(**{**kwargs, "widget": YesNo})
    return None

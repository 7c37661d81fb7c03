"""The box for an ID number: what was typed never goes back into a page, not even when the form is shown again.

Instead the page carries the number sealed, beside an empty box that says so; the next post opens it.
"""

from django import forms
from django.utils.html import format_html

from liangxin.vault import Lost
from members.numbers import checked_number, clean_number, number_problem
from members.secrets import hidden, opened, seal

KEPT = "-kept"


class NumberInput(forms.TextInput):
    """An always empty box; a sound number of the post before lies sealed beside it."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "inputmode": "text", "maxlength": "40", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        number = clean_number(str(value or ""))
        box = super().render(name, None, attrs, renderer)
        if not number or number_problem(number):
            return box
        return format_html(
            '{}<input type="hidden" name="{}" value="{}"><span class="lx-quiet">已填写 {}，保存时写入</span>',
            box,
            name + KEPT,
            seal(number).text,
            hidden(number),
        )

    def value_from_datadict(self, data, files, name):
        typed = data.get(name)
        if typed or not data.get(name + KEPT):
            return typed
        try:
            return opened(data[name + KEPT])
        except Lost:
            return ""


class NumberField(forms.CharField):
    """An ID number as typed → 18 characters, "" for none. `asked`: no stored value is ever in the form."""

    asked = True
    widget = NumberInput

    def __init__(self, **kwargs):
        super().__init__(**{"label": "公民身份号码", "required": False, "max_length": 40, **kwargs})

    def clean(self, value):
        """Raises ValidationError with a sentence that does not repeat the number."""
        return checked_number(super().clean(value))

    def has_changed(self, initial, data):
        return bool(data)

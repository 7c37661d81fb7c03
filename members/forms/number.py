"""The box for an ID number: what was typed never goes back into a page, not even when the form is shown again.

Instead the page carries the number sealed, beside an empty box that says so; the next post opens it.
"""

from contextlib import suppress

from django import forms
from django.utils.html import format_html

from liangxin.codes import is_id_number
from liangxin.fields import Form
from liangxin.vault import Lost
from members.ethnicities import read_ethnicity
from members.numbers import checked_number, clean_number, disagreements, number_problem
from members.secrets import hidden, index_of, masked, opened, seal
from members.services.numbers import need_free_number

KEPT = "-kept"
NOT_HERE = "公民身份号码请填在专门的栏目里，那里会加密保存"


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


class PersonForm(Form):
    """The form of somebody with a sealed number: `user` fills it in, `on` are the roster fields switched on."""

    user = None
    on: frozenset[str] = frozenset()

    id_number = NumberField()
    id_clear = forms.BooleanField(label="删除已登记的号码", required=False)
    id_clear.asked = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "id_number" not in self.on or not self.instance.id_sealed:
            self.fields.pop("id_clear", None)
        if "id_number" not in self.on:
            self.fields.pop("id_number", None)
        elif self.instance.id_sealed:
            self.fields["id_number"].help_text = f"已登记 {masked(self.instance.id_sealed)}；不改就留空"
        else:
            self.fields["id_number"].help_text = "选填，18 位，加密保存；性别和出生日期没有填的会从号码带出"

    def clean_id_number(self):
        """Raises ValidationError when another person of the register has the number."""
        number = self.cleaned_data["id_number"]
        if number:
            need_free_number(self.instance, index_of(number), by=self.user)
        return number

    def clean_ethnicity(self):
        """As the national list writes it."""
        return read_ethnicity(self.cleaned_data["ethnicity"])

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if name != "id_number" and isinstance(value, str) and is_id_number(value):
                self.add_error(name, NOT_HERE)
        return cleaned

    def number(self) -> str | None:
        """The new number, "" to remove the old one, None to leave it as it is."""
        return self.cleaned_data.get("id_number") or ("" if self.cleaned_data.get("id_clear") else None)

    def remarks(self) -> list[str]:
        """What is odd but no error, each a sentence."""
        number = self.number()
        if number is None:
            with suppress(Lost):  # the page says already that it cannot be read
                number = opened(self.instance.id_sealed)
        told = {name: self.cleaned_data.get(name) or "" for name in ("sex", "birth")}
        return list(disagreements(number or "", **told).values())

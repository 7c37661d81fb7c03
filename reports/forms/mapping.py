"""What the columns of the files mean."""

from django import forms

from liangxin.fields import NoColon
from orgs.choices import Kind
from reports.imports.layouts import DEEPEST
from reports.imports.mapping import Header, suggestions
from reports.ledgers.choices import Choice, YesNo
from reports.ledgers.fields import field_title, fields, grouped_fields

AUTO, NONE = "", "-"  # let the product judge; not to be imported
ONCE = "once"
HOW = [("always", "记住，以后全县的文件都这样读"), (ONCE, "只用于这一次")]


class MappingForm(NoColon, forms.Form):
    """A drop-down for each header, one for each sheet whose kind nobody knows, and whether to remember.

    headers: those shown, each with its field as `header.field` afterwards; kinds: (file, sheet) → what was said of the
    kind of all its rows, "" for nothing; bare: (file, sheet, first rows) of tables whose header was not found; tops:
    what was said of them, see answers.tops_told.
    """

    how = forms.ChoiceField(label="这些对应", choices=HOW, initial="always", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, headers: list[Header], kinds: dict, bare: list, tops: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.headers, self.told, self.bare, self.told_tops = headers, kinds, bare, tops
        for number, (file, sheet, lines) in enumerate(self.bare):
            held = tops.get((file, sheet), ("", ""))
            rows = [(str(row), f"第 {row} 行：{text}") for row, text in lines]
            ends = (("top", "表头从哪一行起", "不是单位名册"), ("bottom", "表头到哪一行止", "只有一行"))
            for (end, label, blank), row in zip(ends, held, strict=True):
                self.fields[f"t-{number}-{end}"] = forms.ChoiceField(
                    label=f"{file} {sheet} {label}", choices=[("", blank), *rows], required=False, initial=str(row)
                )
        for header in headers:
            name = f"h-{header.fingerprint}"
            choices = choices_for(header)
            chosen = forms.ChoiceField(label=header.leaf, choices=choices, required=False, initial=answered(header))
            self.fields[name] = chosen
            header.field = self[name]
        for number, ((file, sheet), kind) in enumerate(kinds.items()):
            choices = [("", "看各行自己的内容"), *Kind.choices]
            self.fields[f"k-{number}"] = forms.ChoiceField(
                label=f"{file} {sheet} 整张表是", choices=choices, required=False, initial=kind
            )

    def kind_fields(self):
        """The drop-downs of the sheets."""
        return [self[f"k-{number}"] for number in range(len(self.told))]

    def top_fields(self):
        """The drop-downs of the tables whose header was not found."""
        return [self[f"t-{number}-{end}"] for number in range(len(self.bare)) for end in ("top", "bottom")]

    def tops(self) -> dict[tuple[str, str], tuple[int, int] | None]:
        """(file, sheet) → first and last row of the header, where the clerk said so anew; None to take that back."""
        found = {}
        for number, (file, sheet, _) in enumerate(self.bare):
            top, bottom = (self.cleaned_data[f"t-{number}-{end}"] for end in ("top", "bottom"))
            last = max(int(top), min(int(bottom or top), int(top) + DEEPEST - 1)) if top else 0
            found[file, sheet] = (int(top), last) if top else None
        return {place: rows for place, rows in found.items() if rows != self.told_tops.get(place)}

    def clean(self):
        """Two columns of one sheet cannot mean the same field."""
        cleaned = super().clean()
        taken: dict[tuple, Header] = {}
        for header in self.headers:
            key = cleaned.get(f"h-{header.fingerprint}", AUTO)
            if key in (AUTO, NONE) or "=" in key:
                continue
            for file, sheet, _ in header.places:
                other = taken.setdefault((file, sheet, key), header)
                if other is not header:
                    sentence = f"“{other.leaf}”和“{header.leaf}”都选了“{field_title(key)}”，请只留一列"
                    self.add_error(f"h-{header.fingerprint}", sentence)
                    break
        return cleaned

    def given(self, *, rest: bool = False) -> dict[str, str | None]:
        """Fingerprint → what the clerk answered anew; None where an answer is taken back.

        rest: headers that are asked and were left open are not to be imported.
        """
        found = {}
        for header in self.headers:
            chosen = self.cleaned_data[f"h-{header.fingerprint}"]
            if rest and chosen == AUTO and header.asked and not header.key:
                chosen = NONE
            if chosen != answered(header):
                found[header.fingerprint] = None if chosen == AUTO else "" if chosen == NONE else chosen
        return found

    def kinds(self) -> dict[tuple[str, str], str]:
        """(file, sheet) → the kind of all its rows, where the clerk said so anew; "" where that is taken back."""
        given = {place: self.cleaned_data[f"k-{number}"] for number, place in enumerate(self.told)}
        return {place: kind for place, kind in given.items() if kind != self.told[place]}


def answered(header: Header) -> str:
    """The value of the drop-down that says what was answered."""
    if not header.answered:
        return AUTO
    if header.choice:
        column = fields()[header.key]
        label = next((label for label in column.labels if column.tick(label) == header.choice), "")
        return f"{header.key}={label}"
    return header.key or NONE


def choices_for(header: Header) -> list:
    """The drop-down of a header: what the product makes of it, suggestions, nothing, and all fields of the ledgers."""
    now = header.title if not header.answered else ""
    first = [(AUTO, f"自动：{now}" if now else "还不知道" if header.asked else "自动"), (NONE, "不导入")]
    near = [] if header.key and not header.asked else [(key, field_title(key)) for key in suggestions(header)]
    header.near = [title for _, title in near]
    groups = [("可能是", near)] if near else []
    if header.ticks or "=" in answered(header):
        ticked = [(f"{key}={label}", f"{field_title(key)}：{label}") for key, label in tick_choices()]
        groups.append(("打勾表示", ticked))
    return [*first, *groups, *((title, list(names)) for title, names in grouped_fields())]


def tick_choices() -> list[tuple[str, str]]:
    """(field, label) of all that a tick in a column of its own may state."""
    columns = [one for one in fields().values() if isinstance(one, Choice) and not isinstance(one, YesNo)]
    return [(one.key, label) for one in columns for label in one.labels if one.tick(label) is not None]

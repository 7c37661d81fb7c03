"""Two editors of one row: the second sees both values and chooses; nothing is overwritten silently.

A form carries the version of its row and, as `_opened`, the values it was opened with. On a post they are compared
with what is stored now. Where somebody changed a value meanwhile, the form is shown again: with their value where the
second editor had not touched it, and with both values to choose from where both changed it.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from liangxin.changes import NOTHING, Act

OPENED, VERSION, SINCE, UNDECIDED, CHOOSE = "_opened", "_version", "_since", "_undecided", "_choose-"
MINE, THEIRS = "mine", "theirs"
AGAIN = "没有保存：您打开这一页之后，别人改过这条记录。请看上面列出的改动，再保存一次。"


@dataclass(frozen=True)
class Clash:
    """A field that both changed."""

    name: str
    label: str
    theirs: str
    mine: str
    who: str
    when: datetime | None


@dataclass(frozen=True)
class Conflict:
    """What to show above the form."""

    clashes: list[Clash]
    acts: list[Act]


def bound_fields(form, formsets):
    """All visible fields of a form and its inline tables, but those that hold no stored value (`asked`)."""
    for one in [form, *(row for formset in formsets for row in formset.forms)]:
        for field in one:
            if not field.is_hidden and field.name != "DELETE" and not getattr(field.field, "asked", False):
                yield field


def stored(field) -> str:
    """What a browser would post for the value that the database holds for a bound field."""
    widget, value = field.field.widget, field.field.prepare_value(field.initial)
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else ""
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        shown = next((str(each) for each in shown if each is not None), "")
    return _plain(shown)


def opened(form, formsets) -> str:
    """The values that the form is opened with, for its hidden field."""
    return json.dumps({field.html_name: stored(field) for field in bound_fields(form, formsets)}, ensure_ascii=False)


def settle(data, form, formsets, *, version, told):
    """Compare a post with what is stored. → (data to go on with, Conflict or None).

    `data` is the post, `form` and `formsets` are bound to it, `version` is the row's own now (None when it has none);
    `told(since)` gives the acts since a moment.
    """
    if OPENED not in data:
        return data, None
    try:
        before = {str(name): str(value) for name, value in json.loads(data[OPENED]).items()}
    except (ValueError, AttributeError):
        return data, None
    fields = {field.html_name: field for field in bound_fields(form, formsets)}
    now = {name: stored(field) for name, field in fields.items()}
    data = data.copy()
    moved = [name for name in now if name in before and before[name] != now[name]]
    undecided = []
    for name in set(data.getlist(UNDECIDED)) & now.keys() - set(moved):
        choice = data.get(CHOOSE + name)
        if choice == THEIRS:
            _put(data, name, now[name])
        elif choice != MINE:
            undecided.append(name)
    for name in moved:
        mine = _plain(data.get(name))
        if mine == before[name]:
            _put(data, name, now[name])
        elif mine != now[name]:
            undecided.append(name)
    stale = version is not None and data.get(VERSION) not in (None, str(version))
    if not (moved or undecided or stale):
        return data, None
    since = parse_datetime(data.get(SINCE) or "") or timezone.now()
    acts = told(since)
    ordered = [name for name in now if name in undecided]
    clashes = [_clash(fields[name], _plain(data.get(name)), now[name], acts) for name in ordered]
    return data, Conflict(clashes, acts)


def _put(data, name, value):
    if value:
        data[name] = value
    else:
        data.pop(name, None)


def _plain(value) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _clash(field, mine, theirs, acts) -> Clash:
    label = str(field.label)
    by_them = [act for act in acts if any(line[0] == label for part in act.parts for line in part.changes)] or acts
    act = by_them[0] if by_them else None
    return Clash(
        field.html_name,
        label,
        shown(field.field, theirs),
        shown(field.field, mine),
        act.who if act else "别人",
        act.when if act else None,
    )


def shown(field, raw: str) -> str:
    """A posted value in words."""
    if not raw or raw == "unknown":
        return NOTHING
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=raw).first() or raw) if raw.isdigit() else raw
    choices = getattr(field, "choices", None) or getattr(field.widget, "choices", None)
    if choices:
        return str(dict(choices).get(raw, raw))
    return "是" if raw == "on" else raw

"""The history in words: who changed what, when, from which value to which (design.md, History).

Works on the history models of any register. One query for each source, one for each kind of thing that a value names,
and one for the people: the count does not depend on how much was changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from django.contrib.admin import display
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from liangxin.dates import PartialDateField, said
from liangxin.history import ADDED, CHANGED, DELETED
from liangxin.periods import BEGINNING

NOTHING = "空"
KINDS = {ADDED: "新建", CHANGED: "修改", DELETED: "删除"}
HIDDEN = {
    "id",
    "version",
    "search_key",
    "normal_name",
    "counts",
    "fingerprint",
    "over",
    "last_login",
    "date_joined",
    "id_index",
    "is_staff",
    "is_superuser",
}
# Titles of answers kept in a JSON column, by key: liangxin/urls.py fills it, as this module knows no survey.
ANSWERS: dict[str, str] = {}
# Columns that keep a list of keys → the model whose `key` and `name` they are; filled there, too.
KEPT: dict[str, type[models.Model]] = {}
SEALED = {"id_sealed"}  # columns of sealed text: that it changed is told, never the text
ONE_ACT = timedelta(seconds=3)  # what one person saves together


@dataclass(frozen=True)
class Source:
    """History entries to tell about: a queryset of a history model.

    `title` names a fact in words (None for the thing itself); `owner` is the column that leads to the thing, which
    goes without saying; with `follows` a new row continues the one before it, so it is told as a change from there.
    `naming` are the columns that tell which one it is; `called` does the same with words of its own.
    """

    entries: models.QuerySet
    title: str = ""
    owner: str = ""
    follows: bool = False
    naming: tuple[str, ...] = ()
    called: Callable[[models.Model], str] | None = None


@dataclass
class Part:
    """One entry: what was done to which thing, and the values as (label, old, new); old is None for a new thing."""

    kind: str
    title: str
    changes: list[tuple[str, str | None, str]]
    when: datetime
    user_id: int | None
    batch_id: int | None
    reason: str = ""


@dataclass
class Act:
    """What one person did at one time."""

    when: datetime
    who: str
    batch_id: int | None
    parts: list[Part] = field(default_factory=list)


def acts(
    sources: Iterable[Source],
    since: datetime | None = None,
    *,
    hidden: frozenset[str] = frozenset(),
    mask: Callable[[str], str] | None = None,
) -> list[Act]:
    """Everything the sources tell, the newest first; only what happened after `since` when it is given.

    `hidden` are names of columns, and keys of answers, that are not told; `mask` is put over telephone numbers.
    """
    told = Telling(hidden, mask)
    for source in sources:
        told.read(source, since)
    return told.acts()


class Telling:
    """Collects raw changes first and turns values into words at the end, when all names can be looked up at once."""

    def __init__(self, hidden=frozenset(), mask=None):
        self.hidden, self.mask = HIDDEN | hidden, mask
        self.raw = []  # (history entry, source, [(field, old, new)])
        self.named = defaultdict(set)  # model -> primary keys to be named
        self.kept = defaultdict(set)  # model -> its own keys to be named

    def read(self, source: Source, since: datetime | None = None):
        """Take the changes of `source`."""
        rows = source.entries.order_by("id", "history_date", "history_id")
        by_object = defaultdict(list)
        for row in rows:
            by_object[row.id].append(row)
        for entries in by_object.values():
            for before, entry in pairwise([None, *entries]):
                if since is None or entry.history_date > since:
                    self.take(source, entry, before or self._before(source, entry, by_object))

    def take(self, source, entry, before):
        """Take one entry, told as a change from `before` when there is one."""
        fields = [one for one in entry.tracked_fields if one.name not in self.hidden and one.name != source.owner]
        pairs = [(one, before and getattr(before, one.attname), getattr(entry, one.attname)) for one in fields]
        if entry.history_type == DELETED:
            pairs = [(one, None, new) for one, _, new in pairs]
        differing = [
            (one, self._seen(one.name, old), self._seen(one.name, new))
            for one, old, new in pairs
            if _blank(old) != _blank(new)
        ]
        if source.follows and entry.history_type == CHANGED and {one.name for one, _, _ in differing} <= {"end"}:
            return  # the row that follows tells it
        if differing or entry.history_type != CHANGED:
            self._note(source, entry, differing)
            self.raw.append((entry, source, before, differing))

    def acts(self) -> list[Act]:
        """The acts in words, the newest first."""
        names = {model: _names(model, keys) for model, keys in self.named.items()}
        for model, keys in self.kept.items():
            names.setdefault(model, {}).update(model.objects.filter(key__in=keys).values_list("key", "name"))
        people = get_user_model().objects.in_bulk({entry.history_user_id for entry, *_ in self.raw} - {None})
        parts = [_part(entry, source, before, changes, names) for entry, source, before, changes in self.raw]
        found: list[Act] = []
        for part in sorted(parts, key=lambda part: part.when, reverse=True):
            who = str(people.get(part.user_id, "系统"))
            last = found[-1] if found else None
            if last and (last.who, last.batch_id) == (who, part.batch_id) and last.when - part.when < ONE_ACT:
                last.parts.append(part)
            else:
                found.append(Act(part.when, who, part.batch_id, [part]))
        for act in found:
            act.parts.sort(key=lambda part: (part.title != "", part.when))
        return found

    def _seen(self, name, value):
        """What the reader sees of a value."""
        if isinstance(value, dict):
            return {key: self._seen(key, each) for key, each in value.items() if key not in self.hidden}
        return self.mask(value) if self.mask and "phone" in name and isinstance(value, str) else value

    def _before(self, source, entry, by_object):
        if not source.follows or entry.history_type != ADDED:
            return None
        return max(
            (row for rows in by_object.values() for row in rows if row.end == entry.start and row.id != entry.id),
            key=lambda row: row.history_date,
            default=None,
        )

    def _note(self, source, entry, changes):
        for one, old, new in changes:
            if one.remote_field:
                self.named[one.remote_field.model] |= {old, new} - {None}
            if one.name in KEPT:
                self.kept[KEPT[one.name]] |= {*(old or ()), *(new or ())}
        for name in source.naming:
            one = entry._meta.get_field(name)
            if one.remote_field and getattr(entry, one.attname):
                self.named[one.remote_field.model].add(getattr(entry, one.attname))


def _names(model, keys):
    """{key: name}, of what is deleted the name it had last."""
    names = {pk: str(thing) for pk, thing in model._base_manager.in_bulk(keys).items()}
    gone = set(keys) - names.keys()
    if gone and hasattr(model, "history"):
        for entry in model.history.filter(id__in=gone).order_by("history_date", "history_id"):
            names[entry.id] = f"{entry.instance}（已删除）"
    return names


def _blank(value):
    return None if value in ("", [], {}) else value


def _part(entry, source, before, changes, names) -> Part:
    kind = KINDS[entry.history_type]
    title = source.title
    if source.naming:
        told = [
            in_words(entry._meta.get_field(name), getattr(entry, entry._meta.get_field(name).attname), names)
            for name in source.naming
        ]
        title = f"{title}“{'，'.join(told)}”"
    if source.called:
        title = f"{title}“{source.called(entry)}”"
    if source.follows and before is not None and entry.history_type == ADDED:
        kind, title = "变动", f"{source.title}（从{in_words(entry._meta.get_field('start'), entry.start, names)}起）"
        changes = [change for change in changes if change[0].name not in ("start", "end")]
    new = before is None or entry.history_type == DELETED
    lines = []
    if entry.history_type != DELETED:
        for one, old, value in changes:
            if not (new and one.name in source.naming):
                lines += _lines(one, None if new else old, value, names, new)
    return Part(
        kind,
        title,
        lines,
        timezone.localtime(entry.history_date),
        entry.history_user_id,
        entry.batch_id,
        entry.history_change_reason or "",
    )


def _lines(one, old, new, names, is_new):
    if isinstance(one, models.JSONField) and isinstance(new or old, dict):
        old, new = old or {}, new or {}
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return [
            (ANSWERS.get(key, str(key)), None if is_new else _said(old.get(key)), _said(new.get(key))) for key in keys
        ]
    label = str(one.verbose_name)
    if one.name in SEALED:
        return [(label, None if is_new else _sealed(old, "原号码"), _sealed(new, "号码" if is_new else "新号码"))]
    return [(label, None if is_new else in_words(one, old, names), in_words(one, new, names))]


def _sealed(value, called):
    return f"{called}（不显示）" if value else NOTHING


def _said(value):
    if value is True or value is False:
        return "是" if value else "否"
    return NOTHING if value in (None, "", []) else str(value)


def in_words(one, value, names=None) -> str:
    """A stored value of the model field `one` as people read it; `names` maps model → key → name."""
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if one.name in SEALED:
        return _sealed(value, "已填写")
    if one.remote_field:
        model = one.remote_field.model
        return (names or {}).get(model, {}).get(value) or f"已删除的{model._meta.verbose_name}"
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, PartialDateField):
        return said(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return "一开始" if value == BEGINNING else said(value.isoformat())
    if isinstance(value, list):
        called = (names or {}).get(KEPT.get(one.name), {})
        return "、".join(str(called.get(each, each)) for each in value)
    return _said(value)


def answers_in_words(answers: dict) -> list[tuple[str, str]]:
    """The answers of a JSON column as (title, value)."""
    return [(ANSWERS.get(key, str(key)), _said(value)) for key, value in answers.items()]


def spoken(model, *names: str) -> type:
    """A class whose method `said_<name>` shows a column of `model` in words, for the pages of who only reads."""

    def method(name):
        column = model._meta.get_field(name)

        @display(description=column.verbose_name)
        def said_column(self, row):
            value = getattr(row, column.attname)
            return "—" if in_words(column, value) == NOTHING else in_words(column, value)

        return said_column

    return type("Spoken", (), {f"said_{name}": method(name) for name in names})

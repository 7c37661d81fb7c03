"""Where each field of an organization comes from: which file, sheet and row, or which person, and when.

Read from the history of the organization and its dated facts. What a batch wrote and its undo took back is passed
over: the value is as old as it was before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone

from liangxin.changes import ANSWERS, in_words
from liangxin.dates import today
from liangxin.periods import BEGINNING
from orgs.models import Coverage, MassGroup, Organization, Posting, Standing, Tag
from orgs.services.standings import STATED
from reports.imports.preview import PER_PAGE
from reports.imports.tracing import UNDOING
from reports.ledgers.masking import masked
from reports.models import ImportBatch, ImportRow

OWN = (
    "name",
    "kind",
    "credit_code",
    "former_names",
    "predecessor",
    "established",
    "closed",
    "closed_reason",
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "head_is_member",
    "head_is_secretary",
    "charter_on",
    "unbuilt_reason",
    "unbuilt_text",
    "plan_note",
)
FACTS = {  # model → the columns that it tells, the naming one first
    Coverage: ("branch", "mode", "start"),
    Posting: ("guide", "start"),
    MassGroup: ("kind", "start"),
    Tag: ("tag", "start"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One field: what it says, and the history entry that brought it; None when nothing tells."""

    label: str
    value: str
    entry: object | None
    is_phone: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, as far as the reader may see it."""

    who: str
    when: datetime | None
    batch: int | None = None
    opens: bool = False  # whether the reader may open the batch
    row: ImportRow | None = None  # the row that stated the organization, with its file; then only
    page: int = 1  # of the batch's rows, on which the row stands
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its source."""

    label: str
    value: str
    source: Source


def sources(one: Organization, user) -> list[tuple[str, list[Line]]]:
    """(title, lines) of each part of an organization that `user` sees. A fixed number of queries."""
    parts = [("基本情况", _own(one)), ("摸排其他项", _answers(one)), ("现在的概况", _standing(one))]
    parts += [(str(model._meta.verbose_name), _facts(model, columns, one)) for model, columns in FACTS.items()]
    entries = [known.entry for _, found in parts for known in found if known.entry is not None]
    told = _Told(one, entries, user)
    return [(title, [told.line(known) for known in found]) for title, found in parts if found]


def last_survey(one: Organization) -> ImportRow | None:
    """The row of the latest survey that stated the organization, also when it changed nothing."""
    written = ImportRow.objects.filter(organization=one, written=True, batch__state=ImportBatch.State.APPLIED)
    return written.select_related("batch", "file").order_by("-batch__as_of", "-batch__applied", "-pk").first()


def pages_of(rows: Iterable[ImportRow]) -> dict[int, int]:
    """On which page of its batch each row is shown. One query."""
    counts = {str(row.pk): Count("pk", filter=Q(batch=row.batch_id, pk__lt=row.pk)) for row in rows}
    batches = {row.batch_id for row in rows}
    before = ImportRow.objects.filter(batch__in=batches).aggregate(**{f"row{key}": one for key, one in counts.items()})
    return {int(key): before[f"row{key}"] // PER_PAGE + 1 for key in counts}


def _own(one: Organization) -> list[Known]:
    return _known(one, OWN, _settled(_kept(Organization.history.filter(id=one.pk))))


def _answers(one: Organization) -> list[Known]:
    entries = _settled(_kept(Organization.history.filter(id=one.pk)))
    found = []
    for key, value in one.survey.items():
        entry = _origin(entries, lambda held, key=key: held.survey.get(key))
        said = ("是" if value else "否") if isinstance(value, bool) else str(value)
        found.append(Known(ANSWERS.get(key, key), said, entry, key.endswith("_phone")))
    return found


def _standing(one: Organization) -> list[Known]:
    """The standing of today; what it took over from the one before is as old as there."""
    rows = list(one.standings.select_related("region", "zone", "supervisor").order_by("start"))
    place = next((n for n, row in enumerate(rows) if row.covers(today())), len(rows) - 1)
    if place < 0:
        return []
    entries, found = _by_row(Standing, one), []
    for name in STATED:
        field = Standing._meta.get_field(name)
        value = getattr(rows[place], field.attname)
        if value in (None, ""):
            continue
        entry, at = None, place
        while at >= 0 and getattr(rows[at], field.attname) == value:
            own = _settled(entries[rows[at].pk])
            entry = _origin(own, lambda held, name=field.attname: getattr(held, name)) or entry
            if entry is None or not own or entry is not own[0]:
                break
            at -= 1
        found.append(Known(str(field.verbose_name), _said(rows[place], field), entry))
    return found


def _facts(model, columns: tuple[str, ...], one: Organization) -> list[Known]:
    """The facts that hold today."""
    named = [name for name in columns if model._meta.get_field(name).remote_field]
    entries, found = _by_row(model, one), []
    for row in model.objects.on(today()).filter(organization=one).select_related(*named).order_by("start", "id"):
        found += _known(row, columns, _settled(entries[row.pk]))
    return found


def _by_row(model, one: Organization) -> dict[int, list]:
    """The history of the facts of an organization, by fact, its time with another owner included."""
    mine = model.objects.filter(organization=one).values("pk")
    entries = defaultdict(list)
    for entry in _kept(model.history.filter(id__in=mine)):
        entries[entry.id].append(entry)
    return entries


def _known(row, names: Iterable[str], entries: list) -> list[Known]:
    """The columns of a row that say something."""
    found = []
    for name in names:
        field = row._meta.get_field(name)
        if getattr(row, field.attname) not in (None, "", []):
            entry = _origin(entries, lambda held, name=field.attname: getattr(held, name))
            found.append(Known(str(field.verbose_name), _said(row, field), entry, name.endswith("_phone")))
    return found


def _said(row, field) -> str:
    if field.remote_field:
        return str(getattr(row, field.name))
    value = getattr(row, field.attname)
    return "起初" if value == BEGINNING else in_words(field, value)


def _kept(history) -> list:
    return list(history.order_by("history_date", "history_id"))


def _settled(entries: list) -> list:
    """The entries without what a batch wrote and its undo took back; a batch written again after that counts."""
    undone = {
        entry.batch_id: place
        for place, entry in enumerate(entries)
        if (entry.history_change_reason or "").startswith(UNDOING)
    }
    return [entry for place, entry in enumerate(entries) if place > undone.get(entry.batch_id, -1)]


def _origin(entries: list, value_of):
    """The entry since which the value is what it is; None without entries."""
    if not entries:
        return None
    value, since = value_of(entries[-1]), entries[-1]
    for entry in reversed(entries):
        if value_of(entry) != value:
            break
        since = entry
    return since


class _Told:
    """Turns entries into sources: people by name, batches into the row that stated the organization."""

    def __init__(self, one: Organization, entries: list, user):
        batches = {entry.batch_id for entry in entries} - {None}
        self.people = get_user_model().objects.in_bulk({entry.history_user_id for entry in entries} - {None})
        self.batches = ImportBatch.objects.in_bulk(batches)
        self.seen = set(ImportBatch.objects.visible_to(user).filter(pk__in=batches).values_list("pk", flat=True))
        rows = ImportRow.objects.filter(batch__in=self.seen, organization=one, written=True)
        self.rows = {row.batch_id: row for row in rows.select_related("file").order_by("-pk")}
        self.pages = pages_of(self.rows.values())
        self.hides_phones = not getattr(user, "sees_phones", True)

    def line(self, known: Known) -> Line:
        """A field with its source."""
        hidden = known.is_phone and self.hides_phones
        return Line(known.label, masked(known.value) if hidden else known.value, self._source(known))

    def _source(self, known: Known) -> Source:
        entry = known.entry
        if entry is None:
            return Source("", None)
        when = timezone.localtime(entry.history_date)
        batch = self.batches.get(entry.batch_id)
        if batch is not None:
            row = self.rows.get(batch.pk)
            page = self.pages[row.pk] if row else 1
            return Source(batch.user_name, when, batch.pk, batch.pk in self.seen, row, page)
        who = self.people.get(entry.history_user_id)
        return Source(str(who) if who else "系统", when, reason=entry.history_change_reason or "")

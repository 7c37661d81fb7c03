"""Answers about absent organizations: kept while the batch waits, carried out with it (its undo takes them back)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from liangxin import bulk
from liangxin.dates import said, today
from liangxin.history import ADDED, record
from orgs.choices import Source
from orgs.models import Coverage, MassGroup, Merge, Organization, Posting, Region, Standing, Visit
from orgs.scope import CONSOLE
from reports.imports.absent import missing
from reports.imports.batches import CannotImport, lock
from reports.imports.changes import Changes
from reports.imports.pipelines import Kind, pipeline
from reports.imports.register import Record, in_chunks
from reports.imports.stating import copy_of
from reports.models import Absence, ImportBatch, ImportRow, TransferRequest

Answer = Absence.Answer
State = ImportBatch.State
OUTSIDE = "迁往县外"  # the county's register ends where the county ends, so such an organization is closed with it
FACTS = {"standings": Standing, "coverages": Coverage, "postings": Posting, "mass_groups": MassGroup}


class Given(NamedTuple):
    """One answer: what became of an organization, from which day, why, and where it moved to (None: out of here)."""

    answer: str
    day: date | None = None
    reason: str = ""
    region: Region | None = None


def why_not(organization: Organization, given: Given) -> str:
    """Why an answer cannot be right, as a sentence; "" when it can."""
    if given.answer == Answer.MISSED:
        return ""
    if given.day is None:
        return "请填写日期"
    if given.day > today():
        return "日期不能晚于今天"
    if organization.established and given.day.isoformat() < organization.established:
        return f"成立于{said(organization.established)}，日期不能早于这一天"
    return ""


@transaction.atomic
def answer(batch: ImportBatch, given: dict[int, Given | None], *, user) -> Counter:
    """Keep answers about absent organizations, by their keys; None takes one back. → how many of each answer.

    In a batch that is applied already they are carried out at once, and those that were are counted. Answers that were
    carried out stay as they are, and one that cannot be true (why_not) changes nothing. Raises CannotImport when the
    batch is given up or undone.
    """
    batch = lock(batch)
    if batch.state not in (State.PLANNED, State.APPLIED):
        raise CannotImport(f"这次导入{batch.get_state_display()}，不能再回答")
    settled = batch.absences.filter(written=True).values("organization")
    there = missing(batch, user).exclude(pk__in=settled).in_bulk(list(given))
    new = [
        Absence(batch=batch, organization=there[pk], name=there[pk].name, **one._asdict())
        for pk, one in given.items()
        if one is not None and pk in there and not why_not(there[pk], one)
    ]
    replaced = [pk for pk, one in given.items() if one is None] + [one.organization_id for one in new]
    batch.absences.filter(written=False, organization__in=replaced).delete()
    Absence.objects.bulk_create(new)
    return carry_out(batch, user=user) if batch.state == State.APPLIED else Counter(one.answer for one in new)


def carry_out(batch: ImportBatch, *, user) -> Counter:
    """Write what the answers of `batch` say; call inside a transaction that holds the batch. → how many of each.

    An answer that holds no more (the organization is there after all, was closed, or was visited later) stays
    unwritten, with the reason in its note.
    """
    waiting = list(batch.absences.filter(written=False).select_related("region"))
    if not waiting:
        return Counter()
    leaving = Leaving(batch, waiting, user)
    for absence in waiting:
        absence.note = leaving.take(absence)
        absence.written = not absence.note
    leaving.write()
    bulk.update(Absence, waiting, ["written", "note"])
    return Counter(one.answer for one in waiting if one.written)


def in_words(batch: ImportBatch) -> dict:
    """What the pages of a batch say of its answers: {"waiting", "written", "undone"} in words, "" for none.

    "held" counts those that were not carried out.
    """
    lines = list(batch.absences.values_list("answer", "written", "note", "undo"))
    return {
        "waiting": _counted(answer for answer, written, note, _ in lines if not written and not note),
        "written": _counted(answer for answer, written, _, undo in lines if written and not undo),
        "undone": _counted((undo for *_, undo in lines if undo), ImportRow.Undo.choices),
        "held": sum(1 for _, written, note, _ in lines if note and not written),
    }


def _counted(values: Iterable[str], choices=Answer.choices) -> str:
    counts = Counter(values)
    return "，".join(f"{label} {counts[value]} 家" for value, label in choices if counts[value])


def taken_back(batch: ImportBatch, staying: dict):
    """Say of each answer that was carried out how the undo of `batch` ended, when the registers are put back.

    staying: what undo left as it is, (model, key) → (ImportRow.Undo, why). An organization that the county moved at
    the batch's request stays moved: that was the county's own act.
    """
    written = list(batch.absences.filter(written=True))
    accepted = TransferRequest.objects.filter(batch_id=batch.pk, state=TransferRequest.State.ACCEPTED)
    moved = set(accepted.values_list("organization", flat=True))
    for one in written:
        kept = staying.get((Organization, one.organization_id))
        if kept is None and one.answer == Answer.MOVED and one.organization_id in moved:
            kept = (ImportRow.Undo.KEPT, "县里已同意迁出，保留现状")
        one.undo, one.undo_note = kept or (ImportRow.Undo.BACK, "")
    bulk.update(Absence, written, ["undo", "undo_note"])


def _about_merged(organizations: Iterable[int]) -> set[int]:
    """The answers that were given about an organization which was merged into one of these since."""
    found = set()
    for chunk in in_chunks(organizations):
        for done in Merge.objects.filter(kept__in=chunk, undone=None).values_list("done", flat=True):
            found.update(pk for label, _, pk, _ in done["moved"] if label == Absence._meta.label_lower)
    return found


class Leaving:
    """Organizations that leave, held and loaded with their dated facts; changed in memory, then written at once."""

    def __init__(self, batch: ImportBatch, absences: Iterable[Absence], user):
        self.batch, self.user = batch, user
        self.changes = Changes(pipeline(Kind.SURVEY))
        self.requests: list[TransferRequest] = []
        keys = [one.organization_id for one in absences]
        self.missing = set()
        self.records: dict[int, Record] = {}
        for chunk in in_chunks(keys):
            self.missing.update(missing(batch, user).filter(pk__in=chunk).values_list("pk", flat=True))
            held = Organization.objects.filter(pk__in=chunk).order_by("pk").select_for_update(of=("self",))
            self.records.update((one.pk, Record(one)) for one in held)
        self._load_facts()
        self.merged = _about_merged(self.records)
        regions = {one.region_id for one in absences if one.region_id}
        self.own = set(Region.objects.editable_by(user).filter(pk__in=regions).values_list("pk", flat=True))
        waiting = TransferRequest.objects.filter(state=TransferRequest.State.WAITING, organization__in=keys)
        self.asked = set(waiting.values_list("organization", "region"))

    def _load_facts(self):
        for name, model in FACTS.items():
            for chunk in in_chunks(self.records):
                for one in model.objects.filter(organization__in=chunk).order_by("organization_id", "start", "id"):
                    known = self.records[one.organization_id]
                    one.organization = known.organization
                    getattr(known, name).append(one)
        postings = [one.pk for each in self.records.values() for one in each.postings]
        self.visits: dict[int, date] = {}  # posting → its last visit
        for chunk in in_chunks(postings):
            days = Visit.objects.filter(posting__in=chunk).order_by("day").values_list("posting", "day")
            self.visits.update(days)

    def take(self, absence: Absence) -> str:
        """Do in memory what the answer says; returns why not, "" when it is done."""
        known = self.records.get(absence.organization_id)
        if known is None or absence.organization_id not in self.missing:
            return "表里已有这家单位，或之后又有变动，没有照办，请核对"
        if absence.pk in self.merged:
            return f"{absence.name}已并入{known.organization.name}，没有照办，请核对"
        if absence.answer == Answer.MISSED:
            return ""
        given = Given(absence.answer, absence.day, absence.reason, absence.region)
        if problem := why_not(known.organization, given):
            return problem
        if absence.answer == Answer.MOVED and absence.region_id:
            return self._move(known, absence)
        return self._close(known, absence)

    def _close(self, known: Record, absence: Absence) -> str:
        """Closing ends coverages, postings and mass groups that day; what would begin later never holds (§3)."""
        day, organization = absence.day, known.organization
        facts = [*known.coverages, *known.postings, *known.mass_groups]
        running = [one for one in facts if one.end is None or one.end > day]
        if any(isinstance(one, Posting) and self.visits.get(one.pk, date.min) >= day for one in running):
            return f"{said(str(day))}或以后还有走访记录，没有照办，请核对日期"
        for one in running:
            if one.start >= day:
                self.changes.delete(one)
            else:
                self.changes.change(one, end=day)
        reason = absence.reason
        if absence.answer == Answer.MOVED:
            reason = f"{OUTSIDE}：{reason}" if reason else OUTSIDE
        self.changes.change(organization, closed=day.isoformat(), closed_reason=reason)
        self.changes.touch(organization)
        return ""

    def _move(self, known: Record, absence: Absence) -> str:
        """From the day on the standing lies in the new region; into another's region the county is asked to move it."""
        running = known.standing_on(absence.day)
        if running is None or running.region_id == absence.region_id:
            return f"在{said(str(absence.day))}已在{absence.region}，没有照办"
        if self.user is not CONSOLE and absence.region_id not in self.own:
            self._request(absence)
            return ""
        old = running.region_id
        source = running.source if running.source == Source.ROSTER else Source.SURVEY
        stated = {"region": absence.region, "stated_on": absence.day, "source": source}
        for later in known.standings:
            if later.start > absence.day:
                if later.region_id != old:
                    break
                self.changes.change(later, region=absence.region)
        if running.start == absence.day:
            self.changes.change(running, **stated)
        else:
            self.changes.add(copy_of(running, **stated, start=absence.day))
            self.changes.change(running, end=absence.day)
        self.changes.touch(known.organization)
        return ""

    def _request(self, absence: Absence):
        if (absence.organization_id, absence.region_id) in self.asked:
            return
        request = TransferRequest(
            organization_id=absence.organization_id,
            region=absence.region,
            day=absence.day,
            stated_name=absence.name,
            batch_id=self.batch.pk,
            requested_by=self.user,
        )
        self.requests.append(request)

    def write(self):
        """Write everything, with the batch in its history."""
        reason = f"导入 {self.batch.pk}：上次有这次没有"
        stamp = {"user": self.user, "batch_id": self.batch.pk, "reason": reason}
        self.changes.write(**stamp)
        record(bulk.insert(TransferRequest, self.requests), ADDED, **stamp)

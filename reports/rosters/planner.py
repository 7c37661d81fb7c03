"""The steps of planning a roster: place, match, state; each works on all rows before the next begins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from liangxin.dates import first_day
from orgs.models import Region
from orgs.models.base import Versioned
from reports.imports import progress
from reports.imports.changes import Changes
from reports.imports.drafts import Draft
from reports.imports.pipelines import Pipeline
from reports.imports.places import Places
from reports.imports.register import together
from reports.models import ImportBatch, ImportRow


@dataclass(slots=True, eq=False)
class Record:
    """A row of a register with its dated facts by model name, each list ordered by start; changed in memory."""

    subject: Versioned
    facts: dict[str, list] = field(default_factory=dict)
    later: date | None = None  # the next roster that states it after the one being planned

    def of(self, model) -> list:
        """The facts of a model, to be changed in place."""
        return self.facts.setdefault(model.__name__, [])


class Planner:
    """A subclass loads what it needs (`load`), finds whom a row means (`find`) and states what it says (`state`)."""

    limits: dict[str, int] = {}  # fact → characters that the register keeps
    noun = "条"

    def __init__(self, pipeline: Pipeline, changes: Changes, *, user, as_of: date, limit: Region):
        self.pipeline, self.changes, self.user, self.as_of, self.limit = pipeline, changes, user, as_of, limit
        self.places = Places(Region.objects.root(), limit)
        self.first_rows: dict[object, Draft] = {}

    def run(self, drafts: list[Draft], done: Callable[[Draft], None] | None = None):
        """Plan all rows; see reports.imports.planning.plan."""
        self.load([draft.facts for draft in drafts])
        for draft in progress.counted(drafts, "对照登记"):
            self.place(draft)
            if not draft.out:
                self.find(draft)
        for draft in drafts:
            if not draft.out:
                self._refuse_repeat(draft)
        self.settle(drafts)
        for draft in progress.counted(drafts, "核对各行"):
            if not draft.out:
                self._state(draft)
            if draft.out:
                draft.outcome = draft.outcome or "error"
            else:
                self.changes.settle()
                draft.let_go()
            if done is not None:
                done(draft)

    def load(self, rows: list[dict]):
        """Read what the rows name, with a number of statements that does not depend on theirs."""
        raise NotImplementedError

    def find(self, draft: Draft):
        """Set `draft.record`, or a finding or an outcome that keeps the row out; neither is a new row."""
        raise NotImplementedError

    def settle(self, drafts: list[Draft]):
        """What follows from several rows together, before the first is stated."""

    def check(self, draft: Draft):
        """Findings about what the row states beside what is registered; errors keep it out."""

    def begin(self, draft: Draft):
        """Make the new row that is stated, and set `draft.record`."""
        raise NotImplementedError

    def state(self, draft: Draft):
        """Write what the row states of a registered one into memory; `draft.note` says what differs."""
        raise NotImplementedError

    def keys(self, draft: Draft) -> tuple[Iterable, Iterable]:
        """What an earlier row would have left if it were about the same, and what this row leaves."""
        raise NotImplementedError

    def place(self, draft: Draft):
        """Town, then village inside it; a town that is named and unknown, or outside the limit, keeps the row out."""
        facts = draft.facts
        town, draft.region_stated = self.places.of_row(facts, draft.hints)
        if town is None:
            draft.error("unknown_region", "town", f"不知道“{facts['town']}”是哪个乡镇（街道），请按辖区名称填写")
            return
        draft.region = town if draft.region_stated else self.places.limit
        if facts.get("village"):
            found = self.places.village(town, facts["village"])
            if found is None:
                sentence = f"{town.name}没有叫“{facts['village']}”的村（社区），按{town.name}写入，请核对"
                draft.warn("unknown_region", "village", sentence)
            else:
                draft.region, draft.village_stated = found, True
        if not self.places.inside_limit(draft.region):
            if facts.get("town"):
                sentence = f"{draft.region.name}不在这次导入的范围（{self.limit.name}）内，请由所属乡镇导入"
                draft.error("outside_scope", "town", sentence)
            else:  # only a title or the name of the file speaks of it
                draft.region, draft.region_stated = self.places.limit, False

    def _refuse_repeat(self, draft: Draft):
        """The same one twice in the batch: the later row stays out."""
        asked, left = self.keys(draft)
        earlier = next((self.first_rows[key] for key in asked if key in self.first_rows), None)
        if earlier is None:
            for key in left:
                self.first_rows.setdefault(key, draft)
            return
        file, sheet, number = earlier.key
        where = f"文件“{file}”" if file != draft.key[0] else ""
        where += f"工作表“{sheet}”" if where or sheet != draft.key[1] else ""
        draft.error("repeated", "name", f"与{where}第 {number} 行是同一{self.noun}，这一行不写入，请只保留一行")

    def _state(self, draft: Draft):
        self.check(draft)
        if draft.out:
            return
        if draft.record is None:
            self.begin(draft)
            draft.outcome = "new"
            return
        if draft.record.later is not None:
            sentence = f"登记中已有 {draft.record.later.isoformat()} 的名册，这一行只补登记里没有的内容"
            draft.warn("older", "", sentence, "")
        self.state(draft)
        draft.outcome = "changed" if draft.changes else "same"
        if draft.changes:
            self.changes.touch(draft.record.subject)

    def mark_later(self, records: dict[int, Record]):
        """Find the next roster after the as-of day that states each record."""
        later = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED, as_of__gt=self.as_of)
        batches = dict(later.filter(kind=self.pipeline.kind).order_by().values_list("pk", "as_of"))
        for batch_keys in together(batches):
            rows = ImportRow.objects.filter(batch__among=batch_keys, written=True, record=self.pipeline.record)
            for chunk in together(records):
                for pk, batch in rows.filter(record_id__among=chunk).order_by().values_list("record_id", "batch"):
                    day = batches[batch]
                    records[pk].later = min(records[pk].later or day, day)

    def is_after(self, draft: Draft, fact: str, title: str) -> bool:
        """Whether a date of the row lies after the as-of day, which is then said."""
        text = draft.facts.get(fact)
        if not text or first_day(text) <= self.as_of:
            return False
        draft.error("contradiction", fact, f"{title}晚于情况日期 {self.as_of.isoformat()}，请核对")
        return True

"""From cleaned rows to a plan: place, match, check, and state each row against the register (design.md, Import).

`plan` reads the database and changes nothing; its `changes` are what applying writes. It runs for the preview and
again when applying, so that what is written was computed from the register as it is.
"""

from collections.abc import Callable
from datetime import date

from liangxin.dates import said
from liangxin.names import normal_name
from orgs.models import Coverage, Posting, Region
from reports.imports import progress
from reports.imports.attending import Attending
from reports.imports.branches import Book, settle
from reports.imports.changes import Changes
from reports.imports.covering import Covering, said_of
from reports.imports.drafts import Draft, Plan
from reports.imports.matching import Matcher
from reports.imports.meaning import Meanings
from reports.imports.moving import counted, counts, lifts
from reports.imports.pipelines import Kind, pipeline
from reports.imports.places import Places
from reports.imports.policies import Policy
from reports.imports.register import Record, Register
from reports.imports.rows import NONE, Answers
from reports.imports.stating import (
    begin_standing,
    closing_day,
    new_organization,
    standing_values,
    state_identity,
    state_standing,
)
from reports.imports.supervisors import Surroundings

# What the columns hold; a longer text is refused in words before the database refuses it in its own.
LIMITS = {"name": 200, "branch_name": 200, "supervisor": 200, "zone": 100, "guide_name": 60, "guide_unit": 200}
LIMITS |= {"guide_post": 200, "guide_phone": 200}


def plan(
    drafts: list[Draft],
    *,
    user,
    as_of: date,
    limit: Region,
    policy: Policy | None = None,
    answers: Answers = NONE,
    done: Callable[[Draft], None] | None = None,
) -> Plan:
    """Plan the rows of a batch for `user`, as of a day, inside the region `limit`.

    Each draft gets its outcome, its findings and what it changes; nothing is written. `policy` says which columns are
    not to be written; None: all are. `answers` are what clerks said of the names of places and branches.
    `done` is called with each draft when nothing of it will change any more. Of a new organization only what applying
    writes is kept, as columns, and no record.
    """
    county = Region.objects.root()
    places = Places(county, limit)
    Meanings(places, answers.values).take_up(drafts)
    regions = {region.pk: region for region in places.by_code.values()}
    register = Register(user, as_of, [draft.facts for draft in drafts], regions)
    changes = Changes(pipeline(Kind.SURVEY))
    Planner(places, register, changes, as_of, policy).run(drafts, done)
    return Plan(as_of, drafts, changes)


class Planner:
    """The steps of planning; each works on all rows before the next begins."""

    def __init__(self, places: Places, register: Register, changes: Changes, as_of: date, policy: Policy | None = None):
        self.places, self.register, self.changes, self.as_of, self.policy = places, register, changes, as_of, policy
        self.matcher = Matcher(register)
        self.book = Book(register, places, as_of)
        self.covering = Covering(register, self.book, changes, as_of)
        self.attending = Attending(register, places, changes, as_of)
        self.surroundings = Surroundings(register, self.book, changes)

    def run(self, drafts: list[Draft], done: Callable[[Draft], None] | None = None):
        """Plan all rows."""
        if self.policy:
            self.policy.spare(drafts)
        self._check_lengths(drafts)
        for draft in progress.counted(drafts, "对照登记"):
            self._find(draft)
        self.matcher.ask(drafts)
        self.matcher.refuse_repeats(drafts)
        if self.policy:
            self.policy.narrow(drafts)
        self.covering.gather(drafts)
        self.book.gather(drafts)
        self.covering.check(drafts)
        for named in list(self.book.named.values()):
            named.drafts = [draft for draft in named.drafts if not draft.out]
            if named.drafts:
                settle(named, self.as_of, writable=self.book.may_write(named))
            named.drafts = []  # a draft names its branch: the two would hold each other in memory
        for draft in progress.counted(drafts, "核对各行"):
            if draft.out:
                draft.outcome = draft.outcome or "error"
            else:
                self._state(draft)
                self.changes.settle()
                draft.let_go()
            if done is not None:
                done(draft)

    @staticmethod
    def _check_lengths(drafts):
        for fact, limit in LIMITS.items():
            for draft in [draft for draft in drafts if len(draft.facts.get(fact) or "") > limit // 3]:
                text = draft.facts[fact]
                if max(len(text), len(normal_name(text))) > limit:  # folding can lengthen
                    draft.error("too_long", fact, f"超过 {limit} 个字，请改短后再导入", text[:40])

    def _find(self, draft):
        """Where the row belongs, and which organization it means."""
        if not draft.facts.get("name") and not draft.out:
            draft.error("required", "name", "没有单位名称，请补上")
        self._place(draft)
        if draft.out:
            return
        self.matcher.match(draft)
        if draft.record is None and not draft.facts.get("kind") and not draft.out:
            draft.error("required", "kind", "看不出是非公企业还是社会组织，请补上单位类型")

    def _place(self, draft):
        """Town, then village inside the town; a town that is named and unknown keeps the row out."""
        town, draft.region_stated = self.places.of_row(draft.facts, draft.hints)
        if town is None:
            draft.error("unknown_region", "town", f"不知道“{draft.facts['town']}”是哪个乡镇（街道），请按辖区名称填写")
            return
        draft.region = town
        village = draft.facts.get("village")
        if village:
            found = self.places.village(town, village)
            if found is None:
                draft.warn(
                    "unknown_region", "village", f"{town.name}没有叫“{village}”的村（社区），按{town.name}写入，请核对"
                )
            else:
                draft.region, draft.village_stated = found, True
        elif not draft.region_stated:
            draft.region = self.places.limit  # may be a village
        if not self.places.inside_limit(draft.region):
            sentence = f"{draft.region.name}不在这次导入的范围（{self.places.limit.name}）内，请由所属乡镇导入"
            draft.error("outside_scope", "town", sentence)

    def _state(self, draft: Draft):
        """What the row states, written into memory; its outcome says whether anything differs."""
        is_new = draft.record is None
        if is_new:
            self._begin(draft)
        record = draft.record
        before = None if is_new else counted(draft, self.register, self.as_of)
        older = record.later_survey is not None
        if older:
            day = record.later_survey.isoformat()
            draft.warn("older", "", f"这家单位已有 {day} 的摸排，这一行只写入两次摸排之间的情况", "")
        was_closed = None if is_new else closing_day(record.organization)
        if was_closed:
            self._warn_closed(draft, was_closed)
        zone, supervisor = self.surroundings.zone(draft), self.surroundings.supervisor(draft)
        if not is_new:
            state_identity(draft, self.changes, older=older)
        values = standing_values(draft, record.standing_on(self.as_of), self.as_of, zone, supervisor)
        if is_new:
            begin_standing(draft, self.changes, self.as_of, values)
        else:
            state_standing(draft, self.changes, self.as_of, values)
        closing = closing_day(record.organization) if not was_closed and not older else None
        if closing:
            self._drop_from(draft, closing)
        self.covering.state(draft, older=older)
        self.attending.state(draft, older=older)
        if closing:
            self._end_on(draft, closing)
        draft.outcome = "new" if is_new else "changed" if draft.changes else "same"
        if is_new:
            draft.moves_figure = counts(draft, self.as_of) or lifts(draft)
        elif draft.changes:
            draft.moves_figure = counted(draft, self.register, self.as_of) != before or lifts(draft)

    def _begin(self, draft):
        organization = new_organization(draft, self.matcher.predecessor(draft))
        draft.record = Record(organization)
        self.changes.add(organization)

    def _warn_closed(self, draft, closed: date):
        if closed <= self.as_of and not draft.facts.get("closed"):
            sentence = f"登记中这家单位已于 {closed.isoformat()} 注销，表中仍列有；如已恢复，请先在单位页面办理恢复"
            draft.warn("contradiction", "name", sentence)

    def _drop_from(self, draft, closing: date):
        """What would begin on the closing day or later never was; the row may state when it really began.

        Were it dropped after the row is stated, the same file again would find less than the first time.
        """
        record = draft.record
        for facts in (record.coverages, record.postings, record.mass_groups):
            for one in [one for one in facts if one.start >= closing]:
                _note_end(draft, one, closing)
                self.changes.delete(one)
                facts.remove(one)
        self.changes.touch(record.organization)

    def _end_on(self, draft, closing: date):
        """Closing an organization ends its coverages, postings and mass groups that day (domain.md §3)."""
        record = draft.record
        for one in (*record.coverages, *record.postings, *record.mass_groups):
            if one.end is None or one.end > closing:
                _note_end(draft, one, closing)
                self.changes.change(one, end=closing)


def _note_end(draft: Draft, fact, closing: date):
    """Say that a registered coverage, posting or mass group ends with the organization."""
    if fact.pk is None:
        return
    if isinstance(fact, Coverage):
        label, text = "覆盖关系", said_of(fact)
    elif isinstance(fact, Posting):
        label, text = "党建指导员", fact.guide.name
    else:
        label, text = "群团组织", fact.get_kind_display()
    draft.note(label, text, f"随注销于{said(closing.isoformat())}终止")

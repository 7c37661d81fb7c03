"""Which branch covers the row's organization, in what mode, from when (design.md, Import)."""

from datetime import date

from liangxin.dates import first_day, last_day, said
from liangxin.names import normal_branch_name, normal_name
from orgs.choices import JOINT_MODES, Mode
from orgs.models import Coverage, PartyBranch
from reports.imports.branches import Book, Named, write_branch
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.stating import closing_day

# Asked for every row, and an enumeration is slow to ask.
SINGLE, JOINT, FUNCTIONAL = Mode.SINGLE.value, Mode.JOINT.value, Mode.FUNCTIONAL.value
LABELS = {mode.value: str(mode.label) for mode in Mode}


def covering_on(record, day: date) -> Coverage | None:
    """The coverage in force on `day`: the counting one, else a functional one."""
    functional = None
    for one in record.coverages:
        if one.covers(day):
            if one.mode != FUNCTIONAL:
                return one
            functional = functional or one
    return functional


def said_of(coverage: Coverage | None) -> str:
    """A coverage in words: "联合组建：某某联合党支部"."""
    return _in_words(coverage.mode, coverage.branch) if coverage else "未建"


def _in_words(mode: str, branch: PartyBranch) -> str:
    return f"{LABELS[mode]}：{branch.name}"


class Covering:
    """Writes the coverages of a batch; `book` resolves the branches."""

    def __init__(self, register, book: Book, changes: Changes, as_of: date):
        self.register, self.book, self.changes, self.as_of = register, book, changes, as_of

    def check(self, drafts: list[Draft]):
        """Findings that need more than one row: 单独 with two organizations in one branch, a missing branch name."""
        alone = {}
        for draft in drafts:
            facts = draft.facts
            if not facts.get("branch_name"):
                stated = facts.get("built") or ("mode" in facts and facts.get("built") is not False)
                if stated and not self._is_known(draft):
                    draft.error("required", "branch_name", "已建党组织，但没有写党组织名称，请补上党组织名称", "")
            elif draft.branch is not None and not draft.out and self.mode_of(draft, self._held(draft)) == SINGLE:
                alone.setdefault(id(draft.branch), []).append(draft)
        for sharing in alone.values():
            self._check_alone(sharing)

    def _held(self, draft: Draft) -> Coverage | None:
        return covering_on(draft.record, self.as_of) if draft.record else None

    def _is_known(self, draft: Draft) -> bool:
        """Whether the branch of the row's organization is registered, or may be once the row is mended.

        A row that stays out was not matched: its code or name tells which organization it means.
        """
        records = [draft.record] if draft.record else []
        if draft.out and not records:
            if any(one["code"] == "several" for one in draft.findings):
                return True  # said again, where need be, when the clerk has answered which one it is
            found = self.register.by_code.get(draft.facts.get("credit_code") or "")
            records = [found] if found else self.register.by_name.get(normal_name(str(draft.facts.get("name", ""))), [])
        return any(covering_on(one, self.as_of) for one in records)

    def _check_alone(self, sharing: list[Draft]):
        branch = sharing[0].branch.branch
        mine = {draft.record.organization.pk for draft in sharing if draft.record}
        others = [
            organization
            for organization, mode in self.register.covered_by.get(branch.pk, ())
            if mode == SINGLE and organization not in mine and not self._leaves(organization)
        ]
        if len(sharing) > 1 or others:
            sentence = f"单独组建的党组织“{branch.name}”写在两家单位上，请核对：几家共有的应为联合组建"
            for draft in sharing:
                draft.error("contradiction", "mode", sentence)

    def _leaves(self, organization_id: int) -> bool:
        """Whether this batch itself states another coverage, or none, for the organization."""
        draft = self.stating.get(organization_id)
        return draft is not None and not draft.out and ("built" in draft.facts or draft.branch is not None)

    def gather(self, drafts: list[Draft]):
        """Remember which registered organizations the batch speaks of."""
        known = [draft for draft in drafts if draft.record]
        self.stating = {draft.record.organization.pk: draft for draft in known}

    @staticmethod
    def mode_of(draft: Draft, held: Coverage | None) -> str:
        """The mode that the row states; without one the registered stays, else the branch's kind decides."""
        stated = draft.facts.get("mode")
        if stated:
            if stated == JOINT and held and held.mode in JOINT_MODES:
                return held.mode  # a general 联合 never overwrites a kind of it
            return stated
        if held:
            return held.mode
        return JOINT if draft.branch.is_joint else SINGLE

    def state(self, draft: Draft, *, older: bool):
        """Write what the row says of the organization's coverage; nothing when it says nothing."""
        facts, record = draft.facts, draft.record
        if facts.get("built") is False:
            if not older:
                self._end(draft)
            return
        if draft.branch is None:
            self._state_mode_only(draft, older=older)
            return
        held = covering_on(record, self.as_of)
        mode = self.mode_of(draft, held)
        if held is None and "mode" not in facts:
            draft.warn("bad_choice", "mode", f"没有写组建方式，按“{LABELS[mode]}”写入，请核对", "")
        if older and held is not None:
            return
        if not older and held is not None and mode == SINGLE and self._is_renaming(draft, held):
            self._rename(draft, held)
        self._cover(draft, held, draft.branch, mode, older=older)

    def _state_mode_only(self, draft, *, older):
        """No branch name, but a mode: the registered branch stays and is covered in that mode."""
        held = covering_on(draft.record, self.as_of)
        if held is None or older or "mode" not in draft.facts:
            return
        mode = self.mode_of(draft, held)
        if mode != held.mode:
            known = Named(held.branch, False, written=True)
            self._replace(draft, held, known, mode, max(self.as_of, held.start), older=older)

    def _cover(self, draft, held: Coverage | None, named: Named, mode: str, *, older: bool):
        record, branch = draft.record, named.branch
        if not named.is_new:
            self._write(draft, named, older=older)
        if held is not None and held.branch is branch:
            if held.mode != mode:
                self._replace(draft, held, named, mode, self.as_of, older=older)
            return
        coming = [one for one in record.coverages if one.start > self.as_of and one.branch is branch]
        if held is None and not older and any(one.mode == mode for one in coming):
            return  # founded after the as-of day, and registered already
        if held is not None:
            founded = named.founded
            start = max(self.as_of, founded) if founded else self.as_of
            if held.start >= self.as_of:
                self._drop(draft, held)
                self._begin(draft, named, mode, older=older, replaced=held)
                return
            self._replace(draft, held, named, mode, start, older=older)
            return
        self._begin(draft, named, mode, older=older)

    def _write(self, draft, named: Named, *, older: bool):
        """Found the branch, or write what the batch says of it."""
        if not named.written and self.book.may_write(named):
            write_branch(named, draft, self.register, self.changes, self.as_of, older=older)

    def _begin(self, draft, named: Named, mode: str, *, older: bool, replaced: Coverage | None = None):
        """A coverage where none is in force; when it begins is design.md's rule."""
        record, founded = draft.record, named.founded
        earlier = [one for one in record.coverages if one.start <= self.as_of]
        if older:
            start = self.as_of
        elif earlier:
            last = max((one.end for one in earlier if one.end), default=self.as_of)
            start = founded if founded and founded >= last else self.as_of
        elif founded:
            own = record.organization.established
            start = max(founded, first_day(own)) if own else founded
        else:
            start = self.as_of
        if founded is None and not older:
            draft.warn(
                "no_start", "branch_established", f"党组织没有成立时间，覆盖从 {self.as_of.isoformat()} 起算", ""
            )
        self._add(draft, named, mode, start, None, said_of(replaced) if replaced else "未建", older=older)

    def _replace(self, draft, held: Coverage, named: Named, mode: str, start: date, *, older: bool):
        """End `held` on `start` and begin the next; on the same as-of day the later applied stands."""
        before, branch = said_of(held), named.branch
        if held.start >= start:
            self._write(draft, named, older=older)
            draft.note("覆盖关系", before, _in_words(mode, branch))
            self.changes.change(held, branch=branch, mode=mode, counts=mode != FUNCTIONAL)
            self.changes.touch(draft.record.organization)
            return
        end = held.end
        start = min(start, end or start)
        self.changes.change(held, end=start)
        self._add(draft, named, mode, start, end, before, older=older)

    def _add(self, draft, named: Named, mode, start, end, before, *, older: bool):
        """Add the coverage unless it would end before it begins; a new branch is founded when it covers somebody."""
        record, branch = draft.record, named.branch
        counts = mode != FUNCTIONAL
        following = [one.start for one in record.coverages if one.start > start and (one.counts or not counts)]
        ends = [end, record.later_survey, closing_day(record.organization), *following]
        end = min((day for day in ends if day), default=None)
        if end is not None and end <= start:
            return
        self._write(draft, named, older=older)
        new = make(
            Coverage, branch=branch, organization=record.organization, mode=mode, counts=counts, start=start, end=end
        )
        draft.note("覆盖关系", before, f"{_in_words(mode, branch)}（{said(start.isoformat())}起）")
        record.coverages.append(new)
        record.coverages.sort(key=lambda one: one.start)
        self.changes.add(new)
        self.changes.touch(record.organization)

    def _drop(self, draft, held: Coverage):
        self.changes.delete(held)
        self.changes.touch(draft.record.organization)
        draft.record.coverages.remove(held)

    def _end(self, draft):
        """是否建立党组织 = 否 ends the coverage only; the branch stays in force until a person dissolves it."""
        for held in [one for one in draft.record.coverages if one.covers(self.as_of)]:
            draft.note("覆盖关系", said_of(held), "未建")
            if held.start >= self.as_of:
                self._drop(draft, held)
            else:
                self.changes.change(held, end=self.as_of)
                self.changes.touch(draft.record.organization)

    def _is_renaming(self, draft, held: Coverage) -> bool:
        """Another name for the organization's own 单独 branch, unless the file gives a later founding date."""
        named = draft.branch
        if held.mode != SINGLE or not named.is_new:
            return False
        using = {organization for organization, _ in self.register.covered_by.get(held.branch_id, ())}
        if using - {held.organization_id}:
            return False
        stated, known = named.founded, held.branch.established
        return stated is None or stated <= (last_day(known) if known else held.start)

    def _rename(self, draft, held: Coverage):
        named, branch = draft.branch, held.branch
        draft.warn("renamed", "branch_name", f"登记的党组织名称是“{branch.name}”，按更名写入")
        draft.note("党组织名称", branch.name, named.branch.name)
        self.changes.change(branch, name=named.branch.name, normal_name=normal_branch_name(named.branch.name))
        named.branch, named.is_new = branch, False

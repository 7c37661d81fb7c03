"""The branches that the rows of a batch name: found in the register or founded, their facts settled over the batch.

Rules: design.md, Import (Match, What a row states). A joint branch is founded once for its many rows; its founding
date is the finest that agree; rows that disagree are marked and the first stands.
"""

from dataclasses import dataclass, field
from datetime import date

from liangxin.dates import first_day, refines, said
from liangxin.names import normal_branch_name, normal_name
from liangxin.periods import BEGINNING
from orgs.choices import Level, Mode
from orgs.models import BranchLevel, PartyBranch, Region
from orgs.models.regions import TOWN
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.register import running_on
from reports.imports.writes import key_of

# The longest ending decides; a name that says nothing else is a 党支部.
LEVELS_BY_NAME = (
    (("工作委员会", "工委"), Level.WORK_COMMITTEE),
    (("总支部委员会", "总支部", "总支委员会", "总支"), Level.GENERAL),
    (("支部委员会", "支部"), Level.BRANCH),
    (("委员会", "党委"), Level.COMMITTEE),
)


def level_by_name(name: str) -> Level:
    """The level that a branch's own name says."""
    name = normal_name(name)
    for endings, level in LEVELS_BY_NAME:
        if name.endswith(endings):
            return Level.JOINT_BRANCH if level == Level.BRANCH and "联合" in name else level
    return Level.JOINT_BRANCH if "联合" in name else Level.BRANCH


@dataclass(slots=True)
class Named:
    """One branch that rows name, and what they say of it, settled over the batch."""

    branch: PartyBranch
    is_new: bool
    registered_level: str = ""
    stated_level: str = ""
    established: str = ""
    written: bool = False
    lifts: bool = False  # whether it gets another level while it covers somebody alone
    drafts: list[Draft] = field(default_factory=list)

    @property
    def founded(self) -> date | None:
        """The first day of the settled founding date; None when nobody knows one."""
        text = self.established or self.branch.established
        return first_day(text) if text else None

    @property
    def is_joint(self) -> bool:
        """Whether the branch is a 联合党支部."""
        return (self.stated_level or self.registered_level or level_by_name(self.branch.name)) == Level.JOINT_BRANCH


class Book:
    """Resolves the branch name of each row; `towns` are the regions of the county by code."""

    def __init__(self, register, places, as_of: date):
        self.register, self.places, self.as_of = register, places, as_of
        self.named: dict[tuple[str, str], Named] = {}  # (town code, normal name)
        self._places_of_name: dict[str, list[str]] = {}
        self._county = normal_name(places.county.name)
        self._beginnings = (self._county, *(name for name, _ in places.full_names))
        for branch in register.branches.values():
            if branch.dissolved and first_day(branch.dissolved) <= as_of:
                continue
            self.add(branch.region.code[:TOWN], Named(branch, False, self._registered_level(branch)))

    def add(self, town_code: str, named: Named):
        """Have the branch found by its name in that town (or county) from now on."""
        key = (town_code, named.branch.normal_name)
        if key not in self.named:
            self.named[key] = named
            self._places_of_name.setdefault(named.branch.normal_name, []).append(town_code)

    def by_name(self, normal: str):
        """((town code, name), branch) of all branches with this normal name."""
        return [((place, normal), self.named[(place, normal)]) for place in self._places_of_name.get(normal, ())]

    def _registered_level(self, branch):
        held = running_on(self.register.levels[branch.pk], self.as_of)
        return held.level if held else ""

    def may_write(self, named: Named) -> bool:
        """Whether this import may say what the branch is: a town's survey does not change another town's branch."""
        return named.is_new or self.places.inside_limit(named.branch.region)

    def gather(self, drafts: list[Draft]):
        """First pass: names that rows give inside their own town are known before any other row asks for them."""
        naming = [draft for draft in drafts if draft.facts.get("branch_name") and not draft.out]
        for draft in naming:
            draft.branch = self._resolve(draft, draft.facts["branch_name"], found=False)
        for draft in naming:
            if draft.branch is None:
                draft.branch = self._resolve(draft, draft.facts["branch_name"], found=True)
            draft.branch.drafts.append(draft)

    def _resolve(self, draft, name, *, found):
        """Inside the organization's town; else where the name's beginning says and such a branch exists; else new.

        The first pass (`found` false) founds what no other town's name stands before.
        """
        normal = normal_branch_name(name)
        region = town_of(draft, self.as_of)
        town = self.places.by_code.get(region.town_code, region)
        here = self.named.get((town.code[:TOWN], normal)) or self._own(draft, normal)
        if here:
            return here
        elsewhere = self._places_before(normal, town)
        for region in elsewhere:
            there = self.named.get((region.code[:TOWN], normal))
            if there:
                return there
        if elsewhere and not found:
            return None
        return self._found(draft, name, normal, town)

    def _own(self, draft, normal):
        """The organization's own 单独 branch of that name, left in the town that the organization has moved from."""
        for one in reversed(draft.record.coverages) if draft.record else ():
            if one.mode == Mode.SINGLE and one.branch.normal_name == normal:
                return self.named.get((one.branch.region.code[:TOWN], normal))
        return None

    def _places_before(self, normal, own: Region):
        """Another town, or the county, with whose name the branch's name begins."""
        county, found = self.places.county, []
        rest = normal.removeprefix(self._county)
        if not normal.startswith(self._beginnings) and not rest.startswith(self._beginnings):
            return found
        for name, town in self.places.full_names:
            if (normal.startswith(name) or rest.startswith(name)) and town.pk != own.pk:
                found.append(town)
        if normal.startswith(self._county) and own != county:
            found.append(county)
        return found

    def _found(self, draft, name, normal, town):
        branch = make(PartyBranch, name=name, normal_name=normal, region=town)
        named = Named(branch, True)
        self.add(town.code[:TOWN], named)
        return named


def town_of(draft: Draft, as_of: date) -> Region:
    """The region of the row's organization: as the row states it, else as registered."""
    if draft.record is not None and not draft.region_stated and draft.record.standings:
        return draft.record.standing_on(as_of).region
    return draft.region


def settle(named: Named, as_of: date, *, writable: bool = True):
    """Settle the founding date and the level of a branch over all rows that name it; mark rows that disagree.

    Of a branch that is not `writable` the registered date stands.
    """
    settled = ""
    for draft in named.drafts:
        stated = draft.facts.get("branch_established")
        if not stated:
            continue
        if not settled or refines(stated, settled):
            settled = stated
        elif not refines(settled, stated):
            draft.warn(
                "contradiction",
                "branch_established",
                f"同一党组织“{named.branch.name}”的成立时间前面写的是 {said(settled)}，以先出现的为准，请核对",
            )
    held = named.branch.established
    if settled and held and (refines(held, settled) or not writable):
        settled = held  # a coarser date that contains the stored finer one is the same
    named.established = settled
    founded = first_day(settled) if settled else None
    for draft in named.drafts:
        if founded and founded > as_of and draft.facts.get("branch_established"):
            draft.warn(
                "contradiction",
                "branch_established",
                f"党组织成立时间晚于情况日期 {as_of.isoformat()}，覆盖从成立之日算起，请核对",
            )
    _settle_level(named)


def _settle_level(named):
    for draft in named.drafts:
        stated = draft.facts.get("branch_level")
        if stated and named.stated_level and stated != named.stated_level:
            sentence = f"同一党组织“{named.branch.name}”的类别前后不一致，以先出现的为准，请核对"
            draft.warn("contradiction", "branch_level", sentence)
        named.stated_level = named.stated_level or stated or ""


def write_branch(named: Named, draft: Draft, register, changes: Changes, as_of: date, *, older: bool):
    """Found the branch or write what the batch says of it, once, with the first row that uses it."""
    branch = named.branch
    if named.written:
        return
    named.written = True
    if named.is_new:
        branch.established = named.established
        if (draft.facts.get("mode") or (Mode.JOINT if named.is_joint else Mode.SINGLE)) == Mode.SINGLE:
            branch.host_id = key_of(draft.record.organization)  # not the object, which nobody needs any more
        changes.add(branch)
        level = make(
            BranchLevel, branch=branch, level=named.stated_level or level_by_name(branch.name), start=BEGINNING
        )
        changes.add(level)
        return
    if named.established and named.established != branch.established and not (older and branch.established):
        draft.note("党组织成立时间", said(branch.established) if branch.established else "", said(named.established))
        changes.change(branch, established=named.established)
    if named.stated_level and not older:
        _write_level(named, draft, register, changes, as_of)


def _write_level(named, draft, register, changes, as_of):
    levels = register.levels[named.branch.pk]
    held = running_on(levels, as_of)
    if held is None or held.level == named.stated_level:
        return
    draft.note("党组织类别", held.get_level_display(), Level(named.stated_level).label)
    named.lifts = any(mode == Mode.SINGLE for _, mode in register.covered_by.get(named.branch.pk, ()))
    if held.start == as_of:
        changes.change(held, level=named.stated_level)
        return
    new = make(BranchLevel, branch=named.branch, level=named.stated_level, start=as_of, end=held.end)
    changes.change(held, end=as_of)
    changes.add(new)
    levels.append(new)

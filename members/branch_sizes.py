"""How many members a branch has and what the numbers ask for: the thresholds 3, 7, 50 and 100 (domain.md §3). Pure.

3 and 7 are of full members; 50 and 100 of all members, a 总支 or 党委 counted with the branches below it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from orgs.choices import Level

LEAST, COMMITTEE_FROM, GENERAL_FROM, PARTY_COMMITTEE_FROM = 3, 7, 50, 100
COMMITTEE_LEAST, COMMITTEE_MOST = 3, 7
BRANCHES = (Level.BRANCH, Level.JOINT_BRANCH)


@dataclass(frozen=True)
class Size:
    """A branch in numbers: its level, its full and all members, and who sits on its committee."""

    level: str
    full: int = 0
    total: int = 0
    committee: int = 0  # people with a post of 书记, 副书记 or 委员
    supervises: bool = False  # organizations are 归口 to it: it was set up for that, not for its members


class Finding(NamedTuple):
    """What is amiss: a key for programs, a sentence for people."""

    key: str
    text: str


def amiss(size: Size) -> list[Finding]:
    """What the numbers of a branch ask for. A roster without anybody is one finding, as nothing else is known then."""
    if size.level == Level.WORK_COMMITTEE:
        return []
    if not size.total:
        return [Finding("empty", "花名册上没有党员")]
    return _of_branch(size) if size.level in BRANCHES else _of_higher(size)


def _of_branch(size: Size) -> list[Finding]:
    found = []
    if size.full < LEAST:
        found.append(Finding("few", f"正式党员 {size.full} 名，不足 {LEAST} 名"))
    if size.total >= PARTY_COMMITTEE_FROM:
        found.append(Finding("to_committee", f"党员 {size.total} 名，达到 {PARTY_COMMITTEE_FROM} 名，应设党委"))
    elif size.total >= GENERAL_FROM:
        found.append(Finding("to_general", f"党员 {size.total} 名，达到 {GENERAL_FROM} 名，应设党总支"))
    elif size.full >= COMMITTEE_FROM and size.committee < COMMITTEE_LEAST:
        text = f"正式党员 {size.full} 名，应设支委会（3 至 5 人，最多 7 人），现登记 {size.committee} 人"
        found.append(Finding("no_committee", text))
    if size.committee > COMMITTEE_MOST:
        found.append(Finding("large_committee", f"支委会登记 {size.committee} 人，最多 {COMMITTEE_MOST} 人"))
    return found


def _of_higher(size: Size) -> list[Finding]:
    if size.level == Level.GENERAL and size.total >= PARTY_COMMITTEE_FROM:
        return [Finding("to_committee", f"党员 {size.total} 名，达到 {PARTY_COMMITTEE_FROM} 名，应设党委")]
    least = PARTY_COMMITTEE_FROM if size.level == Level.COMMITTEE else GENERAL_FROM
    if size.total >= least or size.supervises:
        return []
    return [Finding("by_approval", f"党员 {size.total} 名，不足 {least} 名，设{_name(size.level)}须经上级批准")]


def _name(level: str) -> str:
    return "党委" if level == Level.COMMITTEE else "党总支"

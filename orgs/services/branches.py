"""Party branches (党组织): found, rename, change of level, dissolve (domain.md §3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from liangxin.periods import BEGINNING
from orgs import queries
from orgs.choices import Level, Mode
from orgs.models import BranchLevel, Organization, PartyBranch, Region
from orgs.scope import branch_subtree
from orgs.services import coverages
from orgs.services.writing import OutsideScope, erase, held, need_visible, raise_version, write

# Functions (branch, day, by=): what apps above end together with a branch; they are called in the transaction.
ENDS_WITH_BRANCH: list[Callable] = []


@dataclass(frozen=True)
class Instead:
    """Who covers an organization after its branch is dissolved, and in which mode."""

    branch: PartyBranch
    mode: str = Mode.JOINT


@transaction.atomic
def found(
    *,
    name: str,
    region: Region,
    by,
    level: str = Level.BRANCH,
    established: str = "",
    superior: PartyBranch | None = None,
    host: Organization | None = None,
    phone: str = "",
    founded_reason: str = "",
    is_village: bool = False,
) -> PartyBranch:
    """A new branch with its first level; `established` is a partial date.

    Raises OutsideScope when the branch would not be the user's to edit.
    """
    for named in (superior, host):
        need_visible(named, by=by)
    branch = PartyBranch(name=name, region=region, established=established, superior=superior, host=host, phone=phone)
    branch.founded_reason, branch.is_village = founded_reason, is_village
    write(branch, by=by)
    write(BranchLevel(branch=branch, level=level, start=BEGINNING), by=by)
    if not PartyBranch.objects.editable_by(by).filter(pk=branch.pk).exists():
        raise OutsideScope(f"{region}不在您的管理范围内")
    return branch


@transaction.atomic
def rename(*, branch: PartyBranch, name: str, by) -> PartyBranch:
    """Another name for the same branch; the former one stays in its history."""
    branch = held(branch, by=by)
    branch.name = name
    return write(branch, by=by, fields=["name"])


@transaction.atomic
def set_superior(*, branch: PartyBranch, superior: PartyBranch, by) -> PartyBranch:
    """`superior` leads `branch` from now on. Nothing is written when it does already.

    Raises ValidationError when `superior` is dissolved, is the branch itself, or stands below it.
    """
    branch = held(branch, by=by)
    need_visible(superior, by=by)
    if branch.superior_id == superior.pk:
        return branch
    if superior.dissolved:
        raise ValidationError(f"“{superior}”已于{said(superior.dissolved)}撤销")
    if superior.pk in branch_subtree(branch):
        raise ValidationError(f"“{superior}”在“{branch}”之下（或就是它），不能做它的上级")
    branch.superior = superior
    return write(branch, by=by, fields=["superior"])


@transaction.atomic
def set_level(*, branch: PartyBranch, level: str, day: date, by) -> BranchLevel:
    """From `day` on the branch is of `level`, up to where a later level begins. Nothing is written when it is."""
    branch = held(branch, by=by)
    running = branch.levels.on(day).first()
    if running is None:
        raise ValidationError(f"“{branch}”在{said(str(day))}没有类别")
    if running.level == level:
        return running
    raise_version(branch)
    if running.start == day:
        running.level = level
        return write(running, by=by, fields=["level"])
    following = BranchLevel(branch=branch, level=level, start=day, end=running.end)
    running.end = day
    write(running, by=by, fields=["end"])
    return write(following, by=by)


@transaction.atomic
def dissolve(
    *, branch: PartyBranch, day: date, reason: str, by, instead: Mapping[int, Instead | None] | None = None
) -> PartyBranch:
    """撤销: the branch is no more from `day` on.

    `instead` says for each organization it still covers on that day (by primary key) who covers it next, or None for
    uncovered. Coverages that would begin later never hold, so they are removed. Raises ValidationError when one is
    left out, and OutsideScope when one is not the user's to change.
    """
    branch = held(branch, by=by)
    need_dissolvable(branch, day)
    covered = list(queries.covered_on(branch, day))
    instead = instead or {}
    if left := [str(coverage.organization) for coverage in covered if coverage.organization_id not in instead]:
        raise ValidationError(f"请说明撤销后由谁覆盖：{'、'.join(left)}")
    for coverage in branch.coverages.filter(start__gte=day).select_related("organization"):
        organization = held(coverage.organization, by=by)
        erase(coverage, by=by)
        raise_version(organization)
    for coverage in covered:
        _hand_over(coverage, instead[coverage.organization_id], day, by)
    for ends in ENDS_WITH_BRANCH:
        ends(branch, day, by=by)
    branch.refresh_from_db(fields=["version"])
    branch.dissolved, branch.dissolved_reason = day.isoformat(), reason
    return write(branch, by=by, fields=["dissolved", "dissolved_reason"])


def need_dissolvable(branch: PartyBranch, day: date) -> None:
    """Raises ValidationError unless the branch can be dissolved on `day`."""
    if branch.dissolved:
        raise ValidationError(f"“{branch}”已于{said(branch.dissolved)}撤销")
    if day > today():
        raise ValidationError("撤销日期不能晚于今天")
    if branch.established and day.isoformat() < branch.established:
        raise ValidationError(f"“{branch}”成立于{said(branch.established)}，撤销不能早于这一天")


def _hand_over(coverage, following, day, by):
    if following is None:
        coverages.end(coverage=coverage, day=day, by=by)
        return
    if following.branch.pk == coverage.branch_id:
        raise ValidationError(f"“{coverage.organization}”不能再由要撤销的党组织覆盖")
    coverages.end(coverage=coverage, day=day, by=by)
    coverages.begin(organization=coverage.organization, branch=following.branch, mode=following.mode, start=day, by=by)

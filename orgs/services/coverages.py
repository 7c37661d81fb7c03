"""Coverages (覆盖关系): which branch covers an organization from a day on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from liangxin.periods import in_force
from orgs.choices import Mode
from orgs.models import Coverage, Organization, PartyBranch
from orgs.services.writing import held, need_visible, raise_version, write


@transaction.atomic
def begin(
    *, organization: Organization, branch: PartyBranch, mode: str, start: date, by, end: date | None = None
) -> Coverage:
    """`branch` covers `organization` in `mode` from `start` on.

    A counting coverage in force ends that day; one that begins later limits the new one. 功能型 counts not, so it ends
    nothing. Raises ValidationError when the organization is closed, the branch is not in force, or 单独组建 would share
    a branch.
    """
    organization = held(organization, by=by)
    need_visible(branch, by=by)
    check_may_begin(organization, branch, mode, start)
    coverage = Coverage(organization=organization, branch=branch, mode=mode, start=start, end=end)
    if mode == Mode.FUNCTIONAL:
        if organization.coverages.on(start).filter(branch=branch).exists():
            raise ValidationError(f"“{organization}”已由“{branch}”覆盖")
    else:
        _end_running(organization, branch, mode, start, by)
        later = organization.coverages.filter(counts=True, start__gt=start).order_by("start").first()
        if later and (end is None or end > later.start):
            coverage.end = later.start
    coverage.counts = mode != Mode.FUNCTIONAL
    write(coverage, by=by)
    raise_version(organization, branch)
    return coverage


@transaction.atomic
def end(*, coverage: Coverage, day: date, by) -> Coverage:
    """The coverage holds no more from `day` on. Raises ValidationError when it ended before, or begins later."""
    organization = held(coverage.organization, by=by)
    coverage = Coverage.objects.select_for_update(of=("self",)).get(pk=coverage.pk)
    if coverage.end and coverage.end <= day:
        raise ValidationError(f"“{coverage.branch}”的覆盖已于{said(str(coverage.end))}终止")
    coverage.end = day
    write(coverage, by=by, fields=["end"])
    raise_version(organization, coverage.branch)
    return coverage


def check_may_begin(organization: Organization, branch: PartyBranch, mode: str, start: date) -> None:
    """Raises ValidationError when `branch` cannot cover `organization` in `mode` from `start` on, whatever else it has.

    Both must be there on that day, and a branch that one organization has by itself covers no other.
    """
    text = start.isoformat()
    if organization.closed and organization.closed <= text:
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    if branch.dissolved and branch.dissolved <= text:
        raise ValidationError(f"“{branch}”已于{said(branch.dissolved)}撤销")
    if branch.established and branch.established > text:
        raise ValidationError(f"“{branch}”成立于{said(branch.established)}，覆盖不能早于这一天")
    if mode == Mode.FUNCTIONAL or branch.pk is None:
        return
    others = branch.coverages.filter(in_force(start), counts=True).exclude(organization=organization.pk)
    if mode != Mode.SINGLE:
        others = others.filter(mode=Mode.SINGLE)
    if others.exists():
        raise ValidationError(f"单独组建的党组织只覆盖一家单位，“{branch}”还覆盖别的单位")


def _end_running(organization, branch, mode, start, by):
    running = organization.coverages.on(start).filter(counts=True).select_related("branch").first()
    if running is None:
        return
    if running.branch_id == branch.pk and running.mode == mode:
        raise ValidationError(f"“{organization}”已由“{branch}”以{running.get_mode_display()}的方式覆盖")
    if running.start == start:
        raise ValidationError(f"“{organization}”在{said(str(start))}已开始由“{running.branch}”覆盖，请先更正那一条")
    running.end = start
    write(running, by=by, fields=["end"])
    raise_version(running.branch)

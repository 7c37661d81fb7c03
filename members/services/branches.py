"""Acts on branches that move members: 撤一建一, and splitting an organization off a joint branch (domain.md §2, §3).

Each is one transaction and says the same reason in every row of the history it writes.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from liangxin.history import because
from members.queries import not_left
from members.queries_moving import candidates_of, leaving, posts_of, still
from members.services import moving
from members.services.rosters import restate
from orgs.choices import JOINT_MODES, Level, Mode
from orgs.models import Coverage, Organization, PartyBranch, Region, Standing, User, Venue
from orgs.services import branches, coverages, standings
from orgs.services.writing import held, raise_version, write


@transaction.atomic
def replace(
    *,
    branch: PartyBranch,
    day: date,
    name: str,
    reason: str,
    by,
    level: str = "",
    region: Region | None = None,
    superior: PartyBranch | None = None,
    host: Organization | None = None,
    posts_go_on: bool = True,
) -> PartyBranch:
    """撤一建一: `branch` is dissolved on `day` and a new one founded that day in its place; returns the new one.

    To it go the coverages, the members, people on the way into the Party, open letters, branches below, what it
    supervises with the accounts that do so, and venues; posts go on or end. Without a level it has that of the old
    one, without a region the same. Raises ValidationError when it cannot be, OutsideScope when something that would
    move is not the user's to change.
    """
    branch = held(branch, by=by)
    branches.need_dissolvable(branch, day)
    level = level or branch.levels.on(day).values_list("level", flat=True).first() or Level.BRANCH
    why = f"撤一建一：“{branch}”撤销，{reason}"
    with because(why):
        branch.dissolved, branch.dissolved_reason = day.isoformat(), f"撤一建一：{reason}"[:200]
        write(branch, by=by, fields=["dissolved", "dissolved_reason"])
        new = branches.found(
            name=name,
            region=region or branch.region,
            level=level,
            established=day.isoformat(),
            superior=superior,
            host=host,
            phone=branch.phone,
            founded_reason=f"撤一建一：接续“{branch}”"[:200],
            is_village=branch.is_village,
            by=by,
        )
        covered = _move_coverages(branch, new, day, by)
        memberships = branch.memberships.filter(not_left(day, "member__"))
        working = moving.move_members(memberships, new, day, by=by)
        moving.move_posts(posts_of(branch, day), new if posts_go_on else None, day, by=by)
        moving.move_candidates(branch.candidates.all(), new, by=by)
        moving.move_letters(branch, new, by=by)
        _move_what_hangs_on(branch, new, day, by)
        restate({*covered, *working}, by=by, reason=why)
    return new


def _move_coverages(branch, new, day, by) -> list[int]:
    """The coverages go on with the new branch, in the same mode. Returns the keys of the organizations."""
    covered = []
    for coverage in branch.coverages.filter(still(day)).order_by("start"):
        organization = held(coverage.organization, by=by)
        coverages.check_may_begin(organization, new, coverage.mode, max(day, coverage.start))
        if coverage.start >= day:
            coverage.branch = new
            write(coverage, by=by, fields=["branch"])
        else:
            until, coverage.end = coverage.end, day
            write(coverage, by=by, fields=["end"])
            values = {"mode": coverage.mode, "counts": coverage.counts, "start": day, "end": until}
            write(Coverage(branch=new, organization=organization, **values), by=by)
        raise_version(organization)
        covered.append(organization.pk)
    return covered


def _move_what_hangs_on(branch, new, day, by):
    """Branches below, organizations under 归口 with the accounts that manage them, venues."""
    for inferior in branch.inferiors.filter(dissolved="").exclude(pk=new.pk):
        inferior = held(inferior, by=by)
        inferior.superior = new
        write(inferior, by=by, fields=["superior"])
    later = Standing.objects.filter(supervisor=branch).filter(still(day)).select_related("organization")
    for standing in later.order_by("start"):
        if standing.start <= day:
            standings.change(organization=standing.organization, values={"supervisor": new}, day=day, by=by)
        else:
            organization = held(standing.organization, by=by)
            standing.supervisor = new
            write(standing, by=by, fields=["supervisor"])
            raise_version(organization)
    for account in User.objects.filter(supervisor=branch):
        account.supervisor = new
        write(account, by=by, fields=["supervisor"])
    for venue in Venue.objects.filter(branch=branch, closed=""):
        venue.branch = new
        write(venue, by=by, fields=["branch"])


@transaction.atomic
def split(
    *,
    branch: PartyBranch,
    organization: Organization,
    day: date,
    name: str,
    reason: str,
    by,
    region: Region | None = None,
    superior: PartyBranch | None = None,
) -> PartyBranch:
    """单建: `organization` leaves the joint `branch` on `day` for a branch of its own; returns the new one.

    The joint coverage ends, one in the mode 单独组建 begins; members of the joint branch who work there go along, so do
    people on the way into the Party; the posts that they hold in the joint branch end. Raises ValidationError when the
    organization is not covered jointly by the branch on that day.
    """
    branch = held(branch, by=by)
    organization = held(organization, by=by)
    need_splittable(branch, organization, day)
    why = f"单建：“{organization}”从“{branch}”分出，{reason}"
    with because(why):
        new = branches.found(
            name=name,
            region=region or branch.region,
            established=day.isoformat(),
            superior=superior,
            host=organization,
            founded_reason=f"从“{branch}”分出单建：{reason}"[:200],
            by=by,
        )
        coverages.begin(organization=organization, branch=new, mode=Mode.SINGLE, start=day, by=by)
        memberships = leaving(branch, organization, day)
        members = set(memberships.values_list("member", flat=True))
        posts = posts_of(branch, day).filter(member__in=members)
        moving.move_posts(list(posts), None, day, by=by)
        working = moving.move_members(memberships, new, day, by=by)
        moving.move_letters_of(members, branch, new, by=by)
        moving.move_candidates(candidates_of(branch, organization), new, by=by)
        restate({organization.pk, *working}, by=by, reason=why)
    return new


def joint_coverage(branch: PartyBranch, organization: Organization, day: date) -> Coverage | None:
    """The joint coverage of `organization` by `branch` on `day`, if there is one."""
    return branch.coverages.on(day).filter(organization=organization, mode__in=JOINT_MODES).first()


def need_splittable(branch: PartyBranch, organization: Organization, day: date) -> None:
    """Raises ValidationError unless `organization` can leave the joint `branch` on `day`."""
    if day > today():
        raise ValidationError("单建日期不能晚于今天")
    if branch.dissolved and branch.dissolved <= day.isoformat():
        raise ValidationError(f"“{branch}”已于{said(branch.dissolved)}撤销")
    coverage = joint_coverage(branch, organization, day)
    if coverage is None:
        raise ValidationError(f"“{organization}”在{said(str(day))}不由“{branch}”联合覆盖")
    if coverage.start == day:
        raise ValidationError(f"“{organization}”从{said(str(day))}才开始联合覆盖，单建要晚于这一天")

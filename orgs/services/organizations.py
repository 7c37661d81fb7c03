"""Organizations: register, close, reopen, succeed, move (domain.md §3, Closing)."""

from datetime import date
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from liangxin.dates import said, today
from orgs import queries
from orgs.choices import Role
from orgs.models import Organization, Posting, Region
from orgs.services import standings
from orgs.services.writing import OutsideScope, erase, held, need_visible, raise_version, write


@transaction.atomic
def register(*, values: dict, standing: dict, by, stated_on: date | None = None) -> Organization:
    """A new organization with its first standing, which says how it was on `stated_on` (default today).

    `values` are fields of Organization, `standing` those of standings.STATED; the region is required. Raises
    ValidationError when the credit code is taken, without telling a stranger by whom.
    """
    if not standing.get("region"):
        raise ValidationError("请选择所在辖区")
    organization = Organization(**values)
    need_visible(organization.predecessor, by=by)
    _need_free_code(organization, by)
    write(organization, by=by)
    standings.first(organization=organization, values=standing, stated_on=stated_on or today(), by=by)
    return organization


@transaction.atomic
def close(*, organization: Organization, day: date, reason: str, by) -> Organization:
    """注销: the organization is closed from `day` on; its coverages, postings and mass groups end that day.

    Facts that would begin on that day or later never hold, so they are removed. Raises ValidationError when it is
    closed already, the day lies before its founding or after today, or a guide's visit is recorded later.
    """
    organization = held(organization, by=by)
    need_closable(organization, day)
    for fact in queries.facts_after(organization, day):
        _end(fact, day, by)
    organization.closed, organization.closed_reason = day.isoformat(), reason
    return write(organization, by=by, fields=["closed", "closed_reason"])


@transaction.atomic
def rename(*, organization: Organization, name: str, by) -> Organization:
    """更名: the organization is called `name`; the old name is kept among the former ones."""
    organization = held(organization, by=by)
    former = [one for one in organization.former_names if one != name]
    if organization.name != name and organization.name not in former:
        former.append(organization.name)
    organization.name, organization.former_names = name, former
    return write(organization, by=by, fields=["name", "former_names"])


@transaction.atomic
def reopen(*, organization: Organization, by) -> Organization:
    """恢复: the same organization under the same code is no longer closed. Nothing that ended is revived."""
    organization = held(organization, by=by)
    if not organization.closed:
        raise ValidationError(f"“{organization}”没有注销")
    organization.closed = organization.closed_reason = ""
    return write(organization, by=by, fields=["closed", "closed_reason"])


@transaction.atomic
def succeed(*, predecessor: Organization, values: dict, standing: dict, by, stated_on: date | None = None):
    """A new code is a new organization; it names its predecessor, which stays as it is. → Organization."""
    if (values.get("credit_code") or None) in (None, predecessor.credit_code):
        raise ValidationError("沿用原统一社会信用代码的单位请“恢复”，不要新登记；新登记请填写新的代码")
    need_visible(predecessor, by=by)
    return register(values={**values, "predecessor": predecessor}, standing=standing, by=by, stated_on=stated_on)


@transaction.atomic
def move(*, organization: Organization, region: Region, day: date, by) -> Organization:
    """迁移: from `day` on the organization lies in `region`.

    Later standings that still say the old region move along; the first that says another one stands. Raises
    OutsideScope when the organization would leave the scope of `by`.
    """
    organization = held(organization, by=by)
    need_movable(organization, region, day, by)
    old = standings.on(organization, day).region_id
    later = organization.standings.filter(start__gt=day).order_by("start")
    along = list(takewhile(lambda one: one.region_id == old, later))
    standings.change(organization=organization, values={"region": region}, day=day, by=by)
    for later in along:
        standings.correct(organization=organization, values={"region": region}, day=later.start, by=by)
    return Organization.objects.get(pk=organization.pk)


def need_closable(organization: Organization, day: date) -> None:
    """Raises ValidationError unless the organization can be closed on `day`."""
    if organization.closed:
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    if day > today():
        raise ValidationError("注销日期不能晚于今天")
    if organization.established and day.isoformat() < organization.established:
        raise ValidationError(f"“{organization}”成立于{said(organization.established)}，注销不能早于这一天")
    for fact in queries.facts_after(organization, day):
        if isinstance(fact, Posting) and fact.visits.filter(Q(day__gte=day) | Q(posting__start__gte=day)).exists():
            raise ValidationError(f"{fact.guide.name}在{said(str(day))}或以后还有走访记录，请核对注销日期")


def need_movable(organization: Organization, region: Region, day: date, by) -> None:
    """Raises ValidationError unless the organization can be moved by `by` to `region` from `day` on."""
    if standings.on(organization, day).region_id == region.pk:
        raise ValidationError(f"“{organization}”在{said(str(day))}已在{region}")
    if by.role != Role.SUPERVISOR and not Region.objects.editable_by(by).filter(pk=region.pk).exists():
        raise OutsideScope("迁往其他乡镇由县级管理员办理")


def _need_free_code(organization, by):
    taken = Organization.objects.filter(credit_code=organization.credit_code or None).first()
    if not organization.credit_code or taken is None:
        return
    if Organization.objects.visible_to(by).filter(pk=taken.pk).exists():
        raise ValidationError(f"该统一社会信用代码已登记为“{taken}”")
    raise ValidationError("该统一社会信用代码已由其他乡镇登记，请联系县级管理员")


def _end(fact, day, by):
    """End a coverage, posting or mass group on `day`; one that would begin then or later goes."""
    if fact.start >= day:
        erase(fact, by=by)
    else:
        fact.end = day
        write(fact, by=by, fields=["end"])
    raise_version(getattr(fact, "branch", None), getattr(fact, "guide", None))

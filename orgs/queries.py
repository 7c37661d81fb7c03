"""What an act will do, listed before it does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liangxin.dates import first_day, said
from liangxin.periods import BEGINNING, in_force
from orgs.choices import JOINT_MODES
from orgs.models import Coverage, MassGroup, Organization, PartyBranch, Posting, Region, User
from orgs.options import option

# Functions (branch, day) → [Consequence]: what apps above tell of dissolving a branch.
TOLD_OF_DISSOLVING: list[Callable] = []


@dataclass(frozen=True)
class Consequence:
    """One line of the list: `what` happens (终止, 取消, 保留 …) to which `register`, said in `text`."""

    what: str
    register: str
    text: str


def facts_after(organization: Organization, day: date) -> list:
    """The coverages, postings and mass groups that hold on `day` or begin later, in the order in which they began."""
    still = Q(end=None) | Q(end__gt=day)
    found = [
        *Coverage.objects.filter(still, organization=organization).select_related("branch", "organization"),
        *Posting.objects.filter(still, organization=organization).select_related("guide", "organization"),
        *MassGroup.objects.filter(still, organization=organization).select_related("organization"),
    ]
    return sorted(found, key=lambda fact: (fact.start >= day, fact.start))


def closing(organization: Organization, day: date) -> list[Consequence]:
    """What closing `organization` on `day` does."""
    lines = [_ended(fact, day) for fact in facts_after(organization, day)]
    for branch in organization.hosted_branches.filter(dissolved=""):
        lines.append(Consequence("保留", "党组织", f"“{branch}”设在这家单位，仍然在册，列为空壳，需要时请另行撤销"))
    return lines


def moving(organization: Organization, region: Region, day: date) -> list[Consequence]:
    """What moving `organization` to `region` from `day` on does, and what it leaves to be looked after."""
    lines = []
    running = organization.standings.on(day).select_related("region", "zone").first()
    if running:
        lines.append(Consequence("终止", "概况", f"在{_place(running.region)}的概况到{_day(day)}为止（当天不含）"))
    lines.append(Consequence("开始", "概况", f"从{_day(day)}起在{_place(region)}，其他内容不变"))
    for coverage in organization.coverages.on(day).select_related("branch__region"):
        if coverage.branch.region.town_code != region.town_code:
            text = f"“{coverage.branch}”（{coverage.branch.region}）继续以{coverage.get_mode_display()}的方式覆盖"
            lines.append(Consequence("保留", "覆盖关系", text))
    for branch in organization.hosted_branches.filter(dissolved="").select_related("region"):
        if branch.region.town_code != region.town_code:
            text = f"设在这家单位的“{branch}”仍登记在{branch.region}，需要时请另行修改"
            lines.append(Consequence("保留", "党组织", text))
    for posting in organization.postings.on(day).select_related("guide__region"):
        lines.append(Consequence("保留", "选派", f"{posting.guide}继续联系这家单位"))
    if running and running.zone:
        lines.append(Consequence("保留", "园区商圈", f"仍在{running.zone}"))
    return lines


def dissolving(branch: PartyBranch, day: date) -> list[Consequence]:
    """What dissolving `branch` on `day` leaves behind; its coverages are asked about one by one."""
    lines = [
        Consequence("取消", "覆盖关系", f"“{coverage.organization}”自{_day(coverage.start)}起的覆盖不再开始")
        for coverage in branch.coverages.filter(start__gte=day).select_related("organization")
    ]
    for inferior in branch.inferiors.filter(dissolved=""):
        lines.append(Consequence("保留", "下级党组织", f"“{inferior}”的上级仍是它，请另行修改"))
    managed = branch.supervised.filter(in_force(day)).count()
    if managed:
        lines.append(Consequence("保留", "归口", f"{managed} 家单位仍由它归口管理，请另行修改"))
    accounts = User.objects.filter(supervisor=branch, is_active=True).count()
    if accounts:
        lines.append(Consequence("保留", "账号", f"{accounts} 个归口管理员账号仍属于它"))
    return lines + [line for told in TOLD_OF_DISSOLVING for line in told(branch, day)]


def covered_on(branch: PartyBranch, day: date):
    """The coverages of `branch` that began before `day` and hold on it."""
    coverages = branch.coverages.filter(in_force(day), start__lt=day)
    return coverages.select_related("organization").order_by("organization__name")


def reopening(organization: Organization) -> list[Consequence]:
    """What ended when `organization` was closed, which reopening does not revive."""
    day = first_day(organization.closed) if organization.closed else None
    found = [
        *organization.coverages.filter(end=day).select_related("branch"),
        *organization.postings.filter(end=day).select_related("guide"),
        *organization.mass_groups.filter(end=day),
    ]
    return [Consequence("不恢复", *named(fact)) for fact in found] if day else []


def _ended(fact, day):
    return Consequence("取消" if fact.start >= day else "终止", *named(fact))


def crowded(branch: PartyBranch, day: date) -> int:
    """How many organizations `branch` covers jointly on `day`, when they are more than a joint branch should; else 0.

    At most 5 by the branch regulation, as a setting: a warning, never a bar (domain.md §2).
    """
    count = branch.coverages.filter(in_force(day), mode__in=JOINT_MODES).values("organization").distinct().count()
    return count if count > option("joint_most") else 0


def named(fact):
    """The register of a fact and the fact in words."""
    when = f"{_day(fact.start)}起" if fact.start > BEGINNING else ""
    until = f"到{_day(fact.end)}为止" if fact.end else ""
    words = {
        Coverage: lambda: f"{fact.get_mode_display()}，由“{fact.branch}”覆盖",
        Posting: lambda: f"{fact.guide}",
    }.get(type(fact), lambda: f"{fact}")()
    return type(fact)._meta.verbose_name, f"{words}（{'，'.join(filter(None, (when, until)))}）"


def _day(day):
    return said(str(day))


def _place(region):
    """A village together with its town."""
    town = Region.objects.filter(code=region.town_code).exclude(pk=region.pk).first()
    return f"{town}{region}" if town else str(region)

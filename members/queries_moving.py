"""What 撤一建一 and splitting a joint branch will move, listed before they do it."""

from datetime import date
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q, QuerySet

from liangxin.dates import said
from liangxin.periods import in_force
from members.branch_sizes import LEAST
from members.choices import Person, TransferState
from members.models import Candidate, Membership, PersonType, Post, Transfer, Workplace
from members.queries import not_left
from orgs.models import Organization, PartyBranch, Standing, User, Venue
from orgs.queries import Consequence
from orgs.queries_branches import joint_on

BEGINS, ENDS, MOVES, MARK = "开始", "终止", "转入", "提醒"


def still(day: date) -> Q:
    """The condition on a period that it holds on `day` or begins later."""
    return Q(end=None) | Q(end__gt=day)


def moved_stamp(branch: PartyBranch) -> str:
    """What changes when members, posts or people on the way into the Party come to the branch or leave it."""
    rows = [
        *branch.memberships.order_by("pk").values_list("pk", "start", "end"),
        *branch.posts.order_by("pk").values_list("pk", "start", "end"),
        *branch.candidates.filter(ended="").order_by("pk").values_list("pk"),
        *branch.inferiors.filter(dissolved="").order_by("pk").values_list("pk"),
    ]
    return sha256(repr(rows).encode()).hexdigest()[:16]


def posts_of(branch: PartyBranch, day: date) -> QuerySet[Post]:
    """Posts in `branch` that hold on `day` or begin later."""
    return branch.posts.filter(still(day)).select_related("member").order_by("position", "start")


def leaving(branch: PartyBranch, organization: Organization, day: date) -> QuerySet[Membership]:
    """Memberships of `branch` that hold on `day`, or begin later, of members who work at `organization` then."""
    there = Workplace.objects.filter(member=OuterRef("member"), organization=organization)
    at_start = there.filter(Q(end=None) | Q(end__gt=OuterRef("start")), start__lte=OuterRef("start"))
    holding = in_force(day) & Exists(there.on(day))
    later = Q(start__gt=day) & Exists(at_start)
    return branch.memberships.filter(not_left(day, "member__")).filter(holding | later)


def candidates_of(branch: PartyBranch, organization: Organization) -> QuerySet[Candidate]:
    """People on the way into the Party in `branch` who work at `organization`."""
    return branch.candidates.filter(organization=organization, ended="")


def replacing(branch: PartyBranch, new: str, day: date, *, posts_go_on: bool) -> list[Consequence]:
    """What 撤一建一 on `day` does, `new` being the name of the branch that follows."""
    lines = [
        Consequence(ENDS, "党组织", f"“{branch}”自{_day(day)}起撤销"),
        Consequence(BEGINS, "党组织", f"“{new}”自{_day(day)}起成立"),
    ]
    for coverage in branch.coverages.filter(still(day)).select_related("organization").order_by("start"):
        text = f"“{coverage.organization}”改由新党组织以{coverage.get_mode_display()}的方式覆盖"
        lines.append(Consequence(MOVES, "覆盖关系", text))
    lines += _people(branch.memberships.filter(not_left(day, "member__")), day)
    for post in posts_of(branch, day):
        lines.append(Consequence(MOVES if posts_go_on else ENDS, "党内职务", str(post)))
    for inferior in branch.inferiors.filter(dissolved=""):
        lines.append(Consequence(MOVES, "下级党组织", f"“{inferior}”的上级改为新党组织"))
    return [*lines, *_counted(branch, day)]


def _counted(branch, day) -> list[Consequence]:
    """What is told by its number, where there is any."""
    supervised = Standing.objects.filter(still(day), supervisor=branch).values("organization").distinct().count()
    letters = Transfer.objects.filter(Q(origin=branch) | Q(target=branch), state=TransferState.SENT).count()
    told = [
        ("归口", supervised, "家归口管理的单位"),
        ("账号", User.objects.filter(supervisor=branch).count(), "个归口管理员账号"),
        ("发展党员", branch.candidates.filter(ended="").count(), "名正在培养发展的人员"),
        ("组织关系转接", letters, "封在途的介绍信"),
        ("活动阵地", Venue.objects.filter(branch=branch, closed="").count(), "处活动阵地"),
    ]
    return [Consequence(MOVES, title, f"{count} {words}随转") for title, count, words in told if count]


def dissolving(branch: PartyBranch, day: date) -> list[Consequence]:
    """What dissolving `branch` on `day` does to its people, and whom it leaves to be looked after."""
    lines = [Consequence(ENDS, "党内职务", str(post)) for post in posts_of(branch, day)]
    running = branch.memberships.filter(not_left(day, "member__")).filter(in_force(day))
    if count := running.values("member").distinct().count():
        lines.append(Consequence(MARK, "党员", f"{count} 名党员还在这个党组织，请转到别的党组织"))
    if count := branch.candidates.filter(ended="").count():
        lines.append(Consequence(MARK, "发展党员", f"{count} 名正在培养发展的人员还在这个党组织，请改由别的党组织培养"))
    return lines


def splitting(branch: PartyBranch, organization: Organization, new: str, day: date) -> list[Consequence]:
    """What it does to split `organization` off the joint `branch` on `day`, and what is to be looked after."""
    memberships = leaving(branch, organization, day)
    lines = [
        Consequence(BEGINS, "党组织", f"“{new}”自{_day(day)}起成立，设在“{organization}”"),
        Consequence(ENDS, "覆盖关系", f"“{branch}”不再联合覆盖“{organization}”"),
        Consequence(BEGINS, "覆盖关系", f"“{organization}”由新党组织单独组建覆盖"),
        *_people(memberships, day),
    ]
    members = memberships.values("member")
    for post in posts_of(branch, day).filter(member__in=members):
        lines.append(Consequence(ENDS, "党内职务", f"{post}在“{branch}”的职务"))
    candidates = candidates_of(branch, organization).count()
    if candidates:
        lines.append(Consequence(MOVES, "发展党员", f"{candidates} 名正在培养发展的人员随转"))
    return [*lines, *_reminders(branch, organization, memberships, day)]


def _reminders(branch, organization, memberships, day) -> list[Consequence]:
    found = []
    full = _of_type(memberships.filter(in_force(day)), Person.FULL, day)
    if full < LEAST:
        text = f"转入新党组织的正式党员 {full} 名，按规定不足 {LEAST} 名不单独建立党支部，请核对党员的工作单位"
        found.append(Consequence(MARK, "党员", text))
    left = joint_on(day).filter(pk=branch.pk).values_list("covers", flat=True).first() or 0
    if left == 2:
        found.append(Consequence(MARK, "覆盖关系", f"“{branch}”只剩一家单位，仍为联合，请另行处理"))
    elif left == 1:
        found.append(Consequence(MARK, "覆盖关系", f"“{branch}”不再联合覆盖任何单位，需要时请另行撤销"))
    return found


def _people(memberships, day) -> list[Consequence]:
    """How many members go along."""
    running = memberships.filter(in_force(day))
    count = running.values("member").distinct().count()
    if not count:
        return [Consequence("没有", "党员", "没有党员随转")]
    full = _of_type(running, Person.FULL, day)
    return [Consequence(MOVES, "党员", f"{count} 名党员转入新党组织，其中正式党员 {full} 名")]


def _of_type(memberships, person, day) -> int:
    types = PersonType.objects.on(day).filter(member=OuterRef("member"), person=person)
    return memberships.filter(Exists(types)).values("member").distinct().count()


def _day(day) -> str:
    return said(str(day))

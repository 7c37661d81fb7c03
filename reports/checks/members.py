"""Questions about members, their transfers, and people on the way into the Party (domain.md §3)."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from liangxin.dates import first_day
from liangxin.months import shifted
from members.choices import Person, State, TransferState
from members.models import Candidate, DuesBase, DuesPayment, Membership, PersonType, Relation, Step, Transfer, Workplace
from members.path import ADMITTED, APPLIED, LEAST_AGE, PROBATION
from reports.checks.base import CANDIDATES, MEMBERS, TRANSFERS, Act, Severity, check, day_said
from reports.checks.partial import surely_before, too_soon

MUST, LOOK, HINT = Severity.MUST, Severity.LOOK, Severity.HINT
OPEN = Act("打开党员", "admin:members_partymember_change")
RULES, CONSTITUTION, MOVING = "党支部工作条例", "党章和发展党员工作细则", "组织关系转接规定"
YEARS = 12
ARREARS = 6  # months


def _own():
    return {"member": OuterRef("pk")}


@check(
    "two_branches",
    "同时在两个党支部",
    MEMBERS,
    MUST,
    "同一天编在两个以上党支部，每名党员只能编入一个支部。",
    source=RULES,
    act=OPEN,
)
def two_branches(asked):
    twice = Membership.objects.on(asked.day).order_by().values("member").annotate(n=Count("pk")).filter(n__gt=1)
    return asked.members().filter(pk__in=twice.values("member"))


@check("no_branch", "没有编入党支部", MEMBERS, MUST, "在册党员当天不在任何党支部。", source=RULES, act=OPEN)
def no_branch(asked):
    return asked.members().filter(~Exists(Membership.objects.on(asked.day).filter(**_own())))


@check(
    "at_closed",
    "工作单位已注销",
    MEMBERS,
    LOOK,
    "登记的工作单位已经注销，应当核实现在的工作单位和组织关系。",
    source=MOVING,
    act=OPEN,
)
def at_closed(asked):
    gone = Q(organization__closed__lte=asked.day.isoformat()) & ~Q(organization__closed="")
    return asked.members().filter(pk__in=Workplace.objects.on(asked.day).filter(gone).order_by().values("member"))


@check(
    "joined_young",
    "入党时不满18周岁",
    MEMBERS,
    LOOK,
    "入党日期早于年满 18 周岁，出生日期或入党日期有误。",
    source=CONSTITUTION,
    act=OPEN,
    tell=lambda row: f"{day_said(row.birth)}出生，{day_said(row.joined)}入党",
)
def joined_young(asked):
    return too_soon(asked.members(), "birth", "joined", LEAST_AGE)


@check(
    "full_early",
    "预备期不满一年转正",
    MEMBERS,
    LOOK,
    "转正日期距入党日期不满一年，两个日期有一个有误。",
    source=CONSTITUTION,
    act=OPEN,
    tell=lambda row: f"{day_said(row.joined)}入党，{day_said(row.full)}转正",
)
def full_early(asked):
    return too_soon(asked.members(), "joined", "full", PROBATION // YEARS)


@check(
    "probation_over",
    "预备期满未转正",
    MEMBERS,
    MUST,
    "预备期一年已满，仍是预备党员，也没有登记延长。",
    source=CONSTITUTION,
    act=OPEN,
    tell=lambda row: f"{day_said(row.joined)}入党",
)
def probation_over(asked):
    probationary = PersonType.objects.on(asked.day).filter(person=Person.PROBATIONARY).order_by().values("member")
    extended = Candidate.objects.filter(**_own(), extended_until__gte=asked.day)
    over = surely_before("joined", shifted(asked.day, -PROBATION))
    return asked.members().filter(over, ~Exists(extended), pk__in=probationary)


@check(
    "no_type", "人员类别未填", MEMBERS, HINT, "没有填写是正式党员还是预备党员，不计入任何一种。", source=RULES, act=OPEN
)
def no_type(asked):
    return asked.members().filter(~Exists(PersonType.objects.on(asked.day).filter(**_own())))


@check(
    "no_birth",
    "出生日期或入党日期未填",
    MEMBERS,
    HINT,
    "没有出生日期就算不出年龄段，没有入党日期就算不出党龄。",
    source=RULES,
    act=OPEN,
)
def no_birth(asked):
    return asked.members().filter(Q(birth="") | Q(joined=""))


@check(
    "relation_open",
    "组织关系应转未转",
    MEMBERS,
    LOOK,
    "介绍信没有交到转入的党组织（应转未转），应当催办。",
    source=MOVING,
    act=OPEN,
)
def relation_open(asked):
    waiting = Relation.objects.on(asked.day).filter(state=State.POCKET).order_by()
    return asked.members().filter(pk__in=waiting.values("member"))


@check("lost", "失联党员", MEMBERS, LOOK, "登记为失联，应当查找并按规定处理。", source=RULES, act=OPEN)
def lost(asked):
    found = Relation.objects.on(asked.day).filter(state=State.LOST).order_by()
    return asked.members().filter(pk__in=found.values("member"))


@check(
    "dues_unpaid",
    "六个月没有缴纳党费",
    MEMBERS,
    MUST,
    "有缴费基数，最近六个整月一次也没有登记缴纳。",
    source="党章第九条",
    act=Act("打开党员", "admin:members_partymember_change"),
)
def dues_unpaid(asked):
    this = asked.day.replace(day=1)
    first = shifted(this, -ARREARS)
    own = _own()
    bases, memberships = (model.objects.filter(**own) for model in (DuesBase, Membership))
    paid = DuesPayment.objects.filter(**own, month__gte=first, month__lt=this, amount__gt=0)
    owes = [Exists(facts.on(day)) for facts in (bases.filter(base__gt=0), memberships) for day in (first, asked.day)]
    return asked.members().filter(*owes, ~Exists(paid))


@check(
    "letter_late",
    "介绍信过期未接收",
    TRANSFERS,
    MUST,
    "介绍信的有效期已过，转入方还没有接收，也没有退回。",
    source=MOVING,
    act=Act("催办或退回", "members:transfer"),
    tell=lambda row: f"{day_said(row.sent)}开出，有效期至{day_said(row.valid_until)}",
)
def letter_late(asked):
    return Transfer.objects.filter(state=TransferState.SENT, valid_until__lt=asked.day)


@check(
    "applied_young",
    "申请入党时不满18周岁",
    CANDIDATES,
    MUST,
    "递交入党申请书时不满 18 周岁。",
    source=CONSTITUTION,
    act=Act("打开发展过程", "members:development"),
    tell=lambda row: f"{day_said(row.birth)}出生",
)
def applied_young(asked):
    steps = Step.objects.filter(number=APPLIED).exclude(candidate__birth="").order_by()
    rows = steps.values_list("candidate", "candidate__birth", "day")
    young = [key for key, birth, day in rows if day < _eighteen(birth)]
    return Candidate.objects.filter(pk__among=young, ended="")


def _eighteen(birth: str) -> date:
    """The first day on which somebody born then can be of age."""
    return shifted(first_day(birth), LEAST_AGE * YEARS)


@check(
    "candidate_unlinked",
    "已是党员，发展过程没有对应",
    CANDIDATES,
    LOOK,
    "已经过支部大会接收，但没有对应到花名册上的党员。",
    source=CONSTITUTION,
    act=Act("打开发展过程", "members:development"),
)
def candidate_unlinked(asked):
    received = Step.objects.filter(candidate=OuterRef("pk"), number=ADMITTED, day__lte=asked.day)
    return Candidate.objects.filter(Exists(received), member=None, ended="")

"""Questions about branches: 空壳, terms, joint branches (domain.md §3), and posts."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from liangxin.months import shifted
from members.queries_branches import few_for_long, posts_without_member, without_secretary
from orgs.choices import JOINT_MODES, Level
from orgs.models import Activity, Coverage
from orgs.options import option
from orgs.queries_branches import crowded_joint, joint_on, working_on
from orgs.queries_terms import due_soon, overdue, without_term
from reports.checks.base import BRANCHES, POSTS, Act, Severity, check, day_said

MUST, LOOK, HINT = Severity.MUST, Severity.LOOK, Severity.HINT
OPEN = Act("打开党组织", "admin:orgs_partybranch_change")
DISSOLVE = Act("办理撤销", "orgs:dissolve")
ELECT = Act("登记换届", "orgs:elect")
HOLLOW, TERMS, JOINT, SIZES = "空壳党组织的查找规定", "基层党组织任期规定", "党支部工作条例", "党支部工作条例"
MEETING = (Level.BRANCH, Level.JOINT_BRANCH, Level.GENERAL)
QUIET_MONTHS = 6  # without any record of a branch's life (domain.md §3, assumed)
COMMITTEE, LEVELS = ("no_committee", "large_committee"), ("to_general", "to_committee", "by_approval")


@check(
    "host_closed",
    "所在单位已注销",
    BRANCHES,
    MUST,
    "党组织设在已经注销的单位里，应当撤销或调整。",
    source=HOLLOW,
    act=DISSOLVE,
    tell=lambda row: f"{row.host} {day_said(row.host.closed)}注销",
    hollow=True,
)
def host_closed(asked):
    gone = Q(host__closed__lte=asked.day.isoformat()) & ~Q(host__closed="")
    return asked.branches().filter(gone).select_related("host")


@check(
    "covers_nobody",
    "没有覆盖任何单位",
    BRANCHES,
    LOOK,
    "设在单位内的党组织或联合党支部，当天没有覆盖一家单位。",
    source=HOLLOW,
    act=DISSOLVE,
    hollow=True,
)
def covers_nobody(asked):
    covering = Coverage.objects.on(asked.day).filter(branch=OuterRef("pk"))
    inside = Q(host__isnull=False) | Q(level=Level.JOINT_BRANCH)
    return asked.branches().filter(inside).filter(~Exists(covering))


@check(
    "term_overdue",
    "届满未换届",
    BRANCHES,
    MUST,
    "任期已满，没有登记新的一届。",
    source=TERMS,
    act=ELECT,
    tell=lambda row: f"{day_said(row.term_due)}届满",
    hollow=True,
)
def term_overdue(asked):
    return overdue(asked.day)


@check(
    "term_due",
    "即将届满",
    BRANCHES,
    HINT,
    "任期快满，应当准备换届。",
    source=TERMS,
    act=ELECT,
    tell=lambda row: f"{day_said(row.term_due)}届满",
)
def term_due(asked):
    return due_soon(asked.day)


@check("term_unknown", "没有登记届次", BRANCHES, HINT, "没有换届记录，算不出何时届满。", source=TERMS, act=ELECT)
def term_unknown(asked):
    return without_term(asked.day)


@check(
    "joint_one",
    "联合党组织只剩一家单位",
    BRANCHES,
    LOOK,
    "联合组建只覆盖一家单位，应当改为单独组建或并入其他党组织。",
    source=JOINT,
    act=Act("撤一建一", "members:replace"),
)
def joint_one(asked):
    return asked.branches().filter(pk__in=joint_on(asked.day).filter(covers=1).values("pk"))


@check(
    "joint_crowded",
    "联合党组织覆盖过多",
    BRANCHES,
    LOOK,
    "联合党支部覆盖的单位超过设置的上限；只提醒，不限制。",
    source=JOINT,
    act=OPEN,
    tell=lambda row: f"覆盖 {row.covers} 家，上限 {option('joint_most')} 家",
)
def joint_crowded(asked):
    jointly = Coverage.objects.on(asked.day).filter(branch=OuterRef("pk"), mode__in=JOINT_MODES).order_by()
    covers = jointly.values("branch").annotate(n=Count("organization", distinct=True)).values("n")
    crowded = asked.branches().filter(pk__in=crowded_joint(asked.day).values("pk"))
    return crowded.annotate(covers=Subquery(covers))


def _told(asked, keys) -> dict[int, str]:
    """{branch: the sentences} of the branches whose numbers ask for one of `keys`."""
    found = {pk: [one.text for one in told if one.key in keys] for pk, told in asked.sizes().items()}
    return {pk: "；".join(texts) for pk, texts in found.items() if texts}


def _of_size(asked, keys):
    return asked.branches().filter(pk__among=list(_told(asked, keys)))


def _tell(keys):
    return lambda row: _told(row.asked, keys)[row.pk]


@check(
    "few_members",
    "正式党员不足3名满6个月",
    BRANCHES,
    MUST,
    "支部连续 6 个月正式党员不足 3 名，应当调整或撤销。没有登记过党员的支部不在内。",
    source=HOLLOW,
    act=DISSOLVE,
    hollow=True,
)
def few_members(asked):
    return few_for_long(asked.day, working_on(asked.day).within(asked.user))


@check(
    "no_secretary",
    "没有书记",
    BRANCHES,
    MUST,
    "当天没有人任书记。",
    source=HOLLOW,
    act=Act("登记职务", "admin:orgs_partybranch_change"),
    hollow=True,
)
def no_secretary(asked):
    return without_secretary(asked.day, working_on(asked.day).within(asked.user))


@check(
    "no_activity",
    "6个月没有组织生活记录",
    BRANCHES,
    LOOK,
    "成立满 6 个月的党支部（含联合党支部、党总支），6 个月内没有一条组织生活记录。全县还没有开始登记组织生活时不查。",
    source=HOLLOW,
    act=Act("登记组织生活", "admin:orgs_partybranch_change"),
    hollow=True,
)
def no_activity(asked):
    since = shifted(asked.day, -QUIET_MONTHS)
    begun = Activity.objects.filter(day__lte=since)
    recent = Activity.objects.filter(branch=OuterRef("pk"), day__gt=since, day__lte=asked.day)
    # A committee leads branches; it is they that meet.
    old = asked.branches().filter(level__in=MEETING, established__lte=since.isoformat())
    return old.filter(Exists(begun)).exclude(Exists(recent))


@check(
    "empty_roster",
    "花名册上没有党员",
    BRANCHES,
    LOOK,
    "在册的党组织没有一名党员编在其中，名册没有录全或者已是空壳。",
    source=HOLLOW,
    act=OPEN,
)
def empty_roster(asked):
    return _of_size(asked, ("empty",))


@check(
    "no_committee",
    "支委会不合规定",
    BRANCHES,
    LOOK,
    "正式党员 7 名以上应设支委会，3 至 5 人，最多 7 人。",
    source=SIZES,
    act=Act("登记职务", "admin:orgs_partybranch_change"),
    tell=_tell(COMMITTEE),
)
def no_committee(asked):
    return _of_size(asked, COMMITTEE)


@check(
    "size_level",
    "人数与党组织类别不相称",
    BRANCHES,
    LOOK,
    "党员 50 名以上应设党总支，100 名以上应设党委；人数不足的须经上级批准。",
    source=SIZES,
    act=OPEN,
    tell=_tell(LEVELS),
)
def size_level(asked):
    return _of_size(asked, LEVELS)


@check(
    "post_no_member",
    "任职的人不在花名册",
    POSTS,
    LOOK,
    "任党内职务的人没有对应到花名册上的党员。",
    source=SIZES,
    act=Act("对应党员", "admin:orgs_partybranch_change", "branch_id"),
    tell=lambda row: f"{row.branch}{row.get_position_display()}",
)
def post_no_member(asked):
    return posts_without_member(asked.day)

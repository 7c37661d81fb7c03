"""Questions about organizations: what is missing, what contradicts itself, what should be built."""

from django.db.models import F, Q

from members.queries_rosters import differing
from orgs.coverage import FIGURES, UNBUILT, Part, with_status
from orgs.models import PartyBranch
from reports.checks.base import ORGANIZATIONS, Act, Asked, Severity, check

MUST, LOOK, HINT = Severity.MUST, Severity.LOOK, Severity.HINT
OPEN = Act("补填", "admin:orgs_organization_change")
COVER = Act("登记组建", "admin:orgs_organization_change")
ROSTER = Act("看花名册", "members:roster")
COVERAGE, FIVE = "年度统计表的覆盖口径", "“五清”要求"


def _figure(asked: Asked, key: str):
    return FIGURES[key].filter(with_status(asked.base(), asked.day))


def _full(row) -> str:
    return f"正式党员 {row.full_members} 名"


def _people(row) -> str:
    return f"从业人员 {row.employees} 人"


@check(
    "should_build",
    "应建未建",
    ORGANIZATIONS,
    MUST,
    "正式党员 3 名以上，还没有党组织。",
    source=COVERAGE,
    act=COVER,
    tell=_full,
)
def should_build(asked):
    return _figure(asked, "unbuilt_should")


@check(
    "joint_enough",
    "联合中应单建",
    ORGANIZATIONS,
    LOOK,
    "正式党员 3 名以上，仍由联合党组织覆盖，应当单独组建。",
    source=COVERAGE,
    act=Act("单独组建", "members:split", "joint", "?organization={row.organization_id}", done_to=PartyBranch),
    tell=_full,
)
def joint_enough(asked):
    return _figure(asked, "joint_enough").annotate(joint=F("cover__branch"))


@check(
    "hundred_unbuilt",
    "100人以上未建党组织",
    ORGANIZATIONS,
    LOOK,
    "从业人员 100 人以上，没有被党组织覆盖。",
    source=COVERAGE,
    act=COVER,
    tell=_people,
)
def hundred_unbuilt(asked):
    return with_status(asked.base(), asked.day).filter(Part(UNBUILT, ("hundred",)).condition())


@check(
    "fifty_no_member",
    "50人以上没有党员",
    ORGANIZATIONS,
    LOOK,
    "从业人员 50 人以上，填报的党员数是 0，应当推荐培养或核实。",
    source=COVERAGE,
    act=OPEN,
    tell=_people,
)
def fifty_no_member(asked):
    return asked.base().filter(
        Q(probationary_members=0) | Q(probationary_members=None), employees__gte=50, full_members=0
    )


@check(
    "unguided",
    "未建党组织，也没有指导员",
    ORGANIZATIONS,
    LOOK,
    "没有党组织的单位应当选派党建指导员。",
    source=COVERAGE,
    act=Act("选派指导员", "admin:orgs_organization_change"),
)
def unguided(asked):
    return _figure(asked, "unguided")


@check(
    "no_reason",
    "未建党组织，没有写原因",
    ORGANIZATIONS,
    HINT,
    "未建党组织的单位要写明未建原因。",
    source=FIVE,
    act=OPEN,
)
def no_reason(asked):
    return _figure(asked, "unbuilt").filter(organization__unbuilt_reason="")


@check(
    "members_unstated",
    "党员数未填",
    ORGANIZATIONS,
    HINT,
    "正式党员数、预备党员数没有填，覆盖状态按 0 名算。",
    source=FIVE,
    act=OPEN,
)
def members_unstated(asked):
    return asked.base().filter(Q(full_members=None) | Q(probationary_members=None))


@check("employees_unstated", "从业人员未填", ORGANIZATIONS, HINT, "从业人员数没有填。", source=FIVE, act=OPEN)
def employees_unstated(asked):
    return asked.base().filter(employees=None)


@check(
    "operation_unclear",
    "经营情况不全",
    ORGANIZATIONS,
    HINT,
    "经营地址、行业门类、是否“三有”没有填全。",
    source=FIVE,
    act=OPEN,
    tell=lambda row: "没有填：" + "、".join(_missing_operation(row)),
)
def operation_unclear(asked):
    return asked.base().filter(Q(operating=None) | Q(industry="") | Q(organization__address=""))


def _missing_operation(row):
    given = (
        ("经营地址", row.organization.address),
        ("行业门类", row.industry),
        ("是否“三有”", row.operating is not None),
    )
    return [name for name, value in given if not value]


@check(
    "head_unclear",
    "负责人情况不全",
    ORGANIZATIONS,
    HINT,
    "出资人（负责人）的姓名、电话、是否党员没有填全。",
    source=FIVE,
    act=OPEN,
    tell=lambda row: "没有填：" + "、".join(_missing_head(row)),
)
def head_unclear(asked):
    blank = Q(organization__head_name="") | Q(organization__head_phone="") | Q(organization__head_is_member=None)
    return asked.base().filter(blank)


def _missing_head(row):
    one = row.organization
    given = (("姓名", one.head_name), ("电话", one.head_phone), ("是否党员", one.head_is_member is not None))
    return [name for name, value in given if not value]


@check(
    "roster_differs",
    "摸排的党员数与花名册不一致",
    ORGANIZATIONS,
    LOOK,
    "花名册已标记完整，摸排填报的党员数与填报那天的花名册不同。",
    source=COVERAGE,
    act=ROSTER,
    tell=lambda row: _difference(row),
)
def roster_differs(asked):
    return differing(asked.day)


def _difference(row):
    pairs = (
        ("正式党员", row.surveyed_full, row.then_full),
        ("预备党员", row.surveyed_probationary, row.then_probationary),
        ("组织关系不在本单位", row.surveyed_elsewhere, row.then_elsewhere),
    )
    told = [
        f"{name}摸排 {said}、花名册 {counted}" for name, said, counted in pairs if said is not None and said != counted
    ]
    return "；".join(told)


@check(
    "no_established",
    "成立时间不详",
    ORGANIZATIONS,
    HINT,
    "没有成立时间的单位，注销以前的每一天都计入单位数，往期数字会偏大。",
    source=COVERAGE,
    act=OPEN,
)
def no_established(asked):
    return asked.base().filter(organization__established="")

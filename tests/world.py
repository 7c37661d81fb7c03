"""A small fixed county for tests: its regions, the cast who sign in, and a handful of organizations.

Tests name the people and organizations by attribute (`world.town_a_clerk`, `world.a_single`). Town A (城关镇) is the
town of most stories, town B (石桥镇) is where the stranger sits. All facts lie in the past of any day a test runs on.
"""

from datetime import date
from types import SimpleNamespace

from liangxin.codes import credit_code_check
from liangxin.periods import BEGINNING
from orgs.choices import Category, Kind, Level, MassKind, Mode, Role, TagKind, UnbuiltReason, ZoneKind
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    User,
    Visit,
    Zone,
)

PASSWORD = "made-up-7391"
SURVEYED = date(2024, 12, 31)  # the day that the first standings state

REGIONS = {
    "county": ("330199", "青溪县"),
    "town_a": ("330199001", "城关镇"),
    "village_a1": ("330199001001", "东门社区"),
    "village_a2": ("330199001002", "南街社区"),
    "town_b": ("330199002", "石桥镇"),
    "village_b1": ("330199002001", "石桥村"),
    "town_c": ("330199003", "柳溪乡"),
}

USERS = {  # name: (role, person, region)
    "county_admin": (Role.COUNTY, "王芳", "county"),
    "county_viewer": (Role.COUNTY_VIEWER, "李敏", "county"),
    "town_a_clerk": (Role.TOWN, "张伟", "town_a"),
    "town_a_viewer": (Role.TOWN_VIEWER, "赵静", "town_a"),
    "town_b_clerk": (Role.TOWN, "陈磊", "town_b"),
    "supervisor_clerk": (Role.SUPERVISOR, "周杰", None),
    "guide_user": (Role.GUIDE, "覃明", None),
    "auditor": (Role.AUDITOR, "吴霞", None),
    "system_admin": (Role.SYSTEM, "孙强", None),
}
ROLES = tuple(USERS)

BRANCHES = {  # name: (title, level, region, established)
    "county_committee": ("中共青溪县委两新工作委员会", Level.WORK_COMMITTEE, "county", "2012-05"),
    "market_committee": ("中共青溪县市场监督管理局非公企业委员会", Level.COMMITTEE, "county", "2015"),
    "a_own_branch": ("中共星河机电有限公司支部委员会", Level.BRANCH, "town_a", "2021-03-10"),
    "a_joint_branch": ("中共城关镇商贸联合支部委员会", Level.JOINT_BRANCH, "town_a", "2022-06"),
    "a_village_branch": ("中共东门社区支部委员会", Level.BRANCH, "town_a", "2005"),
    "b_general": ("中共石桥镇非公企业总支部委员会", Level.GENERAL, "town_b", "2018-01-01"),
}

ORGANIZATIONS = {  # name: (title, kind, code class, region, established, standing's values)
    "a_single": (
        "星河机电有限公司",
        Kind.ENTERPRISE,
        "91",
        "village_a1",
        "2010-04-01",
        {"full_members": 5, "employees": 120},
    ),
    "a_joint": (
        "明远商贸有限公司",
        Kind.ENTERPRISE,
        "91",
        "village_a1",
        "2016-07",
        {"full_members": 2, "employees": 18},
    ),
    "a_affiliated": ("东门社区养老服务中心", Kind.SOCIAL, "52", "village_a1", "2019", {"full_members": 1}),
    "a_functional": (
        "曾记网络科技有限公司",
        Kind.ENTERPRISE,
        "91",
        "village_a2",
        "2020-02-02",
        {"elsewhere_members": 4},
    ),
    "a_should": (
        "海涛物流有限公司",
        Kind.ENTERPRISE,
        "91",
        "village_a2",
        "2018-09-12",
        {"full_members": 4, "employees": 60},
    ),
    "a_some": ("青溪县书法协会", Kind.SOCIAL, "51", "town_a", "2015", {"full_members": 1, "probationary_members": 3}),
    "a_none": ("立新印刷有限公司", Kind.ENTERPRISE, "91", "town_a", "", {"full_members": 0, "employees": 9}),
    "a_shop": ("玉兰经营部", Kind.ENTERPRISE, "92", "village_a1", "2021", {"category": Category.SELF_EMPLOYED}),
    "a_closed": ("国庆建材有限公司", Kind.ENTERPRISE, "91", "town_a", "2011", {"full_members": 1}),
    "b_joint": (
        "石桥物流有限公司",
        Kind.ENTERPRISE,
        "91",
        "village_b1",
        "2017-05",
        {"full_members": 3, "employees": 45},
    ),
    "b_none": ("单氏食品有限公司", Kind.ENTERPRISE, "91", "town_b", "2020-10-10", {"full_members": 0, "employees": 75}),
    "county_placed": ("青溪县电子商务协会", Kind.SOCIAL, "51", "county", "2022-11", {"full_members": 2}),
}

COVERAGES = (  # organization, branch, mode, start, end
    ("a_single", "a_own_branch", Mode.SINGLE, date(2021, 3, 10), None),
    ("a_joint", "a_joint_branch", Mode.REGIONAL, date(2022, 6, 1), None),
    ("b_joint", "a_joint_branch", Mode.JOINT, date(2023, 1, 1), None),
    ("a_affiliated", "a_village_branch", Mode.AFFILIATED, date(2020, 1, 1), None),
    ("a_functional", "county_committee", Mode.FUNCTIONAL, date(2023, 5, 1), None),
    ("a_closed", "a_joint_branch", Mode.JOINT, date(2022, 6, 1), date(2025, 3, 1)),
)


def credit_code(kind: str, number: int) -> str:
    """A made-up credit code of the class `kind` ("91" …) with a right check character."""
    body = f"{kind}330199MA{number:07d}"
    return body + credit_code_check(body)


def build() -> SimpleNamespace:
    """Write the county to the database; every row is an attribute of what comes back."""
    world = SimpleNamespace()
    for name, (code, title) in REGIONS.items():
        setattr(world, name, Region.objects.create(code=code, name=title))
    _branches(world)
    world.park = Zone.objects.create(kind=ZoneKind.PARK, name="青溪工业园", level="县级", region=world.county)
    _organizations(world)
    _facts(world)
    _users(world)
    return world


def _branches(world):
    for name, (title, level, region, established) in BRANCHES.items():
        branch = PartyBranch.objects.create(name=title, region=getattr(world, region), established=established)
        BranchLevel.objects.create(branch=branch, level=level, start=BEGINNING)
        setattr(world, name, branch)
    world.market_committee.superior = world.county_committee
    world.market_committee.save(update_fields=["superior"])


def _organizations(world):
    for number, (name, (title, kind, code, region, established, values)) in enumerate(ORGANIZATIONS.items(), 1):
        organization = Organization.objects.create(
            name=title, kind=kind, credit_code=credit_code(code, number), established=established, address="青溪路1号"
        )
        Standing.objects.create(
            organization=organization,
            region=getattr(world, region),
            start=BEGINNING,
            stated_on=SURVEYED,
            supervisor=world.market_committee if name in ("a_should", "b_none") else None,
            **values,
        )
        setattr(world, name, organization)
    world.a_closed.closed, world.a_closed.closed_reason = "2025-03-01", "注销"
    world.a_closed.save(update_fields=["closed", "closed_reason"])
    world.a_should.unbuilt_reason = UnbuiltReason.OWNER
    world.a_should.former_names = ["海涛运输有限公司"]
    world.a_should.save(update_fields=["unbuilt_reason", "former_names"])
    world.a_own_branch.host = world.a_single
    world.a_own_branch.save(update_fields=["host"])


def _facts(world):
    for organization, branch, mode, start, end in COVERAGES:
        Coverage.objects.create(
            organization=getattr(world, organization), branch=getattr(world, branch), mode=mode, start=start, end=end
        )
    world.guide = Guide.objects.create(
        name="覃明", unit="县市场监督管理局", post="科员", phone="13800000001", region=world.town_a
    )
    world.other_guide = Guide.objects.create(name="仇立", unit="县税务局", region=world.county)
    world.posting = Posting.objects.create(guide=world.guide, organization=world.a_some, start=date(2023, 9, 1))
    world.visit = Visit.objects.create(posting=world.posting, day=date(2024, 5, 6), content="了解党员情况")
    MassGroup.objects.create(organization=world.a_single, kind=MassKind.UNION, start=date(2015, 1, 1))
    MassGroup.objects.create(organization=world.b_none, kind=MassKind.WOMEN, start=date(2022, 3, 8))
    Tag.objects.create(organization=world.a_functional, tag=TagKind.INTERNET, start=date(2020, 2, 2))


def _users(world):
    for name, (role, person, region) in USERS.items():
        user = User(username=name, first_name=person, role=role, is_staff=True)
        user.region = getattr(world, region) if region else None
        if role == Role.SUPERVISOR:
            user.supervisor = world.market_committee
        if role == Role.GUIDE:
            user.guide = world.guide
        user.set_password(PASSWORD)
        user.save()
        setattr(world, name, user)

"""A register of any size with odd but lawful values, written straight to the database, for tests of ledgers."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from liangxin.codes import credit_code_check
from liangxin.periods import BEGINNING
from orgs.choices import CATEGORY_KIND, Industry, Level, TagKind, UnbuiltReason
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
    Zone,
)

DAY = date(2025, 9, 30)
ODD_NAMES = (
    "=SUM(A1:A9)有限公司",
    "+86通讯器材店",
    "-北方建材有限公司",
    "@家居生活馆",
    "“引号”商贸有限公司",
    "'单引号'文具店",
    '"双引号"食品厂',
    "<标签>&符号网络有限公司",
    "半角(括号)商行",
    "全角（括号）商行",
    "顿号、逗号，分号商行",
    "２０２４全角数字有限公司",
    "001便利店",
    "1e5科技有限公司",
    "TRUE传媒有限公司",
    "青溪县" + "很长很长的名字" * 24 + "有限公司",
    "𠮷野家餐饮店",
    "阿依古丽·买买提服装店",
)
ODD_TEXTS = (
    "",
    "=1+1",
    "+8613800000000",
    "@所有人",
    "一号“楼”<2>&'3'层",
    "0012",
    "2024-03",
    "1.50",
    "无门牌，近桥头（旧址：老街3号）",
    "x" * 200,
)
DATES = ("", "1986", "2003-07", "2019-10", "2010-01-01", "2021-12-31", "1998-02-28")
PHONES = ("", "13800000000", "0571-88888888", "13800000000、13900000000", "+8613800000000")
PEOPLE = ("", "张三", "欧阳修", "张三、李四", "John Smith", "阿依古丽·买买提")
ANSWERS = ({}, {"secretary_name": "=韩立新", "remark": "007", "superior": "中共青溪县委"}, {"remark": 12})
REVENUES = (None, Decimal("0.0001"), Decimal("1200.5"), Decimal("98765432.1234"))


def _some(rng, values):
    return rng.choice(values)


def _maybe(rng, value, share=0.5):
    return value if rng.random() < share else None


def build(count: int, seed: int = 7):
    """Write a county with `count` organizations; returns the county."""
    rng = Random(seed)
    places = _places()
    organizations = _bulk(Organization, [_organization(rng, number) for number in range(count)])
    branches = _branches(rng, places, organizations)
    zones = _bulk(Zone, [Zone(name=name, region=places[0]) for name in ("=工业园", "一号“楼宇”", "城关商圈（北）")])
    supervisors = branches[:2]
    _bulk(Standing, [_standing(rng, one, places, zones, supervisors) for one in organizations])
    _coverages(rng, organizations, branches)
    _beside(rng, organizations, places)
    return places[0]


def _bulk(model, objects):
    for one in objects:
        if hasattr(one, "derive"):
            one.derive()
    return model.objects.bulk_create(objects, batch_size=300)


def _places():
    found = [Region(code="330199", name="青溪县")]
    for number, town in enumerate(("城关镇", "石桥镇", "柳溪乡"), 1):
        found.append(Region(code=f"330199{number:03}", name=town))
        found += [
            Region(code=f"330199{number:03}{v:03}", name=name) for v, name in enumerate(("东门村", "南街社区"), 1)
        ]
    return _bulk(Region, found)


def _organization(rng, number):
    social = number % 4 == 0
    body = f"{'52' if social else '91'}330199MA{number:07}"
    name = ODD_NAMES[number % len(ODD_NAMES)]
    return Organization(
        kind="social" if social else "enterprise",
        name=name if number < len(ODD_NAMES) else f"{number}号{name}",
        former_names=_some(rng, ([], [], ["=旧名有限公司"], ["旧名甲有限公司", "旧名乙有限公司"])),
        credit_code=body + credit_code_check(body) if rng.random() < 0.9 else None,
        address=_some(rng, ODD_TEXTS),
        registered_address=_some(rng, ODD_TEXTS),
        head_name=_some(rng, PEOPLE),
        head_phone=_some(rng, PHONES),
        head_is_member=_some(rng, (None, True, False)),
        head_is_secretary=_some(rng, (None, True, False)),
        established=_some(rng, DATES),
        charter_on=_some(rng, DATES),
        unbuilt_reason=_some(rng, ("", *UnbuiltReason.values)),
        unbuilt_text=_some(rng, ODD_TEXTS),
        plan_note=_some(rng, ("", "=一是\n二是“指导”\n三是+-@", "@一企一策")),
        survey=_some(
            rng, ({}, {"secretary_name": "=韩立新", "remark": "007", "superior": "中共青溪县委"}, {"remark": 12})
        ),
    )


def _standing(rng, organization, places, zones, supervisors):
    categories = [category for category, kind in CATEGORY_KIND.items() if kind == organization.kind]
    enterprise = organization.kind == "enterprise"
    return Standing(
        organization=organization,
        region=_some(rng, places),
        start=BEGINNING,
        stated_on=date(2025, 6, 30),
        category=_some(rng, ("", *categories)),
        industry=_some(rng, ("", *Industry.values)),
        zone=_maybe(rng, _some(rng, zones), 0.3),
        supervisor=_maybe(rng, _some(rng, supervisors), 0.3),
        direct=_some(rng, (None, True, False)),
        operating=_some(rng, (None, True, True, False)),
        operating_reason=_some(rng, ODD_TEXTS),
        above_scale=_some(rng, (None, True, False)) if enterprise else None,
        employees=_some(rng, (None, 0, 8, 1200)),
        revenue=_some(rng, (None, Decimal("0.0001"), Decimal("1200.5"), Decimal("98765432.1234")))
        if enterprise
        else None,
        full_members=_some(rng, (None, 0, 1, 3, 25)),
        probationary_members=_some(rng, (None, 0, 2)),
        activists=_some(rng, (None, 0, 4)),
        elsewhere_members=_some(rng, (None, 0, 5)),
    )


def _branches(rng, places, organizations):
    towns = [place for place in places if len(place.code) == 9]
    made = [
        PartyBranch(name="中共青溪县委两新工作委员会", region=places[0], established="2012-05"),
        PartyBranch(name="中共青溪县市场监督管理局非公有制企业委员会", region=places[0]),
    ]
    for town in towns:
        for number in range(1, 5):
            founded = _some(rng, ("2015", "2016-03", "2018-07-01", ""))
            name = f"中共{town.name}第{number}“商圈”联合支部委员会"
            made.append(PartyBranch(name=name, region=town, established=founded))
    made = _bulk(PartyBranch, made)
    levels = [BranchLevel(branch=one, level=_level(one), start=BEGINNING) for one in made]
    _bulk(BranchLevel, levels)
    return made


def _level(branch):
    if "联合" in branch.name:
        return Level.JOINT_BRANCH
    return Level.WORK_COMMITTEE if "工作委员会" in branch.name else Level.COMMITTEE


def _coverages(rng, organizations, branches):
    joint = [branch for branch in branches if "联合" in branch.name]
    covers, own, levels = [], [], []
    for organization in organizations:
        start, share = date(2019, 1, 1) + timedelta(days=rng.randint(0, 2000)), rng.random()
        if share < 0.25:
            branch = PartyBranch(name=f"中共{organization.name}支部委员会", region=branches[2].region)
            branch.host, branch.established = organization, start.isoformat()[: _some(rng, (4, 7, 10))]
            own.append((branch, organization, start))
        elif share < 0.6:
            mode = _some(rng, ("joint", "regional", "trade", "leading", "stationed"))
            covers.append(Coverage(branch=_some(rng, joint), organization=organization, mode=mode, start=start))
        elif share < 0.7:
            covers.append(Coverage(branch=branches[0], organization=organization, mode="affiliated", start=start))
        if 0.65 < share < 0.75:
            memo = {"mode": "functional", "counts": False}
            covers.append(Coverage(branch=branches[1], organization=organization, start=start, **memo))
    _bulk(PartyBranch, [branch for branch, _, _ in own])
    for branch, organization, start in own:
        covers.append(Coverage(branch=branch, organization=organization, mode="single", start=start))
        levels.append(BranchLevel(branch=branch, level=_some(rng, ("branch", "general", "committee")), start=BEGINNING))
    _bulk(Coverage, covers)
    _bulk(BranchLevel, levels)


def _beside(rng, organizations, places):
    units = ("", "县市场监督管理局", "=县税务局", "城关镇“党建办”")
    names = ("王明", "覃敏", "欧阳静", "John Lee")
    guides = [
        Guide(
            name=f"{names[n % 4]}{'甲乙丙丁戊'[n // 4]}",
            unit=units[n % 4],
            post=ODD_TEXTS[n % 3],
            region=places[1 + n % 3],
        )
        for n in range(20)
    ]
    for number, guide in enumerate(guides):
        guide.phone = PHONES[number % len(PHONES)]
    guides = _bulk(Guide, guides)
    postings = []
    for organization in organizations:
        for guide in rng.sample(guides, _some(rng, (0, 0, 1, 1, 2))):
            postings.append(Posting(guide=guide, organization=organization, start=date(2024, 5, 1)))
    _bulk(Posting, postings)
    groups = [
        MassGroup(organization=one, kind=kind, start=date(2020, 1, 1))
        for one in organizations
        for kind in ("union", "league", "women")
        if rng.random() < 0.3
    ]
    _bulk(MassGroup, groups)
    tags = [
        Tag(organization=one, tag=tag, start=date(2020, 1, 1))
        for one in organizations
        for tag in rng.sample(TagKind.values, _some(rng, (0, 0, 1, 3)))
    ]
    _bulk(Tag, tags)

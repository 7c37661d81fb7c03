"""Lawful registers of any content, drawn by Hypothesis as the facts of ledgers, and written to the database."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from liangxin.codes import credit_code_check
from liangxin.periods import BEGINNING
from orgs.choices import CATEGORY_KIND, Industry, Level, Mode, TagKind, UnbuiltReason, ZoneKind
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
from orgs.models.standings import STATED_AS_IS
from reports.ledgers import LEDGERS
from reports.ledgers.rows import ORGANIZATION

DAY = date(2025, 9, 30)
TOWNS = {"城关镇": "330199001", "石桥镇": "330199002", "柳溪街道": "330199003"}
VILLAGES = {"东门社区": "001", "南街村": "002"}
ZONES = ("青溪工业园", "一号“楼宇”大厦", "城关商圈（北）")
SUPERVISORS = ("中共青溪县委两新工作委员会", "中共青溪县市场监督管理局委员会")

# Characters that names and notes hold, those that formulas begin with, and signs that mean something to the cleaner.
SIGNS = (
    "甲乙丙公司镇村党支部合计无是否表注小计ABxyz019=+-@'\"&<>（）()[]【】〔〕、，；;:：/ .。%#*~?!？！·—_\\𠮷é％０Ａ"
)
WORDS = st.text(SIGNS, max_size=14).map(lambda text: f"安{text.strip()}远")
LONG = st.one_of(WORDS, st.integers(60, 190).map(lambda size: "长" * size), st.just("一是=SUM(A1)，二是“指导”；三、@x"))
NOTE = st.one_of(LONG, st.just("一是=SUM(A1)\n二是“指导”\n三、@x"))  # the only field of several lines
APART = set("、，,;；/")
NAMES = st.one_of(
    WORDS.filter(lambda text: not (set(text) & APART and set(text) & set("司部"))),  # 甲部，乙店 would be asked about
    st.sampled_from(
        ("=SUM(A1)", "+86通讯", "-北方建材", "@家居", "1e5科技", "TRUE传媒", "001便利", "顿号、逗号，商行")
    ),
)
ENDINGS = ("有限公司", "有限责任公司", "店", "（普通合伙）", "协会", "合作社(北)", "")
PARTIAL = st.one_of(
    st.integers(1950, 2024).map(str),
    st.tuples(st.integers(1950, 2024), st.integers(1, 12)).map(lambda found: f"{found[0]}-{found[1]:02}"),
    st.dates(date(1950, 1, 1), date(2025, 6, 30)).map(date.isoformat),
)
PHONES = st.sampled_from(("13800000000", "0571-88888888", "13800000000、13900000000", "+8613800000000"))
PEOPLE = st.sampled_from(("张三", "欧阳修", "John Smith", "阿依古丽·买买提"))
FEW = st.one_of(st.integers(0, 3), st.integers(0, 20_000))
TYPED = st.sampled_from(
    ("007", "2024-03", "1.50", "是", "√", "无", "0", "=韩立新", "13800000000", "http://x.cn/a?b=1&c")
)
ANSWER = st.one_of(LONG, TYPED, st.integers(0, 999))
ANSWERS = {
    leaf.key: PHONES if leaf.key.endswith("_phone") else ANSWER for leaf in LEDGERS["enterprises"].leaves if leaf.survey
}
STATED = {
    "former_names": st.lists(
        WORDS.filter(lambda text: not set(text) & set("；;、，,")), min_size=1, max_size=3, unique=True
    ),
    "industry": st.sampled_from(Industry.values),
    "zone": st.sampled_from(ZONES),
    "address": LONG,
    "registered_address": LONG,
    "established": PARTIAL,
    "supervisor": st.sampled_from(SUPERVISORS),
    "direct": st.booleans(),
    "operating": st.booleans(),
    "operating_reason": LONG,
    "head_name": PEOPLE,
    "head_phone": PHONES,
    "head_is_member": st.booleans(),
    "head_is_secretary": st.booleans(),
    "employees": FEW,
    "full_members": FEW,
    "probationary_members": FEW,
    "activists": FEW,
    "elsewhere_members": FEW,
    "unbuilt_reason": st.sampled_from(UnbuiltReason.values),
    "unbuilt_text": LONG,
    "plan_note": NOTE,
    "charter_on": PARTIAL,
    "union": st.just(True),
    "league": st.just(True),
    "women": st.just(True),
    "tags": st.lists(st.sampled_from(TagKind.values), min_size=1, max_size=3, unique=True),
    "survey": st.fixed_dictionaries({}, optional=ANSWERS).filter(bool),
}
FIRM = {"above_scale": st.booleans(), "revenue": st.sampled_from(("0", "300", "12.5", "0.0001", "99999999.1234"))}
OWN_LEVELS = (Level.BRANCH, Level.GENERAL, Level.COMMITTEE)


@st.composite
def unit(draw, number: int, kind: str) -> dict:
    """The facts of one organization; `number` keeps it apart from the others."""
    own = FIRM if kind == "enterprise" else {}
    categories = [category.value for category, of in CATEGORY_KIND.items() if of == kind]
    facts = draw(st.fixed_dictionaries({}, optional={**STATED, **own, "category": st.sampled_from(categories)}))
    facts |= {"kind": kind, "name": f"{draw(NAMES)}{number}号{draw(st.sampled_from(ENDINGS))}"}
    facts["town"] = draw(st.sampled_from(sorted(TOWNS)))
    if draw(st.booleans()):
        facts["village"] = draw(st.sampled_from(sorted(VILLAGES)))
    if draw(st.integers(0, 9)):
        body = f"{'91' if kind == 'enterprise' else '52'}330199MA{number:07d}"
        facts["credit_code"] = body + credit_code_check(body)
    if draw(st.booleans()):
        name = draw(PEOPLE)
        name += ("abcdefgh" if name.isascii() else "甲乙丙丁戊己庚辛")[number]
        facts |= {"guide_name": name, "guide_unit": draw(WORDS)}
        facts |= draw(st.fixed_dictionaries({}, optional={"guide_post": WORDS, "guide_phone": PHONES}))
    return facts | draw(branch_of(facts, number))


@st.composite
def branch_of(draw, facts: dict, number: int) -> dict:
    """Whether a branch covers the organization, which one, and in what mode."""
    mode = draw(st.sampled_from((None, None, *Mode.values)))
    if mode is None:
        return {"built": False}
    if mode == Mode.SINGLE:
        branch = f"中共{draw(WORDS)}{number}号支部委员会"
        found = {"branch_level": draw(st.sampled_from(OWN_LEVELS)).value}
        if draw(st.booleans()):
            found["branch_established"] = draw(PARTIAL)
        return {"built": True, "mode": mode, "branch_name": branch, **found}
    # What several share is the same whatever row names it.
    shared = draw(st.integers(1, 3))
    branch = f"中共{facts['town']}第{shared}“商圈”联合支部委员会"
    dates = {1: {}, 2: {"branch_established": "2016-03"}, 3: {"branch_established": "2018-07-01"}}
    return {
        "built": True,
        "mode": mode,
        "branch_name": branch,
        "branch_level": Level.JOINT_BRANCH.value,
        **dates[shared],
    }


@st.composite
def registers(draw, *kinds: str, most: int = 8) -> list[dict]:
    """The facts of up to `most` organizations."""
    count = draw(st.integers(1, most))
    return [draw(unit(number, draw(st.sampled_from(kinds)))) for number in range(count)]


def places():
    """Write the county, its towns and villages, and those who look after them."""
    county = Region.objects.create(code="330199", name="青溪县")
    for name, code in TOWNS.items():
        Region.objects.create(code=code, name=name)
        for village, number in VILLAGES.items():
            Region.objects.create(code=code + number, name=village)
    for name in ZONES:
        Zone.objects.create(name=name, kind=ZoneKind.PARK, region=county)
    for name in SUPERVISORS:
        _branch(name, county, {"branch_level": "committee"})


def _branch(name, region, facts, host=None):
    made, is_new = PartyBranch.objects.get_or_create(
        name=name, region=region, defaults={"established": facts.get("branch_established", ""), "host": host}
    )
    if is_new:
        BranchLevel.objects.create(branch=made, level=facts["branch_level"], start=BEGINNING)
    return made


def write(found: list[dict]):
    """Write organizations as their facts say, in force since long ago; `places` must be there."""
    for facts in found:
        organization = Organization.objects.create(**{key: facts[key] for key in ORGANIZATION if key in facts})
        town = TOWNS[facts["town"]]
        standing = {key: facts[key] for key in STATED_AS_IS if key in facts}
        standing["revenue"] = Decimal(facts["revenue"]) if "revenue" in facts else None
        if zone := facts.get("zone"):
            standing["zone"] = Zone.objects.get(name=zone)
        if supervisor := facts.get("supervisor"):
            standing["supervisor"] = PartyBranch.objects.get(name=supervisor)
        Standing.objects.create(
            organization=organization,
            region=Region.objects.get(code=town + VILLAGES.get(facts.get("village"), "")),
            start=BEGINNING,
            stated_on=date(2025, 6, 30),
            **standing,
        )
        _write_beside(organization, facts, Region.objects.get(code=town))


def _write_beside(organization, facts, town):
    if facts["built"]:
        single = facts["mode"] == Mode.SINGLE
        branch = _branch(facts["branch_name"], town, facts, host=organization if single else None)
        counts = facts["mode"] != Mode.FUNCTIONAL
        about = {"mode": facts["mode"], "counts": counts, "start": date(2019, 1, 1)}
        Coverage.objects.create(organization=organization, branch=branch, **about)
    if name := facts.get("guide_name"):
        details = {key: facts.get(f"guide_{key}", "") for key in ("unit", "post", "phone")}
        guide = Guide.objects.create(name=name, region=town, **details)
        Posting.objects.create(guide=guide, organization=organization, start=date(2024, 5, 1))
    for group in ("union", "league", "women"):
        if facts.get(group):
            MassGroup.objects.create(organization=organization, kind=group, start=date(2020, 1, 1))
    for tag in facts.get("tags", ()):
        Tag.objects.create(organization=organization, tag=tag, start=date(2020, 1, 1))

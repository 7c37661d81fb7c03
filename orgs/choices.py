"""The closed lists of the registers, each with the spellings people use (domain.md §1, §4).

A stored value is a short English or coded key; the label is the word of the official forms. `read()` looks a cell up
in labels and spellings (orgs/spellings.py), folding width, blanks and brackets.
"""

import unicodedata
from functools import cache

from django.db import models

from orgs.spellings import SPELLINGS


def folded(text: str) -> str:
    """`text` as it is compared with a choice: NFKC, no blanks or line breaks, no brackets, lower case."""
    text = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(char for char in text if not char.isspace() and char not in "()[]〔〕【】、,，;；:：·.。")


class Spelled(models.TextChoices):
    """Choices that can be read from what people write; the spellings of each stand in `SPELLINGS`."""

    @classmethod
    def read(cls, text: str):
        """The member that `text` names by label, value or spelling; None when nothing does."""
        return _table(cls).get(folded(text))

    @classmethod
    def words(cls) -> dict:
        """Folded label, value or spelling → member."""
        return dict(_table(cls))


@cache
def _table(choices):
    spellings, table = SPELLINGS.get(choices.__name__, {}), {}
    for member in choices:
        for text in (member.label, member.value, *spellings.get(member.name, "").split()):
            table.setdefault(folded(text), member)
    return table


class Role(Spelled):
    """Who may do what (design.md, Roles)."""

    SYSTEM = "system", "系统管理员"
    COUNTY = "county", "县级管理员"
    COUNTY_VIEWER = "county_viewer", "县级查看"
    SUPERVISOR = "supervisor", "归口管理员"
    TOWN = "town", "乡镇管理员"
    TOWN_VIEWER = "town_viewer", "乡镇查看"
    GUIDE = "guide", "党建指导员"
    AUDITOR = "auditor", "审计员"


class Kind(Spelled):
    """The two kinds of 两新组织."""

    ENTERPRISE = "enterprise", "非公企业"
    SOCIAL = "social", "社会组织"


class Category(Spelled):
    """单位类别 (domain.md §4, Categories)."""

    PRIVATE = "private", "私营企业"
    HMT = "hmt", "港澳台商投资企业"
    FOREIGN = "foreign", "外商投资企业"
    MIXED = "mixed", "混合所有制企业"
    SELF_EMPLOYED = "self_employed", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社"
    ASSOCIATION = "association", "社会团体"
    SERVICE = "service", "民办非企业单位（社会服务机构）"
    FOUNDATION = "foundation", "基金会"
    LAW_FIRM = "law_firm", "律师事务所"
    ACCOUNTANTS = "accountants", "会计师事务所"
    OTHER_ENTERPRISE = "other_enterprise", "其他非公企业"
    OTHER_SOCIAL = "other_social", "其他社会组织"


CATEGORY_KIND = {
    **dict.fromkeys(
        (
            Category.PRIVATE,
            Category.HMT,
            Category.FOREIGN,
            Category.MIXED,
            Category.SELF_EMPLOYED,
            Category.COOPERATIVE,
            Category.OTHER_ENTERPRISE,
        ),
        Kind.ENTERPRISE,
    ),
    **dict.fromkeys(
        (
            Category.ASSOCIATION,
            Category.SERVICE,
            Category.FOUNDATION,
            Category.LAW_FIRM,
            Category.ACCOUNTANTS,
            Category.OTHER_SOCIAL,
        ),
        Kind.SOCIAL,
    ),
}

# Class of the 统一社会信用代码 (its first two characters) → kind (GB 32100, domain.md §4).
CODE_KIND = {
    "91": Kind.ENTERPRISE,
    "92": Kind.ENTERPRISE,
    "93": Kind.ENTERPRISE,
    "51": Kind.SOCIAL,
    "52": Kind.SOCIAL,
    "53": Kind.SOCIAL,
    "31": Kind.SOCIAL,
}


class Industry(Spelled):
    """行业门类, GB/T 4754-2017 sections A–T."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741 - the letter is the standard's own
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"


class Mode(Spelled):
    """组建方式 (domain.md §1, mode). JOINT is 联合 whose kind is not stated."""

    SINGLE = "single", "单独组建"
    JOINT = "joint", "联合组建"
    REGIONAL = "regional", "区域联建"
    TRADE = "trade", "行业统建"
    LEADING = "leading", "龙头带建"
    STATIONED = "stationed", "驻派帮建"
    AFFILIATED = "affiliated", "挂靠组建"
    FUNCTIONAL = "functional", "功能型"


# Modes that count as 联合 in the leaf status (domain.md §2).
JOINT_MODES = (Mode.JOINT, Mode.REGIONAL, Mode.TRADE, Mode.LEADING, Mode.STATIONED)


class Level(Spelled):
    """党组织类别."""

    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    GENERAL = "general", "党总支"
    COMMITTEE = "committee", "党委"
    WORK_COMMITTEE = "work_committee", "党工委"


class Leaf(models.TextChoices):
    """The leaf status of an organization on a day, in the order of the rule (domain.md §2)."""

    SINGLE_COMMITTEE = "single_committee", "单独-党委"
    SINGLE_GENERAL = "single_general", "单独-总支"
    SINGLE_BRANCH = "single_branch", "单独-支部"
    JOINT = "joint", "联合"
    AFFILIATED = "affiliated", "挂靠"
    FUNCTIONAL = "functional", "功能型"
    SHOULD_BUILD = "should_build", "未建-应建"
    SOME_MEMBERS = "some_members", "未建-个别党员"
    NO_MEMBERS = "no_members", "未建-没有党员"


class Source(Spelled):
    """Who stated an organization's standing (domain.md §2, member numbers)."""

    SURVEY = "survey", "摸排"
    ROSTER = "roster", "花名册"
    HAND = "hand", "手工录入"


class UnbuiltReason(Spelled):
    """未建立党组织原因 (domain.md §3)."""

    NO_MEMBERS = "no_members", "没有党员"
    TOO_FEW = "too_few", "党员人数不足3名"
    OWNER = "owner", "出资人（负责人）不支持"
    SUPERIOR = "superior", "上级党组织未及时指导"
    OTHER = "other", "其他"


class MassKind(Spelled):
    """群团组织."""

    UNION = "union", "工会"
    LEAGUE = "league", "共青团"
    WOMEN = "women", "妇联"


class ZoneKind(Spelled):
    """What a Zone is."""

    PARK = "park", "园区"
    DISTRICT = "district", "商圈"
    BUILDING = "building", "楼宇"
    MARKET = "market", "市场"


class TagKind(Spelled):
    """Emerging fields that reports ask for, and 小个专 (domain.md §4)."""

    SMALL = "small", "小个专"
    INTERNET = "internet", "互联网"
    PROPERTY = "property", "物业"
    DELIVERY = "delivery", "快递物流"
    TAKEAWAY = "takeaway", "外卖"
    ECOMMERCE = "ecommerce", "电商"
    RIDE_HAILING = "ride_hailing", "网约车"
    SCHOOL = "school", "民办学校"
    HOSPITAL = "hospital", "民办医院"
    LAW_FIRM = "law_firm", "律所"
    ACCOUNTANTS = "accountants", "会计师事务所"


class VisitKind(Spelled):
    """四必访 and the ordinary visit (domain.md §3)."""

    REGULAR = "regular", "日常走访"
    NEW = "new", "新建组织必访"
    MATTER = "matter", "重大事项必访"
    DIFFICULTY = "difficulty", "困难问题必访"
    FESTIVAL = "festival", "重要节日必访"


class TermKind(Spelled):
    """Which rule says how long a term lasts (domain.md §3)."""

    BRANCH = "branch", "党支部、党总支"
    COMMITTEE = "committee", "基层党委"
    VILLAGE = "village", "村（社区）党组织"


class MatterState(Spelled):
    """Where a matter to follow stands."""

    OPEN = "open", "待办"
    DOING = "doing", "办理中"
    DONE = "done", "已办结"


class BranchPaper(Spelled):
    """What a file of a branch is about."""

    FOUNDED = "founded", "成立批复"
    DISSOLVED = "dissolved", "撤销批复"
    ELECTED = "elected", "换届批复"
    OTHER = "other", "其他"


class ActivityKind(Spelled):
    """组织生活 (domain.md §3)."""

    ASSEMBLY = "assembly", "支部党员大会"
    COMMITTEE = "committee", "支委会"
    GROUP = "group", "党小组会"
    LECTURE = "lecture", "党课"
    PARTY_DAY = "party_day", "主题党日"
    LIFE = "life", "组织生活会"
    REVIEW = "review", "民主评议党员"

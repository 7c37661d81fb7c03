"""The closed lists of the registers, each with the spellings people use (domain.md §1, §4).

A stored value is a short English or coded key; the label is the word of the official forms. `SPELLINGS` maps what
towns write to the key. `read()` looks a cell up in labels and spellings, folding width, blanks and brackets.
"""

import unicodedata

from django.db import models


def folded(text: str) -> str:
    """`text` as it is compared with a choice: NFKC, no blanks or line breaks, no brackets, lower case."""
    text = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(char for char in text if not char.isspace() and char not in "()[]〔〕【】、,，;；:：·.。")


class Spelled(models.TextChoices):
    """Choices that can be read from what people write; a subclass's spellings stand in `SPELLINGS` below."""

    @classmethod
    def read(cls, text: str):
        """The member that `text` names by label, value or spelling; None when nothing does."""
        return TABLES[cls].get(folded(text))


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


SPELLINGS = {
    Kind: {
        Kind.ENTERPRISE: "非公有制企业 非公有制经济组织 非公经济组织 非公 企业 新经济组织 民营企业 非公企业单位",
        Kind.SOCIAL: "社会组织单位 新社会组织 社组 社会团体和社会组织",
    },
    Category: {
        Category.PRIVATE: "私营 私企 民营企业 民营 私营有限责任公司 私营独资 私营独资企业 私营合伙企业 私营股份有限公司"
        " 私营有限 私营企业单位 有限责任公司 个人独资企业 个人独资 有限公司 合伙企业 股份有限公司 内资 内资企业",
        Category.HMT: "港澳台商投资 港澳台投资企业 港澳台企业 港澳台资企业 港澳台商独资 港澳台 港澳台资"
        " 港资企业 澳资企业 台资企业 港资 台资 港商独资 台商独资 港澳台合资",
        Category.FOREIGN: "外商投资 外资企业 外资 外商独资 中外合资 中外合资企业 中外合作企业 外企",
        Category.MIXED: "混合所有制 混合所有 混合制企业 混合所有制经济",
        Category.SELF_EMPLOYED: "个体户 个体 个体经营 个体经营户 个体工商",
        Category.COOPERATIVE: "合作社 农民合作社 专业合作社 农业合作社",
        Category.ASSOCIATION: "社团 社团组织 协会 商会 行业协会商会 行业协会",
        Category.SERVICE: "民办非企业单位 民办非企业 民非 社会服务机构 民非企业 民办非企 社会服务机构民办非企业单位"
        " 民办非企业社会服务机构",
        Category.FOUNDATION: "基金",
        Category.LAW_FIRM: "律所 律师所",
        Category.ACCOUNTANTS: "会计所 会计师所",
        Category.OTHER_ENTERPRISE: "其他企业",
        Category.OTHER_SOCIAL: "其他社组",
    },
    Industry: {
        Industry.A: "农林牧渔 农业 林业 牧业 渔业 种植业 养殖业 畜牧业",
        Industry.B: "采矿 采掘业 矿业",
        Industry.C: "制造 工业 加工业 生产制造 加工制造",
        Industry.D: "电力热力燃气及水生产和供应 电力热力燃气及水的生产和供应业 水电气生产供应 电力",
        Industry.E: "建筑",
        Industry.F: "批发零售业 批发零售 批零业 零售业 批发业 商贸 商贸业 批发和零售 批发与零售业",
        Industry.G: "交通运输业 交通运输仓储和邮政 物流业 物流 交通运输 运输业 仓储 快递 交通运输仓储邮政业",
        Industry.H: "住宿餐饮业 住宿餐饮 餐饮业 住宿业 餐饮 住宿和餐饮",
        Industry.I: "信息传输软件和信息技术服务 信息技术 软件业 软件和信息技术服务业 互联网 信息服务业 信息技术服务业",
        Industry.J: "金融",
        Industry.K: "房地产 房地产开发",
        Industry.L: "租赁和商务服务 商务服务业 租赁业 商务服务 租赁商务服务业",
        Industry.M: "科学研究和技术服务 科研 技术服务业 科学研究",
        Industry.N: "水利环境和公共设施管理 环境 水利",
        Industry.O: "居民服务修理和其他服务 居民服务业 居民服务 服务业 居民服务和其他服务业",
        Industry.P: "教育业 教育培训 教育行业",
        Industry.Q: "卫生 卫生业 医疗 医疗卫生 社会工作 卫生医疗 养老",
        Industry.R: "文化体育和娱乐 文化 体育 娱乐 文体娱乐 文化体育娱乐业 文化业",
        Industry.S: "公共管理 社会保障 公共管理社会保障和社会组织业",
    },
    Mode: {
        Mode.SINGLE: "单独建立 单独 单建 单独组建党组织 独立组建 独立建立 单独成立 独立 单独建 独立建 独立成立",
        Mode.JOINT: "联合建立 联合 联建 联合党支部 联合组建党组织 联合成立 联合建",
        Mode.REGIONAL: "片区联建 区域联合 片区联合 区域联合组建 区域建 区域性联合 区域化联建 区域联合建立 片区联合组建",
        Mode.TRADE: "行业共建 行业联建 行业联合 行业统一组建 行业 行业联合组建 行业联合建立",
        Mode.LEADING: "结对共建 龙头带动 龙头 龙头企业带建",
        Mode.STATIONED: "驻派 派驻帮建 派驻 帮建 选派帮建",
        Mode.AFFILIATED: "挂靠建立 挂靠 挂靠村社区 挂靠村 挂靠社区 挂靠式",
        Mode.FUNCTIONAL: "功能型党组织 功能性 功能型党支部 功能性党组织 功能型组建",
    },
    Level: {
        Level.BRANCH: "支部 党的支部 支部委员会 党支部委员会 单独党支部 独立党支部",
        Level.JOINT_BRANCH: "联合支部 联合",
        Level.GENERAL: "总支 总支部 党总支部 总支部委员会 党总支委员会",
        Level.COMMITTEE: "委员会 基层党委 党的委员会 基层委员会",
        Level.WORK_COMMITTEE: "工委 党工委 党的工作委员会",
    },
    Source: {},
    UnbuiltReason: {
        UnbuiltReason.NO_MEMBERS: "无党员 没党员 没有正式党员 无正式党员 零党员 0党员 没有中共党员",
        UnbuiltReason.TOO_FEW: "党员不足3名 党员人数不足 党员人数不足三名 党员不足3人 不足3名党员 党员人数不足3人"
        " 党员不足三名 党员不足三人 党员数不足3人 党员少于3人 不足3名 不足3人 党员数不足3名 党员数量不足3名 党员不足"
        " 正式党员不足3名 正式党员不足3人 正式党员不足三名 正式党员不足三人 正式党员人数不足3名 正式党员数不足3名"
        " 正式党员少于3名 党员少于3名 不足三名 不足三人 党员人数不够",
        UnbuiltReason.OWNER: "出资人不支持 负责人不支持 企业主不支持 出资人或负责人不支持 出资人负责人不支持"
        " 业主不支持 企业负责人不支持 老板不支持 法人不支持 单位负责人不支持 出资人不同意 企业主不同意",
        UnbuiltReason.SUPERIOR: "上级未及时指导 上级党组织指导不及时 上级党组织未指导",
        UnbuiltReason.OTHER: "其它 其他原因 其它原因",
    },
    MassKind: {
        MassKind.UNION: "工会组织",
        MassKind.LEAGUE: "团组织 共青团组织 团支部 共青团支部",
        MassKind.WOMEN: "妇联组织 妇女组织 妇女联合会 妇委会",
    },
    ZoneKind: {
        ZoneKind.PARK: "工业园 工业园区 产业园",
        ZoneKind.DISTRICT: "商业街 商业区",
        ZoneKind.BUILDING: "商务楼宇 写字楼 楼",
        ZoneKind.MARKET: "专业市场 集贸市场",
    },
    TagKind: {
        TagKind.SMALL: "小微企业个体工商户专业市场",
        TagKind.INTERNET: "互联网企业 互联网行业",
        TagKind.PROPERTY: "物业企业 物业服务 物业管理 物业服务企业",
        TagKind.DELIVERY: "快递 物流 快递企业 快递物流企业",
        TagKind.TAKEAWAY: "外卖配送 外卖企业 外卖平台",
        TagKind.ECOMMERCE: "电子商务 电商企业",
        TagKind.RIDE_HAILING: "网约出租车 网约车平台 网约车企业",
        TagKind.SCHOOL: "民办教育 民校",
        TagKind.HOSPITAL: "民营医院 民办医疗机构 民营医疗机构",
        TagKind.LAW_FIRM: "律师事务所",
        TagKind.ACCOUNTANTS: "会计所 会计事务所",
    },
    VisitKind: {VisitKind.REGULAR: "日常"},
    Role: {},
}


def _table(choices):
    table = {}
    for member in choices:
        for text in (member.label, member.value, *SPELLINGS[choices].get(member, "").split()):
            table.setdefault(folded(text), member)
    return table


TABLES = {choices: _table(choices) for choices in SPELLINGS}

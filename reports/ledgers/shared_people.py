"""Columns that both ledgers share: head, employees and members, secretary, guide."""

from reports.ledgers.choices import YesNo
from reports.ledgers.columns import Answer, Group, Text
from reports.ledgers.numbers import Number
from reports.ledgers.people import GuideName, Person, PersonAndPhone, Phone

PHONES = "电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机 办公电话 移动电话"
UNITS = "单位 工作单位 所在单位 单位及职务 现工作单位 派出单位 单位名称"
POSTS_OF_HEADS = "理事长 会长 校长 园长 院长 所长 主任 经营者 业主 投资人 董事长 总经理 老板"
POSTS = "现任职务 单位职务 职务职级 行政职务"


def head(also: str = "") -> Group:
    """负责人 (出资人)."""
    people = (
        "负责人 出资人 法定代表人 法人代表 法人 企业主 主要负责人 单位负责人 企业负责人"
        " 社会组织负责人 出资人负责人 法人代表人"
    )
    return Group(
        "负责人",
        Person(
            "head_name",
            "姓名",
            leaf="名字",
            also="企业负责人 单位负责人 社会组织负责人 法定代表人 法人代表 企业主 负责人出资人 法人姓名 企业法人",
            generic=f"{people} {POSTS_OF_HEADS}",
            weak="姓名",
            width=10,
            most=100,
        ),
        Phone("head_phone", "联系电话", leaf=PHONES, weak=f"联系电话 {PHONES}", width=16, most=100),
        YesNo(
            "head_is_member",
            "是否党员",
            leaf="是否为党员 是否中共党员 党员 政治面貌 中共党员",
            weak="是否党员 政治面貌 是否中共党员",
            also="负责人是否党员 出资人是否党员 法人是否党员 负责人政治面貌 出资人政治面貌 法人政治面貌",
            yes="中共党员 党员 正式党员 预备党员 中共预备党员 中国共产党党员",
            no="群众 非党员 团员 共青团员 无党派 无党派人士 民主党派 民盟 民建 民进 农工党 九三学社"
            " 民革 致公党 非中共党员 积极分子",
            width=10,
        ),
        YesNo(
            "head_is_secretary",
            "是否兼任党组织书记",
            leaf="是否为党组织书记 是否为书记 是否党组织书记 是否兼任书记 兼任书记 是否担任书记 是否书记"
            " 兼任党组织书记 是否担任党组织书记"
            " 是否兼任党支部书记 兼任支部书记",
            also="出资人是否兼任书记 是否由出资人担任书记 书记是否由出资人担任 书记是否出资人"
            " 书记是否为出资人 出资人兼任书记"
            " 负责人兼任书记 是否兼任党组织书记 是否书记"
            " 是否兼任书记 出资人是否担任党组织书记 负责人是否担任书记 书记是否由负责人担任",
            width=12,
        ),
        PersonAndPhone(
            "head_both",
            "姓名及电话",
            "head_name",
            "head_phone",
            leaf="姓名及联系电话 姓名电话 姓名联系电话 姓名联系方式 姓名及联系方式 及联系电话 及电话 及联系方式",
        ),
        also=f"{people} {POSTS_OF_HEADS} {also}",
        key="head",
    )


def members() -> Group:
    """从业人员和党员."""
    return Group("从业人员和党员", _employees(), *_members(), key="members")


def _employees(title: str = "从业人员数", **kwargs) -> Number:
    return Number(
        "employees",
        title,
        also="从业人员数 从业人员 从业人数 职工总数 员工人数 员工总数 职工人数 员工数 职工数 从业人员数量 从业人员总数"
        " 从业人员人数 用工人数 用工总数 在职职工数 在岗职工数 职工总人数 员工总人数 现有职工数 工作人员数"
        " 专职工作人员数 教职工数 教职工人数 教职工总数 专职人员数 专职人员数量 专职人数 专职人员 员工规模 职工 员工"
        " 在职职工 在职职工人数 在职员工数 在职员工 用工数 就业人数 教职工 教师数 专职工作人员 工作人员",
        width=10,
        **kwargs,
    )


def _members() -> tuple:
    return (
        Number(
            "full_members",
            "正式党员数",
            leaf="正式 正式党员人数",
            also="正式党员 正式党员人数 其中正式党员 其中正式党员数 正式党员总数 现有正式党员 正式党员数量 正式党员名"
            " 在册正式党员 在册正式党员数",
            width=10,
        ),
        Number(
            "probationary_members",
            "预备党员数",
            leaf="预备",
            also="预备党员 预备党员人数 其中预备党员 其中预备党员数 预备党员总数 预备党员数量",
            width=10,
        ),
        Number(
            "activists",
            "入党积极分子数",
            leaf="积极分子",
            also="入党积极分子 积极分子 积极分子数 入党积极分子人数 积极分子人数 入党积极分子数量",
            width=10,
        ),
        Number(
            "elsewhere_members",
            "组织关系不在本单位的党员数",
            leaf="组织关系不在本单位 组织关系不在 组织关系在外 隐形党员 口袋党员 隐形党员数 口袋党员数"
            " 组织关系未转入 关系不在本单位",
            also="其中组织关系不在本单位 其中组织关系不在本单位党员数 其中组织关系不在本单位的"
            " 组织关系不在本单位党员数 组织关系不在本单位的党员 组织关系不在本单位党员"
            " 组织关系不在本单位"
            " 组织关系不在的党员数"
            " 组织关系未转入党员数 组织关系未转入党员 组织关系未转入 关系不在本单位党员 组织关系不在本企业党员数"
            " 组织关系不在本企业的党员数 组织关系不在本企业党员 组织关系不在本企业的党员 组织关系不在本组织党员数"
            " 口袋党员 口袋党员数 隐形党员 隐形党员数 口袋党员人数 隐形党员人数"
            " 组织关系在外党员数 组织关系在外党员 组织关系不在的党员 组织关系未转入的党员数 组织关系不在企业党员数",
            width=12,
        ),
    )


def party_members() -> tuple:
    """What files say of members beside the ledger's own columns, and the same columns under their parents."""
    total = {"also": "党员总人数 现有党员总数 中共党员总数", "own": False}
    words = "党员 党员数 党员人数 党员数量 中共党员数 中共党员 现有党员 现有党员数 中共党员人数 在册党员 在册党员数"
    words += (
        " 本单位党员数 本企业党员数 本单位党员 本企业党员 单位党员数 企业党员数 单位党员人数 企业党员人数 本组织党员数"
    )
    counts = "人 总数 人数 数量 合计 小计 总人数 总计 名 数"
    under_members = (
        *_members(),
        Number("members_total", "党员总数", leaf=f"{counts} {words}", generic=words, **total),
        Number(
            "members_here",
            "组织关系在本单位的党员数",
            leaf="组织关系在本单位 组织关系在本企业 关系在本单位 组织关系在册 组织关系在本单位的 组织关系在本企业的",
            also="组织关系在本单位 组织关系在本单位党员数 组织关系在本单位的党员 组织关系在本单位党员"
            " 组织关系在本企业党员数"
            " 组织关系在本企业党员 组织关系在本企业的党员 组织关系在本企业的党员数 其中组织关系在本单位"
            " 其中组织关系在本企业"
            " 其中组织关系在本单位党员数 其中组织关系在本单位的党员数 组织关系在本组织党员数 组织关系在本支部党员数",
            own=False,
        ),
        Answer("applicants", "入党申请人数", leaf="申请人 入党申请人", also="入党申请人 递交入党申请书人数"),
        Answer("candidates", "发展对象数", leaf="发展对象", also="发展对象 发展对象人数"),
        Answer("developed", "发展党员数", also="发展党员 今年发展党员数 当年发展党员数 年内发展党员数"),
        Answer("floating_members", "流动党员数", leaf="流动党员 流动", also="流动党员 流入党员 流出党员 流动党员人数"),
    )
    under_employees = (
        _employees("人数", leaf=counts, own=False),
        Number("members_total", "其中党员", leaf=f"其中党员 其中党员数 其中中共党员 党员总数 {words}", **total),
    )
    return (
        Group("党员队伍", *under_members, also="党员 党员人数 党员数 党员总数 中共党员 其中", key="party_members"),
        Group(
            "从业人员",
            *under_employees,
            also="职工 员工 教职工 用工 人员 职工人数 员工人数 从业人员数 专职人员 专职工作人员 从业人数",
            key="staff",
        ),
    )


def secretary() -> Group:
    """党组织书记: answers for now, as posts of members come later."""
    return Group(
        "党组织书记",
        Answer(
            "secretary_name",
            "姓名",
            leaf="名字",
            also="书记 党组织书记 党支部书记 支部书记 党组织负责人 书记姓名 党组织负责人姓名 党支部负责人",
            width=10,
        ),
        Answer("secretary_phone", "联系电话", leaf=PHONES, width=16),
        Answer("secretary_source", "来源", leaf="书记来源 选任方式 产生方式", also="书记来源", width=12),
        Answer("secretary_post", "职务", own=False, leaf=POSTS),
        Answer("secretary_education", "学历", own=False, leaf="文化程度"),
        Answer("secretary_age", "年龄", own=False, leaf="出生年月 出生日期"),
        Answer("secretary_sex", "性别", own=False),
        also="书记 党支部书记 支部书记 党组织书记情况 党组织负责人 支部负责人 党组织书记姓名 党支部负责人",
        key="secretary",
    )


def guide() -> Group:
    """党建指导员: 无 ends a posting."""
    names = (
        "指导员 党建指导员 联络员 党建联络员 党建工作指导员 选派指导员 指导员联络员"
        " 驻企指导员 党建工作联络员 党建指导员联络员 党建辅导员 驻企联络员"
    )
    return Group(
        "党建指导员",
        GuideName("guide_name", "姓名", leaf="名字 名称", also=names, width=10, most=60),
        Text("guide_unit", "工作单位", leaf=UNITS, width=20, most=120),
        Text("guide_post", "职务", leaf=POSTS, width=12, most=80),
        Phone("guide_phone", "联系电话", leaf=PHONES, width=16, most=60),
        PersonAndPhone(
            "guide_both",
            "姓名及电话",
            "guide_name",
            "guide_phone",
            leaf="姓名及联系电话 姓名电话 姓名联系电话 姓名联系方式 姓名及联系方式 及联系电话 及电话 及联系方式",
        ),
        also=names,
        key="guide",
    )

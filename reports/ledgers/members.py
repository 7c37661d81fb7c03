"""台账：党员. Spellings: rosters as the national system exports them, either version (domain.md §5), and towns' own.

Fact keys, each a field of PartyMember unless said otherwise:
name, sex (choices.Sex), id_number (18 characters in the clear while a file is read: seal at once, keep nowhere else),
ethnicity, birth, education, phone, joined, full (partial dates);
person: PersonType.person; branch, town: Membership.branch by name, looked up inside the town;
workplace, workplace_code, job: Workplace.organization by name or credit code, Workplace.job;
state, where: Relation; lost, floating (True: Relation.state 失联, 流动党员; False says nothing by itself).
The keys of `switchable` are kept in PartyMember.more, each only while members.roster has it switched on.
"""

from members.choices import Education, Person, Sex, State
from reports.ledgers import shared_unit
from reports.ledgers.base import ROSTERS, Ledger
from reports.ledgers.columns import Text
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Town
from reports.ledgers.roster_kinds import (
    Derived,
    Ethnicity,
    Flag,
    IdNumber,
    OneOf,
    PersonName,
    RosterBranchName,
    StarredPhone,
)

BRANCHES = (
    "所在党支部 所在支部 党支部 支部名称 党支部名称 所属党支部 所属支部 所在党组织 所属党组织 党组织名称"
    " 所在党支部名称 所在党组织名称 所属党支部名称 组织关系所在党支部 组织关系所在单位 管理党组织 所在基层党组织"
)
PHONES = "手机号码 手机号 手机 联系电话 电话 联系方式 电话号码 移动电话 联系手机 本人手机 手机及固定电话"
WORKPLACES = (
    "工作单位 所在单位 单位名称 单位 现工作单位 工作单位名称 所在企业 企业名称 所在单位名称 就业单位 所在两新组织"
    " 工作单位全称 社会组织名称 两新组织名称 工作单位及职务"
)


def person(name_title: str = "姓名") -> tuple:
    """Who it is: what members and candidates share."""
    return (
        PersonName(
            "name", name_title, also="姓名 党员姓名 名字 姓 名 人员姓名 积极分子姓名 发展对象姓名", width=10, most=60
        ),
        OneOf("sex", "性别", Sex, also="性 别", width=6),
        IdNumber(
            "id_number",
            "公民身份号码",
            also="身份证号 身份证号码 公民身份证号码 居民身份证号 居民身份证号码 身份证 身份号码 公民身份证号 证件号码",
            width=20,
            most=40,
        ),
        Ethnicity("ethnicity", "民族", also="民 族 族别", width=8, most=20),
        PartialDate("birth", "出生日期", also="出生年月 出生年月日 生日 出生时间 出生", width=12),
        OneOf(
            "education",
            "学历",
            Education,
            also="文化程度 学历教育 最高学历 全日制学历 教育程度 学历情况",
            width=12,
        ),
        StarredPhone("phone", "手机号码", also=PHONES, width=14, most=60),
    )


def town() -> Town:
    """乡镇: inside which the branch is looked up."""
    also = "乡镇 街道 镇街 乡镇街道 所属乡镇 所在乡镇 所属镇街 所在镇街 属地 所属街道 所在街道 所属乡镇街道"
    return Town("town", "乡镇（街道）", also=also, width=14)


class Members(Ledger, registry=ROSTERS):
    """The Party members of a scope on a day, one line each."""

    key = "members"
    title = "党员"
    kind = "member"
    record = "members.partymember"
    heading = "两新组织党员名册"
    on_paper = (
        "sex",
        "id_number",
        "ethnicity",
        "birth",
        "education",
        "phone",
        "person",
        "branch",
        "workplace",
        "joined",
        "full",
        "state",
    )
    columns = (
        shared_unit.serial(),
        *person(),
        OneOf("person", "人员类别", Person, also="党员类别 党员类型 人员类型 类别 身份 党员身份", width=10),
        RosterBranchName("branch", "所在党支部", also=BRANCHES, width=28, most=200),
        town(),
        Text("workplace", "工作单位", also=WORKPLACES, width=24, most=200),
        Text("job", "工作岗位", also="岗位 职务 现任职务 工作职务 职务职称 单位职务 从事工作 职业", width=14, most=100),
        PartialDate(
            "joined",
            "入党日期",
            also="入党时间 加入党组织日期 加入中共组织日期 加入中国共产党日期 入党年月 加入党组织时间 何时入党"
            " 成为预备党员日期 接收为预备党员日期",
            width=12,
        ),
        PartialDate(
            "full",
            "转正日期",
            also="转正时间 转为正式党员日期 成为正式党员日期 转正年月 转为正式党员时间 预备党员转正日期",
            width=12,
        ),
        OneOf(
            "state",
            "组织关系",
            State,
            also="组织关系状态 组织关系情况 党员状态 关系状态 组织关系所在状态",
            width=12,
        ),
        Text(
            "where", "组织关系说明", also="流动去向 组织关系所在地 外出流向 流向 流动地点 关系说明", width=18, most=200
        ),
        Derived("party_age", "党龄", also="党龄年", export="number", width=6),
        Text("degree", "学位", also="学位情况", width=10, most=100),
        Text(
            "stratum",
            "新社会阶层类型",
            also="新的社会阶层类型 新社会阶层 新社会阶层人员类型 新的社会阶层人员类型",
            width=14,
            most=100,
        ),
        Text(
            "profession",
            "从事专业技术职务",
            also="专业技术职务 聘任专业技术职务 职称 专业技术职称 技术职务",
            width=14,
            most=100,
        ),
        Flag("migrant", "是否农民工", also="农民工", width=8),
        Text(
            "residence", "现居住地", also="居住地 现住址 家庭住址 现居住地址 家庭地址 居住地址 住址", width=24, most=200
        ),
        Text("household", "户籍所在地", also="户籍地 户籍地址 户口所在地 户籍 籍贯", width=24, most=200),
        Text("remark", "备注", also="备注说明 说明 其他说明", width=16, most=500),
    )
    extra = (
        CreditCode(
            "workplace_code",
            "工作单位信用代码",
            also="工作单位统一社会信用代码 单位统一社会信用代码 统一社会信用代码 单位信用代码 信用代码",
            own=False,
        ),
        Flag("lost", "是否失联党员", also="失联党员 是否失联 是否为失联党员", own=False),
        Flag("floating", "是否流动党员", also="流动党员 是否流动 是否为流动党员 外出流动党员", own=False),
    )
    switchable = ("degree", "stratum", "profession", "migrant", "residence", "household", "remark")

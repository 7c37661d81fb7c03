"""台账：党组织.

Fact keys: name, phone, established, founded_reason, dissolved, dissolved_reason, is_village of PartyBranch; level:
BranchLevel.level; superior: the superior's name; town, village: PartyBranch.region; host: the host organization's name
(host_code: its credit code); secretary_name, secretary_phone, secretary_source, secretary_management: the Post of the
secretary; number, elected, due: the last Term (days). Derived and not read: members, full_members, covers, covered
(organizations covered are stated by the organizations' ledgers).
"""

from members.choices import SecretarySource
from orgs.choices import Level
from reports.ledgers import shared_unit
from reports.ledgers.base import ROSTERS, Ledger
from reports.ledgers.columns import Group, Text
from reports.ledgers.members import town
from reports.ledgers.numbers import CreditCode, Number, PartialDate
from reports.ledgers.people import Person, RegionName
from reports.ledgers.roster_kinds import Derived, Flag, OneOf, RosterBranchName, StarredPhone, WholeDay


class BranchRoster(Ledger, registry=ROSTERS):
    """The Party organizations of a scope in force on a day, one line each."""

    key = "branches"
    title = "党组织"
    kind = "branch"
    record = "orgs.partybranch"
    heading = "两新组织党组织台账"
    on_paper = (
        "level",
        "superior",
        "town",
        "established",
        "secretary_name",
        "secretary_phone",
        "secretary_source",
        "elected",
        "due",
        "members",
        "full_members",
        "covers",
    )
    columns = (
        shared_unit.serial(),
        RosterBranchName(
            "name",
            "党组织名称",
            also="党支部名称 党组织全称 支部名称 党组织 名称 基层党组织名称 党支部全称 党支部 组织名称",
            width=32,
            most=200,
        ),
        OneOf(
            "level",
            "党组织类别",
            Level,
            also="党组织类型 类别 类型 党组织级别 级别 党组织形式 组织类别 党组织设置类型",
            width=12,
        ),
        Text(
            "superior",
            "上级党组织",
            also="上级党组织名称 上级党委 隶属上级党组织 上一级党组织 隶属党组织 隶属关系",
            width=24,
            most=200,
        ),
        town(),
        RegionName("village", "村（社区）", also="村 社区 所在村 所属村 所在社区 所属社区 村居", width=14),
        Text(
            "host",
            "所在单位",
            also="所在单位名称 依托单位 设立单位 建立单位 单位名称 企业名称 所在企业 依托企业",
            width=28,
            most=200,
        ),
        PartialDate(
            "established",
            "成立时间",
            also="党组织成立时间 成立日期 建立时间 组建时间 党组织建立时间 党支部成立时间 批准成立时间 建立日期",
            width=12,
        ),
        Text("founded_reason", "成立依据", also="批复文号 成立批复文号 成立批复 批准文号 成立文号", width=18, most=200),
        StarredPhone("phone", "党组织联系电话", also="联系电话 支部电话 党组织电话", width=14, most=60),
        Group(
            "书记",
            Person(
                "secretary_name",
                "书记姓名",
                also="党组织书记 书记 党支部书记 支部书记 党组织书记姓名",
                width=10,
                most=60,
            ),
            StarredPhone("secretary_phone", "书记联系电话", also="书记电话 书记手机 书记手机号码", width=14, most=60),
            OneOf("secretary_source", "书记来源", SecretarySource, also="党组织书记来源 来源", width=12),
            Text(
                "secretary_management",
                "书记管理层职务",
                also="书记单位职务 单位职务 书记行政职务 书记职务",
                width=12,
                most=100,
            ),
            key="secretary",
        ),
        Group(
            "换届",
            Number("number", "届次", also="第几届", width=6),
            WholeDay(
                "elected",
                "换届日期",
                also="最近换届日期 换届时间 最近换届时间 选举日期 换届选举日期 上次换届时间",
                width=12,
            ),
            WholeDay("due", "届满日期", also="届满时间 任期届满日期 到届时间 下次换届时间 应换届时间", width=12),
            key="term",
        ),
        Group(
            "党员和覆盖单位",
            Derived("members", "党员数", also="党员人数 党员总数", export="number", width=8),
            Derived("full_members", "其中正式党员", also="正式党员 正式党员数", export="number", width=8),
            Derived("covers", "覆盖单位数", also="覆盖企业数 覆盖单位个数", export="number", width=8),
            Derived("covered", "覆盖单位", also="覆盖单位名称 覆盖企业 覆盖企业名称 覆盖组织", width=28),
            key="covers",
        ),
    )
    extra = (
        Flag("is_village", "是否村（社区）党组织", also="村社区党组织 是否村社区", own=False),
        CreditCode(
            "host_code", "所在单位信用代码", also="统一社会信用代码 信用代码 所在单位统一社会信用代码", own=False
        ),
        PartialDate("dissolved", "撤销时间", also="撤销日期 党组织撤销时间", own=False),
        Text("dissolved_reason", "撤销原因", also="撤销说明", own=False, most=200),
    )

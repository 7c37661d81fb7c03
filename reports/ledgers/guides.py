"""台账：党建指导员.

Fact keys: name, unit, post, phone of Guide; town, village: Guide.region; organizations: a list of names of the
organizations to which the guide is posted (a name that is missing ends no posting: the organizations' ledgers and the
posting itself do); start: the day from which new postings of the line run, else the day of the file. Derived and not
read: posted (number of organizations), visits (this year up to the day), last_visit.
"""

from reports.ledgers import shared_unit
from reports.ledgers.base import ROSTERS, Ledger
from reports.ledgers.columns import Text
from reports.ledgers.members import PHONES, town
from reports.ledgers.people import Names, RegionName
from reports.ledgers.roster_kinds import Derived, PersonName, StarredPhone, WholeDay


class GuideRoster(Ledger, registry=ROSTERS):
    """The guides of a scope on a day, one line each."""

    key = "guides"
    title = "党建指导员"
    kind = "guide"
    record = "orgs.guide"
    heading = "两新组织党建指导员台账"
    on_paper = ("unit", "post", "phone", "town", "organizations", "start", "posted", "visits", "last_visit")
    columns = (
        shared_unit.serial(),
        PersonName(
            "name",
            "姓名",
            also="指导员姓名 党建指导员姓名 党建指导员 指导员 联络员 联络员姓名 党建工作指导员 党建联络员",
            width=10,
            most=60,
        ),
        Text(
            "unit",
            "工作单位",
            also="单位 所在单位 派出单位 现工作单位 工作单位名称 原单位 派员单位",
            width=24,
            most=200,
        ),
        Text("post", "职务", also="现任职务 单位职务 职务职级 行政职务 工作职务", width=14, most=200),
        StarredPhone("phone", "联系电话", also=PHONES, width=14, most=200),
        town(),
        RegionName("village", "村（社区）", also="村 社区 所在村 所属村 所在社区 所属社区 村居", width=14),
        Names(
            "organizations",
            "联系单位",
            also="联系企业 联系的单位 联系两新组织 指导单位 指导企业 派驻单位 派驻企业 联系单位名称 联系企业名称"
            " 指导单位名称 指导企业名称 派驻企业名称 派驻单位名称 所联系单位 服务企业 联系的两新组织",
            width=36,
            most=200,
        ),
        WholeDay("start", "选派日期", also="选派时间 派驻时间 派驻日期 开始时间 选派起始日期 到任时间", width=12),
        Derived("posted", "联系单位数", also="联系企业数 联系家数", export="number", width=8),
        Derived("visits", "本年走访次数", also="走访次数", export="number", width=8),
        Derived("last_visit", "最近走访日期", also="最近走访时间", export="date", width=12),
    )

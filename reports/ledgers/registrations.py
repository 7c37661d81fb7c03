"""登记名单: what 市场监管 and 民政 hand over of all registered units. Spellings: their systems' exports."""

from reports.ledgers import shared_unit
from reports.ledgers.base import LISTS, Ledger
from reports.ledgers.columns import Text
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Address, Name, Person, RegionName, Town


class Registrations(Ledger, registry=LISTS):
    """The units of one list, one line each."""

    key = "registrations"
    title = "登记名单"
    kind = "registration"
    heading = "登记名单"
    columns = (
        shared_unit.serial(),
        Name("name", "名称", also=f"市场主体 主体名称 企业机构名称 法人名称 {shared_unit.NAMES}", width=32, most=200),
        CreditCode(
            "credit_code",
            "统一社会信用代码",
            also="社会信用代码 信用代码 统一信用代码 统一社会信用代码注册号 注册号 信用代码注册号 统一代码 代码"
            " 统一社会信用代码证号 社会统一信用代码",
            width=22,
            most=18,
        ),
        Address(
            "address",
            "住所（地址）",
            also="住所 地址 经营场所 登记住所 注册地址 经营地址 住所经营场所 生产经营场所 登记地址 单位地址 企业地址"
            " 主要经营场所 办公地址 办公住所 活动地域",
            width=36,
            most=300,
        ),
        Person(
            "head_name",
            "法定代表人（负责人）",
            also="法定代表人 负责人 法人 法人代表 经营者 法定代表人姓名 负责人姓名 投资人 法定代表人负责人 单位负责人"
            " 经营者姓名 执行事务合伙人 法人代表姓名 法定代表人名称",
            width=12,
            most=100,
        ),
        PartialDate(
            "established",
            "成立日期",
            also="成立时间 注册日期 登记日期 设立日期 成立登记日期 注册时间 开业日期 登记时间 批准日期 设立时间"
            " 成立登记时间 批准成立日期 核准日期 发证日期",
            width=12,
        ),
        Text(
            "state",
            "登记状态",
            also="状态 企业状态 经营状态 存续状态 主体状态 登记状况 单位状态 市场主体状态 经营主体状态 社会组织状态"
            " 存续状况 目前状态 当前状态",
            width=10,
            most=50,
        ),
        PartialDate(
            "closed",
            "注销（吊销）日期",
            also="注销日期 吊销日期 注销时间 吊销时间 注吊销日期 注销吊销日期 注销核准日期 注销登记日期 撤销日期"
            " 终止日期",
            width=12,
        ),
        Town(
            "town",
            "乡镇（街道）",
            also="乡镇 街道 镇街 乡镇街道 所属乡镇 所在乡镇 所属镇街 属地 管辖乡镇 所属街道",
            width=14,
        ),
        RegionName("village", "村（社区）", also="村 社区 所属村 所在村 所属社区 所在社区", width=14),
    )

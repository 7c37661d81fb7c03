"""The 63 columns of a ledger of enterprises in real use (domain.md §5), as a layout of 非公企业."""

from liangxin.books import A3
from orgs.choices import Level, Mode, UnbuiltReason
from reports.ledgers.base import LEDGERS
from reports.ledgers.columns import Group
from reports.ledgers.layouts import Layout, Of, declare

of = Of(LEDGERS["enterprises"])

SIXTY_THREE = declare(
    Layout(
        "63",
        "63 栏",
        LEDGERS["enterprises"],
        (
            of.own("serial"),
            of.own("town", "单位"),
            of.own("village", "座落地"),
            of.own("zone", "园区"),
            Group(
                "企业基本情况",
                of.own("name"),
                of.own("credit_code"),
                of.own("established"),
                of.own("address"),
                of.own("industry"),
                of.ticks("category", "企业类型"),
                of.flag("above_scale"),
                of.own("revenue"),
                of.own("employees"),
                of.flag("operating"),
                of.own("supervisor"),
            ),
            Group(
                "出资人",
                of.own("head_name"),
                of.own("head_phone"),
                of.flag("head_is_member"),
                of.flag("head_is_secretary"),
            ),
            Group(
                "党组织设置",
                of.flag("built"),
                of.ticks("mode", "组建方式", tuple(Mode)),
                of.ticks("branch_level", "党组织类别", tuple(Level)),
                of.own("branch_name"),
                of.own("branch_established"),
                of.ticks("unbuilt_reason", "未建立党组织原因", tuple(UnbuiltReason)),
            ),
            Group("书记", of.own("secretary_name"), of.own("secretary_phone"), of.own("secretary_source")),
            Group("党务工作者", of.own("worker_name"), of.own("worker_phone")),
            Group(
                "党员队伍",
                of.own("full_members"),
                of.own("probationary_members"),
                of.own("activists"),
                of.own("elsewhere_members"),
            ),
            Group("群团组织", of.flag("union"), of.flag("league"), of.flag("women")),
            Group("基础保障", of.own("venue", width=10), of.own("venue_area", width=8), of.own("funds", width=8)),
            Group("落实制度", of.own("meetings", width=10), of.own("party_day", width=10)),
        ),
        paper=A3,
    )
)

"""Columns that both ledgers share: whether there is a Party organization, which, and why not."""

from orgs.choices import Level, Mode, UnbuiltReason
from reports.ledgers.choices import Built, Choice, MassList, ModeChoice, UnbuiltChoice, YesNo
from reports.ledgers.columns import Answer, Group, Text
from reports.ledgers.numbers import PartialDate
from reports.ledgers.people import BranchName


def branch() -> Group:
    """党组织设置, with why there is none."""
    return Group(
        "党组织设置",
        *_columns(),
        also="党组织 党组织情况 党支部 党组织建设 组织设置 党的组织 党组织设置情况 党组织组建 党组织基本情况"
        " 组建情况 组建"
        " 党组织建立 未建党组织 未建立党组织 党组织覆盖 未建情况",
        key="branch",
    )


def party_work(*members) -> Group:
    """党建工作: a parent over both the branch and the members, so a count of members is not the branch's."""
    return Group("党建工作", *_columns(), *members, also="党建 党建情况 党的建设 党建工作情况", key="party")


def _columns() -> tuple:
    return (
        Built(
            "built",
            "是否建立党组织",
            leaf="是否 是否覆盖 是否已覆盖 是否建立 是否组建 是否已建 是否已建立 有无 是否成立 建立情况"
            " 是否建立党支部 组建情况 有无党组织",
            also="是否建立党组织 是否已建党组织 是否建有党组织 是否组建党组织 是否已建立党组织"
            " 是否成立党组织 有无党组织 是否建立党支部 党组织是否建立"
            " 是否建党组织 建立党组织 是否有党组织 是否已建立党组织 党组织建立情况"
            " 是否单独建立或联合建立党组织 是否已组建党组织 是否成立党支部"
            " 是否设立党组织 是否设有党组织 党组织是否覆盖 是否实现党组织覆盖 党的组织是否实现覆盖 党组织建立与否"
            " 建立党组织否 党组织组建状态 党组织有无 党组织建立状态 已建未建 是否建党 是否建支部"
            " 组建情况 党组织组建情况 是否有党支部 已建党组织 建立党组织情况 党的组织是否覆盖 党组织覆盖",
            weak="党组织 党支部",
            yes="已覆盖 有党组织",
            no="未覆盖 应建未建 尚未建立 尚未组建 还未建立 无党组织 没有党组织",
            width=10,
        ),
        ModeChoice(
            "mode",
            "组建方式",
            Mode,
            leaf="方式 形式 组建情况 覆盖方式 建立方式 组建类型 设置方式 组建形式 建立形式 设置形式",
            also="组建形式 党组织组建方式 党组织组建形式 建立方式 设立方式 党组织设立方式 党组织成立方式"
            " 组建模式 党组织组建模式 单独联合 组织设置方式 组建类型 党组织设置方式"
            " 党组织建立方式 设置形式 覆盖方式 党组织覆盖方式 组建情况"
            " 党组织组建情况 党组织组建类型 建立形式 党组织设置形式 党组织建立形式 组织覆盖方式 设置方式",
            width=12,
        ),
        BranchName(
            "branch_name",
            "党组织名称",
            leaf="名称 全称 党组织全称 组织名称",
            also="党支部名称 党组织全称 所在党组织 所属党组织 所在党支部 所属党支部 支部名称"
            " 覆盖党组织名称 隶属党组织 所在党组织名称 所属党组织名称"
            " 党支部 所在支部 已建党组织名称 基层党组织名称 组建党组织名称 所建党组织名称"
            " 党组织名称全称 所属党支部名称 覆盖党组织"
            " 挂靠党组织 挂靠党组织名称 联建党组织名称 党组织规范全称 党组织规范名称 覆盖党支部名称"
            " 纳入覆盖的党组织名称"
            " 所属联合党支部名称 所属联合党支部 联合党支部名称 联合党组织名称 联合组建党组织名称 党支部全称"
            " 所在党支部名称",
            weak="党组织",
            width=32,
            most=200,
        ),
        Choice(
            "branch_level",
            "党组织类别",
            Level,
            leaf="类别 类型 级别 层级 设置类型 种类 组织类别 组织类型",
            also="党组织类型 党组织级别 党组织层级 党组织形式 党组织种类 党组织设置类型 党组织设置类别 党组织性质",
            width=12,
        ),
        PartialDate(
            "branch_established",
            "党组织成立时间",
            leaf="设立时间 建立年月 组建年月 建立日期 成立时间 成立日期 组建时间 建立时间 组建日期"
            " 批准成立时间 批复时间 成立年月",
            also="党组织组建时间 党组织成立日期 党组织建立时间 党支部成立时间 组建时间 建立党组织时间"
            " 支部成立时间 党组织批复时间 党组织批准成立时间"
            " 党组织设立时间 党组织建立年月 党组织组建年月 党组织建立日期 支部建立时间 支部组建时间 成立党支部时间"
            " 成立党组织时间 党支部组建时间 党组织组建日期 建党时间 党支部成立日期 党组织成立年月",
            width=14,
        ),
        Answer(
            "superior",
            "上级党组织",
            leaf="上级 隶属关系",
            also="上级党组织名称 上级党委 隶属上级党组织 上一级党组织",
            width=20,
        ),
        UnbuiltChoice(
            "unbuilt_reason",
            "未建立党组织原因",
            UnbuiltReason,
            leaf="未建原因 未组建原因 未建立原因 原因 未建党组织原因",
            also="未建原因 未建党组织原因 未组建原因 未组建党组织原因 未建立党组织的原因 未建立原因"
            " 未成立党组织原因 没有建立党组织的原因 未建立党组织主要原因"
            " 未建党组织的原因 未覆盖原因",
            width=18,
            most=300,
        ),
        Text(
            "unbuilt_text",
            "未建原因说明",
            leaf="说明 具体原因",
            also="未建立党组织原因说明 未建具体原因 其他原因说明 未建原因备注 其他原因请注明 未组建原因说明",
            width=18,
            most=300,
        ),
        Text(
            "plan_note",
            "一企一策",
            lines=True,
            leaf="组建计划 下步打算",
            also="一企一策措施 一企一策组建措施 组建计划 下步打算 下一步打算 下步措施 工作措施"
            " 组建措施 拟采取措施 下一步措施 组建党组织措施",
            width=24,
        ),
        PartialDate(
            "charter_on", "党建入章时间", also="党建写入章程时间 党建工作写入章程时间 党建入章日期 党建入章", width=12
        ),
    )


def mass() -> Group:
    """群团组织."""
    yes, no = "有 已建", "未建 无"
    return Group(
        "群团组织",
        YesNo(
            "union",
            "工会",
            also="是否建立工会 是否建有工会 有无工会 工会组织 是否成立工会 建立工会 是否有工会 是否组建工会 工会情况",
            yes=yes,
            no=no,
            width=8,
        ),
        YesNo(
            "league",
            "共青团",
            leaf="团组织 团支部 共青团组织 团委",
            also="是否建立共青团 是否建立团组织 有无团组织 有无共青团 有无共青团组织 团组织 共青团组织 是否建有共青团"
            " 是否建立共青团组织 是否有共青团 是否成立共青团 团支部 是否有团组织"
            " 建立共青团 是否组建共青团 共青团情况",
            yes=yes,
            no=no,
            width=8,
        ),
        YesNo(
            "women",
            "妇联",
            leaf="妇女组织 妇联组织 妇委会",
            also="是否建立妇联 是否建立妇女组织 有无妇联 妇联组织 妇女组织 是否建有妇联"
            " 是否建立妇联组织 是否有妇联 是否成立妇联 建立妇联 是否组建妇联 妇联情况",
            yes=yes,
            no=no,
            width=8,
        ),
        MassList(
            "mass_list",
            "群团组织",
            own=False,
            also="群团组织情况 群团组织建立情况 建立群团组织情况 工青妇组织 群团 已建群团组织",
            leaf="建立情况",
        ),
        also="群团 群众组织 群团组织情况 群团建设 群团工作 群团组织建设 工青妇 群团组织建立情况",
        key="mass",
    )

"""台账：入党积极分子和发展党员.

Fact keys: those of a person and branch, town, workplace, workplace_code as in the ledger of members, here of Candidate
(workplace: Candidate.organization); step_1 … step_25: Step.day of that number, an ISO day; people_2, people_5,
people_9, people_16: Step.people, which needs the day of its step; hours_11: Step.hours; extended_until, extended_on
(days), ended (partial date), ended_why (choices.Ended), note. stage is derived and not read.
"""

from liangxin.books import A3
from members.choices import Ended
from reports.ledgers import shared_unit
from reports.ledgers.base import ROSTERS, Ledger
from reports.ledgers.columns import Group, Text
from reports.ledgers.members import BRANCHES, WORKPLACES, Members, person, town
from reports.ledgers.numbers import Number, PartialDate
from reports.ledgers.people import Person
from reports.ledgers.roster_kinds import Derived, OneOf, RosterBranchName, WholeDay

# number: (title, spellings); domain.md §3
STEPS = {
    1: (
        "递交入党申请书日期",
        "申请入党日期 申请入党时间 递交申请书时间 入党申请时间 入党申请日期 申请日期 申请时间"
        " 递交入党申请书时间 提交入党申请书时间",
    ),
    2: ("派人谈话日期", "派人谈话时间 申请谈话时间 谈话日期"),
    3: (
        "确定为积极分子日期",
        "确定为积极分子时间 列为积极分子时间 列为积极分子日期 确定为入党积极分子时间"
        " 确定为入党积极分子日期 列为入党积极分子时间 列为入党积极分子日期"
        " 积极分子时间 确定积极分子时间 确定积极分子日期"
        " 推荐和确定入党积极分子日期",
    ),
    4: ("积极分子备案日期", "积极分子备案时间 上级备案日期"),
    5: ("指定培养联系人日期", "指定培养联系人时间 确定培养联系人时间"),
    6: ("培养教育考察日期", "培养教育考察时间 考察日期 考察时间 最近考察日期"),
    7: (
        "确定为发展对象日期",
        "确定为发展对象时间 列为发展对象时间 列为发展对象日期 发展对象时间 确定发展对象日期 确定发展对象时间",
    ),
    8: ("发展对象备案日期", "发展对象备案时间"),
    9: ("确定入党介绍人日期", "确定入党介绍人时间"),
    10: ("政治审查日期", "政审日期 政审时间 政治审查时间"),
    11: ("短期集中培训日期", "短期集中培训时间 集中培训日期 集中培训时间 培训日期 培训时间"),
    12: ("支委会审查日期", "支委会审查时间"),
    13: ("上级党委预审日期", "预审日期 预审时间 党委预审时间 上级预审日期"),
    14: ("填写志愿书日期", "填写入党志愿书日期 填写入党志愿书时间"),
    15: (
        "接收预备党员日期",
        "接收为预备党员日期 接收为预备党员时间 接收预备党员时间 支部大会接收日期 入党日期 入党时间"
        " 成为预备党员日期 成为预备党员时间 支部大会讨论日期 接收时间 预备党员时间",
    ),
    16: ("入党谈话日期", "上级派人谈话日期 上级派人谈话时间 入党谈话时间"),
    17: ("接收审批日期", "上级审批日期 上级审批时间 审批预备党员日期 接收审批时间 预备党员审批日期 预备党员审批时间"),
    18: ("再上一级备案日期", "再上一级备案时间 备案日期"),
    19: ("编入支部日期", "编入党支部日期 编入党支部时间 编入支部时间"),
    20: ("入党宣誓日期", "入党宣誓时间 宣誓日期 宣誓时间"),
    21: ("继续考察日期", "继续教育考察日期 继续考察时间 继续教育和考察日期"),
    22: ("转正申请日期", "提出转正申请日期 转正申请时间 提出转正申请时间"),
    23: ("转正讨论日期", "转正大会日期 支部大会讨论转正日期 转正时间 转正日期 讨论转正日期 讨论转正时间"),
    24: ("转正审批日期", "转正审批时间 审批转正日期 审批转正时间"),
    25: ("材料归档日期", "归档日期 归档时间 材料归档时间"),
}


def step(number: int, *, own: bool = True) -> WholeDay:
    """The column of the day of a step."""
    title, also = STEPS[number]
    return WholeDay(f"step_{number}", title, also=also, width=12, own=own)


def _people(number: int, title: str, also: str, *, own: bool = True) -> Person:
    return Person(f"people_{number}", title, also=also, width=14, most=200, own=own)


class Candidates(Ledger, registry=ROSTERS):
    """Applicants, activists, 发展对象 and probationary members on the way, one line each."""

    key = "candidates"
    title = "入党积极分子和发展党员"
    kind = "candidate"
    record = "members.candidate"
    heading = "两新组织入党积极分子和发展党员名册"
    paper = A3
    on_paper = (
        "sex",
        "birth",
        "education",
        "phone",
        "branch",
        "workplace",
        "stage",
        "step_1",
        "step_3",
        "people_5",
        "step_7",
        "step_15",
        "step_24",
    )
    columns = (
        shared_unit.serial(),
        *person(),
        RosterBranchName("branch", "培养的党支部", also=f"{BRANCHES} 培养党支部 培养支部", width=28, most=200),
        town(),
        Text("workplace", "工作单位", also=WORKPLACES, width=24, most=200),
        Derived("stage", "目前阶段", also="阶段 发展阶段 所处阶段 目前所处阶段", width=12),
        Group("申请入党", step(1), step(2), key="stage_1"),
        Group(
            "入党积极分子",
            step(3),
            step(4),
            step(5),
            _people(5, "培养联系人", "培养联系人姓名 联系人 入党联系人 培养人"),
            step(6),
            key="stage_2",
        ),
        Group(
            "发展对象",
            step(7),
            step(8),
            step(9),
            _people(9, "入党介绍人", "入党介绍人姓名 介绍人"),
            step(10),
            step(11),
            Number("hours_11", "培训学时", also="集中培训学时 短期集中培训学时 学时", width=8),
            key="stage_3",
        ),
        Group("接收预备党员", *(step(number) for number in (12, 13, 14, 15, 16, 17, 18)), key="stage_4"),
        Group(
            "预备党员转正",
            *(step(number) for number in (19, 20, 21, 22, 23)),
            WholeDay("extended_until", "预备期延长至", also="延长预备期至 延长至", width=12),
            WholeDay("extended_on", "延长决定日期", also="延长预备期决定日期 延长日期", width=12),
            step(24),
            step(25),
            key="stage_5",
        ),
        Group(
            "终止培养",
            PartialDate("ended", "终止时间", also="终止日期 终止培养时间 取消时间 取消日期", width=12),
            OneOf("ended_why", "终止原因", Ended, also="终止培养原因 取消原因", width=14),
            key="ended",
        ),
        Text("note", "备注", also="备注说明 说明 其他说明", width=16, most=2000, lines=True),
    )
    extra = (
        *(one for one in Members.extra if one.key == "workplace_code"),
        _people(2, "谈话人", "派人谈话人 谈话人姓名", own=False),
        _people(16, "入党谈话人", "上级谈话人", own=False),
    )

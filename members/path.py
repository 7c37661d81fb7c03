"""The path into the Party (发展党员工作, domain.md §3): 5 stages and 25 steps as data, and their checks.

Nothing here asks the database: steps are known by their days, a person by birth and extension. Too early is an error,
late is a warning, dates never go backwards. What is not known is a warning, what contradicts a rule an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liangxin.months import shifted

APPLY, ACTIVIST, TARGET, RECEIVE, CONFIRM = "申请入党", "入党积极分子", "发展对象", "接收预备党员", "转为正式党员"
STAGES = (APPLY, ACTIVIST, TARGET, RECEIVE, CONFIRM)

APPLIED, CHOSEN, WATCHED, TARGETED, TRAINED = 1, 3, 6, 7, 11
ADMITTED, APPROVED, APPLIED_AGAIN, DISCUSSED, CONFIRMED, FILED = 15, 17, 22, 23, 24, 25
LEAST_AGE = 18
PROBATION = 12  # months
EXTENSION = (6, 12)  # months, the least and the most
TRAINING_DAYS, TRAINING_HOURS = 3, 24
GRACE = 1  # months after the probation in which the application is expected (assumed)


@dataclass(frozen=True)
class Wait:
    """A number of months after a step, and the rule in words."""

    after: int
    months: int
    said: str

    def day(self, days: Mapping[int, date]) -> date | None:
        """The day that it names; None while the step it counts from has no day."""
        return shifted(days[self.after], self.months) if self.after in days else None


@dataclass(frozen=True)
class Stride:
    """One step: what it is, and its rules. `people` is the least and the most of the people it names."""

    number: int
    title: str
    stage: str
    earliest: Wait | None = None  # before it: error
    due: Wait | None = None  # after it: warning
    last: Wait | None = None  # after it: a graver warning
    votes: bool = False
    training: bool = False
    repeated: bool = False  # its day is that of the latest time, so it may lie after `due`
    people: tuple[int, int] | None = None
    people_title: str = ""
    said: str = ""  # the rule beside the dates, in words


# (stage, title), rules; the number is the place in the list.
_DECLARED = (
    ((APPLY, "递交入党申请书"), {"said": "年满 18 周岁"}),
    ((APPLY, "党组织派人谈话"), {"due": Wait(1, 1, "收到申请后一个月内"), "people": (1, 9), "people_title": "谈话人"}),
    ((ACTIVIST, "推荐和确定入党积极分子"), {}),
    ((ACTIVIST, "上级党委备案"), {}),
    ((ACTIVIST, "指定培养联系人"), {"people": (1, 2), "people_title": "培养联系人", "said": "一至两名正式党员"}),
    (
        (ACTIVIST, "培养教育考察"),
        {"due": Wait(5, 6, "每半年考察一次"), "repeated": True, "said": "一年以上；日期填最近一次考察"},
    ),
    ((TARGET, "确定发展对象"), {"earliest": Wait(CHOSEN, 12, "确定为积极分子一年以后")}),
    ((TARGET, "报上级党委备案"), {}),
    ((TARGET, "确定入党介绍人"), {"people": (2, 2), "people_title": "入党介绍人", "said": "两名正式党员"}),
    ((TARGET, "进行政治审查"), {}),
    ((TARGET, "开展短期集中培训"), {"training": True, "said": "不少于三天或 24 学时"}),
    ((RECEIVE, "支部委员会审查"), {}),
    ((RECEIVE, "上级党委预审"), {}),
    ((RECEIVE, "填写入党志愿书"), {}),
    ((RECEIVE, "支部大会讨论"), {"votes": True, "said": "赞成超过应到有表决权党员的半数；通过之日为入党时间"}),
    ((RECEIVE, "上级党委派人谈话"), {"people": (1, 9), "people_title": "谈话人"}),
    (
        (RECEIVE, "上级党委审批"),
        {"due": Wait(ADMITTED, 3, "支部大会通过后三个月内"), "last": Wait(ADMITTED, 6, "最长不超过六个月")},
    ),
    ((RECEIVE, "再上一级党委组织部门备案"), {}),
    ((CONFIRM, "编入党支部和党小组"), {}),
    ((CONFIRM, "入党宣誓"), {}),
    ((CONFIRM, "继续教育考察"), {}),
    ((CONFIRM, "提出转正申请"), {"said": "预备期满（一年，延长的到延长期满）以后"}),
    ((CONFIRM, "支部大会讨论转正"), {"votes": True, "said": "赞成超过应到有表决权党员的半数；通过之日为转正时间"}),
    ((CONFIRM, "上级党委审批"), {"due": Wait(DISCUSSED, 3, "支部大会通过后三个月内")}),
    ((CONFIRM, "材料归档"), {}),
)
PATH = tuple(Stride(number, title, stage, **rules) for number, ((stage, title), rules) in enumerate(_DECLARED, 1))
# Who a person is from a step on (domain.md §1): what reports count.
RANKS = (
    (APPLIED, "申请人"),
    (CHOSEN, "积极分子"),
    (TARGETED, "发展对象"),
    (ADMITTED, "预备党员"),
    (CONFIRMED, "正式党员"),
)


def stride(number: int) -> Stride:
    """The step of a number from 1 to 25."""
    return PATH[number - 1]


def rank(reached: int) -> str:
    """Who a person is whose last step is `reached`: 申请人, 积极分子, 发展对象, 预备党员, 正式党员."""
    return next(title for first, title in reversed(RANKS) if first <= reached)


def span(title: str) -> range:
    """The numbers of the last steps at which somebody is `title`. Raises KeyError for an unknown one."""
    firsts = [first for first, _ in RANKS] + [len(PATH) + 1]
    ends = {name: range(first, after) for (first, name), after in zip(RANKS, firsts[1:], strict=True)}
    return ends[title]


@dataclass(frozen=True)
class Person:
    """What the rules ask about a person: birth as a partial date, and the one extension of the probation."""

    birth: str = ""
    extended_on: date | None = None
    extended_until: date | None = None


@dataclass(frozen=True)
class Outlook:
    """What is next: the step, from when it may be taken, by when it should; None where no rule names a day.

    ahead: a day that comes before the steps of the stage are done: 考察满一年, 预备期满.
    """

    stride: Stride
    earliest: date | None
    due: date | None
    ahead: date | None = None

    @property
    def ahead_said(self) -> str:
        """What `ahead` is the day of."""
        return "预备期满" if self.stride.number > ADMITTED else "考察满一年"

    def late(self, day: date) -> bool:
        """Whether the time for it is over on `day`."""
        return self.due is not None and self.due < day

    def ready(self, day: date) -> bool:
        """Whether it may be taken on `day`."""
        return self.earliest is None or self.earliest <= day


def probation_end(days: Mapping[int, date], person: Person) -> date | None:
    """The day on which the probation is over; None before step 15."""
    if ADMITTED not in days:
        return None
    return person.extended_until or shifted(days[ADMITTED], PROBATION)


def earliest(number: int, days: Mapping[int, date], person: Person) -> date | None:
    """The first day that the rules allow for a step, the order aside; None when no rule names one."""
    if number == APPLIED_AGAIN and ADMITTED in days:
        taken = days.get(number)
        if taken and person.extended_on and taken <= person.extended_on:  # the application that led to the extension
            return shifted(days[ADMITTED], PROBATION)
        return probation_end(days, person)
    if number == DISCUSSED:
        return person.extended_until
    wait = stride(number).earliest
    return wait and wait.day(days)


def due(number: int, days: Mapping[int, date], person: Person) -> date | None:
    """The last day on which a step is in time; None when no rule names one."""
    end = probation_end(days, person)
    if number == APPLIED_AGAIN or (number == DISCUSSED and person.extended_until):
        return end and shifted(end, GRACE)
    wait = stride(number).due
    return wait and wait.day(days)


def outlook(days: Mapping[int, date], person: Person) -> Outlook | None:
    """What is next after the last step; None when the path is done.

    Until step 22 is taken, its time presses on the steps before it: whose probation is over is late whatever is next.
    """
    reached = max(days, default=0)
    if reached == len(PATH):
        return None
    following, ahead = reached + 1, None
    by = due(following, days, person)
    if ADMITTED <= reached < APPLIED_AGAIN - 1:
        ahead = probation_end(days, person)
        by = by or (ahead and due(APPLIED_AGAIN, days, person))
    elif CHOSEN <= reached < WATCHED:
        ahead = earliest(TARGETED, days, person)
    return Outlook(stride(following), earliest(following, days, person), by, ahead)

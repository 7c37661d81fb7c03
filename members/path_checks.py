"""The checks of the path into the Party: what is wrong or doubtful about a step, about an extension, about all of it.

Pure: a step is anything with number, day, people, entitled, present, approved, hours and training_days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from liangxin.dates import first_day, said
from liangxin.months import shifted
from members import path
from members.path import Person

SEPARATORS = re.compile(r"[、，,；;/\s]+")


@dataclass(frozen=True)
class Problem:
    """A sentence about a step, and whether it forbids the step (error) or is only to be known (warning).

    `beside` is the number of the other step whose day contradicts this one's, 0 when it is about this step alone.
    """

    text: str
    error: bool
    beside: int = 0


def check(step, days: Mapping[int, date], person: Person) -> list[Problem]:
    """What the rules say about `step`; `days` are the days of all steps taken, its own included or not."""
    days = {**days, step.number: step.day}
    found = [*_order(step, days), *_early(step, days, person), *_late(step, days, person)]
    rules = path.stride(step.number)
    if step.number == path.APPLIED:
        found += _age(step.day, person)
    if rules.people:
        found += _people(step.people, rules)
    if rules.votes:
        found += _votes(step)
    if rules.training:
        found += _training(step)
    return found


def check_all(steps, person: Person) -> list[Problem]:
    """What the rules say about all steps of a person together."""
    steps = list(steps)
    days = {step.number: step.day for step in steps}
    return [
        replace(found, text=f"{_named(step.number)}：{found.text}")
        for step in steps
        for found in check(step, days, person)
    ]


def check_extension(on: date, until: date, days: Mapping[int, date]) -> list[Problem]:
    """What the rules say about extending the probation, decided on a day, until another (once, 6 to 12 months)."""
    if path.ADMITTED not in days:
        return [_error("还不是预备党员，没有预备期可以延长")]
    end = shifted(days[path.ADMITTED], path.PROBATION)
    least, most = (shifted(end, months) for months in path.EXTENSION)
    found = []
    if on < days.get(path.APPLIED_AGAIN, end):
        found.append(_error(f"预备期到{_said(end)}满，支部大会不能在这以前、转正申请以前决定延长"))
    if path.DISCUSSED in days:
        found.append(_error("支部大会已讨论通过转正，不能再延长预备期"))
    if not least <= until <= most:
        found.append(_error(f"延长不少于半年、不超过一年：应在{_said(least)}至{_said(most)}之间"))
    return found


def names_in(text: str) -> list[str]:
    """The names in a box, whatever separates them."""
    return [name for name in SEPARATORS.split(text.strip()) if name]


def _order(step, days):
    before = [number for number, day in days.items() if number < step.number and day > step.day]
    after = [number for number, day in days.items() if number > step.number and day < step.day]
    if before:
        yield _against(max(before), "早于", days)
    if after:
        yield _against(min(after), "晚于", days)


def _against(other, relation, days):
    return Problem(f"{relation}{_named(other)}的日期{_said(days[other])}，日期不能倒退", True, beside=other)


def _early(step, days, person):
    first = path.earliest(step.number, days, person)
    if first and step.day < first:
        wait = path.stride(step.number).earliest
        yield _error(f"太早：{wait.said if wait else '预备期满以后'}，最早{_said(first)}")


def _late(step, days, person):
    rules = path.stride(step.number)
    last = rules.last and rules.last.day(days)
    by = path.due(step.number, days, person)
    if last and step.day > last:
        yield _warning(f"超期：{rules.last.said}，应在{_said(last)}以前")
    elif by and step.day > by and not rules.repeated:
        yield _warning(f"超期：{rules.due.said if rules.due else '预备期满后应及时办理'}，应在{_said(by)}以前")


def _age(day, person):
    if not person.birth:
        yield _warning("没有出生日期，年龄没有核对")
    elif day < (adult := shifted(first_day(person.birth), path.LEAST_AGE * 12)):
        yield _error(f"申请入党应年满 {path.LEAST_AGE} 周岁，{_said(adult)}才满")


def _people(text, rules):
    least, most = rules.people
    count = len(names_in(text))
    if not count:
        yield _warning(f"没有填写{rules.people_title}")
    elif not least <= count <= most:
        number = f"{least} 名" if least == most else f"{least} 至 {most} 名"
        yield _error(f"{rules.people_title}应为 {number}，现在填了 {count} 名")


def _votes(step):
    numbers = (step.entitled, step.present, step.approved)
    if numbers == (None, None, None):
        yield _warning("没有填写应到、实到和赞成人数")
    elif None in numbers:
        yield _error("应到、实到、赞成人数要一起填写")
    elif not step.approved <= step.present <= step.entitled:
        yield _error("赞成人数不能多于实到，实到不能多于应到")
    elif step.present * 2 <= step.entitled:
        yield _error("实到人数没有超过应到的半数，大会无效")
    elif step.approved * 2 <= step.entitled:
        yield _error("赞成人数没有超过应到有表决权党员的半数，没有通过")


def _training(step):
    if step.hours is None and step.training_days is None:
        yield _warning("没有填写培训天数或学时")
    elif (step.training_days or 0) < path.TRAINING_DAYS and (step.hours or 0) < path.TRAINING_HOURS:
        yield _error(f"集中培训不少于 {path.TRAINING_DAYS} 天或 {path.TRAINING_HOURS} 学时")


def _named(number):
    return f"第 {number} 步{path.stride(number).title}"


def _said(day):
    return said(day.isoformat())


def _error(text):
    return Problem(text, True)


def _warning(text):
    return Problem(text, False)

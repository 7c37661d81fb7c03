"""The path into the Party as tables: each rule of domain.md §3 at its edge, on both sides."""

from datetime import date
from types import SimpleNamespace

import pytest

from members import path
from members.path import Person
from members.path_checks import check, check_all, check_extension, names_in

pytestmark = pytest.mark.nodb

DAYS = {
    1: date(2021, 1, 31),
    2: date(2021, 2, 10),
    3: date(2021, 6, 1),
    4: date(2021, 6, 15),
    5: date(2021, 6, 20),
    6: date(2022, 5, 20),
    7: date(2022, 6, 1),
    8: date(2022, 6, 8),
    9: date(2022, 6, 10),
    10: date(2022, 7, 1),
    11: date(2022, 8, 1),
    12: date(2022, 9, 1),
    13: date(2022, 9, 10),
    14: date(2022, 9, 20),
    15: date(2022, 10, 8),
    16: date(2022, 11, 1),
    17: date(2022, 12, 20),
    18: date(2022, 12, 28),
    19: date(2023, 1, 5),
    20: date(2023, 1, 10),
    21: date(2023, 6, 1),
    22: date(2023, 10, 8),
    23: date(2023, 10, 20),
    24: date(2023, 12, 1),
    25: date(2023, 12, 20),
}
BLANK = dict.fromkeys(("entitled", "present", "approved", "hours", "training_days"))
PASSED = {"entitled": 11, "present": 6, "approved": 6}
WHOLE = {
    2: {"people": "张三"},
    5: {"people": "张三、李四"},
    9: {"people": "张三、李四"},
    11: {"training_days": 3},
    15: PASSED,
    16: {"people": "王五"},
    23: PASSED,
}
ADULT = Person("1995-03")


def step(number, day=None, **values):
    return SimpleNamespace(
        **{"number": number, "people": "", **BLANK, **WHOLE.get(number, {}), **values, "day": day or DAYS[number]}
    )


def until(number):
    return {one: day for one, day in DAYS.items() if one < number}


def test_the_path_has_five_stages_and_25_numbered_steps():
    assert [one.number for one in path.PATH] == list(range(1, 26))
    assert list(dict.fromkeys(one.stage for one in path.PATH)) == list(path.STAGES)
    assert [sum(one.stage == stage for one in path.PATH) for stage in path.STAGES] == [2, 4, 5, 7, 7]


def test_a_path_by_the_book_has_nothing_to_say():
    assert check_all([step(number) for number in DAYS], ADULT) == []


EDGES = [  # number, day, person, what is said ("" for nothing), error?
    (1, date(2013, 2, 28), ADULT, "年满 18", True),
    (1, date(2013, 3, 1), ADULT, "", False),
    (1, date(2021, 1, 31), Person(), "年龄没有核对", False),
    (2, date(2021, 2, 28), ADULT, "", False),  # a month after January 31st
    (2, date(2021, 3, 1), ADULT, "一个月内", False),
    (2, date(2021, 1, 30), ADULT, "不能倒退", True),
    (6, date(2022, 5, 31), ADULT, "", False),  # its day is that of the latest of many
    (7, date(2022, 5, 31), ADULT, "一年以后", True),
    (7, date(2022, 6, 1), ADULT, "", False),
    (17, date(2023, 1, 8), ADULT, "", False),
    (17, date(2023, 1, 9), ADULT, "三个月内", False),
    (17, date(2023, 4, 8), ADULT, "三个月内", False),
    (17, date(2023, 4, 9), ADULT, "最长不超过六个月", False),
    (22, date(2023, 10, 7), ADULT, "预备期满以后", True),
    (22, date(2023, 11, 8), ADULT, "", False),
    (22, date(2023, 11, 9), ADULT, "应及时办理", False),
    (24, date(2024, 1, 20), ADULT, "", False),
    (24, date(2024, 1, 21), ADULT, "三个月内", False),
]


@pytest.mark.parametrize(("number", "day", "person", "said", "error"), EDGES)
def test_each_time_rule_at_its_edge(number, day, person, said, error):
    found = check(step(number, day), until(number), person)
    assert [(said in one.text, one.error) for one in found] == ([(True, error)] if said else [])


EXTENDED = Person("1995-03", date(2023, 10, 20), date(2024, 4, 8))
AFTER_EXTENSION = [
    (22, date(2024, 4, 7), until(22), EXTENDED, "预备期满以后"),  # applied only after the decision
    (22, date(2024, 4, 8), until(22), EXTENDED, ""),
    (22, date(2023, 10, 8), until(22), EXTENDED, ""),  # the application that led to the extension
    (23, date(2024, 4, 7), until(23), EXTENDED, "预备期满以后"),
    (23, date(2024, 4, 8), until(23), EXTENDED, ""),
    (23, date(2024, 5, 9), until(23), EXTENDED, "应及时办理"),
]


@pytest.mark.parametrize(("number", "day", "days", "person", "said"), AFTER_EXTENSION)
def test_an_extension_moves_the_end_of_the_probation(number, day, days, person, said):
    found = [one.text for one in check(step(number, day), days, person)]
    assert len(found) == bool(said)
    assert all(said in text for text in found)


EXTENSIONS = [  # decided, until, days, what is said
    (date(2023, 10, 20), date(2024, 4, 8), until(23), ""),
    (date(2023, 10, 20), date(2024, 10, 8), until(23), ""),
    (date(2023, 10, 20), date(2024, 4, 7), until(23), "不少于半年"),
    (date(2023, 10, 20), date(2024, 10, 9), until(23), "不超过一年"),
    (date(2023, 10, 7), date(2024, 4, 8), until(22), "不能在这以前"),
    (date(2023, 10, 20), date(2024, 4, 8), until(24), "已讨论通过"),
    (date(2022, 10, 20), date(2023, 4, 8), until(15), "还不是预备党员"),
]


@pytest.mark.parametrize(("on", "end", "days", "said"), EXTENSIONS)
def test_the_probation_is_extended_by_half_a_year_to_a_year(on, end, days, said):
    found = check_extension(on, end, days)
    assert len(found) == bool(said)
    assert all(said in one.text and one.error for one in found)


FACTS = [  # number, values, what is said, error?
    (15, {"entitled": 11, "present": 5, "approved": 5}, "大会无效", True),
    (15, {"entitled": 10, "present": 5, "approved": 5}, "大会无效", True),  # half is not more than half
    (15, {"entitled": 10, "present": 9, "approved": 5}, "没有通过", True),
    (15, {"entitled": 10, "present": 9, "approved": 6}, "", False),
    (15, {"entitled": 10, "present": 11, "approved": 6}, "不能多于", True),
    (15, {"entitled": 10, "present": 6, "approved": 7}, "不能多于", True),
    (15, {"entitled": 10, "present": None, "approved": 6}, "一起填写", True),
    (23, BLANK, "没有填写应到", False),
    (5, {"people": "甲、乙、丙"}, "1 至 2 名", True),
    (5, {"people": "甲"}, "", False),
    (5, {"people": ""}, "没有填写培养联系人", False),
    (9, {"people": "甲"}, "2 名", True),
    (11, {"training_days": 2, "hours": 23}, "不少于 3 天", True),
    (11, {"training_days": None, "hours": 24}, "", False),
    (11, {"training_days": 3, "hours": None}, "", False),
    (11, {"training_days": None}, "没有填写培训", False),
]


@pytest.mark.parametrize(("number", "values", "said", "error"), FACTS)
def test_votes_people_and_training_are_counted(number, values, said, error):
    found = check(step(number, **values), until(number), ADULT)
    assert [(said in one.text, one.error) for one in found] == ([(True, error)] if said else [])


def test_a_correction_of_an_early_step_is_checked_against_the_later_ones():
    found = [one for one in check_all([step(3, date(2021, 9, 1)), step(7), step(4)], ADULT) if one.error]
    assert {one.text.split("：")[0] for one in found} == {
        "第 3 步推荐和确定入党积极分子",
        "第 4 步上级党委备案",
        "第 7 步确定发展对象",
    }


RANKS = [(1, "申请人"), (2, "申请人"), (3, "积极分子"), (6, "积极分子"), (7, "发展对象"), (14, "发展对象")]
RANKS += [(15, "预备党员"), (23, "预备党员"), (24, "正式党员"), (25, "正式党员")]


@pytest.mark.parametrize(("reached", "title"), RANKS)
def test_who_a_person_is_follows_from_the_last_step(reached, title):
    assert path.rank(reached) == title
    assert reached in path.span(title)


OUTLOOKS = [  # steps taken, next, from, by
    (0, 1, None, None),
    (18, 19, None, date(2023, 11, 8)),  # the end of the probation presses on what is before it
    (1, 2, None, date(2021, 2, 28)),
    (3, 4, None, None),
    (5, 6, None, date(2021, 12, 20)),
    (6, 7, date(2022, 6, 1), None),
    (16, 17, None, date(2023, 1, 8)),
    (21, 22, date(2023, 10, 8), date(2023, 11, 8)),
    (23, 24, None, date(2024, 1, 20)),
]


@pytest.mark.parametrize(("taken", "number", "earliest", "due"), OUTLOOKS)
def test_what_is_next_is_said_with_its_days(taken, number, earliest, due):
    found = path.outlook(until(taken + 1), ADULT)
    assert (found.stride.number, found.earliest, found.due) == (number, earliest, due)


def test_after_the_last_step_nothing_is_next():
    assert path.outlook(DAYS, ADULT) is None


@pytest.mark.parametrize("text", ["张三、李四", "张三，李四", " 张三 李四 ", "张三\n李四", "张三;李四；"])
def test_names_are_told_apart_whatever_stands_between(text):
    assert names_in(text) == ["张三", "李四"]


AHEAD = [(2, None), (3, date(2022, 6, 1)), (5, date(2022, 6, 1)), (6, None), (14, None), (15, date(2023, 10, 8))]
AHEAD += [(20, date(2023, 10, 8)), (21, None), (22, None)]


@pytest.mark.parametrize(("taken", "ahead"), AHEAD)
def test_the_end_of_the_year_is_told_while_other_steps_come_first(taken, ahead):
    assert path.outlook(until(taken + 1), ADULT).ahead == ahead

"""Rosters of people on the way into the Party: steps with the rules of their dates."""

from datetime import date

import pytest

from members.choices import Person
from members.models import Candidate, PartyMember, Step
from orgs.scope import CONSOLE
from reports.imports.undoing import undo
from tests.people import id_number
from tests.reports.rosters.office import DAY, LATER, OWN, Kind, codes, dump, member, messages, outcomes

pytestmark = pytest.mark.django_db
TITLES = ("序号", "姓名", "性别", "公民身份号码", "出生日期", "培养的党支部", "工作单位", "申请入党时间")
TITLES += ("列为积极分子时间", "列为发展对象时间", "接收为预备党员时间", "转正讨论日期", "转正审批日期", "培养联系人")


def candidate(number: int = 1, **cells) -> dict:
    """An activist of 星河机电's branch."""
    base = {"序号": number, "姓名": f"李四{'一二三四'[number - 1]}", "性别": "男", "出生日期": "1995-03-07"}
    base |= {"公民身份号码": id_number("1995-03-07", number), "培养的党支部": OWN, "工作单位": "星河机电有限公司"}
    return base | {"申请入党时间": "2022-01-10", "列为积极分子时间": "2022-08-01"} | cells


@pytest.fixture
def candidates(desk):
    def take(*rows, as_of=DAY, plans=False, **how):
        return (desk.plan if plans else desk.take)(*rows, kind=Kind.CANDIDATES, titles=TITLES, as_of=as_of, **how)

    return take


def test_a_person_comes_with_the_steps(candidates, world):
    candidates(candidate(1, 列为发展对象时间="2023-09-01"))
    one = Candidate.objects.get()
    assert (one.name, one.branch, one.organization) == ("李四一", world.a_own_branch, world.a_single)
    assert list(one.steps.values_list("number", "day")) == [
        (1, date(2022, 1, 10)),
        (3, date(2022, 8, 1)),
        (7, date(2023, 9, 1)),
    ]
    assert not PartyMember.objects.exists()


def test_step_15_makes_a_probationary_member_and_24_a_full_one(candidates, world):
    empty = dump()
    on_the_way = candidate(1, 列为发展对象时间="2023-09-01", 接收为预备党员时间="2024-02-01")
    first = candidates(on_the_way)
    made = PartyMember.objects.get()
    assert (Candidate.objects.get().member, made.joined, made.full) == (made, "2024-02-01", "")
    assert [each.person for each in made.persontypes.on(DAY)] == [Person.PROBATIONARY]
    assert [each.organization for each in made.workplaces.on(DAY)] == [world.a_single]
    before = dump()
    again = candidates(on_the_way)
    assert (outcomes(again), dump()) == (["same"], before)
    later = candidates(on_the_way | {"转正讨论日期": "2025-02-05", "转正审批日期": "2025-03-01"}, as_of=LATER)
    assert outcomes(later) == ["changed"]
    made.refresh_from_db()
    assert made.full == "2025-02-05"
    assert [(each.person, each.start) for each in made.persontypes.on(LATER)] == [(Person.FULL, date(2025, 3, 1))]
    undo(later, user=CONSOLE)
    assert dump() == before
    undo(again, user=CONSOLE)
    undo(first, user=CONSOLE)
    assert dump() == empty


def test_who_stands_in_the_roster_already_is_taken(candidates, desk):
    number = id_number("1995-03-07", 1)
    named = {"姓名": "李四一", "公民身份号码": number, "出生日期": "1995-03-07"}
    desk.take(member(1, **named, 人员类别="预备党员", 入党日期="2024-02", 转正日期=None))
    batch = candidates(candidate(1, 列为发展对象时间="2023-09-01", 接收为预备党员时间="2024-02-01"))
    assert outcomes(batch) == ["new"]
    assert Candidate.objects.get().member == PartyMember.objects.get()
    wrong = candidates(candidate(2, 列为发展对象时间="2023-09-01", 接收为预备党员时间="2024-02-01", 姓名="张三一"))
    assert outcomes(wrong) == ["new"]
    assert PartyMember.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "code", "words", "outcome"),
    [
        ({"列为发展对象时间": "2023-07-31"}, "too_early", "确定为积极分子一年以后", "error"),
        ({"列为积极分子时间": "2021-12-01"}, "too_early", "日期不能倒退", "error"),
        (
            {"出生日期": None, "公民身份号码": None, "申请入党时间": "2025-07-01"},
            "contradiction",
            "晚于情况日期",
            "error",
        ),
        ({"公民身份号码": None, "出生日期": "2004-06"}, "too_early", "应年满 18 周岁", "error"),
        ({"申请入党时间": "2022年1月"}, "bad_date", "请写到日", "error"),
        ({"培养的党支部": None}, "required", "要有培养的党支部", "error"),
        ({"培养联系人": "王五、赵六"}, "no_start", "没有第 5 步的日期", "new"),
    ],
)
def test_the_rules_of_the_path_are_told(candidates, cells, code, words, outcome):
    batch = candidates(candidate(1, **cells), plans=True)
    assert (outcomes(batch), codes(batch)[0][0]) == ([outcome], code)
    assert words in messages(batch)
    assert not Step.objects.exists()


def test_a_day_that_stands_in_the_roster_is_corrected_on_the_page(candidates):
    row = candidate(1, 列为发展对象时间="2023-09-01", 接收为预备党员时间="2024-02-01")
    candidates(row)
    batch = candidates(row | {"接收为预备党员时间": "2024-02-02"}, plans=True)
    assert outcomes(batch) == ["error"]
    assert "请在发展党员页面更正这一步" in messages(batch)

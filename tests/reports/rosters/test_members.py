"""Rosters of Party members: the national system's export as it is."""

from datetime import date

import pytest

from members.choices import Education, Person, State
from members.models import Membership, PartyMember, PersonType, Relation
from members.roster import FIELDS
from orgs.models import Option
from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.undoing import undo
from tests.people import id_number
from tests.reports.rosters.office import DAY, LATER, codes, dump, member, messages, outcomes

pytestmark = pytest.mark.django_db


def test_the_national_export_becomes_members_with_their_periods(desk, world):
    desk.take(member(1), member(2, 人员类别="预备党员", 转正日期=None, 入党日期="2025-03"))
    one, two = PartyMember.objects.order_by("pk")
    assert (one.name, one.sex, one.birth, one.ethnicity, one.education) == ("张三二", "1", "1971-03-07", "汉族", "30")
    assert (one.joined, one.full, one.phone) == ("2015-07-01", "2016-07-01", "13800000001")
    types = PersonType.objects.filter(member=one).order_by("start").values_list("person", "start", "end")
    assert list(types) == [
        (Person.PROBATIONARY, date(2015, 7, 1), date(2016, 7, 1)),
        (Person.FULL, date(2016, 7, 1), None),
    ]
    (joined,) = Membership.objects.filter(member=one)
    assert (joined.branch, joined.start) == (world.a_own_branch, date(2021, 3, 10))
    assert [each.person for each in two.persontypes.on(DAY)] == [Person.PROBATIONARY]
    assert not Relation.objects.exists()


def test_the_same_file_again_changes_nothing(desk):
    rows = [member(number) for number in (1, 2, 3)]
    rows[2] |= {"公民身份号码": None, "出生日期": None}
    desk.take(*rows)
    before = dump()
    again = desk.take(*rows)
    assert (outcomes(again), dump()) == (["same"] * 3, before)


def test_undo_leaves_the_registers_as_they_were(desk):
    desk.take(member(1), member(2))
    before = dump()
    batch = desk.take(
        member(1, 学历="大学", 是否失联党员="是"),
        member(2, 所在党支部="中共东门社区支部委员会"),
        member(3),
        as_of=LATER,
    )
    assert outcomes(batch) == ["changed", "changed", "new"]
    assert Relation.objects.get().state == State.LOST
    undo(batch, user=CONSOLE)
    assert dump() == before


def test_what_differs_ends_on_the_as_of_day_and_the_next_begins(desk, world):
    desk.take(member(1))
    desk.take(member(1, 所在党支部="东门社区党支部", 是否流动党员="是"), as_of=LATER)
    one = PartyMember.objects.get()
    assert list(one.memberships.order_by("start").values_list("branch", "end")) == [
        (world.a_own_branch.pk, LATER),
        (world.a_village_branch.pk, None),
    ]
    assert [each.state for each in one.relations.on(LATER)] == [State.FLOATING]
    desk.take(member(1, 所在党支部="东门社区党支部"), as_of=date(2025, 12, 31))
    assert [each.state for each in one.relations.on(date(2025, 12, 31))] == [State.HERE]


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"所在党支部": "没有这个党支部"}, "unknown_branch", "请先登记或导入党组织名册"),
        ({"公民身份号码": 3.3019919710307e17}, "damaged_number", "末几位已经不对"),
        ({"性别": "女"}, "contradiction", "性别与公民身份号码不符"),
        ({"出生日期": "1980-01-01"}, "contradiction", "出生日期与公民身份号码不符"),
        ({"转正日期": "2014-01-01"}, "contradiction", "早于入党日期"),
        ({"入党日期": "2026-01"}, "contradiction", "晚于情况日期"),
        ({"人员类别": None, "转正日期": None, "入党日期": None}, "required", "请补填人员类别"),
        ({"姓名": None}, "required", "没有姓名"),
        ({"所在党支部": None}, "required", "新党员要有所在党支部"),
        ({"人员类别": "入党积极分子"}, "bad_choice", "不在可选范围内"),
        ({"人员类别": None, "转正日期": None}, "required", "请补填人员类别"),
        ({"姓名": "张三、李四", "公民身份号码": None}, "required", "像是 2 个人，请每人填一行"),
        ({"姓名": "张三\n李四", "公民身份号码": None}, "required", "像是 2 个人，请每人填一行"),
        ({"姓名": "张三" + id_number("1971-03-07", 1), "公民身份号码": None}, "required", "姓名里有号码"),
        ({"入党日期": "2015-07", "转正日期": "2015"}, "contradiction", "早于入党日期"),
        ({"入党日期": "1970-07"}, "contradiction", "入党日期早于出生日期"),
        ({"公民身份号码": None, "出生日期": None, "入党日期": "1910-01"}, "contradiction", "早于1921年"),
        ({"公民身份号码": None, "出生日期": "2050-01-01"}, "contradiction", "出生日期晚于情况日期"),
        ({"所在党支部": None, "工作单位": "国庆建材有限公司"}, "required", "新党员要有所在党支部"),
    ],
)
def test_a_row_stays_out_and_says_what_to_do(desk, cells, code, words):
    before = dump()
    batch = desk.plan(member(1, **cells))
    assert outcomes(batch) == ["error"]
    assert code in codes(batch)[0]
    assert words in messages(batch)
    assert dump() == before


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"手机号码": "1.38E+10"}, "damaged_number", "末几位已经不对"),
        ({"手机号码": id_number("1971-03-07", 1)}, "not_understood", "不是手机号码"),
        ({"工作单位": "国庆建材有限公司"}, "unknown_organization", "已于2025年3月1日注销"),
    ],
)
def test_what_cannot_be_kept_is_told_and_the_rest_goes_in(desk, cells, code, words):
    batch = desk.take(member(1, **cells))
    assert (outcomes(batch), codes(batch)) == (["new"], [[code]])
    assert words in messages(batch)
    one = PartyMember.objects.get()
    assert not one.workplaces.exists()
    assert one.phone in ("", member(1)["手机号码"])
    assert outcomes(desk.take(member(1, **cells))) == ["same"]


def test_two_of_one_name_and_birth_with_other_numbers_are_two_and_it_is_told(desk):
    desk.take(member(1))
    batch = desk.plan(member(1, 公民身份号码=id_number("1971-03-07", 77)))
    assert (outcomes(batch), codes(batch)) == (["new"], [["several"]])
    assert "请先更正号码" in messages(batch)


def test_an_unseen_character_inside_a_name_makes_nobody_else(desk):
    desk.take(member(1))
    assert outcomes(desk.plan(member(1, 姓名="张\u200b三\u200c二", 公民身份号码=None))) == ["same"]


def test_a_namesake_who_cannot_be_told_apart_is_several(desk):
    desk.take(member(1), member(2, 姓名="张三二"))
    batch = desk.plan(member(1, 公民身份号码=None, 出生日期=None))
    assert outcomes(batch) == ["several"]
    assert "补填公民身份号码或出生日期" in messages(batch)


def test_name_and_birth_tell_a_member_without_a_number(desk):
    desk.take(member(1, 公民身份号码=None), member(2, 姓名="张三二"))
    batch = desk.take(member(1))
    assert outcomes(batch) == ["changed"]
    assert PartyMember.objects.count() == 2
    assert [change["field"] for change in batch.rows.get().changes] == ["公民身份号码"]


def test_a_number_that_another_town_registered_is_outside(desk, world):
    desk.take(member(1, 所在党支部="石桥镇非公企业党总支"))
    batch = desk.plan(member(1), user=world.town_a_clerk)
    assert outcomes(batch) == ["outside"]
    assert "这个公民身份号码已由其他乡镇登记，请联系县级管理员" in messages(batch)
    assert "石桥" not in messages(batch)


def test_the_same_person_twice_in_the_file_is_written_once(desk):
    batch = desk.take(member(1), member(1, 学历="大学"))
    assert outcomes(batch) == ["new", "error"]
    assert "第 2 行是同一名党员" in messages(batch)


def test_one_number_for_two_people_is_told_before_anything_is_written(desk):
    desk.take(member(1, 公民身份号码=None))
    batch = desk.take(member(1), member(1, 姓名="别人"), member(1, 姓名="又一人", 出生日期="1971-03"))
    assert outcomes(batch) == ["changed", "error", "error"]
    assert PartyMember.objects.count() == 1


def test_a_member_who_was_edited_after_the_preview_is_shown_again(desk):
    desk.take(member(1), member(2))
    batch = desk.plan(member(1, 学历="大学"), member(2, 学历="大学"), as_of=LATER)
    one = PartyMember.objects.order_by("pk").first()
    one.education, one.version = Education.POSTGRADUATE, one.version + 1
    one.save()
    apply(batch, user=CONSOLE)
    assert list(batch.rows.order_by("id").values_list("written", "stale")) == [(False, True), (True, False)]
    apply(batch, user=CONSOLE)
    one.refresh_from_db()
    assert one.education == Education.BACHELOR


def test_an_older_roster_fills_only_what_is_empty(desk):
    desk.take(member(1, 民族=None, 手机号码="13900009999"), as_of=LATER)
    batch = desk.take(member(1, 所在党支部="东门社区党支部"), as_of=DAY)
    one = PartyMember.objects.get()
    assert codes(batch) == [["older"]]
    assert (one.ethnicity, one.phone, one.memberships.count()) == ("汉族", "13900009999", 1)


def test_a_field_that_is_switched_off_is_neither_shown_nor_stored(desk):
    on = [field.title for field in FIELDS if field.key not in ("id_number", "phone")]
    Option.objects.create(key="roster_fields", value=on)
    batch = desk.take(member(1, 学位="学士"))
    one = PartyMember.objects.get()
    assert (one.id_index, one.id_sealed, one.phone, one.more) == (None, "", "", {"degree": "学士"})
    assert {"id_number", "phone"}.isdisjoint(batch.rows.get().facts)


def test_a_town_does_not_take_a_member_out_of_another_towns_branch(desk, world):
    desk.take(member(1, 所在党支部="石桥镇非公企业党总支", 工作单位="星河机电有限公司"))
    batch = desk.plan(member(1), user=world.town_a_clerk)
    assert codes(batch) == [["outside_scope"]]
    assert "请办理组织关系转接" in messages(batch)
    assert outcomes(desk.plan(member(1))) == ["changed"]


def test_no_number_stands_in_clear_in_the_plan(desk):
    number = id_number("1971-03-07", 1)
    batch = desk.plan(member(1), member(1), member(2, 备注=f"身份证 {number}", 性别="女"))
    stored = str(list(batch.rows.values())) + str(list(batch.files.values()))
    assert number not in stored
    assert f"330***********{number[-4:]}" in stored

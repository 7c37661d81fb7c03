"""The form of a member: entered at once, changed with its periods, the number never in a page, what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from liangxin.dates import today
from members.choices import State
from members.models import PartyMember, Reveal
from members.secrets import opened
from orgs.models import Option
from tests.filling import filled
from tests.members.rows import START, member
from tests.people import id_number

ADD = "admin:members_partymember_add"
NUMBER = id_number("1990-03-07", 61)
OTHER = id_number("1988-11-02", 7, male=False)


def change(one):
    return reverse("admin:members_partymember_change", args=[one.pk])


@pytest.fixture
def clerk(as_user):
    return as_user("town_a_clerk")


@pytest.fixture
def one(world):
    return member("钱一", branch=world.a_own_branch, organization=world.a_single, number=NUMBER, phone="13800001111")


def new(client, world, **changes):
    """The post of a new member of town A."""
    page = client.get(reverse(ADD))
    return filled(page, **{"name": "钱一", "person": "full", "branch": world.a_own_branch.pk, **changes})


def test_a_new_member_is_entered_in_one_form(clerk, world):
    post = new(
        clerk, world,
        id_number=NUMBER, ethnicity="汉", education="20", phone="13800001111", joined="2011.7", full="2012年7月1日",
        organization=world.a_single.pk, state="floating", where="上海市",
    )  # fmt: skip
    assert clerk.post(reverse(ADD), post).status_code == 302
    made = PartyMember.objects.get()
    assert (made.ethnicity, made.joined, made.full, made.sex) == ("汉族", "2011-07", "2012-07-01", "1")
    assert opened(made.id_sealed) == NUMBER
    assert made.memberships.get().branch == world.a_own_branch
    assert made.workplaces.get().organization == world.a_single
    assert made.relations.get().state == State.FLOATING
    assert made.history.latest().history_user == world.town_a_clerk


WRONG = [
    ({"branch": ""}, "请选择所在党支部"),
    ({"id_number": "12345"}, "应为 18 位"),
    ({"id_number": NUMBER[:-1] + "0"}, "校验不对"),
    ({"name": NUMBER}, "请填在专门的栏目里"),
    ({"joined": "2012", "full": "2011"}, "早于入党日期"),
    ({"person": "probationary", "full": "2012"}, "预备党员还没有转正日期"),
    ({"joined": "前年"}, "日期看不懂"),
    ({"where": "上海"}, "不用填说明"),
    ({"name": ""}, "这个字段是必填项"),
    ({"state": "nowhere"}, "选择一个有效的选项"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_written(clerk, world, changes, sentence):
    page = clerk.post(reverse(ADD), new(clerk, world, **changes))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not PartyMember.objects.exists()


def test_a_number_does_not_come_back_in_a_page_and_need_not_be_typed_again(clerk, world):
    page = clerk.post(reverse(ADD), new(clerk, world, id_number=NUMBER, joined="前年"))
    text = page.content.decode()
    assert NUMBER not in text
    assert f"已填写 330***********{NUMBER[-4:]}" in text
    assert "no-store" in page.headers["Cache-Control"]
    again = filled(page, joined="2011")
    assert again["id_number"] == ""
    assert clerk.post(reverse(ADD), again).status_code == 302
    assert opened(PartyMember.objects.get().id_sealed) == NUMBER


def test_a_touched_seal_in_a_post_is_no_number(clerk, world):
    page = clerk.post(reverse(ADD), new(clerk, world, id_number=NUMBER, joined="前年"))
    again = filled(page, joined="2011", id_number__kept="A.00000000.AAAA")
    assert clerk.post(reverse(ADD), again).status_code == 302
    assert PartyMember.objects.get().id_sealed == ""


def test_a_number_that_says_otherwise_than_the_form_is_remarked(clerk, world):
    post = new(clerk, world, id_number=NUMBER, sex="2", birth="1991-03")
    text = clerk.post(reverse(ADD), post, follow=True).content.decode()
    assert "性别与公民身份号码不符：号码表示“男”" in text
    assert "出生日期与公民身份号码不符：号码表示1990年3月7日" in text
    assert PartyMember.objects.get().sex == "2"


def test_the_page_shows_age_party_age_and_the_number_masked(clerk, one):
    one.birth, one.full = "1990-03-07", "2012-07-01"
    one.save()
    text = clerk.get(change(one)).content.decode()
    assert f"已登记 330***********{NUMBER[-4:]}" in text
    assert f"{today().year - 2012 - ((today().month, today().day) < (7, 1))} 年" in text
    for secret in (NUMBER, one.id_sealed, one.id_index):
        assert secret not in text


def test_the_number_stays_unless_it_is_typed_or_removed(clerk, one):
    assert clerk.post(change(one), filled(clerk.get(change(one)), name="钱大")).status_code == 302
    one.refresh_from_db()
    assert (one.name, opened(one.id_sealed)) == ("钱大", NUMBER)
    assert clerk.post(change(one), filled(clerk.get(change(one)), id_number=OTHER)).status_code == 302
    one.refresh_from_db()
    assert opened(one.id_sealed, index=one.id_index) == OTHER
    assert clerk.post(change(one), filled(clerk.get(change(one)), id_clear="on")).status_code == 302
    one.refresh_from_db()
    assert (one.id_sealed, one.id_index) == ("", None)
    history = clerk.get(reverse("admin:members_partymember_history", args=[one.pk])).content.decode()
    assert "原号码（不显示）" in history
    assert "新号码（不显示）" in history
    for entry in one.history.all():
        assert not entry.id_sealed or entry.id_sealed not in history
        assert not entry.id_index or entry.id_index not in history


def test_another_towns_member_is_not_named_when_the_number_is_taken(clerk, world, as_user, one):
    post = filled(as_user("town_b_clerk").get(reverse(ADD)))
    post |= {"name": "钱二", "person": "full", "branch": world.b_general.pk, "id_number": NUMBER}
    text = as_user("town_b_clerk").post(reverse(ADD), post).content.decode()
    assert "该公民身份号码已由其他党组织登记，请联系县级管理员" in text
    assert "钱一" not in text
    assert "已登记在“钱一”名下" in clerk.post(reverse(ADD), new(clerk, world, id_number=NUMBER)).content.decode()


def test_periods_are_changed_in_the_form_and_may_not_overlap(clerk, world, one):
    post = filled(clerk.get(change(one))) | {
        "persontypes-0-end": "2024-01-01",
        "persontypes-TOTAL_FORMS": "2",
        "persontypes-1-person": "probationary",
        "persontypes-1-start": "2023-06-01",
        "persontypes-1-end": "",
        "persontypes-1-id": "",
        "persontypes-1-member": one.pk,
    }
    assert "时间重叠" in clerk.post(change(one), post).content.decode()
    assert clerk.post(change(one), post | {"persontypes-1-start": "2024-01-01"}).status_code == 302
    assert list(one.persontypes.order_by("start").values_list("start", flat=True)) == [START, date(2024, 1, 1)]
    one.refresh_from_db()
    assert one.version == 2


def test_a_town_puts_nobody_into_another_towns_branch_nor_touches_its_rows(clerk, world, one):
    post = filled(clerk.get(change(one))) | {"memberships-0-branch": world.b_general.pk}
    assert "办理组织关系转接" in clerk.post(change(one), post).content.decode()
    elsewhere = member("钱二", branch=world.b_general, organization=world.a_single)
    page = clerk.get(change(elsewhere))
    assert clerk.post(change(elsewhere), filled(page, name="钱三")).status_code == 302
    for touched in ({"memberships-0-end": "2025-01-01"}, {"memberships-0-DELETE": "on"}):
        assert "不由您管理" in clerk.post(change(elsewhere), filled(page) | touched).content.decode()
    assert elsewhere.memberships.get().end is None


def test_fields_that_are_off_are_neither_shown_nor_stored(clerk, world, one):
    one.more = {"residence": "东门社区"}
    one.save()
    Option.objects.create(key="roster_fields", value=["学位", "是否农民工"])
    page = clerk.get(change(one))
    text = page.content.decode()
    for word in ("手机号码", "公民身份号码", "13800001111", "东门社区", "出生日期"):
        assert word not in text
    post = filled(page, more_degree="学士", more_migrant="true") | {
        "phone": "1", "id_number": OTHER, "more_residence": "x"
    }  # fmt: skip
    assert clerk.post(change(one), post).status_code == 302
    one.refresh_from_db()
    assert (one.phone, opened(one.id_sealed)) == ("13800001111", NUMBER)
    assert one.more == {"residence": "东门社区", "degree": "学士", "migrant": True}
    assert "学士" in clerk.get(change(one)).content.decode()
    history = clerk.get(reverse("admin:members_partymember_history", args=[one.pk])).content.decode()
    assert "学士" in history
    for word in ("13800001111", "东门社区", "号码（不显示）"):
        assert word not in history
    assert clerk.get(reverse("members:number", args=[one.pk])).status_code == 403


def test_a_reader_sees_the_phone_and_the_number_masked(as_user, one):
    text = as_user("town_a_viewer").get(change(one)).content.decode()
    assert "138****1111" in text
    assert f"330***********{NUMBER[-4:]}" in text
    assert "13800001111" not in text
    assert "查看号码" not in text
    history = as_user("town_a_viewer").get(reverse("admin:members_partymember_history", args=[one.pk]))
    assert "13800001111" not in history.content.decode()


def test_two_editors_of_one_member_see_both_values(clerk, as_user, one):
    first, second = filled(clerk.get(change(one)), name="钱大"), filled(clerk.get(change(one)), name="钱小")
    assert clerk.post(change(one), first).status_code == 302
    assert "别人改过这条记录" in clerk.post(change(one), second).content.decode()


def test_no_reveal_is_kept_by_looking_at_the_form(clerk, one):
    clerk.get(change(one))
    assert not Reveal.objects.exists()

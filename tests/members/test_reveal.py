"""查看号码: a reason, one look, kept in the auditor's log; never cached, never for readers and strangers."""

import pytest
from django.urls import reverse

from liangxin import keyring
from members.models import Reveal
from members.secrets import seal
from orgs.models import Option
from tests.members.rows import member
from tests.people import id_number

NUMBER = id_number("1990-03-07", 61)
SPOKEN = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
REASON = {"reason": "核对党员档案"}


@pytest.fixture
def one(world, data_folder):
    return member("钱一", branch=world.a_own_branch, number=NUMBER)


def page(one):
    return reverse("members:number", args=[one.pk])


def test_the_number_is_shown_once_for_a_reason_and_kept_in_the_log(as_user, world, one):
    client = as_user("town_a_clerk")
    asked = client.get(page(one))
    assert f"330***********{NUMBER[-4:]}" in asked.content.decode()
    assert SPOKEN not in asked.content.decode()
    shown = client.post(page(one), REASON)
    assert SPOKEN in shown.content.decode()
    for answer in (asked, shown):
        assert "no-store" in answer.headers["Cache-Control"]
    kept = Reveal.objects.get()
    assert (kept.user, kept.user_name, kept.reason) == (world.town_a_clerk, "张伟", "核对党员档案")
    assert (kept.record, kept.record_id, kept.person, kept.count) == ("members.partymember", one.pk, "钱一", 1)
    log = as_user("auditor").get(reverse("log")).content.decode()
    assert "查看身份号码“钱一”" in log
    assert "核对党员档案" in log
    assert "张伟" in log
    assert NUMBER not in log
    assert SPOKEN not in log
    assert SPOKEN not in client.get(page(one)).content.decode()


@pytest.mark.parametrize("reason", ["", "  ", "看看", "看 看\n"])
def test_without_a_reason_nothing_is_shown_and_nothing_kept(as_user, one, reason):
    answer = as_user("county_admin").post(page(one), {"reason": reason}).content.decode()
    assert "请写明查看的事由" in answer
    assert SPOKEN not in answer
    assert not Reveal.objects.exists()


def test_readers_and_supervisors_may_not_look_and_strangers_do_not_find(as_user, world, one):
    own = member("钱二", branch=world.market_committee, number=id_number("1980-01-01"))
    statuses = {"county_viewer": 403, "town_a_viewer": 403, "town_b_clerk": 404, "guide_user": 404, "auditor": 404}
    for role, status in statuses.items():
        assert as_user(role).post(page(one), REASON).status_code == status, role
    assert as_user("supervisor_clerk").post(page(own), REASON).status_code == 403
    assert not Reveal.objects.exists()


def test_what_cannot_be_opened_is_said_and_not_kept(as_user, world, one):
    client = as_user("county_admin")
    one.id_sealed = seal(id_number("1971-01-01")).text
    one.save()
    assert "不符" in client.post(page(one), REASON).content.decode()
    for key in keyring.folder().glob("*.key"):
        key.unlink()
    assert "密钥不在" in client.post(page(one), REASON).content.decode()
    assert client.get(reverse("admin:members_partymember_change", args=[one.pk])).status_code == 200
    assert not Reveal.objects.exists()
    bare = member("钱三", branch=world.a_own_branch)
    assert "没有登记公民身份号码" in client.post(page(bare), REASON).content.decode()


def test_while_the_field_is_off_nobody_looks(as_user, one):
    Option.objects.create(key="roster_fields", value=[])
    assert as_user("county_admin").post(page(one), REASON).status_code == 403

"""The pages of transfers: lists by tab, a letter, the acts with what they will do, the numbers of a year."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from members.models import Transfer
from members.services import transfers
from tests.members.rows import member

SENT = date(2025, 3, 1)


@pytest.fixture
def desk(world):
    world.person = member("钱一", organization=world.a_single, branch=world.a_own_branch)
    world.a, world.b = Client(), Client()
    world.a.force_login(world.town_a_clerk)
    world.b.force_login(world.town_b_clerk)
    return world


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def sent(desk, **more):
    more = {"target": desk.b_general, "sent": SENT, "letter": "青溪组转1号", **more}
    return transfers.send(member=desk.person, by=desk.town_a_clerk, **more)


def test_a_letter_goes_from_one_town_to_another(desk):
    at = f"/members/{desk.person.pk}/transfer/"
    given = {"target_name": "中共石桥镇非公企业总支部委员会", "sent": "2025-03-01", "letter": "青溪组转1号"}
    listed = desk.a.get(at, given)
    assert "从2025年3月1日起为已出具证明信" in text(listed)
    assert Transfer.objects.count() == 0
    done = desk.a.post(at, {**given, "version": desk.person.version})
    assert (done.status_code, done.url) == (302, "/members/transfers/?tab=sent")
    one = Transfer.objects.get()
    assert one.target == desk.b_general
    assert "钱一" in text(desk.a.get("/members/transfers/?tab=sent"))
    assert "青溪组转1号" in text(desk.b.get("/members/transfers/"))
    page = text(desk.b.get(f"/members/transfers/{one.pk}/"))
    assert f"/members/transfers/{one.pk}/receive/" in page
    assert f"/admin/members/partymember/{desk.person.pk}/" not in page  # who is not there yet is not theirs to open
    stamp = desk.b.get(f"/members/transfers/{one.pk}/receive/", {"day": "2025-03-20"}).context["stamp"]
    done = desk.b.post(f"/members/transfers/{one.pk}/receive/", {"day": "2025-03-20", "version": stamp})
    assert done.status_code == 302
    assert desk.person.memberships.on(date(2025, 3, 20)).get().branch == desk.b_general
    assert "已转入" in text(desk.b.get(f"/admin/members/partymember/{desk.person.pk}/history/"))


def test_the_side_that_it_is_not_up_to_gets_403(desk):
    one = sent(desk)
    for act, answers in (("receive", (403, 200)), ("back", (403, 200)), ("amend", (200, 403))):
        found = tuple(client.get(f"/members/transfers/{one.pk}/{act}/").status_code for client in (desk.a, desk.b))
        assert found == answers, act


def test_what_was_settled_meanwhile_is_listed_again(desk):
    one = sent(desk)
    at = f"/members/transfers/{one.pk}/back/"
    given = {"day": "2025-03-20", "reason": "材料不全"}
    stamp = desk.b.get(at, given).context["stamp"]
    transfers.receive(transfer=one, day=SENT, by=desk.county_admin)
    assert "不能再办理" in text(desk.b.post(at, {**given, "version": stamp}))
    one.refresh_from_db()
    assert one.state == "received"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"target_name": "没有的党支部"}, "没有找到这个党支部"),
        ({"target_name": "石桥镇非公企业总支部", "outside": "外省"}, "只填一项"),
        ({}, "请选择转入的党支部"),
        ({"outside": "外省某支部", "valid_until": "2025-02-01"}, "有效期不能早于开出日期"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(desk, given, sentence):
    at = f"/members/{desk.person.pk}/transfer/"
    assert sentence in text(desk.a.post(at, {"sent": "2025-03-01", "version": desk.person.version, **given}))
    assert Transfer.objects.count() == 0


def test_an_inward_letter_is_entered_and_amended(desk):
    newcomer = member("孙三", organization=desk.a_single, state="pocket", since=SENT)
    at = f"/members/{newcomer.pk}/transfer-in/"
    given = {
        "target": desk.a_own_branch.pk,
        "outside": "邻县某镇党委",
        "sent": "2025-02-01",
        "valid_until": "2025-05-01",
    }
    assert "邻县某镇党委" in text(desk.a.get(at, given))
    assert desk.a.post(at, {**given, "version": newcomer.version}).status_code == 302
    one = Transfer.objects.get()
    pocket = text(desk.a.get("/members/transfers/?tab=pocket"))
    assert "已过有效期" in pocket
    assert "登记为应转未转" in pocket
    at = f"/members/transfers/{one.pk}/amend/"
    given = {"letter": "9号", "valid_until": "2025-06-01", "reason": ""}
    stamp = desk.a.get(at, given).context["stamp"]
    assert desk.a.post(at, {**given, "version": stamp}).status_code == 302
    one.refresh_from_db()
    assert (one.letter, one.valid_until) == ("9号", date(2025, 6, 1))


def test_each_number_of_a_year_opens_its_list(desk):
    transfers.receive(transfer=sent(desk), day=SENT, by=desk.county_admin)
    page = text(desk.a.get("/members/transfers/?tab=year&year=2025"))
    address = f"/members/transfers/list/?figure=given&year=2025&town={desk.town_a.code}"
    assert address.replace("&", "&amp;") in page
    assert "钱一" in text(desk.a.get(address))
    for wrong in ("figure=none&year=2025", "figure=given&year=x", "figure=given&year=2025&town=99"):
        assert desk.a.get(f"/members/transfers/list/?{wrong}").status_code == 404
    assert desk.a.get("/members/transfers/?tab=none").status_code == 404
    assert text(desk.a.get("/members/transfers/?tab=year&year=1800"))


@pytest.mark.parametrize("tab", ["waiting", "sent", "pocket", "year"])
def test_the_lists_ask_the_same_for_five_and_for_fifty(desk, tab):
    client = Client()
    client.force_login(desk.county_admin)

    def letters(count):
        for number in range(count):
            Transfer.objects.create(
                member=member(f"周{number}", organization=desk.a_single, branch=desk.a_own_branch),
                origin=desk.a_own_branch,
                target=desk.b_general,
                sent=SENT,
                valid_until=today() - timedelta(days=3),
            )

    asked = []
    for count in (3, 40):
        letters(count)
        with CaptureQueriesContext(connection) as statements:
            client.get(f"/members/transfers/?tab={tab}")
        asked.append(len(statements))
    assert asked[0] == asked[1]

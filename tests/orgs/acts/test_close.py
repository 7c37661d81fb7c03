"""The 注销 and 恢复 pages: they list what will end, do it on POST only, and only what was listed."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.choices import MassKind
from orgs.models import Coverage, MassGroup, Organization

DAY = "2025-09-01"


@pytest.fixture
def url(world):
    return reverse("orgs:close", args=[world.a_single.pk])


def answer(organization, **changes):
    version = Organization.objects.values_list("version", flat=True).get(pk=organization.pk)
    return {"day": DAY, "reason": "歇业", "version": version} | changes


def test_the_page_asks_for_day_and_reason_and_lists_nothing_yet(world, url, client):
    client.force_login(world.town_a_clerk)
    page = client.get(url)
    assert page.status_code == 200
    assert "列出会有什么变化" in page.content.decode()
    assert "确认注销" not in page.content.decode()


def test_it_lists_what_will_end_before_it_does(world, url, client):
    client.force_login(world.town_a_clerk)
    page = client.get(url, {"day": "2025年9月1日", "reason": "歇业"}).content.decode()
    assert "单独组建，由“中共星河机电有限公司支部委员会”覆盖" in page
    assert "工会" in page
    assert "仍然在册，列为空壳" in page
    assert "确认注销" in page
    assert Coverage.objects.get(organization=world.a_single).end is None


def test_posting_closes_and_leads_to_the_organization(world, url, client):
    client.force_login(world.town_a_clerk)
    done = client.post(url, answer(world.a_single))
    assert done.url == reverse("admin:orgs_organization_change", args=[world.a_single.pk])
    world.a_single.refresh_from_db()
    assert (world.a_single.closed, world.a_single.closed_reason) == (DAY, "歇业")
    assert Coverage.objects.get(organization=world.a_single).end == date(2025, 9, 1)
    assert world.a_single.history.first().history_user == world.town_a_clerk


def test_a_change_after_the_list_was_shown_is_listed_again_and_nothing_ends(world, url, client):
    client.force_login(world.town_a_clerk)
    shown = answer(world.a_single)
    MassGroup.objects.create(organization=world.a_single, kind=MassKind.WOMEN, start=date(2025, 1, 1))
    Organization.objects.filter(pk=world.a_single.pk).update(version=9)
    page = client.post(url, shown).content.decode()
    assert "请按现在的情况再核对一遍" in page
    assert "妇联" in page
    assert 'name="version" value="9"' in page
    world.a_single.refresh_from_db()
    assert world.a_single.closed == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": ""}, "必填"),
        ({"day": "三月一日"}, "日期看不懂"),
        ({"day": "2009-01-01"}, "注销不能早于"),
        ({"day": "2099-01-01"}, "不能晚于今天"),
        ({"reason": " "}, "必填"),
        ({"reason": "长" * 201}, "200"),
    ],
)
def test_an_impossible_answer_is_shown_with_what_to_do(world, url, client, changes, sentence):
    client.force_login(world.town_a_clerk)
    page = client.post(url, answer(world.a_single, **changes))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    world.a_single.refresh_from_db()
    assert world.a_single.closed == ""


def test_a_post_without_a_token_is_refused(world, url):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.town_a_clerk)
    assert client.post(url, answer(world.a_single)).status_code == 403


def test_a_stranger_gets_404_a_reader_403_and_who_is_not_signed_in_the_login(world, url, client):
    assert client.get(url).url.startswith(reverse("admin:login"))
    for role, status in (("town_b_clerk", 404), ("auditor", 404), ("town_a_viewer", 403), ("county_viewer", 403)):
        client.force_login(getattr(world, role))
        assert client.get(url).status_code == status, role
        assert client.post(url, answer(world.a_single)).status_code == status, role
    world.a_single.refresh_from_db()
    assert world.a_single.closed == ""


def test_other_methods_and_unknown_organizations_are_refused(world, url, client):
    client.force_login(world.town_a_clerk)
    assert client.put(url).status_code == 405
    assert client.delete(url).status_code == 405
    assert client.get(reverse("orgs:close", args=[10**15])).status_code == 404


def test_a_number_that_no_database_holds_is_not_found(world, client):
    client.force_login(world.town_a_clerk)
    assert client.get(f"/organizations/{10**30}/close/").status_code == 404


def test_the_day_is_only_text_to_the_page(world, url, client):
    client.force_login(world.town_a_clerk)
    page = client.get(url, {"day": DAY, "reason": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_reopening_says_what_it_does_not_revive(world, client):
    client.force_login(world.town_a_clerk)
    url = reverse("orgs:reopen", args=[world.a_closed.pk])
    page = client.get(url).content.decode()
    assert "不恢复" in page
    assert "中共城关镇商贸联合支部委员会" in page
    assert client.post(url, {"version": Organization.objects.get(pk=world.a_closed.pk).version}).status_code == 302
    world.a_closed.refresh_from_db()
    assert world.a_closed.closed == ""
    assert Coverage.objects.get(organization=world.a_closed).end == date(2025, 3, 1)


def test_an_organization_that_is_not_closed_is_not_reopened(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("orgs:reopen", args=[world.a_single.pk])).content.decode()
    assert "没有注销" in page
    assert "确认恢复" not in page


def test_the_form_of_an_organization_leads_to_its_acts(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("admin:orgs_organization_change", args=[world.a_single.pk])).content.decode()
    assert reverse("orgs:close", args=[world.a_single.pk]) in page
    assert reverse("orgs:move", args=[world.a_single.pk]) in page
    closed = client.get(reverse("admin:orgs_organization_change", args=[world.a_closed.pk])).content.decode()
    assert reverse("orgs:reopen", args=[world.a_closed.pk]) in closed
    client.force_login(world.town_a_viewer)
    page = client.get(reverse("admin:orgs_organization_change", args=[world.a_single.pk])).content.decode()
    assert reverse("orgs:close", args=[world.a_single.pk]) not in page

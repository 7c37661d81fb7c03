"""The page of an organization's roster, and the acts that mark it complete."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from members import roster
from members.models import CompleteRoster
from orgs.services.options import set_options
from tests.members.rows import member

START = "2025-01-01"


@pytest.fixture
def desk(world, client):
    for number in range(3):
        member(f"王{number}", organization=world.a_should, branch=world.a_village_branch)
    member("李一", organization=world.a_should)
    world.client = client
    client.force_login(world.town_a_clerk)
    world.at = f"/organizations/{world.a_should.pk}/roster/"
    return world


def test_it_lists_whom_it_counts_beside_the_survey(desk):
    page = desk.client.get(desk.at)
    assert [(line.title, line.roster, line.stated, line.difference) for line in page.context["lines"]] == [
        ("正式党员", 3, 4, -1),
        ("预备党员", 0, None, 0),
        ("组织关系不在本单位的党员", 1, None, 0),
    ]
    assert [str(one) for one in desk.client.get(f"{desk.at}?counted=elsewhere").context["pages"]] == ["李一"]
    assert desk.client.get(f"{desk.at}?counted=nobody").status_code == 404
    assert desk.client.get(f"{desk.at}?day=2010-01-01").context["lines"][0].roster == 0


def test_marking_lists_members_and_difference_before_it_does(desk):
    at = f"{desk.at}complete/"
    page = desk.client.get(at, {"start": START})
    assert "王1" in page.content.decode()
    assert CompleteRoster.objects.count() == 0
    assert page.context["consequences"][0].text == (
        "从2025年1月1日起按花名册：正式党员 3 名，预备党员 0 名，组织关系不在本单位的党员 1 名"
    )
    done = desk.client.post(at, {"start": START, "version": desk.a_should.version})
    assert (done.status_code, done.url) == (302, desk.at)
    assert desk.a_should.standings.on(today()).get().full_members == 3
    told = desk.client.get(f"/admin/orgs/organization/{desk.a_should.pk}/history/").content.decode()
    assert "花名册完整" in told
    assert "摸排的正式党员" in told
    form = desk.client.get(f"/admin/orgs/organization/{desk.a_should.pk}/change/").content.decode()
    assert "花名册已标记完整，按花名册计算" in form


def test_the_job_is_told_where_rosters_keep_it(desk):
    assert "工作岗位" not in desk.client.get(desk.at).content.decode()
    set_options(values={roster.OPTION: ["工作岗位"]}, by=desk.county_admin)
    assert "工作岗位" in desk.client.get(desk.at).content.decode()


def test_unmarking_lists_what_is_stated_again(desk):
    CompleteRoster.objects.create(organization=desk.a_should, start=date(2025, 1, 1))
    at = f"{desk.at}incomplete/"
    page = desk.client.get(at, {"day": "2025-03-01"})
    assert "正式党员 4 名" in page.context["consequences"][0].text
    assert desk.client.post(at, {"day": "2025-03-01", "version": desk.a_should.version}).status_code == 302
    assert CompleteRoster.objects.get().end == date(2025, 3, 1)


def test_a_day_ahead_is_refused_with_a_sentence(desk):
    tomorrow = today() + timedelta(days=1)
    page = desk.client.post(f"{desk.at}complete/", {"start": tomorrow, "version": desk.a_should.version})
    assert "不能晚于今天" in page.content.decode()
    assert CompleteRoster.objects.count() == 0


def test_the_list_asks_the_same_for_five_and_for_fifty(desk):
    def asked():
        with CaptureQueriesContext(connection) as statements:
            desk.client.get(desk.at)
        return len(statements)

    few = asked()
    for number in range(40):
        member(f"赵{number}", organization=desk.a_should, branch=desk.a_village_branch)
    assert asked() == few

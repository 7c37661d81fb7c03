"""The workbench: what each role finds after signing in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from orgs.models import Matter, Organization, PartyBranch, Standing
from reports.coverage import table
from reports.models import ImportBatch, ImportFile, ImportRow, TransferRequest

FIRST_TILE = 0


def opened(client, user):
    client.force_login(user)
    return client.get("/")


def import_waiting(world, user, **values):
    batch = ImportBatch.objects.create(user=user, user_name=str(user), as_of=today(), region=user.region, **values)
    file = ImportFile.objects.create(batch=batch, name="三季度摸排表.xlsx", sha256="0" * 64, size=1)
    for number, outcome in enumerate(("new", "new", "changed", "error"), 5):
        ImportRow.objects.create(batch=batch, file=file, sheet="表", number=number, outcome=outcome)
    return batch


@pytest.mark.parametrize("user", ["county_admin", "county_viewer", "supervisor_clerk", "town_a_clerk", "town_a_viewer"])
def test_readers_find_their_own_rates_with_links_to_the_lists(world, client, user):
    user = getattr(world, user)
    found = table(user, today())
    for tile in opened(client, user).context["tiles"]:
        for count, url in (("part", "part_url"), ("whole", "whole_url"), ("rest", "rest_url")):
            assert bool(tile[count]) == bool(tile[url])
            if tile[url]:
                assert client.get(tile[url]).context["count"] == tile[count]
    assert client.get("/").context["tiles"][FIRST_TILE]["text"] == found.total.rate("organization").text


def test_each_thing_to_do_lands_on_its_list(world, client):
    import_waiting(world, world.county_admin)
    import_waiting(world, world.town_a_clerk, state=ImportBatch.State.APPLIED)
    TransferRequest.objects.create(organization=world.b_joint, region=world.town_a, day=today())
    Matter.objects.create(organization=world.a_some, text="缺场所", found=date(2025, 1, 1), due=date(2025, 2, 1))
    todo = opened(client, world.county_admin).context["todo"]
    assert [(item["count"], item["what"]) for item in todo] == [
        (1, "家应建未建"),
        (4, "家未建单位没有指导员"),
        (1, "批导入等待写入"),
        (11, "家本季度还没有确认"),
        (1, "条选派挂名不管事"),
        (1, "件跟踪事项已逾期"),
        (1, "件单位转入申请待处理"),
        (4, "条体检问题须处理"),
    ]
    for item in todo[:2]:
        assert client.get(item["url"]).context["count"] == item["count"]
    assert len(client.get(todo[2]["url"]).context["lines"]) == 1
    assert client.get(todo[3]["url"]).context["total"]["line"].open == 11
    assert client.get(todo[4]["url"]).context["pages"].paginator.count == 1
    assert client.get(todo[5]["url"]).context["cl"].result_count == 1
    assert len(client.get(todo[6]["url"]).context["lines"]) == 1


def test_nothing_to_do_is_said(world, client):
    Organization.objects.update(closed="2024")
    PartyBranch.objects.update(dissolved="2024")
    assert "没有待办事项" in opened(client, world.county_viewer).content.decode()


def test_viewers_are_not_told_of_imports(world, client):
    import_waiting(world, world.county_admin)
    response = opened(client, world.county_viewer)
    assert "最近导入" not in response.content.decode()
    assert [item["what"] for item in response.context["todo"]] == [
        "家应建未建",
        "家未建单位没有指导员",
        "家本季度还没有确认",
        "条选派挂名不管事",
        "条体检问题须处理",
    ]


def test_recent_imports_tell_what_came_of_them(world, client):
    batch = import_waiting(world, world.county_admin)
    text = opened(client, world.county_admin).content.decode()
    assert "三季度摸排表.xlsx" in text
    assert "4 行，新增 2，变更 1，错误 1 · 待写入" in text
    assert f'href="/imports/{batch.pk}/"' in text
    assert "三季度摸排表" not in opened(client, world.town_b_clerk).content.decode()


def test_the_workbench_takes_the_same_queries_however_much_there_is(world, client):
    client.force_login(world.county_admin)
    import_waiting(world, world.county_admin)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(5):
        import_waiting(world, world.county_admin)
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=world.town_c, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(few) == len(many) <= 31


@pytest.mark.parametrize(("user", "link"), [("system_admin", "账号"), ("auditor", "修改记录")])
def test_who_sees_no_registers_finds_a_plain_index(world, client, user, link):
    text = opened(client, getattr(world, user)).content.decode()
    assert link in text
    for one in (*Organization.objects.all(), *PartyBranch.objects.all()):
        assert one.name not in text


def test_the_help_page_is_for_everybody_who_signed_in(world, client):
    assert client.get("/help/").status_code == 302
    for user in (world.county_admin, world.guide_user, world.auditor, world.system_admin):
        client.force_login(user)
        text = client.get("/help/").content.decode()
        assert "使用说明" in text
        assert 'id="rule"' in text

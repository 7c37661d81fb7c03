"""Lists: what they show, find and filter, in a number of queries that does not grow with the rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.periods import BEGINNING
from orgs.choices import Kind, Mode
from orgs.models import Coverage, Guide, Organization, PartyBranch, Region, Standing
from tests.world import SURVEYED

LIST = "admin:orgs_organization_changelist"


def names(client, **query):
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return [organization.name for organization in page.context["cl"].result_list]


FOUND = {
    "物流": "海涛物流有限公司",
    "海涛运输": "海涛物流有限公司",
    "91330199MA0000005": "海涛物流有限公司",
    "91330199ma0000005": "海涛物流有限公司",
    "haitaowuliu": "海涛物流有限公司",
    "htwl": "海涛物流有限公司",
    "zengji": "曾记网络科技有限公司",
    "shanshi": "单氏食品有限公司",
}


def test_organizations_are_found_by_name_former_name_code_pinyin_and_initials(as_user):
    client = as_user("county_admin")
    assert [word for word, name in FOUND.items() if name not in names(client, q=word)] == []


def test_a_town_finds_only_its_own(as_user):
    assert names(as_user("town_a_clerk"), q="shanshi") == []


FILTERS = [
    ({"region": "330199002"}, {"石桥物流有限公司", "单氏食品有限公司"}),
    ({"kind__exact": "social"}, {"东门社区养老服务中心", "青溪县书法协会", "青溪县电子商务协会"}),
    ({"leaf": "single_branch"}, {"星河机电有限公司"}),
    ({"leaf": "should_build"}, {"海涛物流有限公司"}),
    ({"leaf": "outside"}, {"玉兰经营部", "国庆建材有限公司"}),
    ({"leaf": "covered", "region": "330199001"}, {"星河机电有限公司", "明远商贸有限公司", "东门社区养老服务中心"}),
    ({"guide": "yes"}, {"青溪县书法协会"}),
    ({"open": "no"}, {"国庆建材有限公司"}),
    ({"tag": "internet"}, {"曾记网络科技有限公司"}),
    ({"category": "self_employed"}, {"玉兰经营部"}),
    ({"scale": "yes"}, {"星河机电有限公司"}),
]


def test_filters_of_the_list(as_user, world):
    world.a_single.standings.update(above_scale=True, zone=world.park)
    client = as_user("county_admin")
    supervised = ({"supervisor": world.market_committee.pk}, {"海涛物流有限公司", "单氏食品有限公司"})
    placed = ({"zone": world.park.pk}, {"星河机电有限公司"})
    for query, found in [*FILTERS, supervised, placed]:
        assert set(names(client, **query)) == found, query


def test_filters_left_on_all_are_dropped_from_the_address(as_user):
    page = as_user("county_admin").get(reverse(LIST), {"kind__exact": "", "leaf": "joint"})
    assert page.url == reverse(LIST) + "?leaf=joint"


def test_a_town_filters_by_village(as_user):
    page = as_user("town_a_clerk").get(reverse(LIST))
    assert "东门社区" in page.content.decode()
    assert names(as_user("town_a_clerk"), region="330199001002") == ["曾记网络科技有限公司", "海涛物流有限公司"]


STATUS = {
    "a_single": "单独-支部",
    "a_joint": "联合",
    "a_affiliated": "挂靠",
    "a_functional": "功能型",
    "a_should": "未建-应建",
    "a_some": "未建-个别党员",
    "a_none": "未建-没有党员",
    "a_shop": "不计入",
    "a_closed": "已注销",
}


def test_the_list_shows_the_leaf_status_of_today(as_user, world):
    client = as_user("county_admin")
    for name, status in STATUS.items():
        page = client.get(reverse(LIST), {"q": getattr(world, name).name}).content.decode()
        assert f">{status}</span>" in page, name


@pytest.mark.parametrize("register", ["organization", "partybranch", "guide", "region"])
def test_a_list_costs_as_many_queries_for_fifty_rows_as_for_five(as_user, world, register):
    client = as_user("county_admin")
    address = reverse(f"admin:orgs_{register}_changelist")

    def count():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        return len(queries), len(page.context["cl"].result_list)

    few, _ = count()
    for number in range(50):
        region = Region.objects.create(code=f"330199003{number:03}", name=f"第{number}村")
        organization = Organization.objects.create(name=f"第{number}家", kind=Kind.ENTERPRISE)
        Standing.objects.create(organization=organization, region=region, start=BEGINNING, stated_on=SURVEYED)
        PartyBranch.objects.create(name=f"第{number}支部", region=region, superior=world.county_committee)
        Guide.objects.create(name=f"第{number}人", region=region)
    many, rows = count()
    assert rows == 50
    assert many <= few


def test_officials_who_only_read_see_masked_phones(as_user):
    address = reverse("admin:orgs_guide_changelist")
    assert "13800000001" in as_user("town_a_clerk").get(address).content.decode()
    page = as_user("town_a_viewer").get(address).content.decode()
    assert "138****0001" in page
    assert "13800000001" not in page


def test_an_empty_result_says_what_to_do(as_user):
    page = as_user("county_admin").get(reverse(LIST), {"q": "没有这一家"}).content.decode()
    assert "没有符合条件的单位" in page


def test_a_form_costs_as_many_queries_for_thirty_inline_rows_as_for_three(as_user, world):
    client = as_user("county_admin")
    form = reverse("admin:orgs_partybranch_change", args=[world.a_joint_branch.pk])

    def count():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(form)
        return len(queries), page.content.decode().count("第")

    def cover(numbers):
        for number in numbers:
            organization = Organization.objects.create(name=f"第{number}家", kind=Kind.ENTERPRISE)
            place = {"region": world.town_a, "start": BEGINNING, "stated_on": SURVEYED}
            Standing.objects.create(organization=organization, **place)
            Coverage.objects.create(
                organization=organization, branch=world.a_joint_branch, mode=Mode.JOINT, start=date(2024, 1, 1)
            )

    cover(range(5))  # so many that the page says it is too many
    few, _ = count()
    cover(range(5, 35))
    many, named = count()
    assert named >= 30
    assert many <= few

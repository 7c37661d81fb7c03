"""The 覆盖率 page: every number opens the list of exactly those organizations."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from orgs.coverage import FIGURES
from orgs.models import Coverage, Organization, Standing
from reports.coverage import GROUPS, Question, table
from reports.coverage.reasons import OUTSIDE, behind, outside

DAY = date(2025, 9, 30)
PAGE = "/coverage/?day=2025-09-30"
LIST = "/coverage/organizations/?day=2025-09-30"
NUMBER = re.compile(r'<a href="([^"]*coverage/(?:organizations|branches)/[^"]*)">(\d+)</a>')


def opened(client, user, address):
    client.force_login(user)
    return client.get(address)


def numbers(response):
    """The linked numbers of a page: (address, number)."""
    return [(unescape(address), int(number)) for address, number in NUMBER.findall(response.content.decode())]


@pytest.mark.parametrize("by", GROUPS)
def test_every_number_opens_a_list_with_that_many_rows(world, client, by):
    Standing.objects.filter(organization__in=[world.a_single, world.b_joint]).update(
        zone=world.park, category="private", industry="C", above_scale=True
    )
    found = numbers(opened(client, world.county_admin, f"{PAGE}&by={by}"))
    assert len(found) > 20
    for address, number in found:
        assert client.get(address).context["count"] == number, address


def test_the_list_of_every_figure_is_as_long_as_its_number(world):
    for region in (world.county, world.town_a, world.village_a1):
        found = table(world.county_admin, DAY, region=region)
        for row in (*found.rows, found.total):
            question = found.question if row is found.total else found.question.narrowed("region", row.key)
            for figure in FIGURES:
                assert behind(question, figure).count() == row.counts[figure], (row.label, figure)


def test_numbers_of_a_town_seen_by_its_clerk_open_lists_too(world, client):
    for address, number in numbers(opened(client, world.town_a_clerk, PAGE)):
        assert client.get(address).context["count"] == number, address


def test_the_bars_and_names_lead_one_level_down(world, client):
    text = opened(client, world.county_admin, PAGE).content.decode()
    assert f'href="/coverage/?{urlencode({"day": "2025-09-30", "region": "330199001"}).replace("&", "&amp;")}"' in text
    town = client.get(f"{PAGE}&region=330199001").content.decode()
    assert "城关镇两新组织党的组织覆盖情况" in town
    assert "东门社区" in town
    assert '<a href="/coverage/?day=2025-09-30&amp;region=330199">青溪县</a>' in town


def test_the_name_of_another_row_leads_to_its_places(world, client):
    response = opened(client, world.county_admin, f"{PAGE}&size=50_99")
    assert response.context["table"].total.counts["total"] == 2
    assert "规模：50–99 人" in response.content.decode()


def test_a_clerk_cannot_ask_about_another_town_or_the_county(world, client):
    client.force_login(world.town_b_clerk)
    for code in ("330199001", "330199", "330199001001", "999999"):
        assert client.get(f"{PAGE}&region={code}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"{PAGE}&by=nothing",
        f"{PAGE}&kind=nothing",
        f"{PAGE}&zone=nothing",
        f"{PAGE}&zone=999999",
        f"{PAGE}&zone=99999999999999999999",
        f"{PAGE}&zone=%00",
        f"{PAGE}&region=%00",
        f"{PAGE}&region=330199&by=region&supervisor=-1",
        f"{LIST}&figure=nothing",
        f"{LIST}&row=nothing",
        f"{LIST}&by=size&row=nothing",
    ],
)
def test_rows_that_cannot_exist_are_not_found(world, client, address):
    assert opened(client, world.county_admin, address).status_code == 404


def test_a_zone_of_others_does_not_tell_its_name(world, client):
    zone = type(world.park).objects.create(name="石桥商业街", kind="district", region=world.town_b)
    assert opened(client, world.town_a_clerk, f"{PAGE}&zone={zone.pk}").status_code == 404
    assert opened(client, world.town_b_clerk, f"{PAGE}&zone={zone.pk}").status_code == 200


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ("county_admin", 200),
        ("county_viewer", 200),
        ("supervisor_clerk", 200),
        ("town_a_clerk", 200),
        ("town_a_viewer", 200),
        ("guide_user", 403),
        ("system_admin", 403),
        ("auditor", 403),
    ],
)
def test_figures_are_for_those_who_read_registers(world, client, user, status):
    for address in (PAGE, LIST, "/coverage/table.xlsx", "/coverage/organizations.xlsx", "/coverage/branches/"):
        assert opened(client, getattr(world, user), address).status_code == status


def test_nobody_reads_figures_without_signing_in(world, client):
    assert client.get(PAGE).status_code == 302


def test_figures_are_read_only(world, client):
    client.force_login(world.county_admin)
    assert client.post(PAGE).status_code == 405


def test_empty_choices_are_dropped_from_the_address(world, client):
    response = opened(client, world.county_admin, f"{PAGE}&kind=&by=kind")
    assert response.headers["Location"] == "/coverage/?day=2025-09-30&by=kind"


def test_a_day_that_nobody_understands_is_said_and_today_is_shown(world, client):
    text = opened(client, world.county_admin, "/coverage/?day=2025-13-45").content.decode()
    assert "日期：日期看不懂" in text


def test_changes_are_told_against_the_last_year_end_unless_asked_otherwise(world, client):
    text = opened(client, world.county_admin, PAGE).content.decode()
    assert "与2024年12月31日比较" in text
    # 国庆建材 was covered and closed since: 5 of 11 before, 4 of 10 now
    assert "−5.5" in text
    assert "与2020年1月1日比较" in client.get(f"{PAGE}&before=2020-01-01").content.decode()


def test_a_county_without_organizations_says_what_to_do(world, client):
    text = opened(client, world.county_admin, "/coverage/?day=1999-01-01&kind=social").content.decode()
    assert "这一天没有计入口径的单位" in text


def more_organizations(world, number):
    for index in range(number):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{index}", established="2020")
        values = {"region": world.village_a2, "stated_on": DAY, "start": date(1900, 1, 1)}
        Standing.objects.create(organization=one, **values)
        if index % 2:
            joint = {"branch": world.a_joint_branch, "mode": "joint", "start": date(2023, 1, 1)}
            Coverage.objects.create(organization=one, **joint)


@pytest.mark.parametrize(
    "address", [PAGE, f"{LIST}&figure=total", f"{LIST}&figure=outside", "/coverage/branches/?day=2025-09-30"]
)
def test_a_page_takes_as_many_queries_for_5_rows_as_for_50(world, client, address):
    client.force_login(world.county_admin)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more_organizations(world, 60)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many) <= 18


def test_a_list_is_paged_by_fifty(world, client):
    more_organizations(world, 60)
    first = opened(client, world.county_admin, f"{LIST}&figure=total")
    assert len(first.context["lines"]) == 50
    assert len(client.get(f"{LIST}&figure=total&page=2").context["lines"]) == 20


def test_each_organization_says_why_it_counts(world, client):
    lines = opened(client, world.county_admin, f"{LIST}&figure=total").context["lines"]
    reasons = {line.organization.name: line.why for line in lines}
    assert reasons == {
        "星河机电有限公司": "单独-支部：中共星河机电有限公司支部委员会，2021年3月10日起",
        "明远商贸有限公司": "联合（区域联建）：中共城关镇商贸联合支部委员会，2022年6月起",
        "石桥物流有限公司": "联合：中共城关镇商贸联合支部委员会，2023年1月1日起",
        "东门社区养老服务中心": "挂靠：中共东门社区支部委员会，2020年1月1日起",
        "曾记网络科技有限公司": "功能型：中共青溪县委两新工作委员会，2023年5月1日起，不计入组织覆盖",
        "海涛物流有限公司": "未建：正式党员 4 名，应建；原因：出资人（负责人）不支持",
        "青溪县书法协会": "未建：正式党员 1 名，预备党员 3 名",
        "立新印刷有限公司": "未建：没有正式党员（成立时间不详）",
        "单氏食品有限公司": "未建：没有正式党员",
        "青溪县电子商务协会": "未建：正式党员 2 名",
    }


def test_a_number_that_nobody_stated_is_said(world, client):
    Standing.objects.filter(organization=world.b_none).update(full_members=None)
    lines = opened(client, world.county_admin, f"{LIST}&figure=unbuilt_none").context["lines"]
    assert "未建：党员数未填，按没有党员计" in {line.why for line in lines}


def test_who_does_not_count_says_why_not(world, client):
    Standing.objects.filter(organization=world.b_none).update(operating=False, operating_reason="长期停产")
    Organization.objects.filter(pk=world.b_joint.pk).update(established="2026-02")
    response = opened(client, world.county_admin, f"{LIST}&figure={OUTSIDE}")
    assert {line.organization.name: line.why for line in response.context["lines"]} == {
        "玉兰经营部": "不计入：个体工商户",
        "国庆建材有限公司": "不计入：2025年3月1日已注销（注销）",
        "单氏食品有限公司": "不计入：非“三有”（长期停产）",
        "石桥物流有限公司": "不计入：2026年2月才成立",
    }
    assert "另有 4 家不计入" in client.get(PAGE).content.decode()


def test_an_organization_without_a_code_is_either_in_the_base_or_outside(world):
    Organization.objects.update(credit_code=None)
    question = Question(world.county_admin, DAY, world.county)
    assert question.standings().count() + outside(question).count() == Organization.objects.count()


def test_a_list_tells_the_place_guide_and_mass_groups(world, client):
    lines = opened(client, world.county_admin, f"{LIST}&figure=total").context["lines"]
    told = {line.organization.name: (line.town, line.village, line.guides, line.groups) for line in lines}
    assert told["青溪县书法协会"] == ("城关镇", "", ["覃明"], [])
    assert told["星河机电有限公司"] == ("城关镇", "东门社区", [], ["工会"])
    assert told["青溪县电子商务协会"][0] == "青溪县"


def test_only_organizations_that_one_may_open_today_are_links(world, client):
    """An organization that moved away stays in the past figures of its old town."""
    Standing.objects.filter(organization=world.a_joint).update(end=date(2025, 10, 1))
    values = {"organization": world.a_joint, "region": world.town_b, "stated_on": DAY}
    Standing.objects.create(start=date(2025, 10, 1), **values)
    text = opened(client, world.town_a_clerk, f"{LIST}&figure=joint").content.decode()
    assert "明远商贸有限公司" in text
    assert f"/admin/orgs/organization/{world.a_joint.pk}/change/" not in text


def test_the_table_is_taken_home_as_a_workbook(world, client):
    response = opened(
        client, world.county_admin, f"/coverage/table.xlsx{PAGE.removeprefix('/coverage/')}&kind=enterprise"
    )
    book = load_workbook(BytesIO(response.content))
    sheet = book["覆盖情况"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "青溪县非公企业党的组织覆盖情况"
    total = next(row for row in rows if row[0] == "合计")
    assert total[1:6] == (7, 1, 2, 0, 1)
    assert "2025年9月30日" in {cell for row in rows[:3] for cell in row}
    assert book["各项指标"].max_row > 9
    assert "filename*=utf-8" in response.headers["Content-Disposition"].lower()


def test_a_list_is_taken_home_as_a_workbook(world, client):
    response = opened(client, world.county_admin, "/coverage/organizations.xlsx?day=2025-09-30&figure=joint")
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "青溪县—联合"
    assert [row[1] for row in rows[3:] if row[1]] == ["明远商贸有限公司", "石桥物流有限公司"]
    assert rows[3][2] == world.a_joint.credit_code


def test_the_branches_of_a_row_are_listed(world, client):
    response = opened(client, world.county_admin, "/coverage/branches/?day=2025-09-30&row=330199002")
    assert [line["branch"] for line in response.context["lines"]] == [world.a_joint_branch]
    assert "石桥物流有限公司" in response.content.decode()

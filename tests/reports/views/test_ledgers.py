"""The ledger pages: on screen, as a workbook, as a blank template."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from orgs.models import Organization, Standing

PAGE = "/ledgers/enterprises/?day=2025-09-30"
BOOK = "/ledgers/enterprises/table.xlsx?day=2025-09-30"
BLANK = "/ledgers/enterprises/blank.xlsx"


@pytest.fixture
def phones(world):
    Organization.objects.filter(pk=world.a_single.pk).update(head_name="王建明", head_phone="13912345332")
    return world


def opened(client, user, address):
    client.force_login(user)
    return client.get(address)


def sheet_of(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


def names(response):
    return [facts["name"] for _, facts, *_ in response.context["rows"]]


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
def test_ledgers_are_for_those_who_read_registers(world, client, user, status):
    for address in (PAGE, BOOK, BLANK):
        assert opened(client, getattr(world, user), address).status_code == status


def test_a_stranger_sees_only_the_own_town(world, client):
    assert names(opened(client, world.town_b_clerk, PAGE)) == ["单氏食品有限公司", "石桥物流有限公司"]
    assert client.get(f"{PAGE}&region=330199001").status_code == 404
    assert client.get(f"{BOOK}&region=330199001").status_code == 404


def test_an_unknown_ledger_or_status_is_not_found(world, client):
    for address in ("/ledgers/nothing/", f"{PAGE}&state=nothing"):
        assert opened(client, world.county_admin, address).status_code == 404


def test_a_ledger_can_be_limited_to_a_place_and_a_status(world, client):
    assert len(names(opened(client, world.county_admin, f"{PAGE}&region=330199001"))) == 6
    assert names(client.get(f"{PAGE}&state=unbuilt_should")) == ["海涛物流有限公司"]
    assert names(client.get(f"{PAGE}&state=outside")) == ["玉兰经营部"]
    rows = sheet_of(client.get(f"{BOOK}&state=joint")).iter_rows(5, values_only=True)
    assert [row[1] for row in rows if row[1]] == ["明远商贸有限公司", "石桥物流有限公司"]


def test_the_page_tells_dates_and_choices_in_words(world, client):
    text = opened(client, world.county_admin, PAGE).content.decode()
    for words in ("青溪县非公有制企业党建工作台账", "2010年4月1日", "区域联建", "2016年7月", "共 8 家"):
        assert words in text


def test_viewers_see_masked_phones_on_screen_and_in_the_workbook(phones, client):
    for user in (phones.county_viewer, phones.town_a_viewer):
        text = opened(client, user, PAGE).content.decode()
        assert "139****5332" in text
        assert "13912345332" not in text
        cells = {cell for row in sheet_of(client.get(BOOK)).iter_rows(5, values_only=True) for cell in row}
        assert "139****5332" in cells
        assert "13912345332" not in cells


def test_who_edits_sees_the_whole_phone(phones, client):
    assert "13912345332" in opened(client, phones.town_a_clerk, PAGE).content.decode()
    cells = {cell for row in sheet_of(client.get(BOOK)).iter_rows(5, values_only=True) for cell in row}
    assert "13912345332" in cells


def test_a_blank_template_has_the_headers_and_drop_downs_and_no_rows(world, client):
    sheet = sheet_of(opened(client, world.town_a_clerk, BLANK))
    assert sheet["A1"].value == "城关镇非公有制企业党建工作台账"
    assert {cell.value for cell in sheet[4]} >= {"企业名称", "组建方式", "是否建立党组织"}
    assert not any(cell.value for row in sheet.iter_rows(5) for cell in row)
    choices = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert any("是,否" in choice for choice in choices)


def test_a_page_takes_as_many_queries_for_8_rows_as_for_80(world, client):
    client.force_login(world.county_admin)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(120):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=world.town_c, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
        )
    with CaptureQueriesContext(connection) as many:
        assert len(names(client.get(PAGE))) == 80
    assert len(few) == len(many) <= 20
    assert len(names(client.get(f"{PAGE}&page=2"))) == 48

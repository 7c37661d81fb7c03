"""The page of the ledgers, the rosters on screen, and ID numbers in full with a reason."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from members.models import Reveal
from members.services.exported_numbers import export_numbers
from tests.members.rows import member

DAY = "day=2025-09-30"
NUMBER = "00000019900307009X"  # of no region
NUMBERS = f"/ledgers/members/numbers/?{DAY}"


@pytest.fixture
def people(world):
    world.first = member("钱一", branch=world.a_own_branch, number=NUMBER, phone="13800000002", sex="1")
    world.second = member("孙二", branch=world.b_general)
    return world


def opened(client, user, address):
    client.force_login(user)
    return client.get(address)


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def cells(response) -> set:
    return {
        cell for row in load_workbook(BytesIO(content(response))).active.iter_rows(4, values_only=True) for cell in row
    }


def test_the_page_of_ledgers_says_how_many_rows_each_has_and_opens_them(people, client):
    page = opened(client, people.county_admin, f"/ledgers/?{DAY}&region=330199001")
    text = page.content.decode()
    for line in [*page.context["six"], *page.context["extracts"]]:
        for part in line["parts"]:
            assert client.get(part["url"]).context["count"] == part["count"], line["title"]
        assert client.get(line["workbook"]).status_code == 200
    assert "全部下载" in text
    assert "63 栏" in text
    assert [line["title"] for line in page.context["extracts"]] == ["未建党组织", "流动党员", "换届"]


def test_the_archive_of_a_town_clerk_holds_the_own_town(people, client):
    response = opened(client, people.town_b_clerk, f"/ledgers/all.zip?{DAY}")
    assert "filename*=utf-8''%E7%9F%B3%E6%A1%A5%E9%95%87" in response.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(content(response))) as archive:
        assert len(archive.namelist()) == 10
        members = next(name for name in archive.namelist() if name.startswith("04"))
        rows = list(load_workbook(BytesIO(archive.read(members))).active.iter_rows(4, values_only=True))
    assert [row[1] for row in rows if row[1]] == ["孙二"]


def test_the_archive_and_the_pages_of_a_viewer_hide_phones(people, client):
    assert "13800000002" in opened(client, people.town_a_clerk, f"/ledgers/members/?{DAY}").content.decode()
    text = opened(client, people.town_a_viewer, f"/ledgers/members/?{DAY}").content.decode()
    assert "138****0002" in text
    assert "13800000002" not in text
    assert "13800000002" not in cells(client.get(f"/ledgers/members/table.xlsx?{DAY}"))


@pytest.mark.parametrize("key", ["branches", "members", "candidates", "guides"])
def test_a_roster_has_its_page_its_template_and_a_place_to_choose(people, client, key):
    page = opened(client, people.county_admin, f"/ledgers/{key}/?{DAY}")
    assert page.status_code == 200
    assert "城关镇" in page.content.decode()
    sheet = load_workbook(BytesIO(content(client.get(f"/ledgers/{key}/blank.xlsx")))).active
    assert len(sheet.data_validations.dataValidation) >= 1 or key == "guides"
    assert client.get(f"/ledgers/{key}/?state=odd").status_code == 404
    assert client.get(f"/ledgers/{key}/?layout=63").status_code == 404


def test_a_roster_is_searched_by_name_and_pinyin_and_the_workbook_follows(people, client):
    page = opened(client, people.county_admin, f"/ledgers/members/?{DAY}&q=qy")
    assert [row["name"] for _, row, *_ in page.context["rows"]] == ["钱一"]
    book = cells(client.get(page.context["workbook"]))
    assert "钱一" in book
    assert "孙二" not in book
    firms = client.get(f"/ledgers/enterprises/?{DAY}&q=星河")
    assert firms.context["count"] == 1


def test_the_layout_is_chosen_on_the_page_and_taken_home(people, client):
    page = opened(client, people.county_admin, f"/ledgers/enterprises/?{DAY}&layout=63")
    assert "组建方式" in page.content.decode()
    assert sum(len(head.leaves) for head in page.context["table"].heads) == 61  # without 序号 and the name
    assert "layout=63" in page.context["workbook"]
    sheet = load_workbook(BytesIO(content(client.get(page.context["workbook"])))).active
    assert sheet.max_column == 63


def test_a_page_of_members_takes_as_many_queries_for_5_as_for_50(people, client):
    client.force_login(people.county_admin)
    counts = []
    for more in (5, 45):
        for number in range(more):
            member(f"吴{number}", branch=people.a_own_branch, organization=people.a_single)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(f"/ledgers/members/?{DAY}").status_code == 200
        counts.append(len(taken))
    assert counts[0] == counts[1] <= 25


def test_numbers_are_masked_unless_a_reason_is_given_and_that_is_kept(people, client):
    client.force_login(people.county_admin)
    assert NUMBER not in client.get(f"/ledgers/members/?{DAY}").content.decode()
    assert "000***********009X" in cells(client.get(f"/ledgers/members/table.xlsx?{DAY}"))
    asking = client.get(NUMBERS)
    assert asking.context["count"] == 1
    refused = client.post(NUMBERS, {"reason": " 要 "})
    assert "至少 4 个字" in refused.content.decode()
    assert Reveal.objects.count() == 0
    given = client.post(NUMBERS, {"reason": "上级党委预审需要"})
    assert NUMBER in cells(given)
    kept = Reveal.objects.get()
    assert (kept.user, kept.count, kept.record, kept.reason) == (
        people.county_admin,
        1,
        "members.partymember",
        "上级党委预审需要",
    )
    assert kept.history.get().history_user == people.county_admin


def test_numbers_in_full_are_for_administrators_of_the_county(people, client):
    for user in (people.town_a_clerk, people.county_viewer):
        client.force_login(user)
        assert client.get(NUMBERS).status_code == client.post(NUMBERS, {"reason": "想看一看"}).status_code == 403
        with pytest.raises(PermissionDenied):
            export_numbers(people=type(people.first).objects.visible_to(user), reason="想看一看", by=user)
    client.force_login(people.county_admin)
    assert client.get("/ledgers/guides/numbers/").status_code == 404
    assert client.delete(NUMBERS).status_code == 405
    assert Reveal.objects.count() == 0


def test_a_place_where_nobody_has_a_number_says_so(people, client):
    client.force_login(people.county_admin)
    answer = client.post(f"{NUMBERS}&region=330199002", {"reason": "上级党委预审需要"})
    assert "都没有登记公民身份号码" in answer.content.decode()

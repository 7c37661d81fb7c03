"""The pages of the registration lists: what each role finds, and the acts that settle a difference."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from orgs.models import Organization
from reports.models import ImportBatch, Registration
from reports.registrations.comparing import DIFFERENCES
from tests.reports.registrations.authority import Authority, line_of
from tests.world import credit_code

pytestmark = pytest.mark.django_db
NEW = ("新泰机械有限公司", credit_code("91", 7001), "青溪县城关镇东门社区3号", "郝建国", "2024-05-06", "存续", "")


@pytest.fixture
def authority(world, tmp_path):
    return Authority(tmp_path, world.county_admin)


@pytest.fixture
def listed(authority, world):
    """A list with one difference of each kind in town A."""
    renamed = line_of(world.a_joint, name="明远供应链有限公司")
    cancelled = line_of(world.a_single, state="注销", closed="2025-05-20")
    return authority.hand_over(NEW, renamed, cancelled, line_of(world.b_none))


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def test_a_clerk_uploads_a_list_looks_at_it_and_takes_it_over(authority, world, client):
    client.force_login(world.county_admin)
    name, path = authority.file(NEW)
    given = {"files": SimpleUploadedFile(name, path.read_bytes()), "source": "market", "as_of": "2025-06-30"}
    answer = client.post("/registrations/upload/", given)
    batch = ImportBatch.objects.get()
    assert client.get(answer.url).url == f"/registrations/{batch.pk}/"
    assert NEW[0] in text(client.get(f"/registrations/{batch.pk}/"))
    assert not Registration.objects.exists()
    client.post(f"/registrations/{batch.pk}/apply/")
    assert Registration.objects.get().name == NEW[0]
    client.post(f"/registrations/{batch.pk}/undo/")
    assert not Registration.objects.exists()


def test_a_list_opens_from_the_records_of_imports(listed, world, client):
    client.force_login(world.county_admin)
    assert client.get(f"/imports/{listed.pk}/").url == f"/registrations/{listed.pk}/"


@pytest.mark.parametrize("page", ["missing/", "columns/", "values/", "same/", "mend/", "policy/", "undo/"])
def test_the_pages_of_a_survey_do_not_open_for_a_list(listed, world, client, page):
    client.force_login(world.county_admin)
    assert client.get(f"/imports/{listed.pk}/{page}").status_code == 404


def test_the_page_counts_by_town_and_each_count_opens_its_list(listed, world, client):
    client.force_login(world.county_admin)
    page = text(client.get("/registrations/"))
    for key in DIFFERENCES:
        assert f"/registrations/{key}/?town={world.town_a.code}" in page, key
        assert "城关镇" in text(client.get(f"/registrations/{key}/?town={world.town_a.code}"))


def test_a_town_sees_its_own_and_no_other(listed, world, client):
    client.force_login(world.town_b_clerk)
    page = text(client.get("/registrations/"))
    assert "城关镇" not in page
    for key in DIFFERENCES:
        shown = text(client.get(f"/registrations/{key}/"))
        assert [one for one in (NEW[0], world.a_single.name, world.a_joint.name) if one in shown] == []


def test_the_workbench_says_how_many_are_to_be_looked_into(listed, world, client):
    for user, words in ((world.town_a_clerk, True), (world.town_b_clerk, False), (world.supervisor_clerk, False)):
        client.force_login(user)
        assert ("家要按登记名单核实" in text(client.get("/"))) is words


def test_a_new_unit_leads_to_the_form_filled_in(listed, world, client):
    client.force_login(world.town_a_clerk)
    page = text(client.get("/registrations/unsurveyed/"))
    address = page.split('href="/admin/orgs/organization/add/?')[1].split('"')[0].replace("&amp;", "&")
    form = text(client.get(f"/admin/orgs/organization/add/?{address}"))
    for value in (NEW[0], NEW[1], NEW[3], "2024-05-06", "东门社区"):
        assert value in form, value


def test_a_cancelled_unit_leads_to_its_closing_with_the_day_of_the_list(listed, world, client):
    client.force_login(world.town_a_clerk)
    page = text(client.get("/registrations/cancelled/"))
    address = page.split(f'href="/organizations/{world.a_single.pk}/close/?')[1].split('"')[0].replace("&amp;", "&")
    assert "注销会带来的变化" in text(client.get(f"/organizations/{world.a_single.pk}/close/?{address}"))


def test_a_renamed_unit_takes_its_new_name_over_by_a_press(listed, world, client):
    client.force_login(world.town_a_clerk)
    assert "明远供应链有限公司" in text(client.get("/registrations/renamed/"))
    client.post(f"/registrations/{world.a_joint.pk}/rename/")
    found = Organization.objects.get(pk=world.a_joint.pk)
    assert (found.name, found.former_names) == ("明远供应链有限公司", ["明远商贸有限公司"])
    assert found.history.first().history_user == world.town_a_clerk
    assert "没有这样的单位" in text(client.get("/registrations/renamed/"))


def test_who_only_reads_is_offered_no_act(listed, world, client):
    client.force_login(world.town_a_viewer)
    for key in DIFFERENCES:
        page = text(client.get(f"/registrations/{key}/"))
        assert "改用新名称" not in page
        assert "办理注销" not in page
        assert "新增到台账" not in page


def test_the_county_exports_a_zip_and_a_town_its_workbook(listed, world, client):
    client.force_login(world.county_admin)
    assert client.get("/registrations/towns/").content[:2] == b"PK"
    assert client.get("/registrations/towns/").headers["Content-Type"] == "application/zip"
    assert "sheet" in client.get(f"/registrations/towns/?town={world.town_a.code}").headers["Content-Type"]
    client.force_login(world.town_b_clerk)
    assert client.get(f"/registrations/towns/?town={world.town_a.code}").status_code == 404
    assert "sheet" in client.get("/registrations/towns/").headers["Content-Type"]


@pytest.mark.parametrize("address", ["/registrations/nothing/", "/registrations/table.xlsx?source=nobody"])
def test_what_is_no_list_is_not_found(world, client, address):
    client.force_login(world.county_admin)
    assert client.get(address).status_code == 404


def test_a_page_of_lines_costs_the_same_for_one_and_for_fifty(authority, world, client, django_assert_max_num_queries):
    lines = [(f"甲{n}号厂", credit_code("91", 8000 + n), "青溪县城关镇", "", "", "存续", "") for n in range(50)]
    authority.hand_over(*lines)
    client.force_login(world.county_admin)
    with django_assert_max_num_queries(12):
        assert "甲49号厂" in text(client.get("/registrations/unsurveyed/"))

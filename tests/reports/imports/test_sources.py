"""Where each field comes from: the file, sheet and row, or the person, as far as the reader may see it."""

import pytest
from django.urls import reverse

from orgs.models import Organization
from orgs.services import organizations, standings
from orgs.services.merging import merge
from orgs.services.writing import write
from reports.imports.provenance import last_survey, sources
from reports.imports.undoing import undo
from tests.reports.imports.office import DAY, LATER, built, firm, known
from tests.world import credit_code

pytestmark = pytest.mark.django_db


def told(one, user) -> dict:
    """{(part, field): (value, source)} as the page has it; a row as (file, sheet, number)."""
    found = {}
    for title, lines in sources(Organization.objects.get(pk=one.pk), user):
        for line in lines:
            row = line.source.row
            place = (row.file.name, row.sheet, row.number) if row else line.source.reason
            found[title, line.label] = (line.value, line.source.batch, place, line.source.who)
    return found


def test_an_imported_organization_names_the_row_of_each_field(office, world):
    batch = office.take(firm(2), firm(1, employees=21, union="是", **built("新泰一号党支部")), user=world.town_a_clerk)
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    place = (batch.files.get().name, "Sheet1", 3)
    found = told(one, world.town_a_clerk)
    assert found["基本情况", "单位名称"] == (one.name, batch.pk, place, "张伟")
    assert found["现在的概况", "从业人员"] == ("21", batch.pk, place, "张伟")
    assert found["覆盖关系", "党组织"] == ("新泰一号党支部", batch.pk, place, "张伟")
    assert found["群团组织", "群团组织"] == ("工会", batch.pk, place, "张伟")


def test_each_field_is_as_old_as_its_value(office, world):
    first = office.take(firm(1, employees=21, address="东门路1号"), user=world.town_a_clerk)
    second = office.take(firm(1, employees=30, full=2, address="东门路1号"), user=world.county_admin, as_of=LATER)
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    found = told(one, world.county_admin)
    assert found["基本情况", "经营地址"][1] == first.pk
    assert found["现在的概况", "从业人员"][1] == second.pk
    assert found["现在的概况", "正式党员"][1] == second.pk
    assert found["现在的概况", "所在辖区"][1] == first.pk
    assert last_survey(one).batch == second


def test_what_a_person_wrote_names_the_person(office, world):
    office.take(firm(1, employees=21), user=world.town_a_clerk)
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    one.address = "南街2号"
    write(one, by=world.county_admin, fields=["address"])
    standings.change(organization=one, values={"employees": 22}, day=LATER, by=world.county_admin)
    found = told(one, world.town_a_clerk)
    assert found["基本情况", "经营地址"] == ("南街2号", None, "", "王芳")
    assert found["现在的概况", "从业人员"] == ("22", None, "", "王芳")
    assert found["基本情况", "单位名称"][1] is not None


def test_an_undone_import_leaves_the_source_of_before(office, world):
    first = office.take(firm(1, employees=21), user=world.town_a_clerk)
    second = office.take(firm(1, employees=30), user=world.town_a_clerk, as_of=LATER)
    undo(second, user=world.town_a_clerk)
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    assert told(one, world.town_a_clerk)["现在的概况", "从业人员"][:2] == ("21", first.pk)


def test_a_survey_that_changed_nothing_is_named_as_the_last_one(office, world):
    first = office.take(firm(1, employees=21))
    again = office.take(firm(1, employees=21), as_of=LATER)
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    assert last_survey(one).batch == again
    assert told(one, world.county_admin)["现在的概况", "从业人员"][1] == first.pk


def test_a_merge_is_the_source_of_what_it_chose(office, world):
    office.take(firm(1, employees=21, address="东门路1号"))
    one = Organization.objects.get(credit_code=credit_code("91", 5001))
    twin = organizations.register(
        values={"kind": "enterprise", "name": "新泰机械一号", "address": "东门路1号3楼"},
        standing={"region": world.town_a},
        by=world.county_admin,
    )
    merge(kept=one, gone=twin, by=world.town_a_clerk, take={"address"})
    found = told(one, world.county_admin)
    assert found["基本情况", "经营地址"] == ("东门路1号3楼", None, "合并“新泰机械一号”", "张伟")


def test_who_may_not_open_the_import_learns_no_file(office, world, client):
    batch = office.take(known(world.a_joint, employees=19, address="东门路9号"), user=world.county_admin)
    (name,) = batch.files.values_list("name", flat=True)
    url = reverse("reports:sources", args=[world.a_joint.pk])
    for user, sees in ((world.county_admin, True), (world.town_a_clerk, False), (world.town_a_viewer, False)):
        client.force_login(user)
        page = client.get(url).content.decode()
        assert f"导入 {batch.pk}" in page
        assert (name in page, "第 2 行" in page) == (sees, sees)


def test_readers_see_phones_masked(world, client):
    Organization.objects.filter(pk=world.a_joint.pk).update(head_phone="13800000007")
    url = reverse("reports:sources", args=[world.a_joint.pk])
    client.force_login(world.town_a_viewer)
    assert "138****0007" in client.get(url).content.decode()
    client.force_login(world.town_a_clerk)
    assert "13800000007" in client.get(url).content.decode()


def test_the_form_and_the_history_lead_to_the_sources(world, client):
    client.force_login(world.town_a_viewer)
    url = reverse("reports:sources", args=[world.a_joint.pk])
    for name in ("change", "history"):
        assert url in client.get(reverse(f"admin:orgs_organization_{name}", args=[world.a_joint.pk])).content.decode()


def test_the_page_asks_a_fixed_number_of_queries(office, world, client, django_assert_max_num_queries):
    client.force_login(world.county_admin)
    url = reverse("reports:sources", args=[world.a_joint.pk])
    counts = []
    for rounds in ((DAY,), (LATER,)):
        for number, day in enumerate(rounds):
            office.take(known(world.a_joint, employees=40 + number, union="是", women="是", guide="郝佳"), as_of=day)
        with django_assert_max_num_queries(60) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_link_opens_the_page_of_the_row(office, world, client):
    batch = office.take(*(firm(number) for number in range(1, 103)), user=world.county_admin)
    one = Organization.objects.get(credit_code=credit_code("91", 5102))
    row = batch.rows.get(organization=one)
    client.force_login(world.county_admin)
    page = client.get(reverse("reports:sources", args=[one.pk])).content.decode()
    link = f"{reverse('reports:import', args=[batch.pk])}?show=all&amp;page=2#row-{row.pk}"
    assert link in page
    shown = client.get(reverse("reports:import", args=[batch.pk]) + "?show=all&page=2").content.decode()
    assert f'id="row-{row.pk}"' in shown

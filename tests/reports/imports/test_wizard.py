"""The wizard in the browser: upload → preview → apply → what changed → undo, and who may do what."""

import re
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.dates import today
from orgs.models import Organization, Standing
from reports.models import ImportBatch, ImportFile, ImportRow
from tests.reports.imports.office import LATER, built, counts, dump, firm, known

pytestmark = pytest.mark.django_db
State = ImportBatch.State


def address(name, batch=None):
    return reverse(f"reports:{name}", args=[batch.pk] if batch else [])


def told(response):
    """The messages that the page shows."""
    return [str(message) for message in response.context["messages"]]


def names(response):
    """The organizations that the page lists, in order."""
    return [row.name for row, *_ in response.context["lines"]]


@pytest.fixture
def upload(office, client, world):
    """Upload rows (one file each list) as a user; the response."""

    def uploaded(*files, user=world.county_admin, as_of="2025-06-30", **fields):
        client.force_login(user)
        opened = [
            SimpleUploadedFile(f"摸排表{n}.xlsx", office.file(*rows)[1].read_bytes()) for n, rows in enumerate(files, 1)
        ]
        data = {"files": opened, "as_of": as_of, **fields}
        return client.post(address("upload"), data, follow=True)

    return uploaded


def test_from_upload_to_undo(upload, client, world):
    before, tables = dump(), counts()
    rows = [
        firm(1, **built("新泰一号党支部")),
        known(world.a_joint, employees=20),
        known(world.a_shop),
        firm(2, employees="约30"),
    ]
    preview = upload(rows)
    batch = ImportBatch.objects.get()
    assert preview.redirect_chain == [(address("import", batch), 302)]
    assert dump() == before
    assert names(preview) == [firm(1)["name"], world.a_joint.name, firm(2)["name"]]
    assert re.search(r"<del>18</del>.*<ins>20</ins>", preview.content.decode(), re.DOTALL)
    landed = client.post(address("import_apply", batch), follow=True)
    assert landed.redirect_chain == [(address("import", batch) + "?show=written", 302)]
    assert names(landed) == [firm(1)["name"], world.a_joint.name]
    assert told(landed) == ["写入完成：新增 1 家，变更 1 家，另有 1 家不变。"]
    assert Standing.objects.on(LATER).get(organization=world.a_joint).employees == 20
    asked = client.get(address("import_undo", batch))
    assert "写入了 3 行：新增 1 家，变更 1 家，不变 1 家" in asked.content.decode()
    taken_back = client.post(address("import_undo", batch), follow=True)
    assert told(taken_back) == ["撤销完成：恢复 3 行，保留 0 行，不能撤销 0 行。"]
    assert dump() == before
    changed = {table for table, number in counts().items() if number != tables[table]}
    assert all("historical" in table or table in ("auth_session", "django_session") for table in changed), changed


def test_the_landing_lists_exactly_what_the_history_says_was_written(upload, client, world):
    upload([firm(1), known(world.a_joint, employees=20), known(world.a_shop), known(world.a_none, full=0)])
    batch = ImportBatch.objects.get()
    landed = client.post(address("import_apply", batch), follow=True)
    written = set(Organization.history.filter(batch_id=batch.pk).values_list("id", flat=True))
    written |= set(Standing.history.filter(batch_id=batch.pk).values_list("organization", flat=True))
    assert {row.organization_id for row, *_ in landed.context["lines"]} == written
    assert len(names(landed)) == 2


def test_many_files_are_one_batch_and_a_refused_one_says_why(upload, client, world):
    client.force_login(world.county_admin)
    broken = SimpleUploadedFile("坏文件.xlsx", b"PK\x03\x04 no workbook")
    preview = upload([firm(1)], [firm(2)])
    assert names(preview) == [firm(1)["name"], firm(2)["name"]]
    data = {"files": [broken], "as_of": "2025-06-30"}
    refused = client.post(address("upload"), data, follow=True)
    error = ImportFile.objects.get(name="坏文件.xlsx").error
    assert error in refused.content.decode()
    assert "没有可写入的行" in refused.content.decode()


def test_no_copy_of_an_upload_is_left_behind_but_the_encrypted_original(upload, settings, world, monkeypatch, tmp_path):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # so that Django, too, keeps it on disk
    own = tmp_path / "temporary"  # other tests come and go in the machine's own
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    monkeypatch.setenv("TMPDIR", str(own))
    media = set(Path(settings.LIANGXIN_VAR).rglob("*"))
    assert upload([firm(1)]).status_code == 200
    assert list(own.rglob("*")) == []
    new = {path.name for path in set(Path(settings.LIANGXIN_VAR).rglob("*")) - media if path.is_file()}
    keys = {name for name in new if name == "newest" or name.endswith(".key")}  # the first upload makes one
    assert new - keys == {ImportFile.objects.get().kept}


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        ((today() + timedelta(days=1)).isoformat(), "晚于今天"),
        ("", "这个字段是必填项"),
        ("去年底", "日期"),
    ],
)
def test_a_wrong_day_is_said_at_its_field(upload, as_of, sentence):
    page = upload([firm(1)], as_of=as_of)
    assert sentence in str(page.context["form"].errors["as_of"])
    assert not ImportBatch.objects.exists()


def test_an_upload_without_files_or_with_an_empty_one_is_said_in_words(client, world):
    client.force_login(world.county_admin)
    page = client.post(address("upload"), {"as_of": "2025-06-30"})
    assert page.context["form"].errors["files"] == ["请选择要导入的文件"]
    empty = SimpleUploadedFile("空.xlsx", b"")
    page = client.post(address("upload"), {"as_of": "2025-06-30", "files": [empty]})
    assert page.context["form"].errors["files"] == ["文件“空.xlsx”是空的，请重新选择"]


def test_a_clerk_may_not_name_a_region_of_another_town(upload, world):
    page = upload([firm(1)], user=world.town_a_clerk, region=world.town_b.pk)
    assert "region" in page.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_the_clerk_is_offered_that_blank_means_no(upload, client, world):
    preview = upload([known(world.a_single), known(world.a_none, union="√")])
    batch = ImportBatch.objects.get()
    (offer,) = preview.context["offers"]
    assert f"“{offer['column']}”列空白表示“否”" in preview.content.decode()
    again = client.post(address("import_replan", batch), {"blank_no": [offer["token"]]}, follow=True)
    assert told(again) == ["已按选择重新核对。"]
    assert names(again) == [world.a_single.name, world.a_none.name]
    assert " checked" in again.content.decode()


def test_a_stale_row_is_shown_and_goes_in_with_a_second_press(upload, client, world):
    upload([known(world.a_none, full=2), firm(1)])
    batch = ImportBatch.objects.get()
    one = Organization.objects.get(pk=world.a_none.pk)
    one.address, one.version = "新路9号", one.version + 1
    one.save(update_fields=["address", "version"])
    landed = client.post(address("import_apply", batch), follow=True)
    assert told(landed) == ["写入完成：新增 1 家，变更 0 家，另有 0 家不变。"]
    assert "有 1 行在预览之后被别人改动" in landed.content.decode()
    assert "写入余下 1 行" in landed.content.decode()
    assert names(client.get(address("import", batch) + "?show=stale")) == [world.a_none.name]
    second = client.post(address("import_apply", batch), follow=True)
    assert names(second) == [world.a_none.name, firm(1)["name"]]
    assert "写入余下" not in second.content.decode()


def test_a_dropped_batch_offers_nothing_and_refuses_to_be_applied(upload, client, world):
    upload([firm(1)])
    batch = ImportBatch.objects.get()
    dropped = client.post(address("import_drop", batch), follow=True)
    assert told(dropped) == ["已放弃这次导入，登记没有变化。"]
    refused = client.post(address("import_apply", batch), follow=True)
    assert told(refused) == ["这次导入已放弃，不能再写入"]
    refused = client.post(address("import_undo", batch), follow=True)
    assert told(refused) == ["这次导入已放弃，不能撤销"]
    refused = client.post(address("import_replan", batch), follow=True)
    assert told(refused) == ["这次导入已放弃，不能再核对"]
    assert not Organization.objects.filter(name=firm(1)["name"]).exists()


def test_a_refused_undo_says_why_at_its_row(upload, client, world):
    upload([firm(1)])
    batch = ImportBatch.objects.get()
    client.post(address("import_apply", batch), follow=True)
    one = Organization.objects.get(name=firm(1)["name"])
    Organization.objects.create(name="继任有限公司", kind=one.kind, predecessor=one)
    page = client.post(address("import_undo", batch), follow=True)
    assert told(page) == ["撤销完成：恢复 0 行，保留 0 行，不能撤销 1 行。"]
    assert "不能撤销：已被登记为另一家单位的前身" in page.content.decode()
    assert names(client.get(address("import", batch) + "?show=refused")) == [one.name]


def test_a_clerk_sees_no_link_to_an_organization_that_left_the_town(upload, client, world):
    upload([known(world.a_none, full=2)], user=world.town_a_clerk)
    batch = ImportBatch.objects.get()
    client.post(address("import_apply", batch))
    link = reverse("admin:orgs_organization_change", args=[world.a_none.pk])
    assert link in client.get(address("import", batch)).content.decode()
    Standing.objects.filter(organization=world.a_none).update(region=world.town_b)
    assert link not in client.get(address("import", batch)).content.decode()


# As many rows as there may be.


def many(office, world, number):
    """A planned batch with so many rows, without reading a file of that size."""
    batch = office.plan(firm(1), known(world.a_joint, employees=20), user=world.county_admin)
    first = batch.rows.order_by("id").first()
    finding = {
        "code": "no_code",
        "severity": "warning",
        "column": "统一社会信用代码",
        "value": "",
        "row": 1,
        "message": "没有",
    }
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            file=first.file,
            sheet="Sheet1",
            number=n,
            outcome="new",
            name=f"单位{n}",
            warned=True,
            findings=[finding],
        )
        for n in range(3, number + 1)
    )
    return batch


@pytest.mark.parametrize("show", ["", "?show=all", "?show=warned&page=3", "?show=new&page=last"])
def test_the_preview_of_ten_thousand_rows_asks_as_often_as_that_of_a_few(office, client, world, show):
    client.force_login(world.county_admin)
    asked = {}
    for number in (150, 10_000):
        batch = many(office, world, number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("import", batch) + show)
        asked[number] = len(queries)
        assert page.status_code == 200
        assert len(page.context["lines"]) <= 100
        assert page.context["pages"].paginator.count in (number, number - 1, number - 2)
        assert len(page.content) < 400_000
    assert asked[150] == asked[10_000] < 32  # each step of the wizard counts what it asks


def test_findings_are_grouped_by_their_cause(office, client, world):
    batch = many(office, world, 200)
    client.force_login(world.county_admin)
    (cause,) = client.get(address("import", batch)).context["causes"]
    assert (cause.code, cause.rows, cause.is_error) == ("no_code", 198, False)
    assert cause.where == "第 3、4、5、6、7、8 行等"


def test_the_list_of_imports_asks_as_often_for_many_as_for_few(office, client, world):
    client.force_login(world.county_admin)
    asked = []
    for _ in range(2):
        office.plan(firm(1), user=world.county_admin)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("imports"))
        asked.append(len(queries))
    assert asked[0] == asked[1]

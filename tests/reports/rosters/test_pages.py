"""The pages of rosters: upload, preview, apply, undo, the file back, and what no page or table may hold."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import PartyMember
from reports.models import ImportBatch
from tests.people import id_number
from tests.reports.rosters.office import DAY, Kind, member

pytestmark = pytest.mark.django_db
UPLOAD = "/imports/rosters/"
GUIDE = {"姓名": "卫红", "工作单位": "党建办", "联系单位": "海涛物流有限公司"}


@pytest.fixture
def upload(desk, client, world):
    """What a clerk's browser sends."""

    def sent(*files, user=None, kind="", follow=True, **more):
        client.force_login(user or world.county_admin)
        given = [SimpleUploadedFile(name, Path(path).read_bytes()) for name, path in files]
        return client.post(UPLOAD, {"files": given, "kind": kind, "as_of": str(DAY), **more}, follow=follow)

    return sent


def test_a_roster_goes_from_upload_to_the_register_and_back(desk, upload, client, world):
    page = upload(desk.file(member(1), member(2, 所在党支部="没有这个党支部")))
    batch = ImportBatch.objects.get()
    assert (batch.kind, batch.state) == (Kind.MEMBERS, "planned")
    text = page.content.decode()
    assert "张三二" in text
    assert "没有登记叫“没有这个党支部”的党组织" in text
    assert "人员类别" in text
    assert "正式党员" in text
    client.post(reverse("reports:import_apply", args=[batch.pk]))
    assert PartyMember.objects.count() == 1
    shown = client.get(reverse("reports:import", args=[batch.pk])).content.decode()
    assert reverse("admin:members_partymember_change", args=[PartyMember.objects.get().pk]) in shown
    assert "可以恢复 1 行" in client.get(reverse("reports:import_undo", args=[batch.pk])).content.decode()
    client.post(reverse("reports:import_undo", args=[batch.pk]))
    assert not PartyMember.objects.exists()
    client.post(reverse("reports:import_redo", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "planned"


def test_the_header_tells_which_roster_it_is(desk, upload):
    guides = desk.file(
        {"姓名": "卫红", "工作单位": "党建办", "联系单位": "海涛物流有限公司"}, titles=("姓名", "工作单位", "联系单位")
    )
    upload(guides)
    assert ImportBatch.objects.get().kind == Kind.GUIDES


def test_a_file_of_another_roster_is_refused_and_the_others_go_on(desk, upload):
    guides = desk.file(
        {"姓名": "卫红", "工作单位": "党建办", "联系单位": "海涛物流有限公司"}, titles=("姓名", "工作单位", "联系单位")
    )
    text = upload(desk.file(member(1)), guides).content.decode()
    assert "像是党建指导员名册，和前面的党员名册要分两次导入" in text
    assert ImportBatch.objects.get().rows.count() == 1


def test_a_file_that_is_no_roster_says_so(desk, upload):
    text = upload(desk.file({"甲": "1", "乙": "2"}, titles=("甲", "乙"))).content.decode()
    assert "看不出是哪种花名册" in text


def test_the_rows_that_stayed_out_come_back_in_the_file(desk, upload, client):
    upload(desk.file(member(1), member(2, 所在党支部="没有这个党支部")))
    batch = ImportBatch.objects.get()
    response = client.get(reverse("reports:import_marked", args=[batch.pk]))
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "没有这个党支部" in text
    assert "请先登记或导入党组织名册" in text
    assert "张三二" not in text


def test_a_stranger_sees_no_roster_of_another(desk, upload, client, world):
    upload(desk.file(member(1)))
    client.force_login(world.town_b_clerk)
    assert client.get(reverse("reports:import", args=[ImportBatch.objects.get().pk])).status_code == 404
    client.force_login(world.town_a_viewer)
    assert client.get(UPLOAD).status_code == 403


def test_no_number_is_left_in_the_clear_anywhere(desk, upload, client, tmp_path, caplog):
    number = id_number("1971-03-07", 1)
    upload(desk.file(member(1), member(1, 姓名="别人"), member(2, 出生日期="1950-01-01"), name=f"名册{number}.xlsx"))
    batch = ImportBatch.objects.get()
    client.post(reverse("reports:import_apply", args=[batch.pk]))
    pages = [client.get(reverse("reports:import", args=[batch.pk]) + f"?show={show}") for show in ("all", "error")]
    assert all(number not in page.content.decode() for page in pages)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert number not in str(cursor.fetchall()), table
    assert number not in caplog.text
    kept = [path for path in Path(settings.LIANGXIN_VAR).rglob("*") if path.is_file() and path.stat().st_size]
    assert all(number.encode() not in path.read_bytes() for path in kept)


def test_the_number_of_statements_does_not_depend_on_the_rows(desk, world):
    def statements(*rows):
        with CaptureQueriesContext(connection) as asked:
            desk.take(*rows)
        return len(asked)

    statements(*(member(number) for number in range(1, 10)))  # namesakes of all that follow
    few = statements(*(member(number, 学历="大学") for number in (10, 11)))
    assert statements(*(member(number, 学历="大学") for number in range(20, 45))) <= few


def test_the_command_line_imports_a_roster(desk, world, capsys):
    name, path = desk.file(member(1), member(2))
    call_command("import_roster", "members", str(path), "--as-of", str(DAY), "--dry-run")
    assert not PartyMember.objects.exists()
    call_command("import_roster", "members", str(path), "--as-of", str(DAY))
    assert PartyMember.objects.count() == 2
    assert "新增 2" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["members_partymember", "members_candidate", "orgs_partybranch", "orgs_guide"])
def test_each_register_leads_to_the_import_of_its_roster(client, world, kind):
    client.force_login(world.town_a_clerk)
    text = client.get(reverse(f"admin:{kind}_changelist")).content.decode()
    assert f"{UPLOAD}?kind=" in text

"""Regions and zones go out as workbooks and come back with a preview; nothing is left on disk."""

import io
import re
import tempfile
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.models import Region, Zone

REGIONS, ZONES = "admin:orgs_region", "admin:orgs_zone"


def workbook(*rows, name="辖区.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


@pytest.fixture
def county(world, client):
    client.force_login(world.county_admin)
    return client


def preview(client, file, register=REGIONS):
    return client.post(
        reverse(f"{register}_import"), {"import_file": file, "format": "0", "resource": "0"}
    ).content.decode()


def confirm(client, page, register=REGIONS):
    """Send the confirmation form of a preview."""
    assert "确认导入" in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    data = {key: unescape(value) for key, value in hidden.items() if key != "csrfmiddlewaretoken"}
    return client.post(reverse(f"{register}_process_import"), data, follow=True).content.decode()


def test_new_and_renamed_regions_are_previewed_and_written_on_confirmation(world, county):
    page = preview(
        county,
        workbook(
            ["辖区一览表"],
            ["代 码", "名称"],
            ["330199004", "青山乡"],
            ["330199003000", "柳溪镇"],
            [330199004001, "青山村"],
            ["330199002", "石桥镇"],
        ),
    )
    assert "<b>2</b> 新增" in page
    assert "<b>1</b> 修改" in page
    assert "<b>1</b> 不变" in page
    assert "<del>柳溪乡</del>" in page
    assert not Region.objects.filter(code="330199004").exists()
    done = confirm(county, page)
    assert "新增 2 条，修改 1 条，不变 1 条" in done
    assert Region.objects.get(code="330199003").name == "柳溪镇"
    made = Region.objects.get(code="330199004001")
    assert (made.name, made.history.get().history_user) == ("青山村", world.county_admin)
    assert "qingshancun" in made.search_key.replace(" ", "")


def test_what_goes_out_comes_back_without_a_change(world, county):
    Zone.objects.create(name="=1+1 商圈", kind="district", region=world.town_a)
    for register, model in ((REGIONS, Region), (ZONES, Zone)):
        before = model.history.count()
        file = county.get(reverse(f"{register}_export"))
        assert file["Content-Type"].endswith("spreadsheetml.sheet")
        page = preview(county, SimpleUploadedFile("回来.xlsx", file.content), register)
        assert "与登记完全一致" in page
        confirm(county, page, register)
        assert model.history.count() == before


def test_an_export_has_chinese_headers_and_text_codes(county):
    file = county.get(reverse(f"{REGIONS}_export"))
    assert "filename*=utf-8''%E8%BE%96%E5%8C%BA" in file["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("代码", "名称", "曾用代码")
    assert ("330199001001", "东门社区", None) in [tuple(value or None for value in row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["33019900", "乡"]], "代码应为"),
        ([["330199009001", "孤村"]], "上级 330199009 不在文件里"),
        ([["330198001", "别县"]], "不在您的管理范围内"),
        ([["330199009", ""]], "名称：此字段不能为空"),
        ([["330199009", "长" * 61]], "60"),
        ([["330199009", "甲乡"], ["330199009", "乙乡"]], "与第 2 行重复"),
    ],
)
def test_a_wrong_row_is_named_with_its_number_and_nothing_is_written(world, county, rows, sentence):
    before = Region.history.count()
    page = preview(county, workbook(["代码", "名称"], *rows))
    assert sentence in page
    assert f'<td class="lx-num">{len(rows) + 1}</td>' in page
    assert "确认导入" not in page
    assert Region.history.count() == before


def test_a_blank_cell_leaves_the_register_alone(world, county):
    world.town_c.former_codes = "330199903"
    world.town_c.save()
    page = preview(county, workbook(["代码", "名称", "曾用代码"], ["330199003", "柳溪镇", None]))
    confirm(county, page)
    world.town_c.refresh_from_db()
    assert (world.town_c.name, world.town_c.former_codes) == ("柳溪镇", "330199903")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (workbook(["编号", "名称"], ["1", "乡"]), "缺少列：代码"),
        (workbook(["代码", "代码"], ["1", "2"]), "列名相同"),
        (workbook(["代码", "名称"]), "没有数据"),
        (workbook(), "没有内容"),
        (SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 nothing"), "坏.xlsx"),
        (SimpleUploadedFile("大.xlsx", b"0" * (2 * 1024 * 1024 + 1)), "超过 2 MB"),
        (SimpleUploadedFile("空.xlsx", b""), "空"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(county, file, sentence):
    file.seek(0)
    page = preview(county, file)
    assert sentence in unescape(page)
    assert "确认导入" not in page


def test_csv_in_the_office_suites_encoding_is_read(county):
    page = preview(county, SimpleUploadedFile("辖区.csv", "代码,名称,备注\n330199005,清水乡,新\n".encode("gb18030")))
    assert "清水乡" in page
    assert "不认识的列没有读：备注" in page
    confirm(county, page)
    assert Region.objects.get(code="330199005").name == "清水乡"


def test_markup_in_a_cell_stays_text(county):
    page = preview(county, workbook(["代码", "名称"], ["330199005", "<b>乡</b>"]))
    assert "<b>乡" not in page
    assert "&lt;b&gt;乡" in page


def test_no_file_is_left_behind(county, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = preview(county, workbook(["代码", "名称"], ["330199005", "清水乡"]))
    preview(county, SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 nothing"))
    preview(county, workbook(["编号", "名称"], ["1", "乡"]))
    confirm(county, page)
    assert list(Path(tmp_path).iterdir()) == []


def test_a_changed_or_foreign_confirmation_is_refused(county):
    page = preview(county, workbook(["代码", "名称"], ["330199005", "清水乡"]))
    done = confirm(county, page.replace('name="import_file_name" value="', 'name="import_file_name" value="AAAA'))
    assert "预览已过期" in done
    assert not Region.objects.filter(code="330199005").exists()


def test_a_register_that_changed_since_the_preview_is_not_written_in_parts(world, county):
    page = preview(county, workbook(["代码", "名称"], ["330199005", "清水乡"], ["330199003001", "柳村"]))
    world.town_c.delete()
    done = confirm(county, page)
    assert "没有写入" in done
    assert not Region.objects.filter(code="330199005").exists()


def test_zones_read_their_kind_and_place_as_people_write_them(world, county):
    page = preview(
        county,
        workbook(
            ["名称", "类型", "级别", "辖区代码", "所在辖区"],
            ["东门商圈", "商业街", "县级", None, "东门社区"],
            ["青溪工业园", "园区", "省级", "330199", None],
        ),
        ZONES,
    )
    confirm(county, page, ZONES)
    made = Zone.objects.get(name="东门商圈")
    assert (made.kind, made.level, made.region) == ("district", "县级", world.village_a1)
    world.park.refresh_from_db()
    assert world.park.level == "省级"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["园", "菜场", "330199"], "类型“菜场”应是"),
        (["园", None, "330199"], "请填写类型"),
        (["园", "园区", None], "请填写辖区代码"),
        (["园", "园区", "330198"], "没有登记，或不在您的管理范围内"),
    ],
)
def test_a_zone_of_unknown_kind_or_place_is_refused(county, row, sentence):
    assert sentence in preview(county, workbook(["名称", "类型", "辖区代码"], row), ZONES)


def test_a_place_name_that_two_regions_share_is_not_guessed(world, county):
    Region.objects.create(code="330199002002", name="东门社区")
    page = preview(county, workbook(["名称", "类型", "所在辖区"], ["园", "园区", "东门社区"]), ZONES)
    assert "不止一个“东门社区”" in page


def test_only_the_county_imports_and_readers_export_what_they_see(world, client):
    for role, imports, exports in (
        ("county_admin", 200, 200),
        ("county_viewer", 403, 200),
        ("town_a_clerk", 403, 200),
        ("town_a_viewer", 403, 200),
        ("auditor", 403, 403),
    ):
        client.force_login(getattr(world, role))
        assert client.get(reverse(f"{REGIONS}_import")).status_code == imports, role
        if imports == 403:
            assert client.post(reverse(f"{REGIONS}_process_import"), {}).status_code == 403, role
        assert client.get(reverse(f"{REGIONS}_export")).status_code == exports, role
    client.force_login(world.town_a_clerk)
    file = client.get(reverse(f"{REGIONS}_export"))
    codes = [row[0] for row in openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)]
    assert "330199001001" in codes
    assert "330199002" not in codes


def test_the_list_leads_to_import_and_export(county, world, client):
    page = county.get(reverse(f"{REGIONS}_changelist")).content.decode()
    assert reverse(f"{REGIONS}_import") in page
    assert reverse(f"{REGIONS}_export") in page
    client.force_login(world.town_a_viewer)
    page = client.get(reverse(f"{REGIONS}_changelist")).content.decode()
    assert reverse(f"{REGIONS}_import") not in page

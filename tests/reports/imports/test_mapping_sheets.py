"""Sheets whose name column, kind or header nobody finds: said first, pointed at, and taken back."""

import io

import openpyxl
import pytest
from django.urls import reverse

from reports.imports.mapping import headers_of, open_headers
from reports.models import ImportBatch
from tests import workbooks
from tests.reports.imports.office import outcomes
from tests.reports.imports.test_mapping import HEADER, ROW, asked, press
from tests.workbooks import table

pytestmark = pytest.mark.django_db
STRANGE = ["辖", "叫什么", "哪一类", "多少人"]
STRANGE_ROWS = [["城关镇", f"新泰{n}厂", "非公企业", 10 + n] for n in range(3)]


def test_a_missing_name_is_said_first_and_mended_by_an_answer(plan, client, world):
    batch = plan(["乡镇", "机构叫什么", "统一社会信用代码", "单位类型", "负责人"], [*ROW[:4], "张三"])
    client.force_login(world.county_admin)
    preview = client.get(reverse("reports:import", args=[batch.pk])).content.decode()
    assert "缺少必要的栏目" in preview
    assert batch.files.get().error == "文件“摸排表.xlsx”里没有找到单位名册：缺少必要的栏目“单位名称”"
    press(client, world.county_admin, batch, {"机构叫什么": "name"})
    assert outcomes(batch) == ["new"]
    assert batch.files.get().error == ""


def test_a_missing_kind_is_said_before_any_row_and_told_for_the_whole_sheet(plan, client, world):
    lines = [["城关镇", f"新泰{number}", "张三"] for number in range(3)]
    batch = plan(["乡镇", "单位名称", "负责人"], *lines)
    (first, *_) = [one for sheet in batch.files.get().sheets for one in sheet["findings"]]
    assert (first["code"], first["row"]) == ("required", 0)
    assert open_headers(batch) == 1
    assert outcomes(batch) == ["error"] * 3
    press(client, world.county_admin, batch, {}, **{"k-0": "social"})
    assert outcomes(batch) == ["new"] * 3
    assert {facts["kind"] for facts in batch.rows.values_list("facts", flat=True)} == {"social"}


def test_a_header_in_which_no_word_is_known_is_pointed_at_and_found_from_then_on(plan, client, world):
    batch = plan(["这是说明"], STRANGE, *STRANGE_ROWS)
    assert (batch.rows.count(), open_headers(batch)) == (0, 1)
    press(client, world.county_admin, batch, {}, **{"t-0-top": "2", "t-0-bottom": ""})
    assert asked(ImportBatch.objects.get(pk=batch.pk)) == STRANGE
    answers = {"辖": "town", "叫什么": "name", "哪一类": "kind", "多少人": "employees"}
    press(client, world.county_admin, ImportBatch.objects.get(pk=batch.pk), answers)
    assert outcomes(batch) == ["new"] * 3
    assert [facts["employees"] for facts in batch.rows.order_by("id").values_list("facts", flat=True)] == [10, 11, 12]
    later = plan(["第二季度"], ["又一行"], STRANGE, *STRANGE_ROWS, name="第二次.xlsx")
    assert outcomes(later) == ["new"] * 3


def test_notes_beside_a_table_that_was_read_are_not_asked_about(office, world):
    notes = table(["一", "二", "三"], [1, 2, 3], [4, 5, 6], [7, 8, 9], name="别的")
    path = workbooks.save(office.folder, "两张.xlsx", workbooks.xlsx(table(HEADER[:4], ROW[:4]), notes))
    batch = office.plan(user=world.county_admin, more=[("两张.xlsx", path)])
    assert (outcomes(batch), open_headers(batch)) == (["new"], 0)


def test_rows_that_stay_out_come_back_from_a_sheet_that_only_answers_explain(plan, client, world):
    batch = plan(["这是说明"], STRANGE, *STRANGE_ROWS, ["城关镇", "新泰四厂", "非公企业", "约30"])
    press(client, world.county_admin, batch, {}, **{"t-0-top": "2"})
    answers = {"辖": "town", "叫什么": "name", "哪一类": "kind", "多少人": "employees"}
    once = {"how": "once", "t-0-top": "2"}
    press(client, world.county_admin, ImportBatch.objects.get(pk=batch.pk), answers, **once)
    assert outcomes(batch) == ["new", "new", "new", "error"]
    marked = client.get(reverse("reports:import_marked", args=[batch.pk]))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(marked.getvalue())).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [cell.value for cell in cells] == ["约30"]


def test_what_was_said_of_a_sheet_can_be_taken_back(plan, client, world):
    batch = plan(["这是说明"], STRANGE, *STRANGE_ROWS)
    press(client, world.county_admin, batch, {}, **{"t-0-top": "1"})
    page = press(client, world.county_admin, ImportBatch.objects.get(pk=batch.pk), {}, **{"t-0-top": "2"})
    assert [header.leaf for header in page.context["headers"]] == STRANGE
    press(client, world.county_admin, ImportBatch.objects.get(pk=batch.pk), {}, **{"t-0-top": ""})
    batch.refresh_from_db()
    assert batch.options["tops"] == []
    assert (headers_of(batch), open_headers(batch)) == ([], 1)

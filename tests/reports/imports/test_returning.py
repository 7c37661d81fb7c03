"""The rows that stayed out as the user's own file: what it looks like, and that it goes in when mended."""

import io
import zipfile
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from liangxin.grids import read_file
from liangxin.marking import NOTES, SheetMarks, mark_file
from liangxin.marking.marks import RED
from orgs.models import Organization
from reports.imports.absent import absent
from reports.imports.applying import apply
from reports.imports.returning import ALL, file_back
from reports.models import ImportBatch
from tests import workbooks
from tests.reports.imports.office import firm, outcomes, sheet_of
from tests.workbooks import edit_parts, table

pytestmark = pytest.mark.django_db
HEAD = ["乡镇", "单位名称", "统一社会信用代码", "单位类型", "从业人员数"]


def cells_of(number, /, **given):
    """A row under HEAD."""
    row = firm(number, employees=number, **given)
    return [row[key] for key in ("town", "name", "code", "kind", "employees")]


@pytest.fixture
def plan(office):
    """A batch of (name, bytes) files."""

    def planned(*files):
        saved = [
            (name, workbooks.save(office.folder, f"{n}-{name}", content)) for n, (name, content) in enumerate(files)
        ]
        return office.plan(more=saved)

    return planned


def back(batch, **how):
    """The workbook that comes back."""
    return openpyxl.load_workbook(file_back(batch, **how).content)


def values(page):
    """The values of each row, blanks at the end off."""
    rows = [[cell.value for cell in cells] for cells in page.iter_rows()]
    return [row[: max((n for n, value in enumerate(row, 1) if value is not None), default=0)] for row in rows]


def red(page):
    """The cells that are to be mended."""
    return [cell for cells in page.iter_rows() for cell in cells if cell.fill.fgColor.rgb == RED]


def saved(book):
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_only_the_rows_that_stayed_out_come_back_with_what_is_wrong(office, plan):
    sheet = table(["附件2"], HEAD, cells_of(1), [*cells_of(2)[:4], "约30"], cells_of(3), name="城关镇")
    batch = plan(("城关.xlsx", workbooks.xlsx(sheet)))
    returned = file_back(batch)
    assert returned.name == "城关（待改）.xlsx"
    page = openpyxl.load_workbook(returned.content)["城关镇"]
    assert [row[:5] for row in values(page)] == [["附件2"], HEAD, [*cells_of(2)[:4], "约30"]]
    assert page["F2"].value == f"{NOTES}（导入{batch.pk}）"
    assert page["F3"].value.startswith("“从业人员数”") or "约30" in page["F3"].value
    (cell,) = red(page)
    assert cell.coordinate == "E3"
    assert "约30" in cell.comment.text
    assert page["E2"].border.left.style == "thin"


def test_mended_and_uploaded_the_rows_go_in(client, world, office):
    client.force_login(world.town_a_clerk)
    rows = [firm(1, employees="约30"), firm(2, employees=5), firm(3, employees="二十"), firm(4, built="也许")]

    def upload(name, content):
        data = {"files": [SimpleUploadedFile(name, content)], "as_of": "2025-06-30"}
        assert client.post(reverse("reports:upload"), data).status_code == 302
        return ImportBatch.objects.latest("pk")

    batch = upload("摸排表.xlsx", workbooks.xlsx(sheet_of(rows)))
    apply(batch, user=world.town_a_clerk)
    response = client.get(reverse("reports:import_marked", args=[batch.pk]))
    assert "摸排表（待改）.xlsx" in unquote(response["Content-Disposition"])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.active.max_row == 4
    for cell in red(book.active):
        cell.value = {"约30": 30, "二十": 20, "也许": "否"}[cell.value]
    again = upload("摸排表（待改） (1).xlsx", saved(book))
    assert outcomes(again) == ["new"] * 3
    assert again.files.get().sheets[0]["returned"]
    assert not again.files.get().sheets[0]["findings"]
    assert not absent(again, world.town_a_clerk).exists()  # it holds three rows, not the town
    apply(again, user=world.town_a_clerk)
    assert Organization.objects.filter(name__startswith="新泰机械").count() == 4


def test_text_that_looks_like_a_formula_stays_text_and_formulas_become_their_results(plan):
    sheet = table(HEAD, [*cells_of(1)[:4], "约1"])
    sheet.put(2, 6, workbooks.Formula('=HYPERLINK("http://x","y")', "y"))
    sheet.put(2, 7, "@SUM(1)")
    sheet.put(1, 6, "备注一")
    sheet.put(1, 7, "备注二")
    content = workbooks.xlsx_with_results(sheet)
    for kind in ("work", ALL):
        page = back(plan(("表.xlsx", content)), rows=kind).active
        assert [(page[at].value, page[at].data_type) for at in ("F2", "G2")] == [("y", "s"), ("@SUM(1)", "s")]
    sheet = table(HEAD, ["城关镇", "=1+1", *cells_of(1)[2:4], "约1"])
    page = back(plan(("表.csv", workbooks.csv(sheet)))).active
    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
    assert not [cell for cells in page.iter_rows() for cell in cells if cell.data_type == "f"]


def test_macros_are_dropped(plan):
    content = workbooks.xlsx(table(HEAD, [*cells_of(1)[:4], "约1"]), macros=True)
    returned = file_back(plan(("表.xlsm", content)))
    assert returned.name == "表（待改）.xlsx"
    with zipfile.ZipFile(returned.content) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        assert b"macroEnabled" not in package.read("[Content_Types].xml")


def test_a_merged_or_carried_town_stays_when_its_first_row_goes(plan, world):
    merged = table(HEAD, cells_of(1), [None, *cells_of(2)[1:4], "约2"], [None, *cells_of(3)[1:]], name="合并")
    merged.merge(2, 1, 4, 1)
    carried = table(
        HEAD,
        cells_of(4),
        [None, *cells_of(5)[1:4], "约5"],
        ["石桥镇", *cells_of(6)[1:]],
        [None, *cells_of(7)[1:]],
        name="只写一次",
    )
    batch = plan(("表.xlsx", workbooks.xlsx(merged, carried)))
    book = back(batch)
    assert [book[name]["A2"].value for name in ("合并", "只写一次")] == ["城关镇", "城关镇"]
    for page in book:
        (cell,) = red(page)
        cell.value = 9
    again = plan(("表（待改）.xlsx", saved(book)))
    assert outcomes(again) == ["new", "new"]
    assert set(again.rows.values_list("town", flat=True)) == {world.town_a.code}


def test_a_number_merged_over_rows_is_not_given_to_the_only_one_that_stays(plan):
    rows = [[*cells_of(1), "否"], [*cells_of(2)[:4], None, "也许"], [*cells_of(3)[:4], None, "否"]]
    sheet = table([*HEAD, "是否建立党组织"], *rows)
    sheet.merge(2, 5, 4, 5)
    batch = plan(("表.xlsx", workbooks.xlsx(sheet)))
    page = back(batch).active
    assert outcomes(batch) == ["new", "error", "new"]
    assert [page["E2"].value, page["F2"].value] == [None, "也许"]
    page["F2"].value = "否"
    again = plan(("表（待改）.xlsx", saved(page.parent)))
    assert [row.facts.get("employees") for row in again.rows.all()] == [None]


def test_what_speaks_of_rows_moves_with_them(plan):
    book = openpyxl.load_workbook(
        io.BytesIO(workbooks.xlsx(table(HEAD, *(cells_of(n) for n in range(1, 9)), [*cells_of(9)[:4], "约9"])))
    )
    page = book.active
    page.append(["注：", "填表说明"])
    page.merge_cells("B11:E11")
    page.row_dimensions[10].height = 33
    page.row_dimensions[10].hidden = True
    page.column_dimensions["B"].width = 41
    page["B10"].font = Font(bold=True, color="FF0000FF")
    page["B2"].comment = Comment("去掉", "某人")
    page["B10"].comment = Comment("问过负责人", "某人")
    rule = DataValidation(type="list", formula1='"非公企业,社会组织"', sqref="D2:D60")
    page.add_data_validation(rule)
    page.conditional_formatting.add("E10:E11", CellIsRule("greaterThan", ["E9"], fill=PatternFill("solid", "FF00FF00")))
    page.auto_filter.ref = "A1:E10"
    page.freeze_panes = "A2"
    found = back(plan(("表.xlsx", saved(book)))).active
    assert found["B2"].value == cells_of(9)[1]
    assert (found.row_dimensions[2].height, found.row_dimensions[2].hidden) == (33, False)
    assert found.column_dimensions["B"].width == 41
    assert found["B2"].font.b
    assert found["B2"].comment.text.startswith("问过负责人")
    assert [block.coord for block in found.merged_cells.ranges] == ["B3:E3"]
    assert [str(one.sqref) for one in found.data_validations.dataValidation] == ["D2:D52"]
    (condition,) = found.conditional_formatting
    assert (str(condition.sqref), condition.rules[0].formula) == ("E2:E3", ["E1"])
    assert (found.auto_filter.ref, found.freeze_panes) == ("A1:E2", "A2")


def test_an_old_workbook_comes_back_as_a_new_one_with_its_formats(plan):
    sheet = table(["摸排表"], HEAD, cells_of(1), [*cells_of(2)[:4], "约2"])
    sheet.merge(1, 1, 1, 5)
    sheet.formats[2, 5] = "0.00"
    returned = file_back(plan(("表.xls", workbooks.xls(sheet))))
    page = openpyxl.load_workbook(returned.content).active
    assert returned.name == "表（待改）.xlsx"
    assert [block.coord for block in page.merged_cells.ranges] == ["A1:E1"]
    assert page["E2"].number_format == "0.00"
    assert [cell.value for cell in red(page)] == ["约2"]


def test_several_files_come_back_as_one_zip(plan):
    bad = [workbooks.xlsx(table(HEAD, [*cells_of(n)[:4], "约1"])) for n in (1, 2)]
    batch = plan(("表.xlsx", bad[0]), ("表.csv", workbooks.csv(table(HEAD, [*cells_of(2)[:4], "约1"]))))
    returned = file_back(batch)
    assert returned.name == f"导入{batch.pk}（待改）.zip"
    with zipfile.ZipFile(returned.content) as bundle:
        assert bundle.namelist() == ["表（待改）.xlsx", "表（待改）(2).xlsx"]
    one = batch.files.last()
    assert file_back(batch, file=one.pk).name == "表（待改）.xlsx"


def test_what_was_mended_on_the_page_is_in_the_file(plan):
    batch = plan(("表.xlsx", workbooks.xlsx(table(HEAD, ["城关镇", cells_of(1)[1], None, "不知道", "约30"]))))
    row = batch.rows.get()
    row.mended = {"5": "30"}
    row.findings = [one for one in row.findings if one["column"] != "从业人员数"]
    row.save()
    assert back(batch).active["E2"].value == "30"


def test_a_workbook_that_openpyxl_chokes_on_comes_back_plain(plan, office):
    sheet = table(["摸排表"], HEAD, cells_of(1), [*cells_of(2)[:4], "约2"], ["城关镇"])
    content = edit_parts(
        workbooks.xlsx(sheet),
        r"xl/worksheets/sheet1\.xml",
        lambda part: part.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'
        ),
    )
    page = back(plan(("表.xlsx", content))).active
    assert [row[:5] for row in values(page)][:3] == [["摸排表"], HEAD, [*cells_of(2)[:4], "约2"]]
    assert [cell.value for cell in red(page)] == ["约2"]


def test_a_large_workbook_comes_back_plain_and_whole(tmp_path):
    sheet = table(HEAD, *(cells_of(n) for n in range(1, 30)))
    sheet.merge(3, 1, 9, 1)
    path = workbooks.save(tmp_path, "表.xlsx", workbooks.xlsx(sheet))
    marks = SheetMarks("Sheet1", 6, dropped=[3, 4], marks={(5, 5): (True, "错")}, notes={5: "错"}, headers=[(1, 1)])
    target = tmp_path / "out.xlsx"
    assert not mark_file(path, read_file(path, "表.xlsx"), [marks], target, largest=20)
    page = openpyxl.load_workbook(target).active
    assert page.max_row == 28
    assert [page["A3"].value, page["F1"].value, page["F3"].value, page["E3"].value] == ["城关镇", NOTES, "错", 4]
    assert [block.coord for block in page.merged_cells.ranges] == ["A3:A7"]


def test_a_second_round_says_what_is_wrong_now(plan):
    sheet = table([*HEAD, NOTES], [*cells_of(1), "以前的话"], [*cells_of(2)[:4], "约2", "以前的话"])
    for name, content in (("表（待改）.xlsx", workbooks.xlsx(sheet)), ("表.csv", workbooks.csv(sheet))):
        page = back(plan((name, content)), rows=ALL).active
        assert [page["F1"].value[:4], page["F2"].value] == [NOTES, None]
        assert "约2" in page["F3"].value
        assert page.max_column == 6


def test_nothing_to_mend_says_so(client, world, office):
    client.force_login(world.county_admin)
    batch = office.plan(firm(1))
    response = client.get(reverse("reports:import_marked", args=[batch.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["没有要改的行，不用下载"]
    for wrong in ("?rows=some", "?file=x", "?file=999999"):
        assert client.get(reverse("reports:import_marked", args=[batch.pk]) + wrong).status_code == 404

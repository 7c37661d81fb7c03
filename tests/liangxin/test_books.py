"""Books open in other programs with the very values that were written."""

import io
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from liangxin.books import Column, Sheet, write_book
from liangxin.books.skeleton import sheet_names
from liangxin.books.specs import header_cells
from liangxin.books.text import UNPRINTABLE

pytestmark = pytest.mark.nodb

YES_NO = ("是", "否")
VILLAGES = tuple(f"第{number}村民委员会" for number in range(60))
COLUMNS = (
    Column("序号", 6, "number"),
    Column("单位名称", 28),
    Column("信用代码", 20),
    Column("负责人", children=(Column("姓名", 10), Column("电话", 14))),
    Column(
        "党组织",
        children=(
            Column("是否建立", 8, choices=YES_NO),
            Column("党员", children=(Column("正式", 8, "number"), Column("占比", 8, "number", format="0.0%"))),
        ),
    ),
    Column("成立时间", 12, "date"),
    Column("所在村", 16, choices=VILLAGES),
)
ROW = [1, "鑫达公司", "91350100M000100Y43", "张三", "013800000000", "是", 3, 0.835, date(2019, 7, 1), "第1村民委员会"]


def written(*sheets):
    target = io.BytesIO()
    write_book(target, sheets)
    return target.getvalue()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def ledger(rows, **options):
    return Sheet("非公企业", COLUMNS, rows, title="台账", left="填报单位：城关镇", right="2026年9月30日", **options)


def only_text(texts):
    return written(Sheet("文", [Column("甲")], [[text] for text in texts]))


def test_the_header_is_the_tree_of_columns():
    page = opened(written(ledger([ROW])))["非公企业"]
    assert [page.cell(*place).value for place in ((1, 1), (2, 1), (2, 6))] == [
        "台账",
        "填报单位：城关镇",
        "2026年9月30日",
    ]
    merged = {str(cells) for cells in page.merged_cells.ranges}
    assert merged == {"A1:J1", "A2:E2", "F2:J2", "A3:A5", "B3:B5", "C3:C5", "D3:E3", "F3:H3"} | {
        *("D4:D5", "E4:E5", "F4:F5", "G4:H4", "I3:I5", "J3:J5")
    }
    leaves = [page.cell(row, column).value for column, row in enumerate((3, 3, 3, 4, 4, 4, 5, 5, 3, 3), 1)]
    assert leaves == ["序号", "单位名称", "信用代码", "姓名", "电话", "是否建立", "正式", "占比", "成立时间", "所在村"]
    assert page["D3"].value == "负责人"


def test_values_come_back_with_their_types():
    page = opened(written(ledger([ROW])))["非公企业"]
    assert [cell.value for cell in page[6]] == [*ROW[:8], datetime(2019, 7, 1), ROW[9]]
    assert "".join(cell.data_type for cell in page[6]) == "nsssssnnds"
    assert page["C6"].number_format == page["E6"].number_format == "@"
    assert page["H6"].number_format == "0.0%"
    assert page["I6"].number_format == "yyyy-mm-dd"
    read = CalamineWorkbook.from_filelike(io.BytesIO(written(ledger([ROW])))).get_sheet_by_name("非公企业").to_python()
    assert read[5] == ROW


def test_what_a_number_or_date_column_cannot_say_is_text():
    columns = [Column("数", kind="number"), Column("日", kind="date"), Column("文")]
    rows = [
        ["约30", "2019-07", 7],
        [10**15, date(1899, 1, 1), 3.5],
        [-3, "", True],
        [Decimal("12.3400"), datetime(2019, 7, 1, 8, 5), Decimal("1E+3")],
        [2.5, None, date(2019, 7, 1)],
        [True, "2019", None],
    ]
    page = opened(written(Sheet("表", columns, rows))).active
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert values == [
        ["约30", "2019-07", "7"],
        ["1000000000000000", "1899-01-01", "3.5"],
        [-3, None, "是"],
        [12.34, "2019-07-01 08:05", "1000"],
        [2.5, None, "2019-07-01"],
        ["是", "2019", None],
    ]
    assert page["B2"].number_format == "@"


def test_values_that_are_equal_keep_apart_when_they_are_written_differently():
    values = [1, True, 1.0, Decimal("1.00"), "1", 0, False, "0", None, ""]
    columns = [Column("数", kind="number"), Column("文")]
    page = opened(written(Sheet("表", columns, [[value, value] for value in values]))).active
    numbers, texts = ([cell.value for cell in column] for column in page.iter_cols(min_row=2))
    assert numbers == [1, "是", 1, 1, "1", 0, "否", "0", None, None]
    assert texts == ["1", "是", "1.0", "1.00", "1", "0", "否", "0", None, None]


def test_rows_are_as_high_as_their_own_texts_beyond_the_first_thousand():
    texts = ["短", "长" * 30, "一\n二\n三", "a" * 23]
    rows = [[number, texts[number % 4]] for number in range(2200)]
    page = opened(written(Sheet("表", [Column("数", 6, "number"), Column("文", 12)], rows))).active
    heights = [page.row_dimensions[row].height for row in range(2, 2202)]
    assert heights == [None, 6 * 17, 3 * 17, 3 * 17] * 550
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == rows


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_numbers_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match="no number"):
        written(Sheet("表", [Column("数", kind="number")], [[wrong]]))


ODD_TEXTS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "{=1}",
    "http://example.org",
    "007",
    "1e5",
    " 前后空格 ",
    "\t制表",
    "两\n行",
    "回车\r\n换行",
    "<甲> & \"乙\" 'x' ]]>",
    "_x000D_",
    "a_x0041_b",
    "_x005F_x000D_",
    "__x0041_",
    "_x00",
    "<r>a</r>",
    "𠮷😀",
    "长" * 3000,
    "1040000 1040001",
]


def test_text_comes_back_unchanged_and_is_never_a_formula():
    content = only_text(ODD_TEXTS)
    page = opened(content).active
    assert {row[0].data_type for row in page.iter_rows(min_row=2)} == {"s"}
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[1:]] == ODD_TEXTS
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read(name)


def test_titles_and_headings_that_look_like_formulas_are_text():
    content = written(
        Sheet("=1", [Column("=甲", children=(Column("=乙"), Column("=丙")))], [], title="=丁", left="=戊")
    )
    page = opened(content).active
    assert [page[place].value for place in ("A1", "A2", "A3", "A4", "B4")] == ["=丁", "=戊", "=甲", "=乙", "=丙"]
    assert {cell.data_type for row in page for cell in row if cell.value} == {"s"}


def test_characters_that_xml_cannot_hold_are_dropped_in_rows_and_headings():
    content = written(Sheet("a\x00b", [Column("甲\x0b乙")], [["丙\x00\x08\x1f\ufffe\ud800丁"]], title="戊\x01"))
    page = opened(content).active
    assert [page[place].value for place in ("A1", "A2", "A3")] == ["戊", "甲乙", "丙丁"]


def test_text_beyond_the_room_of_a_cell_is_cut_and_marked():
    (value,) = (row[0].value for row in opened(only_text(["长" * 40_000])).active.iter_rows(min_row=2))
    assert value == "长" * 32_766 + "…"


@given(st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_any_text_comes_back_as_it_was_written(texts):
    content = only_text(texts)
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    expected = [UNPRINTABLE.sub("", text) for text in texts]
    values = [row[0] for row in read[1:]]
    assert values + [""] * (len(expected) - len(values)) == expected


def test_the_print_is_an_official_page():
    page = opened(written(ledger([ROW] * 3, freeze_columns=2)))["非公企业"]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)  # 1 is what it is when left out
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$3:$5"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert page.freeze_panes == "C6"
    for row in [*page.iter_rows(min_row=6, max_row=8), [page["D4"], page["E4"], page["G5"], page["H5"]]]:
        for cell in row:
            assert cell.border.top.style == cell.border.left.style == "thin"
            assert cell.alignment.wrap_text
    assert [page.column_dimensions[letter].width for letter in "AB"] == pytest.approx([6, 28], abs=1)


def test_drop_downs_cover_the_data_and_the_rows_below():
    book = opened(written(ledger([ROW] * 3), ledger([ROW])))
    assert book.sheetnames == ["非公企业", "非公企业(2)", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["A"]] == list(VILLAGES)
    lists = {str(each.sqref): each.formula1 for each in book["非公企业"].data_validations.dataValidation}
    assert lists == {"F6:F208": '"是,否"', "J6:J208": "选项!$A$1:$A$60"}
    lists = {str(each.sqref): each.formula1 for each in book["非公企业(2)"].data_validations.dataValidation}
    assert lists == {"F6:F206": '"是,否"', "J6:J206": "选项!$A$1:$A$60"}


def test_a_template_has_ruled_rows_and_text_columns_below_them():
    page = opened(written(ledger([], blank_rows=50)))["非公企业"]
    assert page.max_row == 55
    assert page["C55"].border.top.style == "thin"
    assert page["C55"].number_format == "@"
    assert page["C56"].border.top.style is None
    assert page.column_dimensions["C"].number_format == "@"


def test_filter_buttons_cover_exactly_the_rows():
    book = opened(written(ledger([ROW] * 7, filter=True), ledger([], filter=True)))
    assert book["非公企业"].auto_filter.ref == "A5:J12"
    assert book["非公企业(2)"].auto_filter.ref == "A5:J5"
    assert (
        "1040" not in zipfile.ZipFile(io.BytesIO(written(ledger([ROW], filter=True)))).read("xl/workbook.xml").decode()
    )


def test_a_sheet_of_one_column_and_no_rows_is_a_book():
    page = opened(written(Sheet("说明", [Column("填表说明", 80)], title="甲", left="乙", right="丙"))).active
    assert [row[0].value for row in page.iter_rows()] == ["甲", "乙　丙", "填表说明"]


def test_sheet_names_are_made_to_fit():
    names = ["甲/乙:丙", "'甲'", "", "很长" * 20, "很长" * 20, "A", "a", "选项", "History"]
    fitted = sheet_names([Sheet(name, [Column("甲")]) for name in names])
    assert fitted[:3] == ["甲_乙_丙", "甲", "表"]
    assert fitted[5:] == ["A", "a(2)", "选项(2)", "History(2)"]
    assert max(map(len, fitted)) == 31
    assert len({name.casefold() for name in fitted}) == len(names)


def test_rows_may_be_an_iterator_and_are_read_once(tmp_path):
    write_book(tmp_path / "册.xlsx", [ledger(ROW for _ in range(2500))])
    page = openpyxl.load_workbook(tmp_path / "册.xlsx")["非公企业"]
    assert page.max_row == 2505
    assert [path.name for path in tmp_path.iterdir()] == ["册.xlsx"]


def test_a_failing_row_leaves_the_earlier_file_alone(tmp_path):
    path = tmp_path / "册.xlsx"
    path.write_bytes(b"earlier")
    with pytest.raises(ValueError, match="9 values for 10 columns"):
        write_book(path, [ledger([ROW, ROW[1:]])])
    assert path.read_bytes() == b"earlier"
    assert [each.name for each in tmp_path.iterdir()] == ["册.xlsx"]


def test_a_sheet_without_columns_is_refused():
    with pytest.raises(ValueError, match="no columns"):
        Sheet("空", [])


def test_every_cell_of_the_header_belongs_to_one_heading():
    covered = [
        (row, column)
        for cell in header_cells(COLUMNS, 3)
        for row in range(cell.first_row, cell.last_row + 1)
        for column in range(cell.first_column, cell.last_column + 1)
    ]
    assert sorted(covered) == [(row, column) for row in range(3) for column in range(10)]


@pytest.mark.office
def test_the_office_suite_prints_it_on_numbered_landscape_pages(tmp_path):
    write_book(tmp_path / "ledger.xlsx", [ledger([ROW] * 120)])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "ledger.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "ledger.pdf", "-"], check=True, capture_output=True)
    pages = text.stdout.decode().strip("\f").split("\f")
    pages = [page for page in pages if page.strip()]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页，共 {len(pages)} 页" in page
        assert "单位名称" in page
    assert sum(page.count("鑫达公司") for page in pages) == 120
    info = subprocess.run(["pdfinfo", tmp_path / "ledger.pdf"], check=True, capture_output=True).stdout.decode()
    size = next(line for line in info.splitlines() if line.startswith("Page size"))
    width, height = (float(word) for word in size.split()[2:5:2])
    assert (round(width), round(height)) == (842, 595)

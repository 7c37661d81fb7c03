"""What comes out of the files that people send: values, places, merges and marks."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from liangxin.grids import read_file
from tests.liangxin.grids.packages import book, shared, sheet, styles

pytestmark = pytest.mark.nodb


def read(path, name=None):
    return read_file(path, name or path.name)


def only(path):
    (grid,) = read(path).grids
    return grid


def save(workbook, path):
    workbook.save(path)
    return path


@pytest.fixture
def empty_book():
    return openpyxl.Workbook()


def test_rows_and_columns_carry_the_office_suites_numbers_when_the_table_begins_in_the_middle(tmp_path, empty_book):
    empty_book.active["C4"] = "单位名称"
    empty_book.active["D6"] = 12
    empty_book.active.merge_cells("C4:E5")
    grid = only(save(empty_book, tmp_path / "a.xlsx"))
    assert grid.rows == {4: {3: "单位名称"}, 6: {4: 12}}
    assert grid.merges == [(4, 3, 5, 5)]


def test_values_keep_their_types(tmp_path, empty_book):
    moments = [datetime.date(2019, 7, 1), datetime.datetime(2019, 7, 1, 8, 30)]
    empty_book.active.append(["文字", 3, 2.5, True, False, 0, *moments, "012", " 前后有空 ", 1.1e17])
    grid = only(save(empty_book, tmp_path / "a.xlsx"))
    values = list(grid.rows[1].values())
    assert values == ["文字", 3, 2.5, True, False, 0, *moments, "012", " 前后有空 ", 1.1e17]
    assert [type(value) for value in values] == [
        *(str, int, float, bool, bool, int, datetime.date, datetime.datetime, str, str),
        float,  # too large for a float to be exact: the cleaner must see that it was rounded
    ]


def test_blank_cells_and_rows_are_absent(tmp_path, empty_book):
    empty_book.active.append(["甲", None, "  ", "\u3000", "\n", "乙"])
    empty_book.active.append([" ", None])
    empty_book.active.append(["丙"])
    assert only(save(empty_book, tmp_path / "a.xlsx")).rows == {1: {1: "甲", 6: "乙"}, 3: {1: "丙"}}


def test_all_sheets_come_in_order_with_hidden_ones_flagged_and_charts_left_out(tmp_path, empty_book):
    empty_book.active.title = "选项"
    empty_book.active.sheet_state = "hidden"
    empty_book.create_sheet("非公企业 & 社会组织")["A1"] = 1
    empty_book.create_sheet("深藏").sheet_state = "veryHidden"
    empty_book.active = 1
    empty_book.create_chartsheet("图", 1)
    found = read(save(empty_book, tmp_path / "a.xlsx"))
    assert [(grid.name, grid.visible) for grid in found.grids] == [
        *(("选项", False), ("非公企业 & 社会组织", True), ("深藏", False))
    ]


def test_the_name_and_the_format_by_content_are_told(tmp_path, empty_book):
    path = save(empty_book, tmp_path / "upload")
    assert (read(path, "城关镇.xlsx").name, read(path, "城关镇.xlsx").format) == ("城关镇.xlsx", "xlsx")
    assert read(path, "C:\\桌面\\城关镇.xls").name == "城关镇.xls"


def test_a_workbook_under_another_workbooks_name_is_read_by_its_content(tmp_path, empty_book):
    old = xlwt.Workbook(encoding="utf-8")
    old.add_sheet("表").write(0, 0, "旧")
    assert read(save(old, tmp_path / "old.xlsx")).format == "xls"
    empty_book.active["A1"] = "新"
    assert read(save(empty_book, tmp_path / "new.xls")).grids[0].rows == {1: {1: "新"}}


def test_a_dimension_that_says_a1_only_hides_nothing(tmp_path):
    path = book(tmp_path / "a.xlsx", sheet('<row r="2"><c r="B2"><v>5</v></c></row>', dimension="A1"))
    assert only(path).rows == {2: {2: 5}}


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "ZZZZ9:A0", "", "A1:B99999999999"])
def test_an_absurd_dimension_changes_nothing(tmp_path, dimension):
    path = book(tmp_path / "a.xlsx", sheet('<row r="2"><c r="B2"><v>5</v></c></row>', dimension=dimension))
    assert only(path).rows == {2: {2: 5}}


def test_rich_text_is_joined_and_phonetic_guides_are_left_out(tmp_path):
    strings = shared("<r><t>城关</t></r><r><t>镇</t></r><rPh sb='0' eb='1'><t>chengguan</t></rPh>")
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>直写</t></is></c></row>'
    assert only(book(tmp_path / "a.xlsx", sheet(cells), shared_xml=strings)).rows == {1: {1: "城关镇", 2: "直写"}}


def test_escapes_are_decoded_and_nuls_removed(tmp_path):
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_乙_x0000_丙 &amp; &lt;丁&gt;</t></is></c></row>'
    assert only(book(tmp_path / "a.xlsx", sheet(cells))).rows == {1: {1: "甲\r乙丙 & <丁>"}}


def test_a_namespace_prefix_or_absent_cell_references_do_no_harm(tmp_path):
    plain = sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>2</v></c></row>')
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    grid = only(book(tmp_path / "a.xlsx", prefixed))
    assert (grid.rows, grid.marks) == ({1: {2: 2}}, {(1, 1): "error:#REF!"})
    bare = sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert only(book(tmp_path / "b.xlsx", bare)).rows == {1: {1: 1, 2: 2}, 2: {1: 3}}


def test_error_cells_are_absent_and_marked(tmp_path):
    cells = '<row r="3"><c r="A3" t="e"><f>B1</f><v>#REF!</v></c><c r="B3" s="0" t="e"><v>#N/A</v></c></row>'
    grid = only(book(tmp_path / "a.xlsx", sheet(cells)))
    assert grid.rows == {}
    assert grid.marks == {(3, 1): "error:#REF!", (3, 2): "error:#N/A"}


def test_error_cells_without_references_are_marked_at_their_place(tmp_path):
    cells = '<row r="3"><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c t="e"><v>#REF!</v></c></row>'
    assert only(book(tmp_path / "a.xlsx", sheet(cells))).marks == {(3, 2): "error:#N/A", (4, 1): "error:#REF!"}


def test_formulas_give_their_stored_result_and_are_marked_without_one(tmp_path, empty_book):
    empty_book.active["A1"] = "=1+1"
    assert only(save(empty_book, tmp_path / "a.xlsx")).marks == {(1, 1): "no_result"}
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"甲"</f><v>甲</v></c>'
        '<c r="C1" t="str"><f>IF(A1&gt;1,"","")</f><v></v></c><c r="D1"><f t="shared" si="0"/></c>'
        '<c r="E1"><f>A1</f><v/></c><c r="F1"><f t="array" ref="F1">A1</f><v xml:space="preserve">7</v></c></row>'
    )
    grid = only(book(tmp_path / "b.xlsx", sheet(cells)))
    assert grid.rows == {1: {1: 2, 2: "甲", 6: 7}}
    assert grid.marks == {(1, 4): "no_result", (1, 5): "no_result"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('yyyy"年"m"月"', "2019-07"),
        ("yyyy-mm", "2019-07"),
        ("yyyy.mm", "2019-07"),
        ("[$-804]yyyy\\-mm;@", "2019-07"),
        ("mmm-yy", "2019-07"),
        ("yyyy/m/", "2019-07"),
        (17, "2019-07"),
        (57, "2019-07"),
        ("yyyy", "2019"),
        ('yyyy"年"', "2019"),
        ("yyyy-mm-dd", None),
        ('yyyy"年"m"月"d"日"', None),
        ("m/d/yy h:mm", None),
        ('m"月"d"日"', None),
        (14, None),
        (31, None),
    ],
)
def test_a_date_shown_without_its_day_or_month_says_so(tmp_path, code, said):
    cells = '<row r="2"><c r="C2" s="1"><v>43647</v></c><c r="D2" s="1"/></row>'
    grid = only(book(tmp_path / "a.xlsx", sheet(cells), styles_xml=styles(code)))
    assert grid.rows == {2: {3: datetime.date(2019, 7, 1)}}
    assert grid.marks == ({(2, 3): f"shown:{said}"} if said else {})


@pytest.mark.parametrize(
    ("number", "code", "mark"),
    [
        ("2021.1", "0.00", "shown:2021.10"),
        ("2021.1", 2, "shown:2021.10"),
        ("2021.1000000000001", "0.00_ ", "shown:2021.10"),
        ("86.1", "0.00_);[Red]\\(0.00\\)", "shown:86.10"),
        ("2021.1", "General", None),
        ("2021.1", "0.0", None),
        ("2021.07", "0.00", None),
        ("2021.2", "0.00", None),
        ("2021", "0.00", None),
        ("2021.1", "#,##0.00", None),
        ("0.1", "0.00%", None),
    ],
)
def test_october_typed_as_a_number_keeps_its_zero_when_the_sheet_shows_it(tmp_path, number, code, mark):
    cells = f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>'
    grid = only(book(tmp_path / "a.xlsx", sheet(cells), styles_xml=styles(code)))
    assert grid.rows == {1: {1: float(number) if "." in number else int(number)}}
    assert grid.marks == ({(1, 1): mark} if mark else {})


def test_the_1904_date_system_is_followed(tmp_path):
    cells = '<row r="1"><c r="A1" s="1"><v>42185</v></c></row>'
    head = '<workbookPr date1904="1"/>'
    grid = only(book(tmp_path / "a.xlsx", sheet(cells), styles_xml=styles("yyyy-mm"), workbook_head=head))
    assert grid.rows == {1: {1: datetime.date(2019, 7, 1)}}
    assert grid.marks == {(1, 1): "shown:2019-07"}


def test_a_far_cell_is_read_without_the_range_before_it(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="1048576"><c r="XFD1048576" s="1"><v>43647</v></c></row>'
    )
    path = book(tmp_path / "a.xlsx", sheet(cells), styles_xml=styles(14), shared_xml=shared("<t>甲 &amp; 乙</t>"))
    assert only(path).rows == {1: {1: "甲 & 乙"}, 1048576: {16384: datetime.date(2019, 7, 1)}}


def test_a_hundred_thousand_formatted_blank_rows_cost_nothing(tmp_path):
    blanks = "".join(
        f'<row r="{row}" s="1"><c r="A{row}" s="1"/><c r="IH{row}" s="1"/></row>' for row in range(2, 100_002)
    )
    path = book(tmp_path / "a.xlsx", sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{blanks}'), styles_xml=styles(57))
    grid = only(path)
    assert (grid.rows, grid.marks) == ({1: {1: 1}}, {})


def test_a_shared_string_count_that_lies_is_not_believed(tmp_path):
    strings = shared("<t>甲</t>", head='count="4294967295" uniqueCount="4294967295"')
    path = book(tmp_path / "a.xlsx", sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared_xml=strings)
    assert only(path).rows == {1: {1: "甲"}}


def test_a_workbook_with_macros_is_read_and_its_macros_are_data(tmp_path):
    path = tmp_path / "a.xlsm"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("表").write(0, 0, "甲")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"not run by anybody")
    assert only(path).rows == {1: {1: "甲"}}


def old_book():
    workbook = xlwt.Workbook(encoding="utf-8")
    return workbook, workbook.add_sheet("台账")


def test_an_xls_gives_values_dates_merges_marks_and_hidden_sheets(tmp_path):
    workbook, page = old_book()
    page.write_merge(0, 0, 0, 3, "标题")
    day = datetime.date(2019, 7, 1)
    page.write(1, 1, day, xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    page.write(1, 2, day, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.write(1, 3, 2021.1, xlwt.easyxf(num_format_str="0.00"))
    page.row(1).set_cell_error(4, "#REF!")
    page.write(1, 5, True)
    page.write(1, 6, 7)
    workbook.add_sheet("选项").visibility = 1
    workbook.add_sheet("深藏").visibility = 2
    first, second, third = read(save(workbook, tmp_path / "a.xls")).grids
    assert first.rows == {1: {1: "标题"}, 2: {2: day, 3: day, 4: 2021.1, 6: True, 7: 7}}
    assert first.merges == [(1, 1, 1, 4)]
    assert first.marks == {(2, 2): "shown:2019-07", (2, 4): "shown:2021.10", (2, 5): "error:#REF!"}
    assert (first.visible, second.visible, third.visible) == (True, False, False)


def test_an_xls_with_a_far_cell_is_read_without_the_range_before_it(tmp_path):
    workbook, page = old_book()
    page.write(0, 0, "甲")
    page.write(1, 0, datetime.date(2019, 7, 1), xlwt.easyxf(num_format_str="yyyy-mm"))
    page.write(65_274, 241, 2.5)
    grid = only(save(workbook, tmp_path / "a.xls"))
    assert grid.rows == {1: {1: "甲"}, 2: {1: datetime.date(2019, 7, 1)}, 65275: {242: 2.5}}
    assert grid.marks == {(2, 1): "shown:2019-07"}


def test_an_xls_with_formatted_blanks_over_its_whole_range_gives_its_few_rows(tmp_path):
    workbook, page = old_book()
    page.write(0, 0, "甲")
    border = xlwt.easyxf("borders: left thin")
    for row in range(1, 65_275, 7):
        page.write(row, 241, None, border)
    assert only(save(workbook, tmp_path / "a.xls")).rows == {1: {1: "甲"}}

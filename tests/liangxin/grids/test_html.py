"""Web pages that systems export under the name of an .xls: their tables are read, as text."""

import pytest

from liangxin.grids import Refused, read_file

pytestmark = pytest.mark.nodb

PAGE = "<html><head><title>甲,乙</title><style>td {{}}</style></head><body><table border=1>{}</table></body></html>"
LINES = (
    "<tr><th>单位名称<th>信用代码</tr><tr><td> 城关 商贸</td><td x:num>0911</td></tr>"
    "<tr><td>北关学校</td><td>52</td></tr>"
)
ROWS = {1: {1: "单位名称", 2: "信用代码"}, 2: {1: "城关 商贸", 2: "0911"}, 3: {1: "北关学校", 2: "52"}}


def read(tmp_path, page, encoding="utf-8", name="城关镇.xls"):
    path = tmp_path / "upload"
    path.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
    return read_file(path, name)


def only(tmp_path, page, **how):
    (grid,) = read(tmp_path, page, **how).grids
    return grid


def table(lines):
    return PAGE.format(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_every_usual_encoding(tmp_path, encoding):
    workbook = read(tmp_path, table(LINES), encoding)
    assert (workbook.format, [(grid.name, grid.rows) for grid in workbook.grids]) == ("html", [("城关镇", ROWS)])


def test_a_page_that_names_its_chinese_encoding_is_believed_and_one_that_lies_is_not(tmp_path):
    said = "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
    short = said + "<table><tr><td>镇<td>村</tr></table>"
    assert only(tmp_path, short, encoding="gb18030").rows == {1: {1: "镇", 2: "村"}}
    assert only(tmp_path, said + table(LINES)).rows == ROWS


def test_spans_become_merges_and_push_the_cells_below_aside(tmp_path):
    lines = (
        "<tr><td rowspan=2>序号<td rowspan='2'>单位名称<td colspan=2>党员</tr><tr><td>正式<td>预备</tr>"
        "<tr><td>1<td>甲<td>3<td>&nbsp;</tr>"
    )
    grid = only(tmp_path, table(lines))
    assert grid.rows == {
        1: {1: "序号", 2: "单位名称", 3: "党员"},
        2: {3: "正式", 4: "预备"},
        3: {1: "1", 2: "甲", 3: "3"},
    }
    assert grid.merges == [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)]


def test_line_breaks_entities_and_unclosed_tags_are_understood_and_scripts_unseen(tmp_path):
    lines = "<tr><td>甲&amp;乙&#20065;<br>二行<script>var x = '<td>';</script><td>a &lt; b<tr><td>丙<td>丁"
    assert only(tmp_path, table(lines)).rows == {1: {1: "甲&乙乡\n二行", 2: "a < b"}, 2: {1: "丙", 2: "丁"}}


def test_tags_that_are_never_closed_hide_nothing(tmp_path):
    assert only(tmp_path, f"<html><head><title>表<meta x><body><table>{LINES}").rows == ROWS


def test_a_table_inside_a_cell_belongs_to_it(tmp_path):
    lines = "<tr><td>甲<td><table><tr><td>内<td>里</table></tr><tr><td>乙<td>丙</tr>"
    assert only(tmp_path, table(lines)).rows == {1: {1: "甲", 2: "内里"}, 2: {1: "乙", 2: "丙"}}


def test_several_tables_are_several_sheets_and_lists_of_one_column_are_none(tmp_path):
    page = table("<tr><td>菜单</tr>") + table(LINES) + table("<tr><td>1<td>2</tr>")
    assert [(grid.name, len(grid.rows)) for grid in read(tmp_path, page).grids] == [("表1", 3), ("表2", 1)]


@pytest.mark.parametrize("said", ["9999999", "99999999999999999999", "-1", "x", "", "０"])
def test_an_absurd_span_is_held(tmp_path, said):
    grid = only(tmp_path, table(f"<tr><td colspan='{said}'>甲<td rowspan='{said}'>乙</tr><tr><td>丙</tr>"))
    assert "丙" in grid.rows[2].values()


@pytest.mark.parametrize(
    "page", ["<html><p>请登录</p>", "<html><table>", table("<tr><td>只有一格</tr>"), "<table" + "<td>" * 3]
)
def test_a_page_without_a_table_is_refused_as_a_page(tmp_path, page):
    with pytest.raises(Refused, match="网页"):
        read(tmp_path, page)

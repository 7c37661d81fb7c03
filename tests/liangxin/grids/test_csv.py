"""CSV in the encodings and dialects that office suites write."""

import codecs

import pytest

from liangxin.grids import Refused, read_file

pytestmark = pytest.mark.nodb

TABLE = "单位名称,信用代码,地址\n城关商贸,911100,东街1号\n,,\n北关学校,521100,西街2号\n"
ROWS = {
    1: {1: "单位名称", 2: "信用代码", 3: "地址"},
    2: {1: "城关商贸", 2: "911100", 3: "东街1号"},
    4: {1: "北关学校", 2: "521100", 3: "西街2号"},
}


def read(tmp_path, data, name="城关镇.csv"):
    path = tmp_path / "upload"
    path.write_bytes(data)
    workbook = read_file(path, name)
    assert workbook.format == "csv"
    (grid,) = workbook.grids
    return grid


def refusal(tmp_path, data):
    with pytest.raises(Refused) as caught:
        read(tmp_path, data)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_told_apart(tmp_path, encoding):
    grid = read(tmp_path, TABLE.encode(encoding))
    assert (grid.name, grid.visible, grid.rows) == ("城关镇", True, ROWS)


def test_utf_16_in_either_byte_order_is_read(tmp_path):
    assert read(tmp_path, codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be")).rows == ROWS


def test_rare_characters_of_gb18030_are_kept(tmp_path):
    assert read(tmp_path, "姓名,镇\n䶮𠮷,甲\n".encode("gb18030")).rows[2] == {1: "䶮𠮷", 2: "甲"}


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_told_apart(tmp_path, separator, line_end):
    text = TABLE.replace(",", separator).replace("\n", line_end)
    assert read(tmp_path, ("两新组织台账" + line_end + text).encode()).rows[2] == ROWS[1]


def test_the_first_line_that_names_the_separator_is_no_row(tmp_path):
    assert read(tmp_path, b"sep=;\r\na,1;b,2\r\n").rows == {1: {1: "a,1", 2: "b,2"}}


def test_quoted_separators_quotes_and_line_breaks_stay_in_their_cell(tmp_path):
    data = '名称,备注\n"甲,乙","他说""好""\n第二行"\n丙,5"\n'.encode()
    assert read(tmp_path, data).rows == {
        1: {1: "名称", 2: "备注"},
        2: {1: "甲,乙", 2: '他说"好"\n第二行'},
        3: {1: "丙", 2: '5"'},
    }


def test_odd_line_separators_inside_a_cell_break_no_row(tmp_path):
    data = "名称,地址\n甲\u2028乙,丙\x85丁\x0b戊\n".encode()
    assert read(tmp_path, data).rows[2] == {1: "甲\u2028乙", 2: "丙\x85丁\x0b戊"}


def test_values_stay_text_and_codes_written_as_formulas_lose_the_wrapping(tmp_path):
    data = '代码,数,空\n="010020003000400050",007, \n\t,\x00,1\n'.encode()
    assert read(tmp_path, data).rows == {
        1: {1: "代码", 2: "数", 3: "空"},
        2: {1: "010020003000400050", 2: "007"},
        3: {3: "1"},
    }


def test_an_open_quote_is_refused_with_the_row_where_it_opens(tmp_path):
    assert "第 3 行的双引号没有配对" in refusal(tmp_path, '名称,地址\n甲,东街\n乙,"西街\n丙,北街\n'.encode())


def test_an_open_quote_in_a_long_file_is_refused_with_its_row(tmp_path):
    text = '名称,地址\n甲,"东街\n' + "乙,西街\n" * 30_000
    assert "第 2 行的双引号没有配对" in refusal(tmp_path, text.encode())


def test_text_after_a_closed_quote_is_refused_with_its_row(tmp_path):
    assert "第 2 行的双引号" in refusal(tmp_path, '名称,地址\n"甲"公司,东街\n'.encode())


@pytest.mark.parametrize(("first", "second"), [("gb18030", "utf-8"), ("utf-8", "gb18030"), ("utf-8-sig", "gb18030")])
def test_a_mixture_of_encodings_is_refused_with_a_row_where_it_shows(tmp_path, first, second):
    data = "单位名称,地址\n城关商贸,东街\n".encode(first) + "北关小学,西街五十号\n".encode(second)
    sentence = refusal(tmp_path, data)
    assert "不同的文字编码" in sentence
    assert "行）" in sentence


def test_bytes_of_no_encoding_are_refused_with_their_row(tmp_path):
    assert "第 2 行" in refusal(tmp_path, "单位名称\n".encode("gb18030") + b"\xff\xff\xff\n")


def test_broken_utf_16_is_refused(tmp_path):
    assert "UTF-16" in refusal(tmp_path, codecs.BOM_UTF16_LE + "甲,乙".encode("utf-16-le") + b"\x00\xd8")


def test_a_workbook_named_csv_is_read_as_the_workbook_it_is(tmp_path):
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "甲"
    workbook.save(tmp_path / "a.csv")
    assert read_file(tmp_path / "a.csv", "a.csv").format == "xlsx"


def test_rows_and_cells_are_held_to_the_limits(tmp_path):
    assert "50000 行" in refusal(tmp_path, b"1,2\n" * 50_101)
    assert "256 列" in refusal(tmp_path, b"1," * 257)
    assert "第 1 行 B 列超过 2000 个字" in refusal(tmp_path, b"1," + b"2" * 2001)

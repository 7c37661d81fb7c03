"""Every file that is not read is refused with a sentence that names it, says what it is and what to do."""

import struct
import zipfile

import openpyxl
import pytest
import xlwt

from liangxin.grids import Refused, read_file
from tests.liangxin.grids.compounds import compound
from tests.liangxin.grids.packages import book, pack, parts, shared, sheet

pytestmark = pytest.mark.nodb

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path, name="城关镇.xlsx"):
    with pytest.raises(Refused) as caught:
        read_file(path, name)
    sentence = str(caught.value)
    assert sentence.startswith(f"“{name}”")
    assert sentence.endswith("。")
    assert "请" in sentence
    return sentence


def made(tmp_path, data):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


def good(tmp_path):
    workbook = openpyxl.Workbook()
    for row in range(1, 400):
        workbook.active.append([f"示例单位{row}", row])
    workbook.save(tmp_path / "good.xlsx")
    return (tmp_path / "good.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "空文件"),
        (b"\x00" * 5000, "空文件"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"BM\x00\x00\x00\x00\x00", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"\x09\x00\x04\x00\x07\x00\x10\x00", "很旧的 Excel"),
        ("<html><table><tr><td>单位名称</td></tr></table></html>".encode(), "网页"),
        ("\ufeff\n <!DOCTYPE html><html>".encode(), "网页"),
        ("<html><table>".encode("utf-16"), "网页"),
        ("<table border=1><tr><td>甲</td></tr></table>".encode("gb18030"), "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003 XML"),
        (b'<?xml version="1.0"?><root/>', "XML"),
        ("单位名称,信用代码\n甲,1\n".encode(), "纯文本"),
        (b"\x01\x02\x03\x00\x04" * 100, "不是表格"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(tmp_path, data, what):
    assert what in refusal(made(tmp_path, data))


@pytest.mark.parametrize(
    ("members", "what"),
    [
        (["word/document.xml"], "Word"),
        (["ppt/presentation.xml"], "演示文稿"),
        (["xl/workbook.bin"], ".xlsb"),
        (["mimetype", "content.xml"], "OpenDocument"),
        (["城关镇/台账.xlsx"], "压缩包"),
    ],
)
def test_other_zipped_files_are_named_for_what_they_are(tmp_path, members, what):
    assert what in refusal(pack(tmp_path / "a", dict.fromkeys(members, "…")))


@pytest.mark.parametrize(
    ("streams", "what"),
    [
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, "打开密码"),
        ({"WordDocument": b""}, "Word"),
        ({"PowerPoint__Document": b""}, "演示文稿"),
        ({"Book": b""}, "Excel 95"),
        ({"Something": b""}, "不是 Excel"),
    ],
)
def test_other_compound_files_are_named_for_what_they_are(tmp_path, streams, what):
    assert what in refusal(compound(tmp_path / "a", **streams), "城关镇.xls")


def test_an_encrypted_xls_is_refused_as_such(tmp_path):
    globals_part = struct.pack("<4H", 0x809, 4, 0x600, 5) + struct.pack("<HH", 0x2F, 54) + bytes(54)
    assert "打开密码" in refusal(compound(tmp_path / "a", Workbook=globals_part), "城关镇.xls")


def test_an_encrypted_zip_is_refused_as_such(tmp_path):
    data = bytearray(good(tmp_path))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refusal(made(tmp_path, data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused_as_damaged(tmp_path, share):
    data = good(tmp_path)
    assert "损坏" in refusal(made(tmp_path, data[: int(len(data) * share)]))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_xls_is_refused_as_damaged(tmp_path, share):
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("台账")
    for row in range(3000):
        page.write(row, 0, f"示例单位{row}")
    workbook.save(tmp_path / "good.xls")
    data = (tmp_path / "good.xls").read_bytes()
    assert "损坏" in refusal(made(tmp_path, data[: int(len(data) * share)]), "城关镇.xls")


def test_a_loop_in_a_compound_files_chains_ends_in_a_refusal(tmp_path):
    data = bytearray(compound(tmp_path / "a", Workbook=b"x" * 9000).read_bytes())
    struct.pack_into("<L", data, 512 + 4 * 5, 3)  # the stream's third sector leads back to its first
    assert "损坏" in refusal(made(tmp_path, data), "城关镇.xls")


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "danger",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
    ],
)
def test_a_dtd_or_an_entity_in_any_part_is_refused(tmp_path, part, danger):
    content = parts(sheet(CELL), shared_xml=shared("<t>甲</t>"))
    content[part] = content[part].replace("?>\n", f"?>\n{danger}", 1)
    assert "DTD" in refusal(pack(tmp_path / "a", content))


def test_xml_in_another_encoding_does_not_slip_past_the_checks(tmp_path):
    content = parts(sheet(CELL))
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].encode("utf-16")
    assert "编码" in refusal(pack(tmp_path / "a", content))


def test_two_members_of_one_name_are_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", sheet(CELL))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("XL/worksheets/Sheet1.xml", "other")
    assert "同名" in refusal(path)


def test_a_file_over_twenty_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(20 * 2**20 + 1)
    assert "20 MB" in refusal(path)


def test_a_file_that_is_gone_is_refused(tmp_path):
    assert "找不到" in refusal(tmp_path / "gone")


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/media/image1.png"])
def test_a_bomb_in_any_member_is_refused_by_what_comes_out_of_it(tmp_path, name):
    content = parts(sheet(CELL), shared_xml=shared("<t>甲</t>"))
    path, block = tmp_path / "a.xlsx", b"</row></si>".ljust(2**20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for part, text in content.items():
            if part != name:
                package.writestr(part, text)
        with package.open(name, "w") as member:
            member.write(content.get(name, "").encode())
            for _ in range(410):
                member.write(block)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # the declared size lies
        at = data.find(name.encode(), data.find(sign)) if sign == b"PK\x03\x04" else data.rfind(name.encode())
        struct.pack_into("<L", data, at - (30 if sign == b"PK\x03\x04" else 46) + offset, 1000)
    assert "400 MB" in refusal(made(tmp_path, data))


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="n"><v>twelve</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>one</v></c></row>',
        '<row r="1"><c r="A1" t="b"><v>1',
        '<row r="1"><c r="A1"><v>1</c></v></row>',
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    ],
)
def test_nonsense_in_a_sheet_is_refused_as_damaged(tmp_path, cells):
    assert "损坏" in refusal(book(tmp_path / "a.xlsx", sheet(cells), shared_xml=shared("<t>甲</t>")))


def test_a_workbook_that_lists_a_sheet_it_does_not_have_is_refused(tmp_path):
    content = parts(sheet(CELL))
    del content["xl/worksheets/sheet1.xml"]
    assert "损坏" in refusal(pack(tmp_path / "a", content))


def test_a_cell_of_more_than_two_thousand_characters_is_named(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "非公企业"
    workbook.active["AB7"] = "字" * 2001
    workbook.save(tmp_path / "a.xlsx")
    sentence = refusal(tmp_path / "a.xlsx")
    assert "工作表“非公企业”第 7 行 AB 列" in sentence
    assert "2000 个字" in sentence


def test_more_than_fifty_thousand_rows_are_refused(tmp_path):
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 50_102))
    assert "50000 行" in refusal(book(tmp_path / "a.xlsx", sheet(rows)))


def test_more_than_256_used_columns_are_refused(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(list(range(257)))
    workbook.save(tmp_path / "a.xlsx")
    assert "256 列" in refusal(tmp_path / "a.xlsx")


def test_merges_that_cover_more_rows_than_anybody_fills_are_refused(tmp_path):
    far = CELL + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    whole, three = '<mergeCell ref="A1:A1048576"/>', '<mergeCell ref="B1:B3"/>' * 3
    assert "合并单元格" in refusal(book(tmp_path / "a.xlsx", sheet(far, after=f"<mergeCells>{whole}</mergeCells>")))
    for name, rows, merges in (("b.xlsx", CELL, whole), ("c.xlsx", far, three)):
        path = book(tmp_path / name, sheet(rows, after=f"<mergeCells>{merges}</mergeCells>"))
        assert read_file(path, name).grids[0].merges[0][0] == 1


def test_nothing_is_left_behind_beside_the_file(tmp_path):
    path = made(tmp_path, b"%PDF")
    refusal(path)
    assert list(tmp_path.iterdir()) == [path]

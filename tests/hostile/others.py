"""Compound files, formats under another format's name, and texts."""

import io
import struct
from pathlib import Path

from tests.hostile.packing import GOOD, book, cut, packed, survey_xls
from tests.hostile.tables import SURVEY, csv_of, html_of
from tests.liangxin.grids.compounds import compound


def _patched(at: int, value: int, size: int = 9000):
    """A compound file with one number of its own set."""

    def make(folder: Path) -> bytes:
        data = bytearray(compound(folder / "compound", Workbook=b"x" * size).read_bytes())
        struct.pack_into("<L", data, at, value)
        return bytes(data)

    return make


def _streams(**streams):
    return lambda folder: compound(folder / "compound", **streams).read_bytes()


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


BEGIN = _record(0x809, struct.pack("<HHHH", 0x600, 5, 0, 0))


def _tree_loop(folder: Path) -> bytes:
    data = bytearray(compound(folder / "compound", Workbook=b"x" * 9000, Other=b"y").read_bytes())
    directory = 512 * 2
    struct.pack_into("<LL", data, directory + 128 + 68, 2, 1)  # both neighbours of an entry lead back
    return bytes(data)


def _far_xls(_):
    import xlwt

    old = xlwt.Workbook(encoding="utf-8")
    page = old.add_sheet("表")
    for row, values in enumerate(SURVEY):
        for column, value in enumerate(values):
            page.write(row, column, value)
    page.write(65_535, 255, "备注")
    file = io.BytesIO()
    old.save(file)
    return file.getvalue()


COMPOUNDS = {
    "a sound .xls": ("摸排表.xls", lambda _: survey_xls(), GOOD),
    "an .xls cut off": ("摸排表.xls", lambda _: cut(survey_xls(), 0.6), "损坏"),
    "a loop in a chain of sectors": ("摸排表.xls", _patched(512 + 4 * 5, 3), "损坏"),
    "a loop in the directory's sectors": ("摸排表.xls", _patched(512 + 4, 1), "损坏"),
    "a loop in the directory's tree": ("摸排表.xls", _tree_loop, "损坏"),
    "a loop in the tables of sectors": ("摸排表.xls", _patched(68, 0), "损坏"),
    "a directory that lies nowhere": ("摸排表.xls", _patched(48, 0x7FFFFFFF), "损坏"),
    "an allocation table that lies nowhere": ("摸排表.xls", _patched(76, 0x00FFFFFF), "损坏"),
    "sectors of an absurd size": ("摸排表.xls", _patched(30, 0x00FF00FF), "损坏"),
    "a stream longer than the file": ("摸排表.xls", _patched(512 * 2 + 128 + 120, 0x7FFFFFFF), "损坏"),
    "an .xls of nothing but noise": ("摸排表.xls", _streams(Workbook=b"x" * 9000), "损坏"),
    "a record longer than its stream": (
        "摸排表.xls",
        _streams(Workbook=BEGIN + struct.pack("<HH", 0xFC, 65_535)),
        "损坏",
    ),
    "an .xls that declares 2^32 - 1 strings": (
        "摸排表.xls",
        _streams(Workbook=BEGIN + _record(0xFC, struct.pack("<LL", 2**32 - 1, 2**32 - 1)) + _record(10, b"")),
        "没有",
    ),
    "a sheet that begins nowhere": (
        "摸排表.xls",
        _streams(Workbook=BEGIN + _record(0x85, struct.pack("<LBBBB", 2**31, 0, 0, 1, 0) + b"a") + _record(10, b"")),
        "损坏",
    ),
    "a sheet that begins at itself": (
        "摸排表.xls",
        _streams(Workbook=BEGIN + _record(0x85, struct.pack("<LBBBB", 0, 0, 0, 1, 0) + b"a") + _record(10, b"")),
        "没有",
    ),
    "an encrypted .xls": ("摸排表.xls", _streams(Workbook=BEGIN + _record(0x2F, bytes(54))), "打开密码"),
    "an encrypted .xlsx": (_streams(EncryptionInfo=b"", EncryptedPackage=b"x" * 5000), "打开密码"),
    "an .xls with a far cell": ("摸排表.xls", _far_xls, GOOD),
}


RENAMED = {
    "an .xlsx named .xls": ("摸排表.xls", lambda _: book(), GOOD),
    "an .xls named .xlsx": (lambda _: survey_xls(), GOOD),
    "an .xlsx named .csv": ("摸排表.csv", lambda _: book(), GOOD),
    "a CSV named .xlsx": (lambda _: csv_of(SURVEY).encode(), "纯文本"),
    "a CSV named .xls": ("摸排表.xls", lambda _: csv_of(SURVEY).encode("gb18030"), "纯文本"),
    "a workbook without an ending": ("摸排表", lambda _: book(), GOOD),
    "a Word document named .xls": ("摸排表.xls", _streams(WordDocument=b"x" * 5000), "Word"),
    "a Word document named .xlsx": (lambda _: packed({"word/document.xml": "<a/>"}), "Word"),
    "a binary workbook named .xlsx": (lambda _: packed({"xl/workbook.bin": "x"}), ".xlsb"),
    "an OpenDocument table named .xlsx": (lambda _: packed({"content.xml": "<a/>"}), ".ods"),
    "a PDF named .xlsx": (lambda _: b"%PDF-1.7\n" + bytes(200), "PDF"),
    "a picture named .xlsx": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(200), "图片"),
    "a program named .xlsx": (lambda _: b"MZ" + bytes(600), "程序"),
    "a RAR named .xlsx": (lambda _: b"Rar!\x1a\x07\x00" + bytes(90), "压缩包"),
    "Excel 95 named .xls": ("摸排表.xls", _streams(Book=b"x" * 5000), "Excel 95"),
    "Excel 2003 XML named .xls": (
        "摸排表.xls",
        lambda _: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "Excel 2003 XML",
    ),
    "a table of a web page named .xls": ("摸排表.xls", lambda _: html_of(SURVEY).encode(), GOOD),
    "a table of a web page in GBK named .xlsx": (
        lambda _: html_of(SURVEY).replace("utf-8", "gbk").encode("gb18030"),
        GOOD,
    ),
    "a table of a web page cut off": ("摸排表.xls", lambda _: html_of(SURVEY).rpartition("</td>")[0].encode(), GOOD),
    "a web page of absurd spans": (
        "摸排表.xls",
        lambda _: (
            html_of(SURVEY).replace("</table>", "<tr><td colspan=1000 rowspan=50000>x" * 20_000 + "</table>").encode()
        ),
        "请",
    ),
    "a web page of nothing but tags": (
        "摸排表.xls",
        lambda _: b"<html><table><tr><td>a<td>b" + b"<td>" * 4_000_000,
        "请",
    ),
    "a web archive named .xls": ("摸排表.xls", lambda _: b"MIME-Version: 1.0\r\n\r\n<html>", "网页"),
    "a page of words named .xls": ("摸排表.xls", lambda _: "<html><p>请登录</p></html>".encode(), "网页"),
    "nothing but NULs": (lambda _: bytes(5000), "空文件"),
    "noise": (lambda _: bytes(range(256)) * 40, "不是表格"),
    "more than twenty megabytes": (lambda _: b"PK\x03\x04" + bytes(20 << 20), "20 MB"),
}


CSV = csv_of(SURVEY)
TEXTS = {
    "CSV in UTF-8": ("摸排表.csv", lambda _: CSV.encode(), GOOD),
    "CSV in UTF-8 with its mark": ("摸排表.csv", lambda _: CSV.encode("utf-8-sig"), GOOD),
    "CSV in GB18030": ("摸排表.csv", lambda _: CSV.encode("gb18030"), GOOD),
    "CSV in UTF-16": ("摸排表.csv", lambda _: CSV.encode("utf-16"), GOOD),
    "CSV in UTF-16, the other way round": ("摸排表.csv", lambda _: b"\xfe\xff" + CSV.encode("utf-16-be"), GOOD),
    "CSV in half of UTF-16": ("摸排表.csv", lambda _: CSV.encode("utf-16")[:-1], "UTF-16"),
    "CSV in two encodings": ("摸排表.csv", lambda _: CSV.encode() + csv_of(SURVEY[1:]).encode("gb18030"), "文字编码"),
    "CSV with bytes of no encoding": ("摸排表.csv", lambda _: CSV.encode() + b"\xff\xff\xff\r\n", "文字编码"),
    "CSV with an open quote": ("摸排表.csv", lambda _: CSV.replace("新泰", '"新泰', 1).encode(), "双引号"),
    "CSV with text behind a quote": ("摸排表.csv", lambda _: CSV.replace("城关镇", '"城关"镇', 1).encode(), "双引号"),
    "CSV with NULs": ("摸排表.csv", lambda _: CSV.replace("新泰", "新\0泰").encode(), GOOD),
    "CSV of one endless line": ("摸排表.csv", lambda _: b"a," * 1_000_000, "256 列"),
    "CSV of one endless cell": ("摸排表.csv", lambda _: b"a" * 5_000_000, "2000 个字"),
    "CSV of too many rows": ("摸排表.csv", lambda _: CSV.encode() + b"1,2,3\r\n" * 50_200, "50000 行"),
    "CSV of nothing but separators": ("摸排表.csv", lambda _: b",,,,\r\n" * 100_000, "没有"),
    "CSV of blanks": ("摸排表.csv", lambda _: b" \r\n" * 100, "空文件"),
    "CSV of its mark only": ("摸排表.csv", lambda _: b"\xef\xbb\xbf", "没有"),
    "CSV with control characters": ("摸排表.csv", lambda _: CSV.replace("新泰", "新\x07\x1b泰").encode(), GOOD),
    "CSV between tabulators": ("摸排表.csv", lambda _: CSV.replace(",", "\t").encode(), GOOD),
    "a file whose name leads out of the folder": ("../../../etc/摸排表.csv", lambda _: CSV.encode(), GOOD),
    "a file with a name of 300 characters": ("表" * 296 + ".csv", lambda _: CSV.encode(), GOOD),
    "a file with an odd name": ("摸\u202e排\u200b表'<b>&;.csv", lambda _: CSV.encode(), GOOD),
}

"""Zips that are cut, packed anew and crafted, and what inflates past all measure."""

import io
import struct
import zipfile
from pathlib import Path

from tests.hostile.packing import GOOD, book, changed, cut, packed
from tests.hostile.tables import SURVEY, rows_of
from tests.liangxin.grids.packages import parts, shared, sheet


def _reordered(_):
    made = parts(sheet(rows_of(SURVEY)))
    return packed(dict(reversed(made.items())), zipfile.ZIP_STORED)


def _streamed(_):
    """Sizes behind the data, as programs write that cannot seek."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, block):
            self.data += block
            return len(block)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts(sheet(rows_of(SURVEY))).items():
            package.writestr(name, text)
    return bytes(pipe.data)


def _encrypted_zip(_):
    data = bytearray(book())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _wrong_sums(_):
    data = bytearray(book())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 16, 12345)
    return bytes(data)


def _doubled(_):
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("XL/worksheets/Sheet1.xml", "other")
    return made.getvalue()


def _overlapping(_):
    """Two hundred entries of the directory that share one body of 8 MB."""
    made = parts(sheet(rows_of(SURVEY)))
    data = bytearray(packed({**made, "xl/media/a.bin": b"\0" * (8 << 20)}))
    end = data.rfind(b"PK\x05\x06")
    count, size = struct.unpack_from("<HL", data, end + 10)
    entry = data[data.rfind(b"PK\x01\x02") : end]
    added = b"".join(bytes(entry).replace(b"a.bin", f"{n:05}".encode()) for n in range(200))
    data[end:end] = added
    struct.pack_into("<HHL", data, data.rfind(b"PK\x05\x06") + 8, count + 200, count + 200, size + len(added))
    return bytes(data)


ZIPS = {
    "a sound workbook": (lambda _: book(), GOOD),
    "a zip cut off in the middle": (lambda _: cut(book(), 0.5), "损坏"),
    "a zip cut off at its very end": (lambda _: book()[:-3], "损坏"),
    "a zip without its first byte": (lambda _: book()[1:], "不是表格"),
    "a zip packed anew, unordered and without compression": (_reordered, GOOD),
    "a zip written as a stream": (_streamed, GOOD),
    "a zip with another program before it": (lambda _: b"MZ" + bytes(500) + book(), "程序"),
    "a zip with bytes behind it": (lambda _: book() + b"\r\n" * 40, GOOD),
    "a zip of another compression": (lambda _: packed(parts(sheet(rows_of(SURVEY))), zipfile.ZIP_BZIP2), "压缩方法"),
    "an encrypted zip": (_encrypted_zip, "密码"),
    "a zip with a wrong check sum": (_wrong_sums, "损坏"),
    "a zip with two members of one name": (_doubled, "同名"),
    "members that share their bytes": (_overlapping, "400 MB"),
    "names that lead out of the folder": (
        lambda _: packed(parts(sheet(rows_of(SURVEY))) | {"../../../tmp/x.xml": "<a/>", "/etc/x": "1"}),
        GOOD,
    ),
    "seventy thousand members": (
        lambda _: packed(parts(sheet(rows_of(SURVEY))) | {f"x/{n}": "" for n in range(70_000)}),
        "损坏",
    ),
    "a workbook in a zip": (lambda _: packed({"城关镇/摸排表.xlsx": book()}), "解压"),
    "an empty zip": (lambda _: packed({}), "压缩包"),
}


def _bomb(part: str, filling: bytes = b"<row></row>"):
    """A workbook of which one member inflates to 410 MB and says it has a thousand bytes."""

    def make(folder: Path) -> bytes:
        made = parts(sheet(rows_of(SURVEY)), shared_xml=shared("<t>甲</t>"))
        path, block = folder / "bomb", filling.ljust(1 << 20)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, text in made.items():
                if name != part:
                    package.writestr(name, text)
            with package.open(part, "w") as member:
                member.write(made.get(part, "").rpartition("</")[0].encode())
                for _ in range(410):
                    member.write(block)
        data = bytearray(path.read_bytes())
        at = data.rfind(part.encode())
        struct.pack_into("<L", data, at - 46 + 24, 1000)
        return bytes(data)

    return make


def _strings(count: int, said: str = "", text: str = "甲"):
    """A workbook with so many shared strings."""
    rows = rows_of(SURVEY) + '<row r="9"><c r="A9" t="s"><v>0</v></c></row>'
    return lambda _: book(rows, shared_xml=shared(*[f"<t>{text}</t>"] * count, head=said))


def _with_dtd(part: str, danger: str):
    return lambda _: changed(**{part: ("?>\n", f"?>\n{danger}")})


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
BOMBS = {
    "a sheet that inflates past the limit": (_bomb("xl/worksheets/sheet1.xml"), "400 MB"),
    "shared strings that inflate past the limit": (_bomb("xl/sharedStrings.xml", b"<si></si>"), "400 MB"),
    "a picture that inflates past the limit": (_bomb("xl/media/image1.png", b""), "400 MB"),
    "styles that inflate past the limit": (_bomb("xl/styles.xml", b"<xf/>"), "400 MB"),
    "a declared count of 2^32 - 1 strings": (_strings(1, 'count="4294967295" uniqueCount="4294967295"'), GOOD),
    "a declared count of no number": (_strings(1, 'count="-7" uniqueCount="x"'), GOOD),
    "two million shared strings": (_strings(2_000_000), GOOD),
    "an entity bomb in a sheet": (_with_dtd("xl/worksheets/sheet1.xml", LAUGHS), "DTD"),
    "an entity bomb in the strings": (_with_dtd("xl/sharedStrings.xml", LAUGHS), "DTD"),
    "an external entity": (
        _with_dtd("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "DTD",
    ),
    "an external DTD": (_with_dtd("xl/styles.xml", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "DTD"),
    "a sheet in UTF-16": (
        lambda _: packed(
            parts(sheet(rows_of(SURVEY))) | {"xl/worksheets/sheet1.xml": sheet(rows_of(SURVEY)).encode("utf-16")}
        ),
        "编码",
    ),
    "a hundred thousand elements inside each other": (
        lambda _: book(rows_of(SURVEY), after="<extLst>" + "<a>" * 100_000 + "</a>" * 100_000 + "</extLst>"),
        GOOD,
    ),
    "an attribute of ten megabytes": (
        lambda _: book(rows_of(SURVEY), after=f'<ignored x="{"a" * (10 << 20)}"/>'),
        GOOD,
    ),
}

"""What a file really is, by its first bytes and never by its name."""

import re

from liangxin.grids.limits import ENCRYPTED, RESAVE, Unreadable

TEXT_ENDINGS = (".csv", ".txt", ".tsv")

# first bytes -> what people call it
KNOWN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或视频"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"SQLite format 3", "数据库文件"),
    (b"MZ", "程序文件"),
)
ARCHIVES = ("RAR 压缩包", "7z 压缩包", "gzip 压缩包")
BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
CONTROLS = bytes({*range(9), *range(14, 27), 28, 29, 30, 31})  # of all that a text does not hold
TABLE = re.compile(rb"<\0?t\0?a\0?b\0?l\0?e", re.IGNORECASE)  # in UTF-16 too
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def container_of(data: bytes, ending: str) -> str:
    """ "zip", "ole", "html" or "text" for the file's bytes; `ending` is the name's lower-case suffix.

    Raises Unreadable for everything else, naming it.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise Unreadable("是空文件，里面没有内容。请检查后重新上传。")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if data.startswith(BARE_BIFF):
        raise Unreadable(f"是很旧的 Excel 格式。{RESAVE}")
    for start, what in KNOWN:
        if data.startswith(start) and _is_binary(data, start):
            step = "请先解压，再上传里面的表格。" if what in ARCHIVES else "请上传表格（.xlsx、.xls 或 .csv）。"
            raise Unreadable(f"是{what}，不是表格。{step}")
    if _is_table_page(data):
        return "html"
    head = data[:4096]
    strange = len(head) - len(head.translate(None, CONTROLS))
    if not data.startswith(BYTE_ORDER_MARKS) and strange * 20 > len(head):  # a text may hold a stray NUL
        raise Unreadable(f"不是表格，或已损坏。{RESAVE}")
    if ending not in TEXT_ENDINGS:
        raise Unreadable(
            f"其实是纯文本，只是名字写成了 {ending or '没有扩展名'}。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"
        )
    return "text"


def refuse_zip(names: set[str]) -> None:
    """Raise Unreadable when the zip's member names (lower case) are not those of an .xlsx or .xlsm workbook."""
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise Unreadable(f"是二进制工作簿（.xlsb）。{RESAVE}")
    if "word/document.xml" in names:
        raise Unreadable("是 Word 文档，不是表格。请把里面的表格复制到 WPS 表格或 Excel，另存为 .xlsx 后再上传。")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("是演示文稿，不是表格。请上传表格（.xlsx、.xls 或 .csv）。")
    if "content.xml" in names:
        raise Unreadable(f"是 OpenDocument 文件（.ods）。{RESAVE}")
    raise Unreadable("是压缩包，不是表格。请先解压，再上传里面的表格。")


def refuse_ole(names: set[str]) -> None:
    """Raise Unreadable when the compound file's stream names (lower case) are not those of an .xls workbook."""
    if "encryptedpackage" in names:
        raise Unreadable(ENCRYPTED)
    if "worddocument" in names:
        raise Unreadable("是 Word 文档，不是表格。请把里面的表格复制到 WPS 表格或 Excel，另存为 .xlsx 后再上传。")
    if "powerpoint document" in names:
        raise Unreadable("是演示文稿，不是表格。请上传表格（.xlsx、.xls 或 .csv）。")
    if "workbook" in names:
        return
    if "book" in names:
        raise Unreadable(f"是很旧的 Excel 95 格式。{RESAVE}")
    raise Unreadable(f"不是 Excel 表格（可能是 WPS 的 .et、.wps 或其他文件）。{RESAVE}")


def _is_binary(data: bytes, start: bytes) -> bool:
    """Two letters such as BM or MZ may begin a plain text as well."""
    return len(start) > 2 or b"\x00" in data[:512]


def _is_table_page(data: bytes) -> bool:
    """Whether this is a web page with a table. Raises Unreadable for other markup."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"mime-version:"):
        raise Unreadable(f"是网页（单个文件网页 MHT），只是名字写成了表格。{RESAVE}")
    if not head.startswith(b"<"):
        return False
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        raise Unreadable(f"是 XML 表格（Excel 2003 XML）。{RESAVE}")
    if head.startswith(b"<?xml") and b"<html" not in head:
        raise Unreadable(f"是XML 文件，不是工作簿。{RESAVE}")
    if not TABLE.search(data):
        raise Unreadable(f"是网页（HTML），里面没有表格。{RESAVE}")
    return True

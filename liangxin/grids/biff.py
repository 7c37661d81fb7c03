"""One pass over the records of an .xls workbook, for what the reader library does not tell (see walk.py)."""

import struct

from liangxin.grids.formats import BUILT_IN, kind_of
from liangxin.grids.limits import BROKEN, ENCRYPTED, Unreadable

BOF, EOF, FILEPASS, DATE_MODE, FORMAT, XF, SHEET = 0x809, 0x0A, 0x2F, 0x22, 0x41E, 0xE0, 0x85
FORMULA, NUMBER, RK, MANY_RK, BOOL_OR_ERROR = 0x06, 0x203, 0x27E, 0xBD, 0x205
TEXT_CELL, TEXT_NUMBER = 0x204, 0xFD
BLANK, MANY_BLANK = 0x201, 0xBE
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BIFF8 = 0x600


class XlsWalk:
    """One sheet: `rows` and `columns` reached by cells with values, `marks` and `styled` as in walk.Walk."""

    def __init__(self):
        self.rows = self.columns = 0
        self.marks: dict[tuple[int, int], str] = {}
        self.styled: dict[tuple[int, int], str] = {}
        self.date1904 = False


def look_into(stream: bytes) -> list[XlsWalk]:
    """A walk for each sheet of the workbook stream, in order. Raises Unreadable."""
    try:
        return _look_into(stream)
    except (struct.error, IndexError) as fault:
        raise Unreadable(BROKEN) from fault


def _look_into(stream: bytes) -> list[XlsWalk]:
    formats, styles, starts, date1904 = {}, [], [], False
    for kind, at, size in _records(stream, 0):
        if kind == BOF and struct.unpack_from("<H", stream, at)[0] != BIFF8:
            raise Unreadable("是很旧的 Excel 格式。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。")
        if kind == FILEPASS:
            raise Unreadable(ENCRYPTED)
        if kind == DATE_MODE:
            date1904 = bool(stream[at])
        elif kind == FORMAT:
            number, length, wide = struct.unpack_from("<HHB", stream, at)
            code = stream[at + 5 : at + size].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            formats[number] = kind_of(code[:length])
        elif kind == XF:
            number = struct.unpack_from("<H", stream, at + 2)[0]
            styles.append(formats.get(number, BUILT_IN.get(number, "")))
        elif kind == SHEET:
            starts.append(struct.unpack_from("<L", stream, at)[0])
    kinds = {number: kind for number, kind in enumerate(styles) if kind}
    return [_walk(stream, start, kinds, date1904) for start in starts]


def _records(stream: bytes, at: int):
    """(kind, start, bytes) of each record from one BOF to its EOF."""
    depth, header = 0, struct.Struct("<HH")
    while at + 4 <= len(stream):
        kind, size = header.unpack_from(stream, at)
        at += 4
        if at + size > len(stream):
            raise Unreadable(BROKEN)
        yield kind, at, size
        at += size
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return


def _walk(stream: bytes, start: int, kinds: dict[int, str], date1904: bool) -> XlsWalk:
    walk = XlsWalk()
    walk.date1904 = date1904
    place = struct.Struct("<3H")
    cells = {FORMULA, NUMBER, RK, MANY_RK, BOOL_OR_ERROR, TEXT_CELL, TEXT_NUMBER}
    for kind, at, size in _records(stream, start):
        if kind not in cells:
            continue
        row, column, style = place.unpack_from(stream, at)
        walk.rows = max(walk.rows, row + 1)
        if kind == MANY_RK:
            last = (size - 6) // 6
            walk.columns = max(walk.columns, column + last)
            if kinds:
                for step in range(last):
                    _style(walk, row, column + step, struct.unpack_from("<H", stream, at + 4 + step * 6)[0], kinds)
            continue
        walk.columns = max(walk.columns, column + 1)
        if kinds:
            _style(walk, row, column, style, kinds)
        if kind == BOOL_OR_ERROR and stream[at + 7]:
            walk.marks[row + 1, column + 1] = "error:" + ERRORS.get(stream[at + 6], "#N/A")
        elif kind == FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            walk.marks[row + 1, column + 1] = "error:" + ERRORS.get(stream[at + 8], "#N/A")
    return walk


def _style(walk: XlsWalk, row: int, column: int, style: int, kinds: dict[int, str]) -> None:
    if style in kinds:
        walk.styled[row + 1, column + 1] = kinds[style]

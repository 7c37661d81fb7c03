"""One pass over the records of an .xls workbook, for what the reader library does not tell (see walk.py)."""

import struct

from liangxin.grids.formats import BUILT_IN, DATES, is_date, kind_of
from liangxin.grids.limits import BROKEN, ENCRYPTED, RESAVE, Unreadable

BOF, EOF, FILEPASS, DATE_MODE, FORMAT, XF, SHEET = 0x809, 0x0A, 0x2F, 0x22, 0x41E, 0xE0, 0x85
FORMULA, NUMBER, RK, MANY_RK, BOOL_OR_ERROR = 0x06, 0x203, 0x27E, 0xBD, 0x205
TEXT_CELL, TEXT_NUMBER = 0x204, 0xFD
BLANK, MANY_BLANK, DIMENSIONS, STRINGS, CONTINUE, TEXT_RESULT, MERGES = 0x201, 0xBE, 0x200, 0xFC, 0x3C, 0x207, 0xE5
CELLS = {FORMULA, NUMBER, RK, MANY_RK, BOOL_OR_ERROR, TEXT_CELL, TEXT_NUMBER, BLANK, MANY_BLANK}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BIFF8 = 0x600


class XlsSheet:
    """One worksheet, its records beginning at `start`: `rows` and `columns` reached by its cells, blank ones too;
    `merges`, `marks` and `styled` as in walk.Walk.
    """

    def __init__(self, start: int, name: str, visible: bool):
        self.start, self.name, self.visible = start, name, visible
        self.rows = self.columns = 0
        self.merges: list[tuple[int, int, int, int]] = []
        self.marks: dict[tuple[int, int], str] = {}
        self.styled: dict[tuple[int, int], str] = {}


class XlsBook:
    """The workbook stream: its worksheets in order, the date system, `kinds` and `date_styles` of the cell
    styles (see book.Book), and where the shared strings lie: [(start, bytes)]. Raises Unreadable.
    """

    def __init__(self, stream: bytes):
        self.stream = stream
        self.date1904 = False
        self.kinds: dict[int, str] = {}
        self.date_styles: set[int] = set()
        self.strings: list[tuple[int, int]] = []
        try:
            self.sheets = self._globals()
            for sheet in self.sheets:
                _walk(stream, sheet, self.kinds)
        except (struct.error, IndexError) as fault:
            raise Unreadable(BROKEN) from fault

    def _globals(self) -> list[XlsSheet]:
        """Read what holds for all sheets."""
        stream, codes, sheets, style, before = self.stream, {}, [], 0, 0
        for kind, at, size in records(stream, 0):
            if kind == BOF and struct.unpack_from("<H", stream, at)[0] != BIFF8:
                raise Unreadable(f"是很旧的 Excel 格式。{RESAVE}")
            if kind == FILEPASS:
                raise Unreadable(ENCRYPTED)
            if kind == DATE_MODE:
                self.date1904 = bool(stream[at])
            elif kind == FORMAT:
                number, length, wide = struct.unpack_from("<HHB", stream, at)
                code = stream[at + 5 : at + size].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
                codes[number] = code[:length]
            elif kind == XF:
                self._style(style, struct.unpack_from("<H", stream, at + 2)[0], codes)
                style += 1
            elif kind == SHEET and stream[at + 5] == 0:  # charts and macro sheets hold no table
                start, hidden, _, length, wide = struct.unpack_from("<L4B", stream, at)
                name = stream[at + 8 : at + size].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
                sheets.append(XlsSheet(start, name[:length], not hidden & 3))
            elif kind == STRINGS or (kind == CONTINUE and before == STRINGS):
                self.strings.append((at, size))
            before = before if kind == CONTINUE else kind
        return sheets

    def _style(self, style: int, number: int, codes: dict[int, str]) -> None:
        code = codes.get(number)
        kind = BUILT_IN.get(number, "") if code is None else kind_of(code)
        if kind:
            self.kinds[style] = kind
        if number in DATES if code is None else is_date(code):
            self.date_styles.add(style)


def records(stream: bytes, at: int):
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


def _walk(stream: bytes, sheet: XlsSheet, kinds: dict[int, str]) -> None:
    place = struct.Struct("<3H")
    for kind, at, size in records(stream, sheet.start):
        if kind == DIMENSIONS:  # believed by the library, so it counts
            top, bottom, left, right = struct.unpack_from("<LLHH", stream, at)
            sheet.rows, sheet.columns = max(sheet.rows, bottom - top), max(sheet.columns, right - left)
        elif kind == MERGES:
            for top, bottom, left, right in struct.iter_unpack("<4H", stream[at + 2 : at + 2 + (size - 2) // 8 * 8]):
                sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
        if kind not in CELLS:
            continue
        row, column, style = place.unpack_from(stream, at)
        last = column
        if kind == MANY_BLANK:
            last += (size - 6) // 2 - 1
        elif kind == MANY_RK:
            last += (size - 6) // 6 - 1
        sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, last + 1)
        if kinds and kind not in (BLANK, MANY_BLANK):
            for step in range(last - column + 1):
                found = kinds.get(struct.unpack_from("<H", stream, at + 4 + step * 6)[0])
                if found:
                    sheet.styled[row + 1, column + step + 1] = found
        if kind == BOOL_OR_ERROR and stream[at + 7]:
            sheet.marks[row + 1, column + 1] = "error:" + ERRORS.get(stream[at + 6], "#N/A")
        elif kind == FORMULA and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            sheet.marks[row + 1, column + 1] = "error:" + ERRORS.get(stream[at + 8], "#N/A")

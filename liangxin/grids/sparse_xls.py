"""Sheets of an .xls that the reader library cannot hold: a few cells spread over the whole range (see sparse.py)."""

import struct

from liangxin.grids import biff
from liangxin.grids.limits import BROKEN, CELLS, TOO_MANY_CELLS, Unreadable
from liangxin.grids.serials import moment


class SparseXlsReader:
    """Reads the worksheets of one workbook stream; the shared strings are loaded once."""

    def __init__(self, book: biff.XlsBook):
        self.book = book
        self._strings: list[str] | None = None

    def rows(self, sheet: biff.XlsSheet):
        """(row number, column numbers, values) for each row that has cells. Raises Unreadable."""
        rows: dict[int, dict[int, object]] = {}
        count = 0
        try:
            for row, column, value in self._cells(sheet):
                rows.setdefault(row + 1, {})[column + 1] = value
                count += 1
                if count > CELLS:
                    raise Unreadable(TOO_MANY_CELLS)
        except (struct.error, IndexError) as fault:
            raise Unreadable(BROKEN) from fault
        for number, cells in sorted(rows.items()):
            columns = sorted(cells)
            yield number, columns, [cells[column] for column in columns]

    def _cells(self, sheet: biff.XlsSheet):
        stream, pending = self.book.stream, None
        for kind, at, size in biff.records(stream, sheet.start):
            if kind == biff.TEXT_RESULT and pending:
                yield *pending, _string(stream[at : at + size])
                pending = None
            if kind not in biff.CELLS or kind in (biff.BLANK, biff.MANY_BLANK):
                continue
            row, column, style = struct.unpack_from("<3H", stream, at)
            if kind == biff.MANY_RK:
                for step in range((size - 6) // 6):
                    style, packed = struct.unpack_from("<HL", stream, at + 4 + step * 6)
                    yield row, column + step, self._number(unpacked(packed), style)
            elif kind == biff.FORMULA and stream[at + 12 : at + 14] == b"\xff\xff":
                if stream[at + 6] == 0:
                    pending = (row, column)
                elif stream[at + 6] == 1:
                    yield row, column, bool(stream[at + 8])
            else:
                value = self._value(kind, stream[at + 6 : at + size], style)
                if value != "":
                    yield row, column, value

    def _value(self, kind: int, body: bytes, style: int):
        if kind in (biff.NUMBER, biff.FORMULA):
            return self._number(struct.unpack_from("<d", body)[0], style)
        if kind == biff.RK:
            return self._number(unpacked(struct.unpack_from("<L", body)[0]), style)
        if kind == biff.BOOL_OR_ERROR:
            return "" if body[1] else bool(body[0])
        if kind == biff.TEXT_NUMBER:
            return self.strings()[struct.unpack_from("<L", body)[0]]
        return _string(body)

    def _number(self, value: float, style: int):
        return moment(value, self.book.date1904) if style in self.book.date_styles else value

    def strings(self) -> list[str]:
        """The workbook's shared strings, plain."""
        if self._strings is None:
            self._strings = list(_shared(self.book.stream, self.book.strings)) if self.book.strings else []
        return self._strings


def unpacked(packed: int) -> float:
    """The number in an RK value: 30 bits of a double or of an integer, perhaps in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _string(body: bytes) -> str:
    length, wide = struct.unpack_from("<HB", body)
    return body[3:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:length]


def _shared(stream: bytes, segments: list[tuple[int, int]]):
    """The strings of the SST record and its CONTINUE records; a string cut in two states its width again."""
    waiting = iter(segments)
    at, size = next(waiting)
    end = at + size
    _, count = struct.unpack_from("<LL", stream, at)
    at += 8
    for _ in range(count):
        if at >= end:
            at, end = _next(waiting)
        length, flags = struct.unpack_from("<HB", stream, at)
        at += 3
        skip = 0
        if flags & 8:
            skip += 4 * struct.unpack_from("<H", stream, at)[0]
            at += 2
        if flags & 4:
            skip += struct.unpack_from("<L", stream, at)[0]
            at += 4
        parts = []
        while length:
            if at >= end:
                at, end = _next(waiting)
                flags = stream[at]
                at += 1
            width = 2 if flags & 1 else 1
            taken = min(length, (end - at) // width)
            if not taken:
                raise Unreadable(BROKEN)
            parts.append(stream[at : at + taken * width].decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            at, length = at + taken * width, length - taken
        while skip > end - at:
            skip -= end - at
            at, end = _next(waiting)
        at += skip
        yield "".join(parts)


def _next(waiting) -> tuple[int, int]:
    found = next(waiting, None)
    if not found:
        raise Unreadable(BROKEN)
    return found[0], found[0] + found[1]

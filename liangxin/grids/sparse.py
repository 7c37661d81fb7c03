"""Worksheets that the reader library cannot hold: a few cells spread over a huge range.

The library keeps every cell between the first and the last one. A single stray cell in XFD1048576 would take hundreds
of gigabytes, so such sheets are read here, only the cells that are there.
"""

import datetime
import re
from xml.parsers import expat

from liangxin.grids.book import Book
from liangxin.grids.limits import BROKEN, Unreadable
from liangxin.grids.package import Package
from liangxin.grids.serials import moment
from liangxin.grids.walk import LAST_COLUMN, LAST_ROW, Tags, chunks, column_number

_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_STYLE = re.compile(rb"""\ss=["']([0-9]{1,9})["']""")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|amp|lt|gt|quot|apos);")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class SparseReader:
    """Reads the sheets of one package; the shared strings are loaded once."""

    def __init__(self, package: Package, book: Book):
        self.package, self.book = package, book
        self._strings: list[str] | None = None

    def rows(self, part: str):
        """(row number, column numbers, values) for each row that has cells. Raises Unreadable."""
        last = 0
        for tags, chunk in chunks(_well_formed(self.package.pieces(part))):
            for number, cells in sorted(self._rows_of(tags, chunk).items()):
                if number <= last:
                    raise Unreadable(BROKEN)  # rows must ascend; a repeated one would hide the first
                last = number
                columns = sorted(cells)
                yield number, columns, [cells[column] for column in columns]

    def _rows_of(self, tags: Tags, chunk: bytes) -> dict[int, dict[int, object]]:
        rows: dict[int, dict[int, object]] = {}
        for head, body in tags.full_cell.findall(chunk):
            place = _REFERENCE.search(head)
            row, column = (int(place[2]), column_number(place[1])) if place else (0, 0)
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise Unreadable(BROKEN)
            value = self._value(tags, head, body)
            if value != "":
                rows.setdefault(row, {})[column] = value
        return rows

    def _value(self, tags: Tags, head: bytes, body: bytes):
        kind = _TYPE.search(head)
        kind = kind[1] if kind else b"n"
        if kind == b"inlineStr":
            return plain(tags, body)
        found = tags.value.search(body)
        if not found or kind == b"e":
            return ""
        try:
            text = found[1].decode()
            if kind == b"s":
                number = int(text) if text else -1
                if number < 0:
                    raise Unreadable(BROKEN)
                return self.strings()[number]
            if kind == b"str":
                return unescaped(text)
            if kind == b"b":
                return text.strip() in ("1", "true")
            if kind == b"d":
                return datetime.date.fromisoformat(text[:10])
            style = _STYLE.search(head)
            return self._number(float(text), int(style[1]) if style else 0) if text.strip() else ""
        except (ValueError, IndexError) as fault:
            raise Unreadable(BROKEN) from fault

    def _number(self, value: float, style: int):
        return moment(value, self.book.date1904) if style in self.book.date_styles else value

    def strings(self) -> list[str]:
        """The package's shared strings, plain."""
        if self._strings is None:
            self._strings = []
            if self.book.strings in self.package.members:
                for tags, chunk in chunks(self.package.pieces(self.book.strings), "sst", "si"):
                    self._strings += [plain(tags, item) for item in tags.item.findall(chunk)]
        return self._strings


def _well_formed(pieces):
    """The pieces, given on as they are. Raises Unreadable where they are not XML, as the library would."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece)
            yield piece
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise Unreadable(BROKEN) from fault


def plain(tags: Tags, body: bytes) -> str:
    """The text of a string item: its runs joined, phonetic ones left out."""
    if tags.phonetic_start in body:
        body = tags.phonetic.sub(b"", body)
    return unescaped(b"".join(tags.text.findall(body)).decode())


def unescaped(text: str) -> str:
    """XML entities and the office suite's own `_x000D_` decoded."""
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return _ESCAPE.sub(_escape, text) if "_x" in text else text


def _entity(match: re.Match) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _escape(match: re.Match) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)

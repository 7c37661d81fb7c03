"""One fast pass over the raw XML of a worksheet, for what the reader library does not tell.

The library gives '' for error cells and for formulas without a stored result, a date without its format, and memory
for every cell of the used range. Regular expressions over inflated bytes find these in a tenth of a second where a
parser needs seconds.
"""

import re
from bisect import bisect

from liangxin.grids.limits import BROKEN, MEGABYTE, Unreadable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_ROW = 64 * MEGABYTE
MERGES = 200_000

_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\ss=["']([0-9]{1,9})["']""")
_ROW_NUMBER = re.compile(rb"""\sr=["']([0-9]{1,7})["']""")
_DIMENSION = re.compile(rb"""dimension\s+ref=["']([^"']*)["']""")
_RANGE = re.compile(rb"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")
_MERGE = re.compile(rb"""mergeCell\s[^>]*?ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")


def column_number(name: bytes) -> int:
    """A -> 1, XFD -> 16384."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number


class Tags:
    """The byte strings of a part's tags, with the namespace prefix that this file uses."""

    def __init__(self, head: bytes, root_name: str):
        root = re.search(rb"<(?:([\w.-]+):)?" + root_name.encode() + rb"[\s>]", head)
        if not root:
            raise Unreadable(BROKEN)
        prefix = root[1] + b":" if root[1] else b""
        self.cell = b"<" + prefix + b"c"
        self.row = b"<" + prefix + b"row"
        self.end = b"</" + prefix  # of any tag
        self.phonetic_start = b"<" + prefix + b"rPh"
        p = re.escape(prefix)
        self.value = re.compile(rb"<" + p + rb"v(?:\s[^>]*)?>([^<]*)</" + p + rb"v>")
        self.no_value = re.compile(rb"<" + p + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</" + p + rb"f>)\s*(?!<" + p + rb"v>[^<])")
        self.odd_index = re.compile(rb't="s"><' + p + rb"v>[^0-9<]")
        self.full_cell = re.compile(rb"<" + p + rb"c(\s[^>]*[^/>])>(.*?)</" + p + rb"c>", re.DOTALL)
        self.text = re.compile(rb"<" + p + rb"t(?:\s[^>]*)?>([^<]*)</" + p + rb"t>")
        self.item = re.compile(rb"<" + p + rb"si(?:\s*/>|(?:\s[^>]*)?>(.*?)</" + p + rb"si>)", re.DOTALL)
        self.phonetic = re.compile(rb"<" + p + rb"rPh[\s>].*?</" + p + rb"rPh>", re.DOTALL)


class Walk:
    """What one pass over a worksheet finds.

    `rows` and `columns`: how far its cells reach, blank ones too. `marks` as in Grid; `styled`: (row, column) -> kind
    of format, for cells whose style has one; `merges` as in Grid; `sound`: no absurd dimension,
    reference or string number, on which the library fails or guesses.
    """

    def __init__(self, pieces, kinds: dict[int, str]):
        self.rows = self.columns = 0
        self.sound = True
        self.merges: list[tuple[int, int, int, int]] = []
        self.marks: dict[tuple[int, int], str] = {}
        self.styled: dict[tuple[int, int], str] = {}
        self._kinds = {str(number).encode(): kind for number, kind in kinds.items()}
        listed = b"|".join(self._kinds)
        self._styles = re.compile(rb"""\ss=["'](""" + listed + rb""")["'](?!/)""") if listed else None
        self._errors = re.compile(rb"""\st=["']e["']""")
        for tags, chunk in chunks(pieces):
            self._tags = tags
            if not self.rows and (dimension := _DIMENSION.search(chunk[:8192])):
                self.sound = bool(_RANGE.fullmatch(dimension[1]))
            self._row_starts, self._rows_before = None, self.rows
            self._reach(chunk)
            self._find(chunk)
            self._merge(chunk)

    def _reach(self, chunk: bytes) -> None:
        cell = self._tags.cell + b" "
        for row in chunk.split(self._tags.end + b"row>"):
            at = row.rfind(cell)
            if at < 0:
                if count := row.count(self._tags.cell + b">"):
                    self.rows, self.columns = self.rows + 1, max(self.columns, count)
                continue
            end = row.find(b">", at) + 1
            found = _REFERENCE.search(row, at, end)
            if found:
                self.rows = max(self.rows, int(found[2]))
                self.columns = max(self.columns, column_number(found[1]))
            else:
                self.sound = self.sound and b" r=" not in row[at:end]
                self.rows, self.columns = self.rows + 1, max(self.columns, row.count(self._tags.cell))
        self.sound = self.sound and self.rows <= LAST_ROW and self.columns <= LAST_COLUMN
        self.sound = self.sound and not self._tags.odd_index.search(chunk)

    def _find(self, chunk: bytes) -> None:
        if b't="e"' in chunk or b"t='e'" in chunk:
            for hit in self._errors.finditer(chunk):
                self._note(chunk, hit.start(), self._error)
        if b"f" in chunk and self._tags.cell[:-1] + b"f" in chunk:  # one byte is found fastest, and mostly absent
            for hit in self._tags.no_value.finditer(chunk):
                self._note(chunk, hit.start(), self._no_result)
        if self._styles:
            for hit in self._styles.finditer(chunk):
                self._note(chunk, hit.start(), self._style)

    def _note(self, chunk: bytes, at: int, say) -> None:
        """Find the cell around a position and let `say(place, head, body)` decide."""
        start = chunk.rfind(self._tags.cell, 0, at)
        head_end = chunk.find(b">", start)
        if start < 0 or head_end < 0 or chunk[head_end - 1 : head_end] == b"/":
            return
        head = chunk[start : head_end + 1]
        if (
            head[len(self._tags.cell) : len(self._tags.cell) + 1].isalnum()
            or chunk.rfind(self._tags.row, start, at) > 0
        ):
            return
        end = chunk.find(self._tags.end + b"c>", head_end)
        say(self._place(chunk, start, head), head, chunk[head_end + 1 : end])

    def _place(self, chunk: bytes, start: int, head: bytes) -> tuple[int, int]:
        """Row and column of the cell that begins at `start`; counted where the file does not state them."""
        found = _REFERENCE.search(head)
        if found:
            return int(found[2]), column_number(found[1])
        if self._row_starts is None:
            number, self._row_starts, self._row_numbers = self._rows_before, [], []
            for row in re.finditer(re.escape(self._tags.row) + rb"(?:\s[^>]*)?>", chunk):
                stated = _ROW_NUMBER.search(row[0])
                number = int(stated[1]) if stated else number + 1
                self._row_starts.append(row.start())
                self._row_numbers.append(number)
        row = bisect(self._row_starts, start) - 1
        before = re.findall(re.escape(self._tags.cell) + rb"[\s>/]", chunk[self._row_starts[row] : start])
        return self._row_numbers[row], len(before) + 1

    def _error(self, place: tuple[int, int], head: bytes, body: bytes) -> None:
        if self._errors.search(head):
            value = self._tags.value.search(body)
            self.marks[place] = "error:" + (value[1].decode("ascii", "replace")[:20] if value else "#N/A")

    def _no_result(self, place: tuple[int, int], head: bytes, body: bytes) -> None:
        value = self._tags.value.search(body)
        empty_text = b't="str"' in head or b"t='str'" in head
        if not (value and (value[1] or empty_text)):
            self.marks[place] = "no_result"

    def _style(self, place: tuple[int, int], head: bytes, body: bytes) -> None:
        style = _STYLE.search(head)
        if style and style[1] in self._kinds and self._tags.value.search(body):
            self.styled[place] = self._kinds[style[1]]

    def _merge(self, chunk: bytes) -> None:
        if b"m" not in chunk or b"mergeCell" not in chunk:
            return
        for left, top, right, bottom in _MERGE.findall(chunk):
            merge = int(top), column_number(left), int(bottom), column_number(right)
            if 1 <= merge[0] <= merge[2] <= LAST_ROW and 1 <= merge[1] <= merge[3] <= LAST_COLUMN:
                self.merges.append(merge)
        if len(self.merges) > MERGES:
            raise Unreadable(f"里的合并单元格超过 {MERGES} 处。请取消合并后再上传。")


def chunks(pieces, root: str = "worksheet", unit: str = "row"):
    """(tags, bytes that end with the end of a `unit`) for the pieces of a part; the last one is what follows them."""
    rest, tags = b"", None
    for piece in pieces:
        rest += piece
        if tags is None:
            tags = Tags(rest[:8192], root)
            end = tags.end + unit.encode() + b">"
        cut = rest.rfind(end)
        if cut < 0:
            if len(rest) > LONGEST_ROW:
                raise Unreadable(BROKEN)
            continue
        cut += len(end)
        yield tags, rest[:cut]
        rest = rest[cut:]
    if tags is None:
        raise Unreadable(BROKEN)
    yield tags, rest

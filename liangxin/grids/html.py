"""A web page under a workbook's name, as many systems export their lists: its tables, read as text."""

import re
from html.parser import HTMLParser

from liangxin.grids.limits import DATA_ROWS, HEAD_ROWS, RESAVE, USED_COLUMNS, Unreadable
from liangxin.grids.text import decoded

WIDEST, LONGEST = 4 * USED_COLUMNS, DATA_ROWS + HEAD_ROWS  # where a table ends, blank cells counted
CELLS = 500_000  # the parser reads some 100,000 a second
TOO_LARGE = f"是网页（HTML），里面的表格太大。{RESAVE}"
UNSEEN = ("script", "style")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "gb18030", "cp936")


class Table:
    """A table of the page: `rows`: row number → column number → text; `merges` as in model.Grid."""

    def __init__(self):
        self.rows: dict[int, dict[int, str]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.row = self.column = 0
        self.taken: dict[int, int] = {}  # column → the last row that a cell above reaches down to

    def begin_row(self) -> None:
        """The next row."""
        self.row, self.column = self.row + 1, 0

    def put(self, text: str, wide: int, long: int) -> None:
        """The next cell of the row, over so many columns and rows."""
        column = self.column + 1
        while self.taken.get(column, 0) >= self.row:
            column += 1
        self.column = column + wide - 1
        if self.column > WIDEST or self.row > LONGEST:
            raise Unreadable(TOO_LARGE)
        if wide > 1 or long > 1:
            self.merges.append((self.row, column, self.row + long - 1, self.column))
        if long > 1:
            self.taken.update(dict.fromkeys(range(column, self.column + 1), self.row + long - 1))
        if text:
            self.rows.setdefault(self.row, {})[column] = text


class _Page(HTMLParser):
    """Collects the tables; the text of a table inside a cell belongs to that cell."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.depth = self.unseen = 0
        self.cell: tuple[int, int] | None = None
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(Table())
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.texts.append("\n")
        elif self.depth == 1 and tag in ("tr", "td", "th"):
            self.end_cell()
            if tag == "tr" or not self.tables[-1].row:
                self.tables[-1].begin_row()
            if tag != "tr":
                said = dict(attrs)
                self.cell = _span(said.get("colspan"), USED_COLUMNS), _span(said.get("rowspan"), LONGEST)

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "table":
            if self.depth == 1:
                self.end_cell()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("tr", "td", "th"):
            self.end_cell()

    def handle_data(self, data):
        if self.cell and not self.unseen:
            self.texts.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def end_cell(self):
        """Put the open cell, when one is open, into its table."""
        if self.cell:
            lines = "".join(self.texts).replace("\xa0", " ").split("\n")
            self.tables[-1].put("\n".join(line.strip() for line in lines).strip(), *self.cell)
        self.cell = None
        self.texts.clear()


def _span(text: str | None, most: int) -> int:
    return min(most, max(1, int(text))) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1


def tables(data: bytes) -> list[Table]:
    """The tables of the page that hold text in more than one column. Raises Unreadable when there is none."""
    page, text = _Page(), _text(data)
    if text.count("<td") + text.count("<TD") > CELLS:
        raise Unreadable(TOO_LARGE)
    page.feed(text)
    page.close()
    page.end_cell()
    found = [one for one in page.tables if len({column for row in one.rows.values() for column in row}) > 1]
    if not found:
        raise Unreadable(f"是网页（HTML），里面没有表格。{RESAVE}")
    return found


def _text(data: bytes) -> str:
    """The page's text: what it says of its encoding holds for Chinese ones, else it is told as for CSV."""
    said = _CHARSET.search(data[:2048])
    if (
        said
        and said[1].decode().lower() in _CHINESE
        and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    ):
        try:
            return data.decode("gb18030").replace("\0", "")
        except UnicodeDecodeError:
            pass  # pages lie about it
    return decoded(data).replace("\0", "")

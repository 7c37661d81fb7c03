"""The part of a book that XlsxWriter makes: titles, headers, formats, drop-downs and the print set-up.

Each sheet ends in two sample rows whose cells carry the formats of the data; the writer puts the data in their place.
"""

import io
import math
from collections.abc import Sequence

import xlsxwriter

from liangxin.books.specs import Column, Sheet, header_cells
from liangxin.books.text import printable

LAST_DATA_ROW = 1_040_000  # + 2 × sheet stand for rows (counted from 1) that are known when the data is written
LAST_CHOICE_ROW = 1_040_001
LISTS = "选项"
LONGEST_LIST = 255  # characters of a drop-down's values inside the sheet; longer ones stand on the hidden sheet
NAME_LENGTH = 31
FORMATS = {"text": "@", "number": "General", "date": "yyyy-mm-dd"}
ALIGN = {"text": "left", "number": "right", "date": "center"}
LINE = 15.0  # points
# In a protected sheet. Office suites refuse to sort rows with a locked cell in them all the same.
ALLOWED = dict.fromkeys(("sort", "autofilter", "format_cells", "format_columns", "format_rows", "insert_rows"), True)


def make_skeleton(sheets: Sequence[Sheet]) -> bytes:
    """The file with everything but the data rows."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": "宋体", "font_size": 11},
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = _Formats(book)
        pages = [book.add_worksheet(name) for name in sheet_names(sheets)]
        lists = _Lists(book)
        for number, (page, sheet) in enumerate(zip(pages, sheets, strict=True)):
            _set_up_print(page, sheet)
            _write_top(page, sheet, formats)
            _write_header(page, sheet, formats)
            _write_samples(page, sheet, formats)
            _add_choices(page, sheet, lists, LAST_CHOICE_ROW + 2 * number)
            if sheet.protected:
                page.protect("", ALLOWED)
            if sheet.filter:
                page.autofilter(sheet.first_row - 1, 0, LAST_DATA_ROW + 2 * number - 1, len(sheet.leaves) - 1)
    return target.getvalue()


def sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """The sheets' names as the format allows them: 31 characters, without []:*?/\\, each once in any case."""
    names = []
    taken = {LISTS, "history"}
    for sheet in sheets:
        name = "".join("_" if letter in "[]:*?/\\" else letter for letter in printable(sheet.name, "_")).strip("' ")
        name = name[:NAME_LENGTH] or "表"
        number = 1
        while name.casefold() in taken:
            number += 1
            tail = f"({number})"
            name = name[: NAME_LENGTH - len(tail)].removesuffix(f"({number - 1})") + tail
        taken.add(name.casefold())
        names.append(name)
    return names


class _Formats:
    """Formats by their properties, each made once."""

    def __init__(self, book):
        self._book, self._made = book, {}

    def __call__(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._made[key]

    def data(self, column: Column, *, text: bool, unlocked: bool = False):
        """The format of a data cell; `text` for text in a column of numbers or dates."""
        return self(
            **({"locked": False} if unlocked else {}),
            border=1,
            text_wrap=True,
            align=column.align or ALIGN[column.kind],
            num_format="@" if text else column.format or FORMATS[column.kind],
        )


class _Lists:
    """The hidden sheet of long drop-down lists; it is made when the first one comes."""

    def __init__(self, book):
        self._book, self._page, self._known = book, None, {}

    def source(self, choices: tuple[str, ...]):
        """What the validation of a drop-down takes: the values, or the place where they stand."""
        if len(",".join(choices)) <= LONGEST_LIST and not any('"' in choice or "," in choice for choice in choices):
            return list(choices)
        if choices not in self._known:
            if self._page is None:
                self._page = self._book.add_worksheet(LISTS)
                self._page.hide()
            column = len(self._known)
            for row, choice in enumerate(choices):
                self._page.write_string(row, column, choice)
            letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            self._known[choices] = f"={LISTS}!{letter}$1:{letter}${len(choices)}"
        return self._known[choices]


def _set_up_print(page, sheet):
    """All columns on one page's width, the header on each page, page x of y below."""
    page.set_paper(sheet.paper)
    if not sheet.portrait:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.header_row, sheet.first_row - 1)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
    page.center_horizontally()
    page.freeze_panes(sheet.first_row, sheet.freeze_columns)


def _span(page, cells, text, cell_format):
    """Merges the cells when they are several; the text is text, whatever it looks like."""
    text = printable(text)
    if cells[:2] == cells[2:]:
        page.write_string(*cells[:2], text, cell_format)
    else:
        page.merge_range(*cells, "", cell_format)
        page.write_string(*cells[:2], text, cell_format)


def _write_top(page, sheet, formats):
    last = len(sheet.leaves) - 1
    if sheet.title:
        _span(page, (0, 0, 0, last), sheet.title, formats(bold=True, font_size=16, align="center", text_wrap=True))
        width = sum(leaf.width for leaf in sheet.leaves)
        page.set_row(0, 30.0 * lines_of(sheet.title, width * 11 / 16))
    if sheet.left or sheet.right:
        row = sheet.header_row - 1
        if not sheet.right or last == 0:
            both = "　".join(filter(None, (sheet.left, sheet.right)))
            _span(page, (row, 0, row, last), both, formats(align="left"))
        else:
            middle = (last + 1) // 2
            _span(page, (row, 0, row, middle - 1), sheet.left, formats(align="left"))
            _span(page, (row, middle, row, last), sheet.right, formats(align="right"))
        page.set_row(row, 20)


def _write_header(page, sheet, formats):
    heading = formats(bold=True, border=1, align="center", text_wrap=True, bg_color="#F2F2F2")
    heights = [1] * sheet.depth
    for cell in header_cells(sheet.columns, sheet.depth):
        first, last = sheet.header_row + cell.first_row, sheet.header_row + cell.last_row
        _span(page, (first, cell.first_column, last, cell.last_column), cell.title, heading)
        leaves = sheet.leaves[cell.first_column : cell.last_column + 1]
        lines = lines_of(cell.title, sum(leaf.width for leaf in leaves))
        rows = cell.last_row - cell.first_row + 1
        heights[cell.last_row] = max(heights[cell.last_row], lines - (rows - 1))
    for row, lines in enumerate(heights):
        page.set_row(sheet.header_row + row, LINE * lines + 5)
    unlocked = {"locked": False} if sheet.protected else {}
    for number, leaf in enumerate(sheet.leaves):
        # Rows that are added later below the data must not lose leading zeros or the ends of long codes either.
        shown = unlocked | ({"num_format": "@"} if leaf.kind == "text" else {})
        page.set_column(number, number, leaf.width, formats(**shown) if shown else None)


def lines_of(text: str, width: float) -> int:
    """The lines that a text takes in a cell of so many characters' width; a Chinese one takes two."""
    if "\n" in text:
        return sum(lines_of(line, width) for line in text.split("\n"))
    size = 2 * len(text) - len(text.encode("ascii", "ignore"))
    room = width - 1 if width > 3 else 2
    return math.ceil(size / room) if size > room else 1


def _write_samples(page, sheet, formats):
    for number, leaf in enumerate(sheet.leaves):
        page.write_blank(sheet.first_row, number, None, formats.data(leaf, text=False, unlocked=sheet.protected))
        open_text = sheet.protected and not leaf.locked
        page.write_blank(sheet.first_row + 1, number, None, formats.data(leaf, text=True, unlocked=open_text))


def _add_choices(page, sheet, lists, last_row):
    for number, leaf in enumerate(sheet.leaves):
        if leaf.choices:
            page.data_validation(
                sheet.first_row,
                number,
                last_row - 1,
                number,
                {
                    "validate": "list",
                    "source": lists.source(leaf.choices),
                    "error_type": "warning",
                    "error_title": "不在选项中",
                    "error_message": "请从下拉列表中选择，或确认按现在的写法填写。",
                },
            )

"""An .xls workbook as an openpyxl one: values, merges, sizes, fonts, borders, fills, number formats. Runs in the child.

Drop-downs and pictures of .xls files are not read by xlrd and stay behind.
"""

from copy import copy

import openpyxl
import xlrd
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

LINES = (None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot")
LINES += ("mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot")
ACROSS = {1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "centerContinuous", 7: "distributed"}
DOWN = {0: "top", 1: "center", 2: "bottom", 3: "justify", 4: "distributed"}
MOST_ROW_CELLS = 256


def converted(path: str) -> openpyxl.Workbook:
    """The workbook at `path`."""
    source = xlrd.open_workbook(path, formatting_info=True, logfile=_Nowhere())
    book = openpyxl.Workbook()
    book.remove(book.active)
    if source.datemode:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    styles = _Styles(source)
    for sheet in source.sheets():
        page = book.create_sheet(sheet.name)
        page.sheet_state = ("visible", "hidden", "veryHidden")[sheet.visibility]
        _fill(page, sheet, styles)
        _size(page, sheet)
        for top, bottom, left, right in sheet.merged_cells:
            if bottom - top > 1 or right - left > 1:
                page.merge_cells(start_row=top + 1, end_row=bottom, start_column=left + 1, end_column=right)
    return book


class _Nowhere:
    """Takes what xlrd complains of."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing is held."""


def _fill(page, sheet, styles) -> None:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            cell = page.cell(row + 1, column + 1)
            if kind == xlrd.XL_CELL_TEXT:
                cell._value, cell.data_type = value, "s"
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):  # a date is its serial number and its format
                cell._value, cell.data_type = int(value) if value.is_integer() else value, "n"
            elif kind == xlrd.XL_CELL_BOOLEAN:
                cell._value, cell.data_type = bool(value), "b"
            elif kind == xlrd.XL_CELL_ERROR:
                cell._value, cell.data_type = xlrd.error_text_from_code.get(value, "#VALUE!"), "e"
            styles.dress(cell, sheet.cell_xf_index(row, column))


def _size(page, sheet) -> None:
    for column, info in sheet.colinfo_map.items():
        if column < MOST_ROW_CELLS:
            dimension = page.column_dimensions[get_column_letter(column + 1)]
            dimension.width, dimension.hidden = info.width / 256, bool(info.hidden)
    for row, info in sheet.rowinfo_map.items():
        if row < sheet.nrows:
            page.row_dimensions[row + 1].hidden = bool(info.hidden)
            if not info.has_default_height:
                page.row_dimensions[row + 1].height = info.height / 20
    if sheet.panes_are_frozen:
        corner = f"{get_column_letter(sheet.vert_split_pos + 1)}{sheet.horz_split_pos + 1}"
        page.freeze_panes = corner


class _Styles:
    """The cell formats of an .xls file, each translated once."""

    def __init__(self, source):
        self.source, self.made = source, {}

    def dress(self, cell, number: int) -> None:
        """Give a cell its format."""
        if number in self.made:
            cell._style = copy(self.made[number])  # each cell its own: marks change it
            return
        xf = self.source.xf_list[number]
        cell.font = self._font(self.source.font_list[xf.font_index])
        cell.border = self._border(xf.border)
        if xf.background.fill_pattern:
            cell.fill = PatternFill("solid", fgColor=self._color(xf.background.pattern_colour_index, "FFFFFFFF"))
        align = xf.alignment
        cell.alignment = Alignment(
            horizontal=ACROSS.get(align.hor_align),
            vertical=DOWN.get(align.vert_align),
            wrap_text=bool(align.text_wrapped),
            text_rotation=align.rotation if align.rotation <= 180 else 0,
        )
        cell.number_format = self.source.format_map[xf.format_key].format_str
        self.made[number] = copy(cell._style)

    def _color(self, index: int, otherwise: str) -> str:
        rgb = self.source.colour_map.get(index)
        return "FF{:02X}{:02X}{:02X}".format(*rgb) if rgb else otherwise

    def _font(self, font) -> Font:
        color = self.source.colour_map.get(font.colour_index)
        return Font(
            name=font.name,
            size=font.height / 20,
            bold=bool(font.bold),
            italic=bool(font.italic),
            strike=bool(font.struck_out),
            underline="single" if font.underline_type else None,
            color=Color(rgb=self._color(font.colour_index, "FF000000")) if color else None,
        )

    def _border(self, border) -> Border:
        sides = {}
        for side in ("left", "right", "top", "bottom"):
            style = getattr(border, f"{side}_line_style")
            line = LINES[style] if style < len(LINES) else "thin"
            sides[side] = Side(style=line, color="FF000000") if line else Side()
        return Border(**sides)

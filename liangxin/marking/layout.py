"""Marks and notes put into a workbook that openpyxl holds, and rows taken out of it. Runs in the child."""

import re
from copy import copy

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter

from liangxin.marking.marks import AMBER, AUTHOR, LINE, NOTES_WIDTH, RED, Kept, SheetMarks, lines_of
from liangxin.marking.rows import take_out

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA_STARTS = ("=", "+", "-", "@")
FILLS = {True: PatternFill("solid", fgColor=RED), False: PatternFill("solid", fgColor=AMBER)}
COMMENT_WIDTH, COMMENT_LINE = 260, 18  # pixels


def mark(book, sheets: list[SheetMarks]) -> None:
    """Carry out the marks of all sheets. Raises KeyError for a sheet that the workbook does not have."""
    for marks in sheets:
        page = book[marks.name]
        _forget_last_round(page, marks)
        for (row, column), text in marks.texts.items():
            put_text(own_cell(page, row, column), text)
        for (row, column), (is_error, sentence) in marks.marks.items():
            _paint(own_cell(page, row, column), is_error, sentence)
        _write_notes(page, marks)
        if marks.dropped:
            take_out(page, Kept(marks.dropped))


def own_cell(page, row: int, column: int):
    """The cell, or the one that holds the value of the merge over it."""
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        block = next(block for block in page.merged_cells.ranges if cell.coordinate in block)
        cell = page.cell(block.min_row, block.min_col)
    return cell


def put_text(cell, text: str) -> None:
    """Write text that stays text, whatever it looks like."""
    text = UNPRINTABLE.sub("", text)
    cell.value = None
    cell._value, cell.data_type = text or None, "s" if text else "n"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _paint(cell, is_error: bool, sentence: str) -> None:
    cell.fill = FILLS[is_error]
    cell.protection = Protection(locked=False)  # it is there to be mended
    said = UNPRINTABLE.sub("", sentence)
    if cell.comment is not None:
        said = f"{said}\n\n{cell.comment.text}"
    width = COMMENT_WIDTH // 8
    cell.comment = Comment(said, AUTHOR, COMMENT_LINE * (lines_of(said, width) + 1), COMMENT_WIDTH)


def _forget_last_round(page, marks: SheetMarks) -> None:
    """Take off what an earlier round of the same file has put in."""
    for cell in page._cells.values():
        if isinstance(cell, MergedCell):
            continue
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in (RED, AMBER):
            cell.fill = PatternFill()
        if cell.column == marks.column and marks.headers and cell.row >= marks.headers[0][0]:
            put_text(cell, "")


def _write_notes(page, marks: SheetMarks) -> None:
    """The column of notes: its heading in every header block, a note in every row that has one."""
    letter = get_column_letter(marks.column)
    if marks.notes:
        page.column_dimensions[letter].width = NOTES_WIDTH
        page.column_dimensions[letter].hidden = False
    taken = {block.coord for block in page.merged_cells.ranges}
    for first, last in marks.headers:
        heading = own_cell(page, first, marks.column)
        _dress(heading, page, first, marks.column - 1)
        put_text(heading, marks.heading)
        block = f"{letter}{first}:{letter}{last}"
        if last > first and block not in taken and not _crossed(page, first, last, marks.column):
            page.merge_cells(block)
    for row, text in marks.notes.items():
        cell = own_cell(page, row, marks.column)
        _dress(cell, page, row, marks.column - 1)
        put_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
        page.row_dimensions[row].hidden = False  # a filter may have hidden it
        needed = LINE * lines_of(text)
        if needed > (page.row_dimensions[row].height or LINE):
            page.row_dimensions[row].height = min(needed, 400)


def _crossed(page, first: int, last: int, column: int) -> bool:
    return any(
        block.min_row <= last and block.max_row >= first and block.min_col <= column <= block.max_col
        for block in page.merged_cells.ranges
    )


def _dress(cell, page, row: int, beside: int) -> None:
    """Give a cell the font, border and fill of the one at its left, unless that one is marked."""
    if beside < 1:
        return
    left = own_cell(page, row, beside)
    cell.font, cell.border, cell.alignment = copy(left.font), copy(left.border), copy(left.alignment)
    if left.fill.fgColor.rgb not in (RED, AMBER):
        cell.fill = copy(left.fill)

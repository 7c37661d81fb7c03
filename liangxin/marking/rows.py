"""Rows taken out of an openpyxl sheet, with everything that speaks of rows kept right. Runs in the child.

openpyxl's own delete_rows moves cells only: merges, heights, drop-downs and the rest would stay where they were.
"""

import re

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.pagebreak import RowBreak

from liangxin.marking.marks import Kept

CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d")


def take_out(page, kept: Kept) -> None:
    """Take the dropped rows out of a sheet; what was merged over some of them stays over the others."""
    blocks = [(CellRange(block.coord), kept.span(block.min_row, block.max_row)) for block in page.merged_cells.ranges]
    _move_cells(page, kept, blocks)
    page.merged_cells = MultiCellRange()
    for block, span in blocks:
        if span and (span[0] < span[1] or block.min_col < block.max_col):
            page.merged_cells.add(_named(block, span))
    _move_heights(page, kept)
    _move_validations(page, kept)
    _move_conditions(page, kept)
    _move_ranges(page, kept)
    page.row_breaks = RowBreak()
    page._charts = []  # they would draw rows that are not there
    _scroll_up(page)


def _named(block, span: tuple[int, int]) -> str:
    """A1:C3 of a block's columns and new rows."""
    return f"{get_column_letter(block.min_col)}{span[0]}:{get_column_letter(block.max_col)}{span[1]}"


def _moved(sqref, kept: Kept) -> list[tuple[CellRange, str]]:
    """(old, new) of the blocks that keep a row."""
    spans = ((block, kept.span(block.min_row, block.max_row)) for block in MultiCellRange(str(sqref)).ranges)
    return [(block, _named(block, span)) for block, span in spans if span]


def _move_cells(page, kept: Kept, blocks) -> None:
    """Renumber the cells; the value of a merge whose first row goes stands in the first one that stays."""
    saved = {}
    for block, span in blocks:
        if span and block.min_row in kept.dropped:
            saved[span[0], block.min_col] = page._cells[block.min_row, block.min_col]
    cells, page._hyperlinks = {}, []
    for (row, column), cell in page._cells.items():
        if row not in kept.dropped:
            cells[kept.row(row), column] = cell
    cells.update(saved)
    for (row, _), cell in cells.items():
        cell.row = row
        link = getattr(cell, "hyperlink", None)
        if link is not None:
            link.ref = cell.coordinate
            page._hyperlinks.append(link)
    page._cells = cells


def _move_heights(page, kept: Kept) -> None:
    heights = {row: height for row, height in page.row_dimensions.items() if row not in kept.dropped}
    page.row_dimensions.clear()
    for row, height in heights.items():
        height.index = kept.row(row)
        page.row_dimensions[height.index] = height


def _move_validations(page, kept: Kept) -> None:
    rules = page.data_validations.dataValidation
    for rule in list(rules):
        moved = _moved(rule.sqref, kept)
        if not moved:
            rules.remove(rule)
            continue
        rule.formula1 = _retold(rule.formula1, *moved[0])
        rule.formula2 = _retold(rule.formula2, *moved[0])
        rule.sqref = MultiCellRange(" ".join(new for _, new in moved))


def _move_conditions(page, kept: Kept) -> None:
    moved_list = ConditionalFormattingList()
    for condition in page.conditional_formatting:
        if moved := _moved(condition.sqref, kept):
            for rule in condition.rules:
                rule.formula = [_retold(formula, *moved[0]) for formula in rule.formula]
                moved_list.add(" ".join(new for _, new in moved), rule)
    page.conditional_formatting = moved_list


def _retold(formula: str | None, old: CellRange, new: str) -> str | None:
    """A formula that counts from the first cell of its block, for the block's new place."""
    begin, first = f"{get_column_letter(old.min_col)}{old.min_row}", new.split(":")[0]
    if not formula or begin == first or formula.startswith('"') or not CELL.search(formula):
        return formula
    return Translator(f"={formula}", begin).translate_formula(first)[1:]


def _move_ranges(page, kept: Kept) -> None:
    """The filter, the print area and the tables."""
    if page.auto_filter.ref:
        moved = _moved(page.auto_filter.ref, kept)
        page.auto_filter.ref = moved[0][1] if moved else None
        page.auto_filter.filterColumn, page.auto_filter.sortState = [], None
    if page.print_area:
        page.print_area = None
    for name, table in list(page.tables.items()):
        moved = _moved(table.ref, kept)
        rows = moved and MultiCellRange(moved[0][1]).sorted()[0]
        if not rows or rows.max_row - rows.min_row < (table.headerRowCount or 0) + (table.totalsRowCount or 0):
            del page.tables[name]
            continue
        table.ref = moved[0][1]
        if table.autoFilter:
            table.autoFilter.ref = table.ref


def _scroll_up(page) -> None:
    """Show the first rows; the sheet may have been left far below what remains."""
    view = page.sheet_view
    view.topLeftCell = None
    pane = view.pane
    if pane is not None and pane.state in ("frozen", "frozenSplit"):
        pane.topLeftCell = f"{get_column_letter(int(pane.xSplit or 0) + 1)}{int(pane.ySplit or 0) + 1}"

"""From the grids of a workbook to cleaned rows and findings. No database is needed: places are looked up later."""

from pathlib import PurePath

from reports.imports.cleaning_rows import RowCleaner
from reports.imports.cleaning_sheets import is_cover, sheet_hints, sheet_kind
from reports.imports.layouts import find_layout
from reports.imports.layouts_body import Body
from reports.imports.rows import WARNING, CleanSheet, Finding, Offer, finding
from reports.ledgers import LEDGERS
from reports.ledgers.words import cell_text


def clean_workbook(workbook, blank_means_no=frozenset()) -> list[CleanSheet]:
    """A Workbook of liangxin.grids → its sheets cleaned, in order; hidden, empty and cover sheets are left out.

    blank_means_no: fact keys of the offers (CleanSheet.offers) that the clerk accepted.
    """
    sheets = []
    for grid in workbook.grids:
        if grid.visible and (grid.rows or grid.marks) and not is_cover(grid):
            sheets.append(clean_grid(grid, workbook.name, frozenset(blank_means_no)))
    return sheets


def clean_grid(grid, file_name: str, blank_means_no: frozenset = frozenset()) -> CleanSheet:
    """One sheet; without a header that names organizations it has a finding and no rows."""
    layout = find_layout(grid)
    stem = PurePath(file_name).stem
    if layout is None or layout.place_of("name") is None:
        sentence = (
            "没有找到表头，整张表没有读入；如果其中有单位数据，请补上写明“单位名称”等栏目的表头"
            if layout is None
            else "表头中没有“单位名称”一栏，整张表没有读入"
        )
        empty = CleanSheet(grid.name, None, 0, hints=sheet_hints(grid, layout, stem))
        empty.findings.append(finding(grid.name, "not_understood", WARNING, sentence))
        return empty
    kind = sheet_kind(grid, layout, stem)
    ledger = next((ledger.key for ledger in LEDGERS.values() if ledger.kind == kind[1]), None)
    sheet = CleanSheet(grid.name, ledger, layout.bottom - layout.top + 1, hints=sheet_hints(grid, layout, stem))
    marks = marks_by_row(grid)
    wanted = sorted(grid.rows)
    said = None
    while layout is not None:
        layout, said = clean_block(grid, sheet, layout, kind, wanted, marks, blank_means_no, said)
    return sheet


def clean_block(grid, sheet: CleanSheet, layout, kind: tuple[str, str], wanted: list[int], marks, blank_means_no, said):
    """Clean the rows under one header into `sheet`.

    Gives the next header's layout (None at the end of the sheet) and what the group rows so far say.
    """
    body = Body(grid, layout, said)
    for slot in layout.slots.values():
        if slot.column:
            sheet.headers.setdefault(slot.column.key, slot.choice or slot.leaf)
    cleaner = RowCleaner(grid.name, layout, marks, kind, body.shared)
    for entry in body.entries([number for number in wanted if number > layout.bottom]):
        sheet.rows.append(cleaner.clean(entry))
    cleaner.settle_blanks(blank_means_no)
    sheet.offers.extend(Offer(leaf, key) for leaf, key in cleaner.offers())
    sheet.findings.extend(column_findings(grid.name, layout, cleaner))
    for number, text in body.unplaced:
        sentence = f"第 {number} 行“{text[:40]}”看不出是什么，没有读入"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence, value=text))
    if body.next_header is None:
        return None, body.said
    following = find_layout(grid, first=body.next_header)
    if following is None or following.place_of("name") is None:
        sentence = f"第 {body.next_header} 行起像是另一张表，没有读入，请放到单独的工作表"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence))
        return None, body.said
    return following, body.said


def column_findings(sheet_name: str, layout, cleaner: RowCleaner) -> list[Finding]:
    """One warning for each column with values that nobody knows, with a sample; and one for a missing code column."""
    found = []
    for place, value in sorted(cleaner.samples.items()):
        slot = layout.slots.get(place)
        leaf, above = (slot.leaf, slot.parents) if slot else ("", ())
        under = f"（在“{above[-1]}”下）" if above else ""
        what = f"不知道这一栏{under}对应什么" if leaf else f"{column_letters(place)} 列没有表头"
        sample = cell_text(value)
        sentence = f"{what}，没有读入（例如“{sample[:40]}”）"
        found.append(finding(sheet_name, "not_understood", WARNING, sentence, column=leaf, value=sample))
    if layout.place_of("credit_code") is None and cleaner.count:
        sentence = "没有“统一社会信用代码”一栏，只能按名称对应"
        found.append(finding(sheet_name, "no_code", WARNING, sentence))
    return found


def marks_by_row(grid) -> dict[int, dict[int, str]]:
    """Row → column → mark of the grid."""
    marks = {}
    for (row, place), mark in grid.marks.items():
        marks.setdefault(row, {})[place] = mark
    return marks


def column_letters(place: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

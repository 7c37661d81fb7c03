"""From the grids of a workbook to cleaned rows and findings. No database is needed: places are looked up later."""

from itertools import islice

from reports.imports import progress
from reports.imports.cleaning_columns import column_letters, columns_of, first_lines
from reports.imports.cleaning_rows import RowCleaner
from reports.imports.cleaning_sheets import is_cover, sheet_hints, sheet_kind
from reports.imports.layouts import find_layout, first_layout
from reports.imports.layouts_body import Body
from reports.imports.privacy import hide_id_numbers
from reports.imports.returned import given_back_by, original_stem, without_notes
from reports.imports.rows import ERROR, NONE, WARNING, Answers, CleanSheet, Finding, Offer, finding
from reports.ledgers import LEDGERS
from reports.ledgers.columns import Answer, Serial
from reports.ledgers.numbers import Number
from reports.ledgers.words import cell_text

PART = 1_000  # rows that are cleaned at once


def clean_workbook(workbook, blank_means_no=frozenset(), answers: Answers = NONE) -> list[CleanSheet]:
    """A Workbook of liangxin.grids → its sheets cleaned, in order; hidden, empty and cover sheets are left out.

    blank_means_no: fact keys of the offers (CleanSheet.offers) that the clerk accepted.
    answers: what clerks said of headers and values.
    """
    sheets = []
    for grid in hide_id_numbers(workbook).grids:
        source, returned = given_back_by(grid), without_notes(grid)
        if grid.visible and (grid.rows or grid.marks) and not is_cover(grid, answers):
            sheets.append(clean_grid(grid, workbook.name, frozenset(blank_means_no), answers))
            sheets[-1].returned, sheets[-1].source = returned, source
    return sheets


def clean_grid(grid, file_name: str, blank_means_no: frozenset = frozenset(), answers: Answers = NONE) -> CleanSheet:
    """One sheet; without a header that names organizations it has a finding and no rows."""
    layout = first_layout(grid, file_name, answers)
    hints = sheet_hints(grid, layout, original_stem(file_name))
    told = (file_name, grid.name) in answers.tops
    lines = first_lines(grid) if layout is None or told else []
    if layout is None or layout.place_of("name") is None:
        return _without_names(CleanSheet(grid.name, None, 0, hints=hints, lines=lines), grid, layout, told)
    of_all = answers.kinds.get((file_name, grid.name))
    kind = (of_all, of_all) if of_all else sheet_kind(grid, layout, original_stem(file_name))
    ledger = next((ledger.key for ledger in LEDGERS.values() if ledger.kind == kind[1]), None)
    sheet = CleanSheet(grid.name, ledger, layout.bottom - layout.top + 1, hints=hints, lines=lines)
    SheetCleaner(grid, sheet, kind, blank_means_no, answers, file_name).clean(layout)
    sheet.findings[:0] = missing_kind(sheet)
    return sheet


def _without_names(sheet: CleanSheet, grid, layout, told: bool) -> CleanSheet:
    """A sheet that names no organization: a table of them whose name column is missing, or another table.

    told: a clerk said where its header is.
    """
    if layout is None:
        sentence = "没有找到表头，整张表没有读入；如果其中有单位数据，请补上写明“单位名称”等栏目的表头"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence))
        return sheet
    sheet.columns = columns_of(grid, layout)
    if told or any(one.key and is_of_organizations(one.column) for one in layout.slots.values()):
        sentence = "缺少必要的栏目“单位名称”，整张表没有读入；请在“表头”一步指明哪一列是单位名称，或在原表补上"
        sheet.findings.append(finding(grid.name, "required", ERROR, sentence))
    else:
        sentence = "表头中没有“单位名称”一栏，整张表没有读入"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence))
    return sheet


def is_of_organizations(column) -> bool:
    """Whether a column makes no sense but beside the names of organizations; a summary has places and numbers."""
    return not isinstance(column, (Number, Serial, Answer)) and column.key not in (
        "town",
        "village",
        "kind",
        "category",
    )


def missing_kind(sheet: CleanSheet) -> list[Finding]:
    """One finding for a sheet most of whose rows stay out because nothing tells their kind; [] for any other."""
    untold = sum(any((one.code, one.fact) == ("required", "kind") for one in row.findings) for row in sheet.rows)
    if untold < 2 or untold * 2 < len(sheet.rows) or "kind" in sheet.headers or "category" in sheet.headers:
        return []
    sentence = (
        f"缺少必要的栏目“单位类别”，{untold} 行看不出是非公企业还是社会组织；"
        "请在“表头”一步指明哪一列是单位类别，或说明整张表是哪一类"
    )
    return [finding(sheet.sheet, "required", ERROR, sentence)]


class SheetCleaner:
    """Cleans the rows of one sheet into `sheet`, header by header.

    kind: of its rows, see sheet_kind; blank_means_no, answers: see clean_workbook; file_name: as answers name it.
    """

    def __init__(self, grid, sheet: CleanSheet, kind, blank_means_no: frozenset, answers: Answers, file_name: str):
        self.grid, self.sheet, self.kind, self.file_name = grid, sheet, kind, file_name
        self.blank_means_no, self.answers = blank_means_no, answers
        self.wanted, self.marks, self.said = sorted(grid.rows), marks_by_row(grid), None

    def clean(self, layout):
        """Clean the rows under the header `layout`, and under the headers further below."""
        while layout is not None:
            layout = self._block(layout)

    def _block(self, layout):
        """Clean the rows under one header; gives the next header's layout, None at the end of the sheet."""
        body, sheet = Body(self.grid, layout, self.said), self.sheet
        self._describe(layout)
        cleaner = RowCleaner(self.grid, layout, self.marks, self.kind, body.shared, self.answers.values)
        below = [number for number in self.wanted if number > layout.bottom]
        entries = iter(progress.counted(body.entries(below), "整理各行", total=len(below)))
        while part := list(islice(entries, PART)):
            sheet.rows += cleaner.clean(part)
        cleaner.settle_blanks(self.blank_means_no)
        sheet.offers.extend(Offer(leaf, key) for leaf, key in cleaner.offers())
        sheet.findings.extend(column_findings(self.grid.name, layout, cleaner))
        for number, text in body.unplaced:
            self._left_out(f"第 {number} 行“{text[:40]}”看不出是什么，没有读入", text)
        self.said = body.said
        if body.next_header is None:
            return None
        following = find_layout(self.grid, first=body.next_header, answers=self.answers, file_name=self.file_name)
        if following is None or following.place_of("name") is None:
            self._left_out(f"第 {body.next_header} 行起像是另一张表，没有读入，请放到单独的工作表")
            return None
        return following

    def _describe(self, layout):
        """Keep what the columns say, those of a repeated header once."""
        known = {(one["place"], one["fingerprint"]) for one in self.sheet.columns}
        columns = columns_of(self.grid, layout)
        self.sheet.columns += [one for one in columns if (one["place"], one["fingerprint"]) not in known]
        for slot in layout.slots.values():
            if slot.column:
                self.sheet.headers.setdefault(slot.column.key, slot.choice or slot.leaf)

    def _left_out(self, sentence: str, value: str = ""):
        self.sheet.findings.append(finding(self.grid.name, "not_understood", WARNING, sentence, value=value))


def column_findings(sheet_name: str, layout, cleaner: RowCleaner) -> list[Finding]:
    """One warning for each column with values that nobody knows, with a sample; and one for a missing code column."""
    found = []
    for place, value in sorted(cleaner.samples.items()):
        slot = layout.slots.get(place)
        if slot and slot.answered:
            continue  # a clerk said that it is not to be read
        leaf, above = (slot.leaf, slot.parents) if slot else ("", ())
        under = f"（在“{above[-1]}”下）" if above else ""
        what = f"不知道这一栏{under}对应什么" if leaf else f"{column_letters(place)} 列没有表头"
        sample = cell_text(value)
        sentence = f"{what}，没有读入（例如“{sample[:40]}”）"
        found.append(finding(sheet_name, "not_understood", WARNING, sentence, column=leaf, value=sample, place=place))
    if layout.place_of("credit_code") is None and cleaner.rows:
        sentence = "没有“统一社会信用代码”一栏，只能按名称对应"
        found.append(finding(sheet_name, "no_code", WARNING, sentence))
    return found


def marks_by_row(grid) -> dict[int, dict[int, str]]:
    """Row → column → mark of the grid."""
    marks = {}
    for (row, place), mark in grid.marks.items():
        marks.setdefault(row, {})[place] = mark
    return marks

"""A registration list as a file → cleaned lines. The header is known by the words of reports/ledgers/registrations.py.

The lists are exports of a database: one header row, one unit on each line. So reading them is plain, and apart from
the reading of surveys, whose words mean other things (企业状态 of a survey asks whether a firm operates).
"""

from functools import cache

from liangxin.grids import Grid, Workbook
from reports.imports.privacy import hide_id_numbers
from reports.imports.rows import ERROR, WARNING, CleanRow, CleanSheet, finding
from reports.ledgers import LISTS, Column
from reports.ledgers.columns import Read, Serial
from reports.ledgers.words import BLANKS, cell_text, header_forms

LOOKED_AT = 40  # rows in which the header may stand
FEWEST = 3  # known columns that make a header, the name among them
DECLARED = LISTS["registrations"]
KEEPS_OUT = ("required", "damaged_number")
TOTALS = ("合计", "总计", "小计", "共计")


def clean_list(workbook: Workbook) -> list[CleanSheet]:
    """The visible sheets of a workbook, in order; one without a header of ours has a finding and no rows."""
    grids = hide_id_numbers(workbook).grids
    return [_clean(grid) for grid in grids if grid.visible and (grid.rows or grid.marks)]


def _clean(grid: Grid) -> CleanSheet:
    top, columns = _header(grid)
    sheet = CleanSheet(grid.name, DECLARED.key if columns else None, 1 if columns else 0)
    if not columns:
        sentence = "没有找到表头，整张表没有读入；登记名单要有“名称”“统一社会信用代码”“登记状态”等栏目"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence))
        return sheet
    sheet.headers = {column.key: text for column, text in columns.values()}
    unknown = {
        place: cell_text(value)
        for place, value in grid.rows[top].items()
        if place not in columns and cell_text(value) not in BLANKS
    }
    for leaf in unknown.values():
        sentence = "名单比对用不到这一栏，没有读入"
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, sentence, column=leaf))
    lines = _Lines(grid, columns)
    read = (lines.line(number) for number in sorted(grid.rows) if number > top)
    sheet.rows += [row for row in read if row is not None]
    return sheet


def _header(grid: Grid) -> tuple[int, dict[int, tuple[Column, str]]]:
    """The row of the header and its columns by number: (column, text); (0, {}) when there is none."""
    best = (0, {})
    for number in sorted(grid.rows)[:LOOKED_AT]:
        above = grid.rows.get(number - 1, {})  # a cell merged downwards stands in the row above
        texts = {place: cell_text(value) for place, value in {**above, **grid.rows[number]}.items()}
        columns = _columns(texts)
        known = {column.key for column, _ in columns.values()}
        if len(known) >= FEWEST and "name" in known and len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _columns(texts: dict[int, str]) -> dict[int, tuple[Column, str]]:
    """Column number → (what it means, its text); of two that mean the same the better word stands."""
    claims = []
    for place, text in texts.items():
        ranks = [_words()[form] for form in header_forms(text) if form in _words()]
        claims += [(rank, place, column) for rank, column in ranks[:1]]
    found = {}
    for _, place, column in sorted(claims, key=lambda claim: claim[:2]):
        if all(column is not other for other, _ in found.values()):
            found[place] = (column, texts[place])
    return found


@cache
def _words() -> dict[str, tuple[int, Column]]:
    """Header word → (how good it is, 0 the best; its column)."""
    found = {}
    for column in DECLARED.readable:
        for rank, word in enumerate((column.title, *column.also)):
            for form in header_forms(word):
                found.setdefault(form, (rank, column))
    return found


class _Lines:
    """Reads the lines of one sheet; remembers what recurring values mean, column by column."""

    def __init__(self, grid: Grid, columns: dict[int, tuple[Column, str]]):
        self.grid, self.columns = grid, columns
        self.name, self.header = next((place, text) for place, (one, text) in columns.items() if one.key == "name")
        self.read = {place: one for place, one in columns.items() if not isinstance(one[0], Serial)}
        self.serials = columns.keys() - self.read.keys()
        self.memo: dict[tuple, Read] = {}
        self.marked = {row for row, _ in grid.marks}

    def line(self, number: int) -> CleanRow | None:
        """One line; None for what is none: blank or numbered only, the header again, totals and notes."""
        cells = self.grid.rows[number]
        told = [place for place in self.read if place in cells and cell_text(cells[place]) not in BLANKS]
        name = cell_text(cells.get(self.name, ""))
        # A title or a note stands alone in its row; a unit has at least its number or its code beside its name.
        alone = len(told) == 1 and self.columns[told[0]][0].key != "credit_code" and not self._is_numbered(cells)
        if not told or alone or name.startswith(TOTALS) or name == self.header:
            return None
        row = CleanRow(number, {})
        for place in told:
            self._take(row, place, self._clean(number, place, cells[place]))
        if number in self.marked:
            for place in self.read.keys() - cells.keys():
                mark = self.grid.marks.get((number, place), "")
                if mark.startswith(("error:", "no_result")):
                    self._take(row, place, self.read[place][0].failed(mark))
        if not row.facts.get("name") and not row.has_error:
            sentence = "没有名称，这一行不写入"
            row.findings.append(finding(self.grid.name, "required", ERROR, sentence, row=number, column=self.header))
        return row

    def _is_numbered(self, cells: dict) -> bool:
        """Whether a line with a name has a serial number."""
        return self.name in cells and any(cell_text(cells.get(place, "")).isdecimal() for place in self.serials)

    def _clean(self, number: int, place: int, value) -> Read:
        column = self.read[place][0]
        mark = self.grid.marks.get((number, place), "") if number in self.marked else ""
        if mark or not column.repeats:
            return column.clean(value, mark[6:] if mark.startswith("shown:") else "")
        key = (place, type(value), value)
        if key not in self.memo:
            self.memo[key] = column.clean(value)
        return self.memo[key]

    def _take(self, row: CleanRow, place: int, read: Read):
        row.facts.update(read.facts)
        if read.problem is None:
            return
        code, severity, sentence = read.problem
        # Without a readable date a line still says which unit it is; a broken code or no name says nothing.
        severity = severity if code in KEEPS_OUT else WARNING
        value = cell_text(self.grid.rows[row.number].get(place, ""))
        where = {"row": row.number, "column": self.read[place][1], "value": value}
        row.findings.append(finding(self.grid.name, code, severity, sentence, **where))

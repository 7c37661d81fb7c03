"""Plain lists as files: registration lists and rosters. One header, one unit or person on each line.

The header is known by the words of one declared ledger, so reading them is plain, and apart from the reading of
surveys, whose words mean other things. What the lines say is looked up in the registers later.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from liangxin.grids import Grid, Row, Workbook
from reports.imports.layouts_body import EMPTY_BELOW, EXAMPLE
from reports.imports.layouts_body import NOTE as NOTED
from reports.imports.lists_header import Header, find_header
from reports.imports.privacy import hide_id_numbers
from reports.imports.returned import given_back_by, without_notes
from reports.imports.rows import ERROR, NOTE, WARNING, CleanRow, CleanSheet, PlaceHints, finding
from reports.imports.sealing import Hidden, seal_id_numbers
from reports.ledgers import Ledger
from reports.ledgers.columns import Read, Serial
from reports.ledgers.words import BLANKS, cell_text, leaf_text

TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True)
class Manner:
    """How the lists of a ledger are read, and in which words what was not read is told.

    telling: facts that make a line alone; keeps_out: codes of findings that keep a line out, None for those that are
    errors; off: facts that the county does not keep; no_header, unknown, unwanted, nameless: sentences.
    """

    ledger: Ledger
    no_header: str
    unknown: str
    nameless: str
    telling: tuple[str, ...] = ()
    keeps_out: tuple[str, ...] | None = None
    off: frozenset[str] = frozenset()
    unwanted: str = ""


def clean_list(workbook: Workbook, manner: Manner) -> list[CleanSheet]:
    """The visible sheets of a workbook, in order; one without a header of the ledger has a finding and no rows.

    ID numbers are sealed before anything is read, or starred out where no column asks for them.
    """
    for grid in workbook.grids:
        if grid.visible:
            seal_id_numbers(grid, find_header(grid, manner.ledger), manner.off)
    grids = hide_id_numbers(workbook).grids
    return [_clean(grid, workbook.name, manner) for grid in grids if grid.visible and (grid.rows or grid.marks)]


def _clean(grid: Grid, file_name: str, manner: Manner) -> CleanSheet:
    source, returned = given_back_by(grid), without_notes(grid)
    header = find_header(grid, manner.ledger)
    sheet = CleanSheet(grid.name, manner.ledger.key if header else None, header.height if header else 0)
    sheet.returned, sheet.source = returned, source
    sheet.hints = PlaceHints(sheet=grid.name, file=file_name)
    if header is None:
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, manner.no_header))
        return sheet
    for leaf in header.unknown.values():
        sheet.findings.append(finding(grid.name, "not_understood", WARNING, manner.unknown, column=leaf))
    off = {place: text for place, (column, text) in header.columns.items() if column.key in manner.off}
    for place in off:
        del header.columns[place]
    if off:
        sentence = f"{manner.unwanted}：{'、'.join(off.values())}"
        sheet.findings.append(finding(grid.name, "switched_off", NOTE, sentence))
    sheet.headers = {column.key: text for column, text in header.columns.values()}
    lines = Lines(grid, header, manner, off.keys())
    read = (lines.line(number) for number in sorted(grid.rows) if number > header.bottom)
    sheet.rows += [row for row in read if row is not None]
    return sheet


class Lines:
    """Reads the lines of one sheet; remembers what recurring values mean, column by column."""

    def __init__(self, grid: Grid, header: Header, manner: Manner, off: Collection[int] = ()):
        self.grid, self.columns, self.manner, self.off = grid, header.columns, manner, off
        self.name, self.title = next((place, text) for place, (one, text) in self.columns.items() if one.key == "name")
        self.read = {place: one for place, one in self.columns.items() if not isinstance(one[0], Serial)}
        self.serials = self.columns.keys() - self.read.keys()
        self.memo: dict[tuple, Read] = {}
        self.marked = {row for row, _ in grid.marks}
        self.fills = self._fills(header.bottom)

    def _fills(self, bottom: int) -> dict[int, dict[int, object]]:
        """What a cell merged downwards says of the rows below; a name is one line's."""
        found: dict[int, dict[int, object]] = {}
        last = max(self.grid.rows, default=0)
        for top, left, end, _ in self.grid.merges:
            if top <= bottom or end == top or left not in self.read or left == self.name:
                continue
            value = self.grid.rows.get(top, {}).get(left)
            for row in range(top + 1, min(end, last) + 1) if value is not None else ():
                found.setdefault(row, {})[left] = value
        return found

    def line(self, number: int) -> CleanRow | None:
        """One line; None for what is none: blank or numbered only, the header again, totals and notes."""
        cells = self.grid.rows[number]
        told = [place for place in self.read if place in cells and cell_text(cells[place]) not in BLANKS]
        name = cell_text(cells.get(self.name, ""))
        # A title or a note stands alone in its row; a line has at least its number or its code beside its name.
        keys = self.manner.telling
        alone = len(told) == 1 and self.columns[told[0]][0].key not in keys and not self._is_numbered(cells)
        if not told or alone or name.startswith(TOTALS) or name == self.title or self._is_note(cells):
            return None
        row = CleanRow(number, {}, cells=self._kept(number))
        if fill := self.fills.get(number):
            cells = {**fill, **cells}
            told = [place for place in self.read if place in cells and cell_text(cells[place]) not in BLANKS]
        for place in told:
            self._take(row, place, cells, self._clean(number, place, cells[place]))
        if number in self.marked:
            for place in self.read.keys() - cells.keys():
                mark = self.grid.marks.get((number, place), "")
                if mark.startswith(("error:", "no_result")):
                    self._take(row, place, cells, self.read[place][0].failed(mark))
        if not row.facts.get("name") and not row.has_error:
            where = {"row": number, "column": self.title, "fact": "name", "place": self.name}
            row.findings.append(finding(self.grid.name, "required", ERROR, self.manner.nameless, **where))
        return row

    def _is_note(self, cells: Mapping) -> bool:
        """Whether a line signs or explains the table, or shows how to fill it in; a numbered one is none."""
        if any(cell_text(cells.get(place, "")).isdecimal() for place in self.serials):
            return False
        first = leaf_text(cell_text(cells[min(cells)]))
        return bool(NOTED.match(first) or EXAMPLE.match(first) or EMPTY_BELOW.search(first))

    def _kept(self, number: int) -> Mapping:
        """The cells of a line, for the preview; nothing of what the county does not keep."""
        if not self.off:
            return Row(self.grid.rows, number)
        return {place: value for place, value in self.grid.rows[number].items() if place not in self.off}

    def _is_numbered(self, cells: Mapping) -> bool:
        """Whether a line with a name has a serial number."""
        return self.name in cells and any(cell_text(cells.get(place, "")).isdecimal() for place in self.serials)

    def _clean(self, number: int, place: int, value) -> Read:
        if isinstance(value, Hidden):
            return value.read
        column = self.read[place][0]
        mark = self.grid.marks.get((number, place), "") if number in self.marked else ""
        if mark or not column.repeats:
            return column.clean(value, mark[6:] if mark.startswith("shown:") else "")
        key = (place, type(value), value)
        if key not in self.memo:
            self.memo[key] = column.clean(value)
        return self.memo[key]

    def _take(self, row: CleanRow, place: int, cells: Mapping, read: Read):
        row.facts.update(read.facts)
        if read.problem is None:
            return
        code, severity, sentence = read.problem
        if self.manner.keeps_out is not None:
            severity = severity if code in self.manner.keeps_out else WARNING
        column, text = self.read[place]
        value = cell_text(cells.get(place, ""))
        where = {"row": row.number, "column": text, "value": value, "fact": column.key, "place": place}
        row.findings.append(finding(self.grid.name, code, severity, sentence, **where))

"""Sheets as data: rows of a grid in which "<" continues the cell to the left and "^" the cell above (merged)."""

from liangxin.grids import Grid, Workbook
from reports.imports.cleaning import clean_workbook

BLANK = (None, "")
CODE, OTHER_CODE, SOCIAL_CODE = "91360726MA35TQJY0B", "91360726MA36ABCD1W", "52360726MJD000000X"


def grid(*lines, name="Sheet1", first_row=1, marks=None, visible=True) -> Grid:
    """A Grid of these rows; an empty line is a blank row."""
    rows, corners = {}, {}
    for row, line in enumerate(lines, first_row):
        for place, value in enumerate(line, 1):
            if value == "<":
                corners[row, place] = corners.get((row, place - 1), (row, place - 1))
            elif value == "^":
                corners[row, place] = corners.get((row - 1, place), (row - 1, place))
            elif value not in BLANK or value == 0:
                rows.setdefault(row, {})[place] = value
    ends = {}
    for (row, place), corner in corners.items():
        bottom, right = ends.get(corner, corner)
        ends[corner] = (max(bottom, row), max(right, place))
    merges = [(*corner, *end) for corner, end in ends.items()]
    return Grid(name, visible, rows, merges, marks or {})


def clean(*grids, name="摸排表.xlsx", **options):
    """The cleaned sheets of a workbook of these grids."""
    return clean_workbook(Workbook(name, "xlsx", list(grids)), **options)


def clean_one(*lines, file="摸排表.xlsx", blank_means_no=frozenset(), **options):
    """The one cleaned sheet of these rows."""
    (sheet,) = clean(grid(*lines, **options), name=file, blank_means_no=blank_means_no)
    return sheet


def facts_of(sheet) -> list[dict]:
    """The facts of each row."""
    return [row.facts for row in sheet.rows]


def codes_of(row) -> list[tuple[str, str, str]]:
    """(code, severity, column) of each finding of a row."""
    return [(one.code, one.severity, one.column) for one in row.findings]


def column_of(sheet, key) -> list:
    """One fact of each row, None where it is not stated."""
    return [row.facts.get(key) for row in sheet.rows]


def read(header, value, mark=None, name="非公企业"):
    """(facts, findings as (code, severity)) of one cell in a sheet of one row."""
    lines = (["单位名称", "从业人员数", header], ["甲公司", 1, value])
    sheet = clean_one(*lines, name=name, marks={(2, 3): mark} if mark else None)
    (row,) = sheet.rows
    facts = {key: fact for key, fact in row.facts.items() if key not in ("name", "kind", "employees")}
    return facts, [(code, severity) for code, severity, _ in codes_of(row)]


def stated(header, value, mark=None):
    """The facts of one cell that has no finding."""
    facts, findings = read(header, value, mark)
    assert findings == []
    return facts

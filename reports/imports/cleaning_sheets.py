"""What a sheet as a whole says: which ledger it is, where it comes from, whether it is a cover."""

import re

from liangxin.dates import UnreadableDate, read_partial
from reports.imports.layouts import find_layout
from reports.imports.layouts_body import UNIT, kind_hint, unit_of
from reports.imports.rows import NONE, Answers, PlaceHints
from reports.ledgers.words import cell_text, leaf_text

COVER_NAME = re.compile(r"说明|封面|目录|须知|填报要求|指标解释")
COVER_TEXT = re.compile(
    r"^(?:填报|填表|填写|使用|填报要求|编制|指标)(?:说明|要求|须知|注意事项|解释)|^目录$|^封面$|^说明$"
)
DATE = re.compile(r"(?:日期|时间|截止|截至)[:：]?\s*(\d{4}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}\s*日?|\s*月)?)")
LOOKED_AT = 12


def is_cover(grid, answers: Answers = NONE) -> bool:
    """A sheet of explanations: named or titled so, and without a table of organizations."""
    first = [leaf_text(cell_text(value)) for number in sorted(grid.rows)[:3] for value in grid.rows[number].values()]
    if not COVER_NAME.search(grid.name) and not any(COVER_TEXT.match(text) for text in first):
        return False
    layout = find_layout(grid, answers=answers)
    return layout is None or layout.place_of("name") is None


def lines_above(grid, layout) -> list[list[str]]:
    """The texts of the rows above the header, a list for each row."""
    top = layout.top if layout else LOOKED_AT
    rows = [number for number in sorted(grid.rows) if number < top][:LOOKED_AT]
    return [[cell_text(value) for _, value in sorted(grid.rows[number].items())] for number in rows]


def sheet_hints(grid, layout, stem: str) -> PlaceHints:
    """Title, unit line and its date, sheet and file name: whatever may name the town."""
    hints = PlaceHints(sheet=grid.name, file=stem)
    titles = []
    lines = lines_above(grid, layout)
    lines += [[cell_text(value) for value in grid.rows[number].values()] for number in sorted(grid.rows)[-6:]]
    above = len(lines_above(grid, layout))
    for at, line in enumerate(lines):
        text = "  ".join(line)
        hints.unit = hints.unit or (unit_of(line) if UNIT.search(text) else "")
        if not hints.unit_date and (found := DATE.search(text)):
            hints.unit_date = _date(found[1])
        if at < above and not UNIT.search(text):
            titles.extend(line)
    hints.title = "  ".join(titles)
    return hints


def _date(text: str) -> str:
    try:
        return read_partial("".join(text.split()))
    except UnreadableDate:
        return ""


def sheet_kind(grid, layout, stem: str) -> tuple[str, str]:
    """(kind of the rows by title and sheet name, kind of the ledger that the sheet was recognised as); "" for none.

    The ledger is also told by header words and the file's name, which are too loose to overrule a row's own
    category or code: many a form for both kinds calls its column 企业名称.
    """
    titles = " ".join(text for line in lines_above(grid, layout) for text in line if not UNIT.search(text))
    for said in (titles, grid.name):
        if kind := kind_hint(said):
            return kind, kind
        if "两新" in said:
            return "", ""
    leaf = layout.slots[layout.place_of("name")].leaf
    return "", kind_hint(leaf) or ("" if "企业" in leaf else kind_hint(stem))

"""A small survey of three enterprises as the XML of a sheet, to which files add their harm."""

from xml.sax.saxutils import escape

from liangxin.grids.cells import letters
from tests.reports.imports.office import HEADERS, firm

KEYS = ("town", "name", "code", "kind", "employees")
FIRMS = [firm(number, employees=10 + number) for number in (1, 2, 3)]
SURVEY = [[HEADERS[key] for key in KEYS], *([one[key] for key in KEYS] for one in FIRMS)]


def cell(row: int, column: int, value, more: str = "") -> str:
    """One cell; text is written into the cell itself."""
    place = f"{letters(column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"{more}><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"{more}><v>{value}</v></c>'


def row_of(number: int, *cells: str) -> str:
    """One row around its cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def rows_of(table, first: int = 1) -> str:
    """A table of values as rows from `first` on."""
    return "".join(
        row_of(number, *(cell(number, column, value) for column, value in enumerate(values, 1)))
        for number, values in enumerate(table, first)
    )


def csv_of(table) -> str:
    """The table as CSV."""
    return "".join(",".join(map(str, values)) + "\r\n" for values in table)


def html_of(table) -> str:
    """The table as the web page that many systems call an .xls."""
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in values)}</tr>\n" for values in table)
    return f"<html><head><meta charset='utf-8'></head><body><table border=1>\n{lines}</table></body></html>"


def survey(**changes) -> list[list]:
    """The survey with other values in its first row of data, by the keys of office.HEADERS."""
    first = {**FIRMS[0], **changes}
    keys = (*KEYS, *(key for key in changes if key not in KEYS))
    rows = [first, *FIRMS[1:]]
    return [[HEADERS[key] for key in keys], *([one.get(key, "") for key in keys] for one in rows)]

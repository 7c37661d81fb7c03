"""How the files of this folder are put together: parts in a zip, the survey in each format."""

import io
import zipfile

from tests import workbooks
from tests.hostile import tables
from tests.hostile.tables import SURVEY, rows_of
from tests.liangxin.grids.packages import parts, shared, sheet

GOOD = len(tables.FIRMS)


def packed(made: dict, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts in a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as package:
        for name, text in made.items():
            package.writestr(name, text)
    return file.getvalue()


def book(rows: str = "", *more: str, after: str = "", dimension: str = "A1:E4", **options) -> bytes:
    """A workbook whose first sheet holds the XML of `rows`, the survey when there is none."""
    return packed(parts(sheet(rows or rows_of(SURVEY), after=after, dimension=dimension), *more, **options))


def changed(**texts) -> bytes:
    """The survey's workbook with `{part: (old, new)}` replaced, and parts added."""
    made = parts(sheet(rows_of(SURVEY)), shared_xml=shared("<t>甲</t>"))
    for part, change in texts.items():
        made[part] = made[part].replace(*change, 1)
    return packed(made)


def cut(data: bytes, share: float) -> bytes:
    """The first part of a file."""
    return data[: int(len(data) * share)]


def survey_xls(table=SURVEY) -> bytes:
    """The survey as an .xls."""
    return workbooks.xls(workbooks.table(*table))


def table(*rows, **how) -> bytes:
    """Rows of values as an ordinary .xlsx."""
    made = workbooks.table(*rows)
    for name, value in how.items():
        setattr(made, name, value)
    return workbooks.xlsx(made)

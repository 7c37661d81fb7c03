"""What the server makes of the lines that the child writes for one sheet."""

import io
import json

from liangxin.grids import Grid, Workbook, parent
from liangxin.grids.cells import Writer


def sent(rows, **how) -> Grid:
    """The grid that the server holds when the child's Writer is given these rows; how: see Writer.grid."""
    stream, workbook, known = io.BytesIO(), Workbook("表.xlsx", "xlsx"), {}
    Writer(stream).grid("表", True, rows, **how)
    for line in stream.getvalue().splitlines():
        what, *rest = json.loads(line)
        parent._take(workbook, what, rest, known)
    (grid,) = workbook.grids
    return grid

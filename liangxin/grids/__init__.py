"""An uploaded file → grids of cells, read in a limited child process that imports no Django.

The child loads `child.py` and its neighbours by path; this package's own names are for the server's side.
"""

from liangxin.grids.model import Grid, Refused, Value, Workbook
from liangxin.grids.parent import read_file, shared
from liangxin.grids.rows import Row, Rows

__all__ = ["Grid", "Refused", "Row", "Rows", "Value", "Workbook", "read_file", "shared"]

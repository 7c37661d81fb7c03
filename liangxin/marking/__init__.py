"""A workbook given back to who sent it: its own layout, some rows taken out, cells marked, a column of notes.

Strangers' files are opened by openpyxl in a limited child process; what it cannot do comes back as a plain copy.
"""

from liangxin.marking.marks import NOTES, SheetMarks
from liangxin.marking.parent import mark_file

__all__ = ["NOTES", "SheetMarks", "mark_file"]

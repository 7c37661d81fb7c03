"""Books: declared columns and rows → an .xlsx file that prints as an official table.

    write_book("台账.xlsx", [Sheet("非公企业", columns, rows, title="非公有制企业党建工作台账")])

The library XlsxWriter makes everything but the data rows, which are streamed as XML: writing 50,000 rows through it
takes five times as long.
"""

from liangxin.books.specs import A3, A4, Column, Sheet
from liangxin.books.writer import write_book

__all__ = ["A3", "A4", "Column", "Sheet", "write_book"]

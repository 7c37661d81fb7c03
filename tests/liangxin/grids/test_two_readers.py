"""The library and our own reader of stretched sheets say the same of the same file."""

import datetime
import io

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liangxin.grids import reading
from liangxin.grids.biff import XlsBook
from liangxin.grids.book import Book
from liangxin.grids.ole import Compound
from liangxin.grids.package import Package
from liangxin.grids.sparse import SparseReader
from liangxin.grids.sparse_xls import SparseXlsReader
from tests.liangxin.grids.lines import sent

pytestmark = pytest.mark.nodb

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
)
days = st.dates(datetime.date(1950, 1, 1), datetime.date(2060, 1, 1))
moments = st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2060, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
numbers = st.integers(-(2**31), 2**31) | st.floats(-1e9, 1e9).map(lambda number: round(number, 4))
values = texts | numbers | st.booleans() | days | moments
cells = st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), values, min_size=1, max_size=30)
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(rows, book):
    """What these rows are on the server, as text, which tells 1 from True."""
    grid = sent(rows, date1904=book.date1904)
    return repr((dict(grid.rows), grid.marks))


@few
@given(cells)
def test_both_readers_agree_on_an_xlsx(table):
    workbook = openpyxl.Workbook()
    for (row, column), value in table.items():
        cell = workbook.active.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula here
    data = io.BytesIO()
    workbook.save(data)
    package = Package(data.getvalue())
    book = Book(package)
    book.read_styles(package)
    (sheet,) = book.sheets
    library = reading._rows(reading._sheet(reading._open(data.getvalue()), sheet.name))
    assert written(library, book) == written(SparseReader(package, book).rows(sheet.part), book)


@few
@given(cells)
def test_both_readers_agree_on_an_xls(table):
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
    for (row, column), value in table.items():
        style = moment if isinstance(value, datetime.datetime) else day if isinstance(value, datetime.date) else None
        page.write(row - 1, column - 1, value, *([style] if style else []))
    data = io.BytesIO()
    workbook.save(data)
    book = XlsBook(Compound(data.getvalue()).read("workbook"))
    (sheet,) = book.sheets
    library = reading._rows(reading._sheet(reading._open(data.getvalue()), sheet.name))
    assert written(library, book) == written(SparseXlsReader(book).rows(sheet), book)


def test_both_readers_agree_on_strings_that_an_xls_cuts_in_two():
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet("表")
    for row in range(900):
        page.write(row, 0, f"plain {row} " * 7)
        page.write(row, 1, f"示例单位{row}号，" * 11)
    data = io.BytesIO()
    workbook.save(data)
    book = XlsBook(Compound(data.getvalue()).read("workbook"))
    assert len(book.strings) > 10
    library = reading._rows(reading._sheet(reading._open(data.getvalue()), "表"))
    assert written(library, book) == written(SparseXlsReader(book).rows(book.sheets[0]), book)

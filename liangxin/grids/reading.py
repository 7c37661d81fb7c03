"""A file of any kind we read → its grids, written line by line. Runs in the child."""

import io
import re
import threading

from liangxin.grids.limits import BROKEN, ENCRYPTED, FILE_BYTES, TOO_LARGE, Unreadable
from liangxin.grids.sniff import container_of, refuse_ole, refuse_zip

DENSE_CELLS = 4_000_000  # the library holds every cell of the used range, blank ones too, at 32 bytes each
DECLARED_STRINGS = 4_000_000  # it also makes room for as many shared strings as the file says it has


def read(path: str, ending: str, writer) -> None:
    """Write the file's sheets to `writer` (cells.Writer). Raises Unreadable."""
    with open(path, "rb") as file:
        data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise Unreadable(TOO_LARGE)
    {"zip": _read_xlsx, "ole": _read_xls, "html": _read_html, "text": _read_csv}[container_of(data, ending)](
        data, writer
    )


def _read_xlsx(data: bytes, writer) -> None:
    from liangxin.grids.book import Book
    from liangxin.grids.package import Package
    from liangxin.grids.sparse import SparseReader
    from liangxin.grids.walk import Walk

    package = Package(data)
    refuse_zip(set(package.members))
    book = Book(package)
    book.read_styles(package)
    honest = _counts_honestly(package, book.strings)
    library = Ahead(_open, data) if honest else None
    walks = {sheet.part: Walk(package.pieces(sheet.part), book.kinds) for sheet in book.sheets}
    for name in package.members.keys() - walks.keys() - {book.strings}:
        package.check(name)
    sparse = SparseReader(package, book)
    writer.line("workbook", "xlsx")
    for sheet in book.sheets:
        walk = walks[sheet.part]
        if library and walk.sound and walk.rows * walk.columns <= DENSE_CELLS:
            rows = _rows(_sheet(library.result(), sheet.name))
        else:
            rows = sparse.rows(sheet.part)
        writer.grid(sheet.name, sheet.visible, rows, walk.merges, walk.marks, walk.styled, book.date1904)


def _counts_honestly(package, name: str) -> bool:
    """Whether the shared strings, all of them inflated and checked, are about as many as the part declares."""
    if name not in package.members:
        return True
    declared = 0
    for piece in package.pieces(name):
        if not declared:
            numbers = re.findall(rb"""ount=["']([0-9]{1,20})["']""", piece[:2048])
            declared = max(map(int, numbers), default=1)
    return declared <= DECLARED_STRINGS


class Ahead:
    """Work done in a thread of its own while the caller goes on; the reader library leaves the lock."""

    def __init__(self, work, *given):
        self._outcome: list = []
        self._thread = threading.Thread(target=self._run, args=(work, given), daemon=True)
        self._thread.start()

    def _run(self, work, given) -> None:
        try:
            self._outcome = [work(*given), None]
        except Exception as fault:  # handed over to the caller, whatever it is
            self._outcome = [None, fault]

    def result(self):
        """What the work returned; raises what it raised."""
        self._thread.join()
        found, fault = self._outcome
        if fault:
            raise fault
        return found


def _read_xls(data: bytes, writer) -> None:
    from liangxin.grids.biff import XlsBook
    from liangxin.grids.ole import Compound
    from liangxin.grids.sparse_xls import SparseXlsReader

    compound = Compound(data)
    refuse_ole(set(compound.streams))
    book = XlsBook(compound.read("workbook"))
    dense = sum(sheet.rows * sheet.columns for sheet in book.sheets) <= DENSE_CELLS  # all are held at once
    library = _open(data) if dense else None
    sparse = SparseXlsReader(book)
    writer.line("workbook", "xls")
    for sheet in book.sheets:
        rows = _rows(_sheet(library, sheet.name)) if library else sparse.rows(sheet)
        writer.grid(sheet.name, sheet.visible, rows, sheet.merges, sheet.marks, sheet.styled, book.date1904)


def _read_csv(data: bytes, writer) -> None:
    from liangxin.grids.text import records

    writer.line("workbook", "csv")
    writer.grid("", True, records(data))


def _read_html(data: bytes, writer) -> None:
    from liangxin.grids.html import tables

    found = tables(data)
    writer.line("workbook", "html")
    for number, table in enumerate(found, 1):
        rows = ((row, list(cells), list(cells.values())) for row, cells in sorted(table.rows.items()))
        writer.grid("" if len(found) == 1 else f"表{number}", True, rows, table.merges)


def _open(data: bytes):
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as fault:
        raise Unreadable(ENCRYPTED) from fault
    except python_calamine.CalamineError as fault:
        raise Unreadable(BROKEN) from fault


def _sheet(library, name: str):
    import python_calamine

    try:
        return library.get_sheet_by_name(name)
    except python_calamine.CalamineError as fault:
        raise Unreadable(BROKEN) from fault


def _rows(sheet):
    """(row number, column numbers, values). The library pads rows at the top but not columns at the left."""
    columns = range(sheet.start[1] + 1, sheet.start[1] + 1 + sheet.width) if sheet.start else ()
    for number, values in enumerate(sheet.iter_rows(), 1):
        yield number, columns, values

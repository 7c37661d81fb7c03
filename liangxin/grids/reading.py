"""A file of any kind we read → its grids, written line by line. Runs in the child."""

import io

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
    {"zip": _read_xlsx, "ole": _read_xls, "text": _read_csv}[container_of(data, ending)](data, writer)


def _read_xlsx(data: bytes, writer) -> None:
    from liangxin.grids.book import Book
    from liangxin.grids.package import Package
    from liangxin.grids.walk import Walk

    package = Package(data)
    refuse_zip(set(package.members))
    book = Book(package)
    book.read_styles(package)
    walks = {sheet.part: Walk(package.pieces(sheet.part), book.kinds) for sheet in book.sheets}
    for name in package.members.keys() - walks.keys():
        package.check(name)
    library = _open(data)
    writer.line("workbook", "xlsx")
    for sheet in book.sheets:
        walk = walks[sheet.part]
        writer.grid(
            sheet.name,
            sheet.visible,
            _rows(_sheet(library, sheet.name)),
            walk.merges,
            walk.marks,
            walk.styled,
            book.date1904,
        )


def _read_xls(data: bytes, writer) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    library = _open(data)
    writer.line("workbook", "xls")
    for sheet in library.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            found = _sheet(library, sheet.name)
            merges = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in found.merged_cell_ranges or ()]
            writer.grid(sheet.name, sheet.visible == SheetVisibleEnum.Visible, _rows(found), merges)


def _read_csv(data: bytes, writer) -> None:
    from liangxin.grids.text import records

    writer.line("workbook", "csv")
    writer.grid("", True, records(data))


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
    """(row number, first column number, values). The library pads rows at the top but not columns at the left."""
    left = sheet.start[1] + 1 if sheet.start else 1
    for number, values in enumerate(sheet.iter_rows(), 1):
        yield number, left, values

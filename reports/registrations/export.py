"""The comparison as workbooks, one for each town; and the current lists as the ledger that imports back."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from liangxin import books
from liangxin.dates import said, today
from orgs.models import Region
from orgs.models.regions import TOWN
from reports.ledgers import LISTS
from reports.ledgers.export import ledger_columns
from reports.models import Registration
from reports.registrations.comparing import DIFFERENCES, Comparison, Difference

COLUMNS = (
    books.Column("序号", 6, "number"),
    books.Column("单位名称", 32),
    books.Column("名单中的名称", 32),
    books.Column("统一社会信用代码", 22),
    books.Column("登记状态", 10),
    books.Column("成立日期", 12),
    books.Column("注销（吊销）日期", 12),
    books.Column("法定代表人（负责人）", 12),
    books.Column("地址", 36),
    books.Column("核实情况", 20),
)


def town_book(comparison: Comparison, town: Region) -> bytes:
    """The lists of one town (or of the county itself) as a workbook, a sheet for each that is not empty."""
    sheets = [_sheet(comparison, one, town) for one in DIFFERENCES.values()]
    return _written([sheet for sheet in sheets if sheet.rows] or sheets[:1])


def town_books(comparison: Comparison) -> bytes:
    """A zip with a workbook for each town that has something to do."""
    codes = {code for one in DIFFERENCES.values() for code in comparison.counts(one)}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for town in Region.objects.filter(code__in=codes).order_by("code"):
            archive.writestr(f"{town.code[TOWN - 3 :]} {town.name} 登记名单比对.xlsx", town_book(comparison, town))
    return packed.getvalue()


def _sheet(comparison: Comparison, difference: Difference, town: Region) -> books.Sheet:
    rows = list(_rows(comparison, difference, town.code))
    return books.Sheet(
        difference.title,
        COLUMNS,
        rows,
        title=f"{town.name}{difference.title}（{len(rows)} 家）",
        left=difference.note,
        right=f"截至{said(today().isoformat())}",
        freeze_columns=2,
    )


def _rows(comparison: Comparison, difference: Difference, town: str) -> Iterator[list]:
    found = list(comparison.rows(difference, town))
    lines = {} if difference.of_lines else comparison.lines(found)
    for number, one in enumerate(found, 1):
        line = one if difference.of_lines else lines.get(one.line)
        known = None if difference.of_lines else one
        yield [
            number,
            known.name if known else line.name,
            line.name if line and known else None,
            (line or known).credit_code or None,
            line.state or None if line else None,
            said((line or known).established) or None,
            said(line.closed) or None if line else None,
            (line or known).head_name or None,
            line.address if line else known.registered_address or known.address,
            None,
        ]


def list_book(user, source: str) -> bytes:
    """The current lines of `source` that `user` sees as the ledger 登记名单; imported again, nothing differs."""
    ledger, label = LISTS["registrations"], Registration.Source(source).label
    lines = Registration.objects.visible_to(user).current().filter(source=source).select_related("region")
    towns = dict(Region.objects.filter(code__in={one.region.town_code for one in lines}).values_list("code", "name"))
    rows = [ledger.cells(_facts(one, towns), number) for number, one in enumerate(lines, 1)]
    return _written([books.Sheet(ledger.title, ledger_columns(ledger), rows, title=f"{label}{ledger.heading}")])


def blank_book() -> bytes:
    """The template of a registration list."""
    ledger = LISTS["registrations"]
    return _written([books.Sheet(ledger.title, ledger_columns(ledger), (), title=ledger.heading, blank_rows=50)])


def _facts(line: Registration, towns: dict[str, str]) -> dict:
    names = ("name", "credit_code", "address", "head_name", "established", "state", "closed")
    facts = {name: getattr(line, name) for name in names if getattr(line, name)}
    if line.region.level >= TOWN:
        facts["town"] = towns[line.region.town_code]
    if line.region.level > TOWN:
        facts["village"] = line.region.name
    return facts


def _written(sheets) -> bytes:
    book = BytesIO()
    books.write_book(book, sheets)
    return book.getvalue()

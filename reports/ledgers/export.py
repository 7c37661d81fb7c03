"""A ledger as a workbook: the rows of a scope on a day, or a blank template."""

from collections.abc import Iterable
from datetime import date

from liangxin import books
from liangxin.dates import said
from reports.coverage.questions import Question
from reports.ledgers.base import Form, Ledger, Table
from reports.ledgers.columns import Answer, Column
from reports.ledgers.layouts import FlagColumn, TickColumn, layout_of
from reports.ledgers.listings import listing_of
from reports.ledgers.masking import without_phone_columns
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Phone
from reports.ledgers.roster_kinds import IdNumber

BLANK_ROWS = 50  # in a template
# Fifty columns have to fit the width of a sheet of A4, so they are narrow and wrap: the narrower, the larger the print.
SHARE_OF_WIDTH = 0.6
TICK_WIDTH = 3.5
NEEDED = {
    Phone: 12,
    PartialDate: 10,
    CreditCode: 13,
    IdNumber: 19,
}  # narrower, an 11-digit phone or a date would break in two


def ledger_sheet(
    ledger: Ledger,
    question: Question,
    *,
    rows=None,
    form: Table | None = None,
    mask: bool = False,
    clear: bool = False,
    blank_rows: int = 0,
    protected=False,
) -> books.Sheet:
    """The sheet of a ledger with what `question` asks for; the rows are read when it is written.

    rows: only these of the ledger's listing; form: a layout (form_of), else what the county has switched on; mask:
    phones starred out; clear: ID numbers in full; blank_rows: ruled rows below; protected: headings and the codes that
    stand there cannot be typed over.
    """
    listing = listing_of(ledger)
    found = listing.columns(listing.found(ledger, question) if rows is None else rows, question, clear=clear)
    if mask:
        found = map(without_phone_columns, found)
    form = form or form_of(ledger)
    sheet = _sheet(form, place_of(question), question.day, form.rows(found), blank_rows=blank_rows)
    sheet.protected = protected
    return sheet


def form_of(ledger: Ledger, layout: str = "") -> Table:
    """The form in which a ledger is shown and written: a layout, else its own without what is switched off.

    Raises KeyError with a Chinese sentence for a layout that there is not.
    """
    if layout:
        return layout_of(ledger, layout)
    hidden = listing_of(ledger).hidden()
    return Form(ledger, hidden) if hidden else ledger


def blank_sheet(ledger: Table, question: Question) -> books.Sheet:
    """The template of a ledger: no rows, drop-downs, ruled lines to fill in."""
    return _sheet(ledger, place_of(question), question.day, (), blank_rows=BLANK_ROWS)


def place_of(question: Question) -> str:
    """Whose ledger it is, in words."""
    return question.region.name if question.region else ""


def heading_of(ledger: Table, place: str) -> str:
    """The title above a ledger."""
    return f"{place}{ledger.heading}"


def _sheet(ledger, place: str, day: date, rows: Iterable, blank_rows: int = 0):
    columns = ledger_columns(ledger)
    return books.Sheet(
        ledger.title,
        columns,
        rows,
        title=heading_of(ledger, place),
        left=f"填报单位：{place}",
        right=f"填表日期：{said(day.isoformat())}",
        blank_rows=blank_rows,
        freeze_columns=_before_name(ledger),
        paper=ledger.paper,
    )


def _before_name(table: Table) -> int:
    """The columns that stay in view: those up to the name."""
    return next((place for place, leaf in enumerate(table.leaves, 1) if leaf.key == "name"), 1)


def ledger_columns(ledger: Table) -> list[books.Column]:
    """The columns of the workbook: the ledger's own tree, without what is only read."""
    return [_column(node) for node in ledger.columns if not isinstance(node, Column) or node.own]


def _width(column: Column) -> float:
    phone = NEEDED[Phone] if column.key.endswith("phone") else 5  # those of people who are no fact of ours are answers
    needed = next((width for kind, width in NEEDED.items() if isinstance(column, kind)), phone)
    return max(needed, round(column.width * SHARE_OF_WIDTH))


def _column(node) -> books.Column:
    if isinstance(node, Answer) and not node.key.endswith("_phone"):
        # An answer is text or a number and must come back as it was; the format keeps 0012 as it is typed.
        return books.Column(node.title, _width(node), "number", format="@", align="left")
    if isinstance(node, TickColumn | FlagColumn):
        return books.Column(node.title, TICK_WIDTH, choices=node.labels, align="center")
    if isinstance(node, Column):
        locked = isinstance(node, CreditCode)
        return books.Column(node.title, _width(node), node.export, choices=tuple(node.labels), locked=locked)
    return books.Column(node.title, children=tuple(_column(child) for child in node.shown()))

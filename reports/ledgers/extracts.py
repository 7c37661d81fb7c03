"""Filtered ledgers (未建党组织, 流动党员, 换届): parts of the declared ones under a name of their own; the whole set.

An extract has no columns of its own, so its workbook comes back like that of the ledgers it is taken from.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from liangxin import books
from liangxin.dates import said
from reports.coverage.questions import Question
from reports.ledgers.base import LEDGERS, ROSTERS, Ledger, every_ledger
from reports.ledgers.export import ledger_sheet, place_of
from reports.ledgers.listings import listing_of


@dataclass(frozen=True)
class Part:
    """One sheet: the rows of `part` of a ledger."""

    ledger: Ledger
    part: str = ""
    sheet: str = ""  # its name; "" for the ledger's own title
    heading: str = ""  # and what stands above it, after the place; "" for the ledger's own

    def rows(self, question: Question):
        """The rows, as the page of the ledger lists them."""
        return listing_of(self.ledger).found(self.ledger, question, self.part)

    @property
    def title(self) -> str:
        """What it is called where it stands beside others."""
        return self.sheet or self.ledger.title

    @property
    def counter(self) -> str:
        """The word behind a number of rows."""
        return listing_of(self.ledger).counter


@dataclass(frozen=True)
class Book:
    """One workbook of the set: a ledger, or an extract with a sheet for each part."""

    key: str
    title: str
    heading: str
    parts: tuple[Part, ...]

    def name(self, question: Question) -> str:
        """Its file name."""
        return f"{place_of(question)}{self.heading}（{said(question.day.isoformat())}）.xlsx"

    def sheets(
        self, question: Question, *, mask: bool, told: Callable[[Part, int], None] = lambda part, count: None
    ) -> list[books.Sheet]:
        """Its sheets; `told` is called with the number of rows of each when it has been written."""
        return [_sheet(part, question, mask, told) for part in self.parts]


def _sheet(part, question, mask, told):
    sheet = ledger_sheet(part.ledger, question, rows=part.rows(question), mask=mask)
    sheet.name = part.title
    if part.heading:
        sheet.title = f"{place_of(question)}{part.heading}"
    sheet.rows = _counted(sheet.rows, part, told)
    return sheet


def _counted(rows, part, told) -> Iterator:
    count = 0
    for row in rows:
        count += 1
        yield row
    told(part, count)


EXTRACTS = (
    Book(
        "unbuilt",
        "未建党组织",
        "未建党组织单位台账",
        tuple(Part(one, "uncovered", heading=f"未建党组织的{one.title}台账") for one in LEDGERS.values()),
    ),
    Book(
        "floating",
        "流动党员",
        "流动党员名册",
        (Part(ROSTERS["members"], "floating", sheet="流动党员", heading="流动党员名册"),),
    ),
    Book(
        "terms",
        "换届",
        "党组织换届台账",
        (
            Part(ROSTERS["branches"], "overdue", sheet="届满未换届", heading="届满未换届党组织台账"),
            Part(ROSTERS["branches"], "soon", sheet="即将届满", heading="即将届满党组织台账"),
        ),
    ),
)


def whole_set() -> dict[str, Book]:
    """The six ledgers and the extracts by key, in their order."""
    six = (Book(one.key, one.title, one.heading, (Part(one),)) for one in every_ledger().values())
    return {book.key: book for book in (*six, *EXTRACTS)}


def find_book(name: str) -> Book:
    """The book with this key or Chinese title. Raises KeyError with a Chinese sentence."""
    for book in whole_set().values():
        if name in (book.key, book.title):
            return book
    known = "、".join(f"{book.key}（{book.title}）" for book in whole_set().values())
    raise KeyError(f"没有名为“{name}”的台账，可用的有：{known}")

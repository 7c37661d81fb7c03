"""A ledger from the database to a styled file, against XlsxWriter alone writing the same cells from memory."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter

from liangxin.books import write_book
from orgs.scope import CONSOLE
from reports.coverage.questions import Question, own_region
from reports.ledgers import LEDGERS
from reports.ledgers.export import ledger_sheet
from reports.ledgers.rows import facts_of, ledger_standings
from tests.benchmarks.county import DAY
from tests.benchmarks.measure import line


def library_alone(path: Path, rows: list) -> float:
    """The library's own fast way, with one format for text: seconds."""
    begun = perf_counter()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    page, text = book.add_worksheet(), book.add_format({"border": 1, "num_format": "@", "text_wrap": True})
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            page.write(row, column, value, text)
    book.close()
    return perf_counter() - begun


def run():
    """Write the larger ledger of the register as it is, both ways, and print."""
    question, ledger = Question(CONSOLE, DAY, own_region(CONSOLE)), LEDGERS["enterprises"]
    facts = facts_of(ledger_standings(ledger, question), DAY)
    rows = [ledger.cells(each, number) for number, each in enumerate(facts, 1)]
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        theirs = library_alone(Path(folder) / "theirs.xlsx", rows)
        begun = perf_counter()
        write_book(Path(folder) / "ours.xlsx", [ledger_sheet(ledger, question)])
        ours = perf_counter() - begun
    print(f"Ledger of {len(rows):,} rows and {len(ledger.leaves)} columns")
    print(line("ours: database to styled file", ours))
    print(line("XlsxWriter alone, the same cells from memory", theirs, theirs / ours), flush=True)

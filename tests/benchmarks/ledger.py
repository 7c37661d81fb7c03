"""A ledger from the database to a styled file, against XlsxWriter alone with the same cells and a stock export."""

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
from tests.benchmarks import stock
from tests.benchmarks.county import DAY
from tests.benchmarks.measure import apart, line, middle

TIMES = 3


def run():
    """Write the larger ledger of the register as it is, all three ways, and print."""
    question, ledger = Question(CONSOLE, DAY, own_region(CONSOLE)), LEDGERS["enterprises"]
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        own, theirs = [], []
        for _ in range(TIMES):
            own.append(apart(lambda: ours(Path(folder), ledger, question)))
            theirs.append(apart(lambda: library_alone(Path(folder), ledger, question)))
        plain = apart(lambda: stock_export(ledger, question))
    taken, alone = middle(own, "seconds"), middle(theirs, "seconds")
    print(f"Ledger of {plain['rows']:,} rows and {len(ledger.leaves)} columns (median of {TIMES})")
    print(line("ours: database to styled file", taken))
    print(line("XlsxWriter alone, the same cells from memory", alone, alone / taken, "goal 2 (4)"))
    what = f"stock export of {len(stock.Export().get_export_headers())} columns, unstyled"
    print(line(what, plain["seconds"], plain["seconds"] / taken, "goal 10"), flush=True)


def ours(folder: Path, ledger, question) -> dict:
    """The ledger as a user gets it."""
    begun = perf_counter()
    write_book(folder / "ours.xlsx", [ledger_sheet(ledger, question)])
    return {"seconds": perf_counter() - begun}


def library_alone(folder: Path, ledger, question) -> dict:
    """The library's own fast way, with one format for text and the cells in memory before."""
    facts = facts_of(ledger_standings(ledger, question), DAY)
    rows = [ledger.cells(each, number) for number, each in enumerate(facts, 1)]
    begun = perf_counter()
    book = xlsxwriter.Workbook(str(folder / "theirs.xlsx"), {"constant_memory": True, "strings_to_formulas": False})
    page, text = book.add_worksheet(), book.add_format({"border": 1, "num_format": "@", "text_wrap": True})
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            page.write(row, column, value, text)
    book.close()
    return {"seconds": perf_counter() - begun}


def stock_export(ledger, question) -> dict:
    """What the stock admin's export button takes."""
    standings = ledger_standings(ledger, question)
    begun = perf_counter()
    stock.export(standings)
    return {"seconds": perf_counter() - begun, "rows": standings.count()}

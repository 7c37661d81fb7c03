"""A ledger from the database to a styled file, against XlsxWriter alone with the same cells and stock exports."""

import os
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from liangxin.books import write_book
from orgs.models import Organization, Standing
from orgs.scope import CONSOLE
from reports.coverage.questions import Question, own_region
from reports.ledgers import LEDGERS
from reports.ledgers.export import ledger_sheet
from reports.ledgers.rows import columns_of, ledger_standings
from tests.benchmarks import ledger_stock, stock
from tests.benchmarks.county import DAY
from tests.benchmarks.measure import TIMES, apart, line, middle

PART = 5_000  # rows of the stock exports that take a minute or more: each row costs the same, so they are told for all


def run(times: int = TIMES) -> None:
    """Write the larger ledger of the register, filled as towns fill it, in all ways, and print."""
    fill()
    question, ledger = Question(CONSOLE, DAY, own_region(CONSOLE)), LEDGERS["enterprises"]
    rows = ledger_standings(ledger, question).count()
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        own, theirs = [], []
        for _ in range(times):
            own.append(apart(lambda: ours(Path(folder), ledger, question)))
            theirs.append(apart(lambda: library_alone(Path(folder), ledger, question)))
    print(f"Ledger of {rows:,} rows and {len(ledger.leaves)} columns (median of {times})")
    _tell("ours: database to styled file", own, own)
    _tell("XlsxWriter alone, the same cells from memory", theirs, own, goal="2 (4)")
    part = min(rows, PART)
    for what, resource in (("joins and prefetch", ledger_stock.StockBulk), ("default", ledger_stock.Stock)):
        taken = apart(lambda resource=resource: stock_ledger(resource, ledger, question, part))
        _tell(f"stock, the same columns, {what} (from {part:,} rows)", [taken], own, rows / part, "10")
    plain = apart(lambda: stock_plain(ledger, question))
    _tell(f"stock export of only the {plain['columns']} columns that joins give", [plain], own, goal="10")


def _tell(what, runs, own, share=1.0, goal=""):
    """A line for the seconds, and one for the processor's: other work on the machine stretches the first only."""
    for name, label in (("seconds", what), ("processor", "    of the processors, the database's among them")):
        if all(one[name] for one in runs):
            taken = middle(runs, name) * share
            ratio = None if runs is own else taken / middle(own, name)
            print(line(label, taken, ratio, f"goal {goal}" if goal and name == "seconds" else ""), flush=True)


def fill() -> None:
    """Let the organizations have the addresses, people and answers that a survey asks for."""
    number = Cast(F("pk"), CharField())
    place = Concat(Value("青溪县工业大道"), number, Value("号"))
    answers = {"secretary_name": "书记", "secretary_phone": "13900000000", "remark": "已上门核对"}
    head = {"head_name": Concat(Value("负责人"), number), "head_phone": Concat(Value("1390000"), number)}
    Organization.objects.update(address=place, registered_address=place, head_is_member=True, survey=answers, **head)
    counts = {"probationary_members": 0, "activists": 1, "revenue": Decimal("1200.5")}
    Standing.objects.update(category="private", direct=False, **counts)


class Taken:
    """Measures a block: `found` has its seconds and those of processors."""

    def __enter__(self):
        with connection.cursor() as cursor:
            self._server = 0
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_backend_pid()")
                (self._server,) = cursor.fetchone()
        self._begun, self._used = perf_counter(), self._processor()
        return self

    def __exit__(self, *failed):
        taken = perf_counter() - self._begun
        self.found = {"seconds": taken, "processor": self._processor() - self._used}

    def _processor(self) -> float:
        """Seconds of this process and of the server's for this connection, 0 of a server on another machine."""
        used, stat = sum(os.times()[:2]), Path(f"/proc/{self._server}/stat")
        if self._server and stat.exists():
            used += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")
        return used


def ours(folder: Path, ledger, question) -> dict:
    """The ledger as a user gets it."""
    with Taken() as taken:
        write_book(folder / "ours.xlsx", [ledger_sheet(ledger, question)])
    return taken.found


def library_alone(folder: Path, ledger, question) -> dict:
    """The library's own fast way, with one format for text and the cells in memory before."""
    rows = list(ledger.rows(columns_of(ledger_standings(ledger, question), DAY)))
    with Taken() as taken:
        book = xlsxwriter.Workbook(str(folder / "theirs.xlsx"), {"constant_memory": True, "strings_to_formulas": False})
        page, text = book.add_worksheet(), book.add_format({"border": 1, "num_format": "@", "text_wrap": True})
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                page.write(row, column, value, text)
        book.close()
    return taken.found


def stock_ledger(resource, ledger, question, count: int) -> dict:
    """What the stock admin's export button takes for the first `count` rows of the same ledger."""
    standings = ledger_standings(ledger, question)
    some = standings[: min(count, 100)]
    ledger_stock.check(resource, some, list(islice(ledger.rows(columns_of(standings, DAY)), len(some))))
    with Taken() as taken:
        ledger_stock.export(resource, standings[:count])
    return taken.found


def stock_plain(ledger, question) -> dict:
    """What it takes when the ledger goes without branches, guides and answers, and with keys instead of words."""
    with Taken() as taken:
        stock.export(ledger_standings(ledger, question))
    return taken.found | {"columns": len(stock.Export().get_export_headers())}

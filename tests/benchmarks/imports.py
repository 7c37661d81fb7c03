"""An import of one town-made workbook against a stock ModelResource of django-import-export on the same rows.

Ours ends with the plan, the findings, the standings, branches, coverages, postings, mass groups and all their history;
the stock resource loads the organizations only. Both begin with the uploaded file and end when everything is written;
a user of the stock admin waits for two readings of the file, the dry run and the import.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import openpyxl
from django.db import transaction
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource

from liangxin.books import Sheet, write_book
from liangxin.codes import credit_code_check
from liangxin.names import search_key
from orgs.models import Organization
from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.imports.outcome import totals
from reports.ledgers import LEDGERS
from reports.ledgers.export import ledger_columns
from tests.benchmarks.county import DAY, TOWNS, VILLAGES, regions
from tests.benchmarks.measure import line

FIELDS = ("name", "kind", "credit_code", "address", "head_name", "head_phone", "established", "unbuilt_reason")


class Stock(ModelResource):
    """What the package's documentation shows first."""

    class Meta:
        model = Organization
        fields = FIELDS
        import_id_fields = ("credit_code",)


def facts(number: int) -> dict:
    """What one row of the workbook states."""
    body = f"91330199MA{number:07}"
    built = number % 4 != 0
    row = {
        "name": f"青溪第{number}号机电设备有限公司",
        "kind": "enterprise",
        "credit_code": body + credit_code_check(body),
        "town": f"第{number % TOWNS + 1}镇",
        "village": f"{number % VILLAGES + 1}村",
        "address": f"青溪路{number}号",
        "established": f"{2000 + number % 20}-{1 + number % 12:02}",
        "category": "private",
        "industry": "ABCDEFGHIJ"[number % 10],
        "operating": True,
        "above_scale": number % 9 == 0,
        "employees": number % 300,
        "full_members": number % 6,
        "probationary_members": number % 2,
        "head_name": f"负责人{number % 700}",
        "head_phone": f"139{number:08}",
        "built": built,
        "union": number % 3 == 0,
        "women": number % 5 == 0,
    }
    if built:
        joint = number // 80 if number % 2 else number
        name = f"中共青溪第{joint}号{'联合' if number % 2 else ''}支部委员会"
        row |= {"mode": "joint" if number % 2 else "single", "branch_name": name, "branch_established": "2021-03"}
        row["branch_level"] = "joint_branch" if number % 2 else "branch"
    else:
        row |= {"unbuilt_reason": "too_few", "guide_name": f"指导员{number % 200}", "guide_unit": "县市场监督管理局"}
    return row


def ours(path: Path) -> tuple[float, dict]:
    """Upload, preview, apply: seconds and counts."""
    begun = perf_counter()
    batch = make_batch([(path.name, path)], user=CONSOLE, as_of=DAY)
    apply(batch, user=CONSOLE)
    return perf_counter() - begun, totals(batch)


def stock(content: bytes) -> float:
    """The stock admin's two requests: read and dry run for the preview, read again and import."""
    begun = perf_counter()
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(content)
        result = Stock().import_data(dataset, dry_run=dry_run, raise_errors=True)
        if result.has_errors() or result.has_validation_errors():
            raise AssertionError("the stock import refused a row")
    return perf_counter() - begun


def run(count: int):
    """Import the same rows both ways, twice each, and print."""
    rows = [facts(number) for number in range(count)]
    regions()
    search_key("预热")  # a web process has the dictionary of pinyin in memory
    print(f"Import of {count:,} rows")
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        path = Path(folder) / "摸排表.xlsx"
        ledger = LEDGERS["enterprises"]
        sheet = Sheet(ledger.title, ledger_columns(ledger), (ledger.cells(row, n) for n, row in enumerate(rows, 1)))
        write_book(path, [sheet])
        with transaction.atomic():
            theirs = [stock(flat(rows)) for _ in range(2)]
            if Organization.objects.count() != count:
                raise AssertionError("the stock import lost rows")
            transaction.set_rollback(True)
        first, counts = ours(path)
        again, same = ours(path)
    if counts["new"] != count or same["same"] != count:
        raise AssertionError(f"not everything came in: {counts}, {same}")
    print(line("ours: plan, findings, all registers, history", first))
    print(line("stock: two readings, dry run, import; organizations only", theirs[0], theirs[0] / first, "goal 5 ×"))
    print(line("ours: the same file again, nothing to write", again))
    print(line("stock: the same file again", theirs[1], theirs[1] / again), flush=True)


def flat(rows) -> bytes:
    """The organizations' columns under one header row, as the stock resource wants them."""
    book = openpyxl.Workbook()
    book.active.append(FIELDS)
    for row in rows:
        book.active.append([row.get(field, "") for field in FIELDS])
    target = BytesIO()
    book.save(target)
    return target.getvalue()

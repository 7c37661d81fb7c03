"""An import of one town-made workbook, from the uploaded file to applied, against what its goals name.

Ours ends with the plan, the findings, the standings, branches, coverages, postings, mass groups and all their history;
the stock resources load the organizations only; the floor writes what ours writes without asking anything. Each run is
a process of its own on an empty register, the baselines among ours in the same session.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from liangxin.names import search_key
from orgs.models import Organization
from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.imports.outcome import totals
from tests.benchmarks import floor, stock, survey
from tests.benchmarks.county import DAY, regions
from tests.benchmarks.measure import apart, figure, line, measuring, middle

FEW = 10  # growth is told from a tenth of the rows


def ours(path: Path, count: int) -> dict:
    """Upload, preview, apply; then the same file again. Raises AssertionError when not everything came in."""
    _empty()
    with measuring() as first:
        batch = _import(path)
    with measuring() as again:
        same = _import(path)
    if totals(batch)["new"] != count or totals(same)["same"] != count:
        raise AssertionError(f"not everything came in: {totals(batch)}, {totals(same)}")
    found = {f"again_{name}": value for name, value in vars(again).items()}
    return {**vars(first), **found}


def _import(path: Path):
    batch = make_batch([(path.name, path)], user=CONSOLE, as_of=DAY)
    apply(batch, user=CONSOLE)
    return batch


def the_floor(path: Path, count: int) -> dict:
    """The bare script."""
    _empty()
    with measuring() as found:
        floor.load(path)
    if Organization.objects.count() != count:
        raise AssertionError("the floor lost rows")
    return vars(found)


def theirs(resource, path: Path, count: int, *, twice: bool = False) -> dict:
    """The stock import on an empty register, and when `twice` the same file again as "again"."""
    _empty()
    with measuring() as first:
        stock.load(resource, path, count)
    with measuring() as again:
        if twice:
            stock.load(resource, path, count)
    return {**vars(first), "again": again.seconds, "more": again.processor, "again_peak": again.peak}


def _empty():
    """No rows but the regions; the dictionary of pinyin in memory, as in a web process."""
    call_command("flush", interactive=False, verbosity=0)
    regions()
    search_key("预热")


def run(count: int, times: int, *, stock_times: int):
    """Measure all, ours and the floor `times` over and the stock imports `stock_times`; print figures beside goals."""
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        files = {name: Path(folder) / f"{name}.xlsx" for name in ("摸排表", "few", "stock")}
        apart(lambda: survey.write(files["摸排表"], count))
        apart(lambda: survey.write(files["few"], count // FEW))
        print(f"Import of {count:,} rows × {len(survey.COLUMNS)} columns, ours and the floor median of {times}")
        own, low, few = [], [], []
        for _ in range(times):
            own.append(apart(lambda: ours(files["摸排表"], count)))
            low.append(apart(lambda: the_floor(files["摸排表"], count)))
            few.append(apart(lambda: ours(files["few"], count // FEW)))
        _tell(own, low, few)
        _tell_memory(own)
        if stock_times:
            apart(lambda: stock.write(files["stock"], count))
            plain, bulk = [], []
            for _ in range(stock_times):
                plain.append(apart(lambda: theirs(stock.Stock, files["stock"], count, twice=True)))
                bulk.append(apart(lambda: theirs(stock.Bulk, files["stock"], count)))
            print(f"The stock imports, median of {stock_times}")
            names = {name for one in plain for name in one}
            plain = {name: middle(plain, name) for name in names}
            _tell_stock(own, plain, {name: middle(bulk, name) for name in names})


def _tell(own, low, few):
    taken = middle(own, "seconds")
    print(line("ours: plan, findings, all registers, history", taken))
    print(line("ours: the same file again, nothing to write", middle(own, "again_seconds")))
    print(
        line("floor: reads, checks, search keys, the same rows", middle(low, "seconds"), middle(low, "seconds") / taken)
    )
    print(f"  ours ÷ floor: {taken / middle(low, 'seconds'):.2f}  goal ≤ 3 (2)")
    print(f"  growth from a tenth of the rows: {taken / middle(few, 'seconds'):.1f}  goal ≤ 11")
    again = middle(own, "again_seconds") / middle(few, "again_seconds")
    print(f"  growth of the unchanged import: {again:.1f}  goal ≤ 11")
    used = middle(own, "processor")
    print(line("ours: processor time; the ratio of busy machines", used))
    print(line("floor: processor time", middle(low, "processor"), middle(low, "processor") / used))
    print(f"  growth from a tenth of the rows: {used / middle(few, 'processor'):.1f}")
    print(figure("ours: statements", middle(own, "statements"), "", "goal ≤ 60 at 50,000 rows"))
    print(figure("ours: statements of the unchanged import", middle(own, "again_statements"), ""), flush=True)


def _tell_memory(own):
    print(figure("ours: growth of the server process", middle(own, "growth"), "MB", "goal ≤ 300"))
    print(figure("ours: growth with the unchanged import", middle(own, "again_growth"), "MB", "goal ≤ 300"))
    what = "ours: server process and reading child together"
    print(figure(what, middle(own, "together"), "MB", "goal: not more than stock"))
    print(figure("ours: the same of the unchanged import", middle(own, "again_together"), "MB"), flush=True)


def _tell_stock(own, plain, bulk):
    taken, again = middle(own, "seconds"), middle(own, "again_seconds")
    print(
        line(
            "stock, default: two readings, dry run, import", plain["seconds"], plain["seconds"] / taken, "goal 10 (15)"
        )
    )
    print(line("stock, documented bulk settings", bulk["seconds"], bulk["seconds"] / taken, "goal 2.5 (4)"))
    print(line("stock, default: the same file again", plain["again"], plain["again"] / again, "goal 20 (30)"))
    used = middle(own, "processor")
    print(line("stock, default: processor time", plain["processor"], plain["processor"] / used))
    print(line("stock, documented bulk settings: processor time", bulk["processor"], bulk["processor"] / used))
    print(line("stock, default: the same again", plain["more"], plain["more"] / middle(own, "again_processor")))
    print(figure("stock, default: its process", plain["peak"], "MB"))
    print(figure("stock, default: its process, the same again", plain["again_peak"], "MB"), flush=True)

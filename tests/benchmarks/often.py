"""What is done for each name, each file and each mistake: search keys, the start of a reading child, an undo.

Each against a named baseline: the stock library on the same names, a child that imports Django, the write itself.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from liangxin.grids import read_file
from liangxin.names import search_key
from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.imports.undoing import undo
from tests.benchmarks import survey
from tests.benchmarks.county import DAY, regions
from tests.benchmarks.measure import apart, figure, line, measuring, middle, seconds

TOWNS = ("柳林镇", "清河街道", "石桥乡")
TRADES = ("机械", "商贸", "食品", "物流", "纺织", "建材", "电子", "化工", "印刷", "包装")
NAMES = 50_000


def run(rows: int, times: int):
    """Measure all, print each beside its goal."""
    with TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        _keys()
        _start(Path(folder, "small.xlsx"))
        _undo(Path(folder, "摸排表.xlsx"), rows, times)


def _keys():
    from pypinyin import lazy_pinyin

    words = [chr(0x4E00 + 37 * number) for number in range(500)]
    made = [f"{TOWNS[n % 3]}{words[n % 500]}{words[n // 100]}{TRADES[n % 10]}有限公司" for n in range(NAMES)]
    ours = seconds(lambda: [search_key(name, "91350100M000100Y43") for name in made], times=3)
    stock = seconds(lambda: [" ".join(lazy_pinyin(name)) for name in made], times=1)
    print(f"Search keys of {NAMES:,} names")
    print(line("ours: syllables and initials, all readings", ours, goal="goal ≤ 3 s"))
    print(line("pypinyin: lazy_pinyin, one reading, no initials", stock, stock / ours), flush=True)


def _start(path: Path):
    survey.write(path, 1)
    ours = _processor(lambda: read_file(path, path.name))
    django = _processor(lambda: subprocess.run([sys.executable, "-c", "import django.db.models"], check=True))
    print("Reading a file of one row, processor time of the child (least of 5)")
    print(line("ours: start, libraries, the file", ours, goal="goal ≤ 0.15 s"))
    print(line("a child that imports django.db.models and reads nothing", django, django / ours), flush=True)


def _processor(work) -> float:
    """The least processor time that the children of five runs take."""
    taken = []
    for _ in range(5):
        before = os.times()
        work()
        after = os.times()
        taken.append(sum(after[2:4]) - sum(before[2:4]))
    return min(taken)


def _undo(path: Path, rows: int, times: int):
    apart(lambda: survey.write(path, rows))
    runs = [apart(lambda: _written_and_undone(path)) for _ in range(times)]
    write, back = middle(runs, "write"), middle(runs, "undo")
    print(f"Undo of {rows:,} rows, processor time, median of {times}")
    print(line("ours: the undo", back, goal="goal ≤ 10 s at 10,000 rows"))
    print(line("the write that it takes back", write, write / back))
    print(figure("statements of the undo", middle(runs, "statements"), ""), flush=True)


def _written_and_undone(path: Path) -> dict:
    call_command("flush", interactive=False, verbosity=0)
    regions()
    batch = make_batch([(path.name, path)], user=CONSOLE, as_of=DAY)
    with measuring() as writing:
        apply(batch, user=CONSOLE)
    batch.refresh_from_db()
    with measuring() as undoing:
        undo(batch, user=CONSOLE)
    return {"write": writing.processor, "undo": undoing.processor, "statements": undoing.statements}

"""python -m tests.killing [--count 50] [--seed 1] [--database sqlite|postgresql|both] [--rows 2600]

Kills a real server, or command, with -9 at random moments of an upload, a write, an undo and a command, on each
database. 0 when each time everything or nothing was written, the batch said which, and it could be done again.
"""

import argparse
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from liangxin.testing_postgresql import server
from tests.killing.databases import Postgresql, Sqlite
from tests.killing.moments import Moment, Trial, moments


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.killing")
    parser.add_argument("--count", type=int, default=50, help="kills on each database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=2600, help="over about 2000: work is a job; below: in the request")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    chosen = parser.parse_args()
    kinds = ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,)
    return 1 if sum(_try(kind, chosen) for kind in kinds) else 0


def _try(kind: str, chosen) -> int:
    """How many kills on a database went wrong."""
    with (
        tempfile.TemporaryDirectory(prefix="liangxin-killing-") as folder,
        server() if kind == "postgresql" else nullcontext() as postgresql,
    ):
        database = Postgresql(Path(folder), postgresql.url) if postgresql else Sqlite(Path(folder))
        print(f"{database.name}, {chosen.rows} rows, seed {chosen.seed}", flush=True)
        trial, results, wrong = Trial(database, chosen.rows), Counter(), 0
        for number, found in enumerate(moments(trial, chosen.count, chosen.seed), 1):
            print(f"{number:>3} {found if isinstance(found, Moment) else f'WRONG {found}'}", flush=True)
            if isinstance(found, Moment):
                results[found.stage, found.result] += 1
            else:
                wrong += 1
        print(f"{database.name}: {chosen.count} kills, {wrong} wrong")
        for (stage, result), count in sorted(results.items()):
            print(f"    {stage}: {count} × {result}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""All benchmarks on both databases: python3 tests/benchmarks/run.py [import] [often] [search] [checks] [--quick] …

Prints seconds, ratios and memory. `import` takes an hour at its 50,000 rows, nearly all of it for the stock baselines;
--quick takes a tenth of the rows and three runs. Each database is new, in a folder that is thrown away; PostgreSQL as
`manage.py test` finds it (DATABASE_URL, binaries of this machine, or the package of the development set).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
BENCHMARKS = ("import", "often", "coverage", "ledger", "search", "checks")


def main():
    """Measure on SQLite, then on PostgreSQL; the exit code is 1 when one of them could not."""
    from liangxin.bootstrap import enter

    enter([sys.argv[0], *sys.argv[1:]])
    arguments = parsed()
    if arguments.here:
        measure(arguments)
        return 0
    from liangxin.testing_postgresql import NoServer, server

    failed = on("SQLite", "") if arguments.database != "postgresql" else 0
    if arguments.database == "sqlite":
        return failed
    try:
        with server(os.environ.get("DATABASE_URL", "")) as found:
            failed |= on(found.name, found.url)
    except NoServer as reason:
        print(f"PostgreSQL: not measured. {reason}")
    return failed


def parsed():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", choices=[*BENCHMARKS, []], default=BENCHMARKS)
    parser.add_argument("--orgs", type=int, default=20_000, help="organizations of the coverage table and the ledger")
    parser.add_argument("--members", type=int, default=60_000, help="members of the search and the checks")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the import")
    parser.add_argument("--runs", type=int, default=5, help="runs of the import, of which the median is told")
    parser.add_argument("--quick", action="store_true", help="the import with 5,000 rows and 3 runs")
    parser.add_argument("--stock-runs", type=int, help="runs of the stock imports, 0 for none; else as many as --runs")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    found = parser.parse_args()
    if found.quick:
        found.rows, found.runs = 5_000, 3
    return found


def on(name, url):
    """Run this script again for one database: 0 when it measured, else 1."""
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="liangxin-benchmark-") as folder:
        environment = {**os.environ, "LIANGXIN_VAR": folder, "DATABASE_URL": url}
        environment["PYTHONPATH"] = str(ROOT)
        return int(subprocess.run([sys.executable, *sys.argv, "--here"], env=environment, check=False).returncode != 0)


def measure(arguments):
    """Measure on the database of this process."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "liangxin.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["LIANGXIN_VAR"]) / "benchmark.sqlite3")
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"liangxin_benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        if "import" in arguments.which:
            from tests.benchmarks import imports

            times = arguments.runs if arguments.stock_runs is None else arguments.stock_runs
            imports.run(arguments.rows, arguments.runs, stock_times=times)
            call_command("flush", interactive=False, verbosity=0)
        if "often" in arguments.which:
            from tests.benchmarks import often

            often.run(arguments.rows // 5, arguments.runs)
            call_command("flush", interactive=False, verbosity=0)
        if {"coverage", "ledger", "search", "checks"} & set(arguments.which):
            from tests.benchmarks import checks, county, coverage, ledger, rosters, search

            county.build(arguments.orgs)
            county.settle()
            if "coverage" in arguments.which:
                coverage.run(arguments.orgs)
            if "ledger" in arguments.which:
                ledger.run()
            if {"search", "checks"} & set(arguments.which):
                rosters.build(arguments.members)
                county.settle()
                people = search.cast()
            if "search" in arguments.which:
                search.run(people)
            if "checks" in arguments.which:
                checks.run(people)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    sys.exit(main())

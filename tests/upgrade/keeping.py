"""Keeps the data folder of a resolved state for the states after it, as a small dump under tests/upgrade/.

To keep the present state (from a checkout of it, so that its own code makes and counts the data):

    export LIANGXIN_VAR=$(mktemp -d)
    python3 manage.py demo --no-serve --orgs 150
    .venv/bin/python -m tests.upgrade.keeping 004

The number is the issue that was resolved. It writes the database (004.sql.gz) and the figures of every coverage table
(004.json.gz); test_upgrade.py finds both by itself.
"""

import gzip
import io
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

KEPT = Path(__file__).parent
DAYS = ("2024-12-31", "2025-12-31", "2026-06-30", "2026-09-30", "2026-11-20")
GROUPS = ("region", "kind", "category", "industry", "supervisor", "zone", "tag", "size")


def figures() -> dict:
    """Every coverage table of the county on some days, as the command line gives it: "day group" → table."""
    found = {}
    for day in DAYS:
        for group in GROUPS:
            out = io.StringIO()
            call_command("coverage", as_of=day, by=group, json=True, stdout=out)
            found[f"{day} {group}"] = json.loads(out.getvalue())
    return found


def dump(database: Path, to: Path) -> None:
    """Write the SQL that makes a SQLite database again; what signed-in people left behind stays out."""
    with closing(sqlite3.connect(database)) as source, gzip.GzipFile(to, "wb", 9, mtime=0) as out:
        for line in source.iterdump():
            if not line.startswith('INSERT INTO "django_session"'):
                out.write(f"{line}\n".encode())


def restore(dumped: Path, database: Path) -> None:
    """Make the database that `dump` took."""
    with closing(sqlite3.connect(database)) as made, gzip.open(dumped, "rt", encoding="utf-8") as lines:
        made.executescript(lines.read())


def main(name: str) -> None:
    """Keep the data folder that the environment names, and its figures, under `name`."""
    dump(Path(settings.DATABASES["default"]["NAME"]), KEPT / f"{name}.sql.gz")
    text = json.dumps(figures(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (KEPT / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liangxin.settings")
    django.setup()
    main(sys.argv[1])

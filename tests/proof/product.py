"""The product seen from outside: its command line, the JSON it prints, and the rows of its tables."""

import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from tests.proof.codes import COUNTY


def load_regions(folder: Path, text: str) -> None:
    """Load the regions from CSV text."""
    file = folder / "regions.csv"
    file.write_text(text, encoding="utf-8")
    call_command("load_regions", str(file), stdout=io.StringIO())


def import_survey(files: Iterable[str], day: date | str, *options: str, region: str = COUNTY) -> tuple[int, dict]:
    """Import the files; gives the exit code and the printed JSON."""
    printed, code = io.StringIO(), 0
    arguments = ["--as-of", str(day), "--json", *(["--region", region] if region else []), *options]
    try:
        call_command("import_survey", *files, *arguments, stdout=printed)
    except SystemExit as end:
        code = end.code or 0
    except CommandError as problem:
        code = problem.returncode
        if not printed.getvalue():
            raise
    return code, json.loads(printed.getvalue())


def coverage(day: date | str, by: str, *options: str, region: str = COUNTY) -> dict[str, dict[str, Any]]:
    """The rows of the coverage table by key."""
    printed = io.StringIO()
    place = ["--region", region] if region else []
    call_command("coverage", "--as-of", str(day), "--by", by, "--json", *place, *options, stdout=printed)
    answer = json.loads(printed.getvalue())
    assert (answer["as_of"], answer["by"]) == (str(day), by)
    return {row["key"]: row for row in answer["rows"]}


def registers() -> dict[str, list[tuple]]:
    """Every row of every register and its history, by table; batches and plans are not among them."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table.startswith("orgs_")]
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            rows[table] = cursor.fetchall()
    assert sum(map(len, rows.values())) > 100
    return rows

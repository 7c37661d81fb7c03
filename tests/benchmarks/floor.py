"""The floor of an import: a script that does nothing but what any import of these rows must do.

It reads the file in a child, strips and checks the cells, makes the search keys and writes the same rows into the same
tables, history and plan included. It knows this one file by heart: no header is found, nothing is matched, no finding
is made, nothing can be refused, and the database must be empty.
"""

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from itertools import count
from pathlib import Path

from django.db import connection, models, transaction
from django.utils import timezone

from liangxin.codes import credit_code_problem
from liangxin.names import normal_branch_name, normal_name, search_key
from liangxin.periods import BEGINNING
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
)
from reports.ledgers import LEDGERS
from reports.models import ImportBatch, ImportFile, ImportRow
from tests.benchmarks.county import DAY
from tests.benchmarks.survey import COLUMNS

HEAD = 3  # title and header rows
CHILD = """
import json, sys, python_calamine
for row in python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    print(json.dumps(row, ensure_ascii=False))
"""
WORDS = {
    "私营企业": "private",
    "单独组建": "single",
    "联合组建": "joint",
    "党支部": "branch",
    "联合党支部": "joint_branch",
}
WORDS |= {"是": True, "否": False, "党员人数不足3名": "too_few"}


def load(path: Path) -> None:
    """Read the workbook of survey.write() and write what it says."""
    rows = list(_read(path))
    tables = Tables()
    regions = _regions()
    with transaction.atomic():
        batch = ImportBatch.objects.create(as_of=DAY, region=Region.objects.root(), state=ImportBatch.State.APPLIED)
        file = ImportFile.objects.create(batch=batch, name=path.name, size=path.stat().st_size)
        for number, row in enumerate(rows, HEAD + 1):
            _take(tables, row, number, regions, (batch.pk, file.pk))
        tables.write(batch.pk)


def _regions() -> dict[str, tuple[int, dict[str, int]]]:
    """Name of a town → (its key, name of a village → its key)."""
    found = list(Region.objects.values_list("code", "name", "pk"))
    towns = {code: (name, pk) for code, name, pk in found if len(code) == 9}
    return {
        town: (pk, {name: key for other, name, key in found if len(other) == 12 and other.startswith(code)})
        for code, (town, pk) in towns.items()
    }


def _read(path: Path):
    """The data rows as {fact: cell}, stripped, without blanks."""
    keys = [leaf.key for leaf in LEDGERS["enterprises"].leaves if leaf.key in COLUMNS]
    command = [sys.executable, "-X", "utf8", "-c", CHILD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        for number, text in enumerate(child.stdout):
            if number >= HEAD:
                cells = zip(keys, json.loads(text), strict=True)
                texts = ((key, cell.strip() if type(cell) is str else int(cell)) for key, cell in cells)
                row = {key: WORDS.get(cell, cell) for key, cell in texts if cell != ""}
                if credit_code_problem(row["credit_code"]):
                    raise AssertionError("a code of the survey is wrong")
                yield row


class Tables:
    """Rows for each table, columns in the model's order; shared rows are found by name."""

    def __init__(self):
        self.rows, self.keys, self.plan = {}, {}, []
        self.branches, self.guides = {}, {}
        self.blank = {}

    def add(self, model: type[models.Model], **values) -> int:
        """Note a row; returns its key."""
        if model not in self.rows:
            self.rows[model], self.keys[model] = [], count(1)
            self.blank[model] = {one.attname: _prepared(one.get_default()) for one in model._meta.concrete_fields}
        key = next(self.keys[model])
        self.rows[model].append({**self.blank[model], **values, "id": key})
        return key

    def write(self, batch: int) -> None:
        """Everything, parents first, each table with its history."""
        for model, rows in self.rows.items():
            names = [one.attname for one in model._meta.concrete_fields]
            _store(model, names, [tuple(row.values()) for row in rows])
            entry = model.history.model
            kept = [name for name in names if name in {one.attname for one in entry.tracked_fields}]
            stamp = (timezone.now(), "+", batch)
            told = [(*[row[name] for name in kept], *stamp) for row in rows]
            _store(entry, [*kept, "history_date", "history_type", "batch_id"], told)
        _store(ImportRow, list(self.plan[0]), [tuple(row.values()) for row in self.plan])


def _prepared(value):
    """A default as the driver takes it."""
    return json.dumps(value) if isinstance(value, (list, dict)) else value


def _store(model, names, rows):
    """All rows by one statement."""
    table = connection.ops.quote_name(model._meta.db_table)
    listed = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)
            return
        lines = ("\t".join(["\\N" if value is None else str(value) for value in row]) for row in rows)
        cursor.copy_expert(f"COPY {table} ({listed}) FROM STDIN", StringIO("\n".join(lines)))


def _take(tables: Tables, row: dict, number: int, regions, places):
    town, villages = regions[row["town"]]
    own = ("name", "credit_code", "address", "registered_address", "established", "head_name", "head_phone")
    own += ("head_is_member", "unbuilt_reason")
    organization = tables.add(
        Organization,
        **{key: row[key] for key in own if key in row},
        kind="enterprise",
        normal_name=normal_name(row["name"]),
        survey=json.dumps({"remark": row["remark"]}, ensure_ascii=False),
        search_key=search_key(row["name"], row["credit_code"]),
    )
    stated = ("category", "operating", "above_scale", "employees", "full_members", "probationary_members", "activists")
    tables.add(
        Standing,
        organization_id=organization,
        region_id=villages[row["village"]],
        industry=row["industry"][0],
        **{key: row[key] for key in stated},
        source="survey",
        start=BEGINNING,
        stated_on=DAY,
    )
    for kind in ("union", "women"):
        if row[kind]:
            tables.add(MassGroup, organization_id=organization, kind=kind, start=DAY)
    if "branch_name" in row:
        _cover(tables, row, organization, town)
    else:
        _guide(tables, row, organization, town)
    plan = {"batch_id": places[0], "file_id": places[1], "sheet": "非公企业", "number": number, "outcome": "new"}
    plan |= {"organization_id": organization, "name": row["name"], "credit_code": row["credit_code"]}
    plan |= {"facts": json.dumps(row, ensure_ascii=False), "changes": "[]", "findings": "[]"}
    plan |= {"cells": "{}", "mended": "{}", "undo": "", "undo_note": "", "town": ""}
    tables.plan.append(plan | {"written": True, "warned": False, "stale": False, "moves_figure": False})


def _cover(tables: Tables, row: dict, organization: int, town: int):
    name = (town, normal_branch_name(row["branch_name"]))
    if name not in tables.branches:
        tables.branches[name] = tables.add(
            PartyBranch,
            name=row["branch_name"],
            normal_name=name[1],
            region_id=town,
            host_id=organization if row["mode"] == "single" else None,
            established=row["branch_established"],
            search_key=search_key(row["branch_name"]),
        )
        tables.add(BranchLevel, branch_id=tables.branches[name], level=row["branch_level"], start=BEGINNING)
    start = max(date.fromisoformat(f"{row['established']}-01"), date.fromisoformat(f"{row['branch_established']}-01"))
    branch = tables.branches[name]
    tables.add(Coverage, organization_id=organization, branch_id=branch, mode=row["mode"], counts=True, start=start)


def _guide(tables: Tables, row: dict, organization: int, town: int):
    name = row["guide_name"]
    if name not in tables.guides:
        tables.guides[name] = tables.add(
            Guide,
            name=name,
            unit=row["guide_unit"],
            post=row["guide_post"],
            region_id=town,
            search_key=f"{search_key(name, surname_first=True)} {search_key(row['guide_unit'])}",
        )
    tables.add(Posting, organization_id=organization, guide_id=tables.guides[name], start=DAY)

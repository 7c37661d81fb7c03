"""A clerk's office for tests of planning, applying and undo: rows become real workbooks, then batches.

`dump` and `counts` say what the registers hold, so that "nothing was written" and "as before" can be compared.
"""

import itertools
from datetime import date

from django.apps import apps

from orgs.choices import Kind
from orgs.models import Organization, Region
from orgs.scope import CONSOLE
from reports.imports.applying import apply
from reports.imports.batches import make_batch
from reports.models import ImportBatch, ImportFile, ImportRow, TransferRequest
from tests import workbooks
from tests.proof.rules.desk import HEADERS as DESK
from tests.workbooks import Sheet, table
from tests.world import credit_code

DAY, LATER, LAST = date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)
KINDS = {Kind.ENTERPRISE: "非公企业", Kind.SOCIAL: "社会组织"}
HEADERS = DESK | {
    "zone": "所在园区",
    "address": "经营地址",
    "head": "负责人姓名",
    "branch_level": "党组织类别",
    "supervisor": "归口党（工）委",
    "league": "是否建立共青团",
    "tags": "新兴领域标签",
}
PLAN = (ImportBatch, ImportFile, ImportRow)


def known(organization: Organization, /, **cells) -> dict:
    """A row that names a registered organization, and whatever else the cells say."""
    kind = KINDS[organization.kind]
    return {"name": organization.name, "code": organization.credit_code, "kind": kind, **cells}


def firm(number: int, /, **cells) -> dict:
    """A row of an enterprise of 城关镇 that nobody registered; its code belongs to its number."""
    name, code = f"新泰机械{number}号有限公司", credit_code("91", 5000 + number)
    return {"town": "城关镇", "name": name, "code": code, "kind": "非公企业", **cells}


def built(branch: str, mode: str = "单独组建", **cells) -> dict:
    """Cells that say that a branch is there."""
    return {"built": "是", "mode": mode, "branch": branch, **cells}


def sheet_of(rows, above=()) -> Sheet:
    """A sheet with a column for each key that some row has; lines `above` the header."""
    unknown = {key for row in rows for key in row} - HEADERS.keys()
    assert not unknown, unknown
    keys = [key for key in HEADERS if any(key in row for row in rows)]
    return table(*([line] for line in above), [HEADERS[key] for key in keys], *([r.get(k) for k in keys] for r in rows))


class Office:
    """Makes batches of rows in a folder."""

    def __init__(self, folder):
        self.folder, self.number = folder, itertools.count(1)

    def file(self, *rows: dict, name: str = "", above=()) -> tuple[str, object]:
        """The rows as one workbook: (name, path)."""
        number = next(self.number)
        name = name or f"摸排表{number}.xlsx"
        return name, workbooks.save(self.folder, f"{number}.xlsx", workbooks.xlsx(sheet_of(rows, above)))

    def plan(self, *rows: dict, user=CONSOLE, as_of: date = DAY, region: Region | None = None, more=()) -> ImportBatch:
        """A batch that waits for its decision; `more` are further (name, path) files."""
        uploads = [self.file(*rows)] if rows else []
        return make_batch([*uploads, *more], user=user, as_of=as_of, region=region)

    def take(self, *rows: dict, user=CONSOLE, **how) -> ImportBatch:
        """A batch that is applied."""
        batch = self.plan(*rows, user=user, **how)
        apply(batch, user=user)
        batch.refresh_from_db()
        return batch


def outcomes(batch: ImportBatch) -> list[str]:
    """The outcome of each row, in file order."""
    return list(batch.rows.order_by("id").values_list("outcome", flat=True))


def undone(batch: ImportBatch) -> list[str]:
    """What undo said of each row, in file order."""
    return list(batch.rows.order_by("id").values_list("undo", flat=True))


def registers():
    """The models whose rows an import may write, transfer requests included."""
    return [model for model in apps.get_app_config("orgs").get_models() if hasattr(model, "history")] + [
        TransferRequest
    ]


def dump() -> dict[str, list[dict]]:
    """All rows of all registers, without their versions, which never fall, and when people signed in."""
    found = {}
    for model in registers():
        names = [one.attname for one in model._meta.concrete_fields if one.name not in ("version", "last_login")]
        found[model.__name__] = list(model._base_manager.order_by("pk").values(*names))
    return found


def counts() -> dict[str, int]:
    """The number of rows of every table but those of the plan, the history's included."""
    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model not in PLAN
    }

"""The planned rows of a batch on their way into the database: what the preview shows of each, in ready columns.

A row is taken as soon as it is planned, and its draft let go of: tens of thousands of rows with all that their files
say are in memory once only, as the texts that are stored.
"""

from collections.abc import Sequence

from liangxin import bulk
from reports.imports import progress
from reports.imports.drafts import Draft
from reports.imports.writes import key_among
from reports.models import ImportBatch, ImportRow

PART = 2_000  # rows that wait until their columns are made
# What planning finds; `values_of` gives it in this order.
FOUND = ("outcome", "organization_id", "organization_version", "name", "credit_code", "town", "changes", "findings")
FOUND += ("warned", "moves_figure")
READ = ("sheet", "number", "facts", "cells", "mended")  # what the file says, and what was mended in it


def values_of(draft: Draft) -> tuple:
    """What planning found, in the order of FOUND; of a new organization the key is negative."""
    said = draft.said
    return (
        draft.outcome,
        draft.organization_key,
        draft.organization_version,
        str(said.get("name", ""))[:200],
        str(said.get("credit_code", ""))[:60],
        draft.region.town_code if draft.region else "",
        draft.changes,
        draft.findings,
        draft.warned,
        draft.moves_figure,
    )


def fill(row: ImportRow, draft: Draft) -> None:
    """Copy what planning found into a stored row."""
    for name, value in zip(FOUND, values_of(draft), strict=True):
        setattr(row, name, value)
    row.organization_id = registered(draft.organization_key)


def registered(key: int | None) -> int | None:
    """The key of an organization that is registered; None for one that is not yet."""
    return key if key is not None and key > 0 else None


class Stored:
    """Rows that are planned one after the other, then written with their batch."""

    def __init__(self):
        self.files, self.out = [], []
        self.columns: dict[str, list] = {name: [] for name in (*FOUND, *READ)}
        self._waiting: list[tuple] = []

    def take(self, draft: Draft) -> None:
        """Take a planned row; its draft keeps nothing of what the file says."""
        _, sheet, number = draft.key
        cells = draft.cells if draft.out else {}
        self._waiting.append((*values_of(draft), sheet, number, draft.said, cells, draft.mended))
        self.files.append(draft.file)
        self.out.append(draft.out)
        draft.facts, draft.changes, draft.findings, draft.stated, draft.source = {}, [], [], None, None
        if len(self._waiting) == PART:
            self._make_columns()

    def _make_columns(self):
        if self._waiting:
            given = dict(zip(self.columns, zip(*self._waiting, strict=True), strict=True))
            for name, values in bulk.ready(ImportRow, given).items():
                self.columns[name] += values
            self._waiting.clear()

    def write(self, batch: ImportBatch, *, new: Sequence[int] | None = None) -> None:
        """Write all rows; `new`: keys of the new organizations in their order, when the plan is written already."""
        self._make_columns()
        found = self.columns["organization_id"]
        keys = [registered(key) if new is None else key_among(new, key) for key in found]
        for first in progress.counted(range(0, len(keys), bulk.ROWS), "保存预览", each=bulk.ROWS):
            part = slice(first, first + bulk.ROWS)
            columns = {name: values[part] for name, values in self.columns.items()}
            count = len(columns["number"])
            columns["organization_id"] = keys[part]
            columns["batch_id"] = [batch.pk] * count
            columns["file_id"] = [file.pk for file in self.files[part]]
            columns["written"] = [new is not None and not out for out in self.out[part]]
            columns["stale"] = [False] * count
            columns["undo"] = columns["undo_note"] = [""] * count
            bulk.insert_ready(ImportRow, columns)

"""The planned rows of a batch on their way into the database: what the preview shows of each.

A row is taken as soon as it is planned, and its draft let go of, so that tens of thousands of rows with all that their
files say need not be in memory at once.
"""

from liangxin import bulk
from reports.imports.drafts import Draft
from reports.imports.pipelines import Pipeline, pipeline_of
from reports.models import ImportBatch, ImportRow

PART = 2_000  # rows that wait until their columns are made
# What planning finds; `values_of` gives it in this order.
FOUND = ("outcome", "organization_id", "organization_version", "record", "record_id", "record_version", "name")
FOUND += ("credit_code", "town", "changes", "findings", "warned", "moves_figure")
READ = ("sheet", "number", "facts", "cells", "mended")  # what the file says, and what was mended in it


def values_of(draft: Draft, pipeline: Pipeline) -> tuple:
    """What planning found, in the order of FOUND."""
    name, beside = pipeline.named_in(draft.said)
    subject = (draft.subject_key if draft.record else None, draft.subject_version)
    return (
        draft.outcome,
        *((None, None, pipeline.record, *subject) if pipeline.record else (*subject, "", None, None)),
        name[:200],
        beside[:60],
        draft.region.town_code if draft.region else "",
        draft.changes,
        draft.findings,
        draft.warned,
        draft.moves_figure,
    )


def fill(row: ImportRow, draft: Draft, pipeline: Pipeline) -> None:
    """Copy what planning found into a stored row."""
    for name, value in zip(FOUND, values_of(draft, pipeline), strict=True):
        setattr(row, name, value)


class Rows:
    """Takes the rows of a batch as they are planned and writes them in parts; batch and files are stored already."""

    def __init__(self, batch: ImportBatch):
        self.batch, self.pipeline = batch, pipeline_of(batch)
        self._files: list[int] = []
        self._columns: dict[str, list] = {name: [] for name in (*FOUND, *READ)}
        self._waiting: list[tuple] = []

    def take(self, draft: Draft) -> None:
        """Take a planned row; its draft keeps nothing of what the file says."""
        _, sheet, number = draft.key
        cells = draft.cells if draft.out else {}
        self._waiting.append((*values_of(draft, self.pipeline), sheet, number, draft.said, cells, draft.mended))
        self._files.append(draft.file.pk)
        draft.facts, draft.changes, draft.findings, draft.stated, draft.source = {}, [], [], None, None
        if len(self._waiting) == PART:
            self._make_columns()

    def _make_columns(self):
        if self._waiting:
            given = dict(zip(self._columns, zip(*self._waiting, strict=True), strict=True))
            for name, values in bulk.ready(ImportRow, given).items():
                self._columns[name] += values
            self._waiting.clear()
        if len(self._files) >= bulk.ROWS:
            self._write()

    def _write(self):
        count = len(self._files)
        same = {"batch_id": self.batch.pk, "written": False, "stale": False, "undo": "", "undo_note": ""}
        columns = {name: [value] * count for name, value in same.items()}
        bulk.insert_ready(ImportRow, {**self._columns, **columns, "file_id": self._files})
        self._files, self._columns = [], {name: [] for name in self._columns}

    def finish(self) -> None:
        """Write what is left."""
        self._make_columns()
        if self._files:
            self._write()

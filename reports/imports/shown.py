"""A row that is planned again while it is written, against what the preview showed of it."""

from reports.imports.drafts import Draft
from reports.imports.pipelines import Pipeline


class Shown:
    """What the preview showed of rows, compared one by one in their order as they are planned again.

    Of tens of thousands of rows only what writing needs stays in memory: a row as it was shown is let go of.
    """

    def __init__(self, rows, pipeline: Pipeline):
        columns = ("id", "outcome", pipeline.key, pipeline.version, "changes")
        self._rows = rows.order_by("id").values_list(*columns).iterator()
        self._aside: set[int] = set()
        self.same: list[tuple[int, int]] = []  # key of the stored row, Draft.subject_key
        self.stale: list[tuple[int, Draft]] = []  # key of the stored row, what planning says now

    def without(self, aside: set[int]) -> "Shown":
        """The same but for the rows with keys in `aside`, which nobody plans."""
        self._aside = aside
        return self

    def compare(self, draft: Draft):
        """Take the next row and say whether `draft`, just planned, gives another result than the one shown."""
        key, *shown = next(row for row in self._rows if row[0] not in self._aside)
        known = draft.record and draft.subject_key
        if tuple(shown) != (draft.outcome, known, draft.subject_version, draft.changes):
            self.stale.append((key, draft))
            return
        self.same.append((key, draft.subject_key))
        draft.facts, draft.changes, draft.findings, draft.stated, draft.record = {}, [], [], None, None

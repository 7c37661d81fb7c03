"""What an import of one kind is made of; all kinds go through the same reading, plan, preview, apply and undo.

A kind of batch has one Pipeline. It says which registers its rows are about, how a workbook becomes cleaned rows, and
how these are planned; whatever is done to a batch asks the pipeline of its kind (`pipeline_of`).
"""

from importlib import import_module

from django.db import models

from reports.models import ImportBatch

Kind = ImportBatch.Kind
# Loaded when first asked for: a pipeline needs the modules that ask for it.
MODULES = {
    Kind.SURVEY: "reports.imports.surveys",
    Kind.MEMBERS: "reports.rosters.members",
    Kind.BRANCHES: "reports.rosters.branches",
    Kind.GUIDES: "reports.rosters.guides",
    Kind.CANDIDATES: "reports.rosters.candidates",
    Kind.ACTION: "reports.many.undoing",
}
# The kinds that are read from files. Acts on many rows are only undone; registration lists are no register of ours.
PIPED = tuple(kind for kind in MODULES if kind != Kind.ACTION)
ROSTERS = tuple(kind for kind in PIPED if kind != Kind.SURVEY)
_known: dict[str, "Pipeline"] = {}


class Pipeline:
    """How the files of one kind are read, planned, written and undone. A subclass registers itself at import.

    kind: of the batches; root: the model of which each row is one.
    order: the models that may be written, parents before children; own: those of which no two rows of a file share a
    row; named: those that other added rows name.
    units: what undo puts back as a whole, root of the unit → its registers with the column that names the root.
    reads: further models on which a plan depends. key, version, record: where a stored row says what it is about.
    Raises TypeError when one is declared twice.
    """

    kind: str = ""
    root: type[models.Model]
    order: tuple[type[models.Model], ...] = ()
    own: tuple[type[models.Model], ...] = ()
    named: tuple[type[models.Model], ...] = ()
    units: dict[type[models.Model], dict[type[models.Model], str]] = {}
    reads: tuple[type[models.Model], ...] = ()
    key, version, record = "record_id", "record_version", ""
    noun = ""  # one thing that the rows are about, as sentences speak of it: 这家单位
    word = "条"  # what it is counted in
    title = ""  # how a sheet is called that was recognised
    columns = ("名称", "")  # what `named_in` gives, as the head of the preview
    causes: dict[str, tuple[str, str]] = {}  # code of findings → (what it is, what to do), where surveys say otherwise

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.kind:
            if cls.kind in _known:
                raise TypeError(f"pipeline declared twice: {cls.kind}")
            _known[cls.kind] = cls()

    def clean(self, workbook, answers) -> list:
        """The sheets of a workbook as cleaned rows (reports.imports.rows.CleanSheet)."""
        raise NotImplementedError

    def why_empty(self, file, sheets) -> str:
        """The sentence that refuses a file in whose sheets there is nothing of this kind; "" when there is."""
        raise NotImplementedError

    def blocks(self, grid, answers, file_name: str) -> list:
        """The header blocks of a sheet, for marking what stayed out (reports.imports.returning_places.Block)."""
        raise NotImplementedError

    def plan(self, drafts, *, user, as_of, limit, policy=None, answers=None, done=None):
        """The Plan of the rows (reports.imports.drafts); nothing is written. See reports.imports.planning.plan."""
        raise NotImplementedError

    def after(self, batch, *, user) -> None:
        """What follows from what was written, or taken back; in the same transaction."""

    def unit_of(self, row) -> tuple[type[models.Model], int | None]:
        """The unit of `units` that a stored row is about: its root and key."""
        return self.root, getattr(row, self.key)

    def news(self, facts: dict, headers: dict[str, str]) -> list[dict]:
        """What a new row says, as changes from nothing; `headers` are those of its sheet."""
        return []

    def named_in(self, facts: dict) -> tuple[str, str]:
        """What the preview calls a row by its facts: a name, and what else tells it from its namesakes."""
        return str(facts.get("name", "")), str(facts.get("credit_code", ""))


def pipeline_of(batch: ImportBatch) -> Pipeline:
    """The pipeline of a batch. Raises KeyError for a kind that has none."""
    return pipeline(batch.kind)


def pipeline(kind: str) -> Pipeline:
    """The pipeline of a kind. Raises KeyError for a kind that has none."""
    if kind not in _known:
        import_module(MODULES[kind])
    return _known[kind]

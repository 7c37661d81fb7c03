"""Rows mended on the page: the texts a clerk puts in place of cells, and the plan of the touched rows made anew."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from liangxin import bulk
from liangxin.codes import without_id_numbers
from liangxin.memory import uncollected
from reports.imports.answers import answers_for
from reports.imports.batches import CannotImport, drafts_of, lock, store
from reports.imports.mending_reach import reach_of
from reports.imports.pipelines import pipeline_of
from reports.imports.planning import plan
from reports.imports.policies import policy_of
from reports.imports.rereading import reading_of
from reports.imports.storing import fill
from reports.ledgers.words import cell_text
from reports.models import ImportBatch, ImportFile, ImportRow

LONGEST = 2000  # characters of a cell, as in a file (design.md, Import)
MOST = 5000  # cells in one request

Texts = dict[int, dict[str, str]]  # row key → column number as JSON has it → text


class Alike(NamedTuple):
    """A change that concerns every row that said the same in the same field: "私营独资" → "私营企业"."""

    row: int  # key of the row where it was made
    place: str  # number of its column there
    old: str
    new: str


@dataclass
class Mended:
    """What mending came to."""

    good: list[int] = field(default_factory=list)  # keys of rows that stayed out and go in now
    bad: list[ImportRow] = field(default_factory=list)  # mended rows, and rows that depend on them, that stay out
    planned: int = 0  # rows planned anew


@uncollected()
def mend(batch: ImportBatch, texts: Texts, *, user) -> Mended:
    """Put `texts` in place of cells of rows of `batch`, and plan these rows and what depends on them anew.

    The file is read again from its kept original, so that a mended row reads as if the file had said so. Raises
    CannotImport when the batch waits no more, an original is gone, or somebody mended one of the rows meanwhile.
    """
    rows = list(batch.rows.filter(pk__in=texts).order_by("id"))
    before = {row.pk: dict(row.mended) for row in rows}
    after = {row.pk: {**row.mended, **_kept(texts[row.pk])} for row in rows}
    cleaned = _cleaned(batch, rows, after)
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再改")
        rows = list(batch.rows.select_for_update().filter(pk__in=before).order_by("id"))
        if {row.pk: row.mended for row in rows} != before:
            raise CannotImport("这些行刚被别人改过，请刷新页面后再改")
        for row in rows:
            _take(row, after[row.pk], cleaned.get((row.file_id, row.sheet, row.number)))
        reach = reach_of(batch, rows)
        bulk.update(ImportRow, rows, ["facts", "findings", "cells", "mended"])
        return _planned(batch, {row.pk for row in rows}, reach, user)


def _kept(texts: dict[str, str]) -> dict[str, str]:
    """The texts as they are stored: as in what is read from files, without control characters or ID numbers."""
    readable = {column: text.encode(errors="ignore").decode() for column, text in texts.items()}  # no half characters
    return {column: without_id_numbers(cell_text(text)) for column, text in readable.items()}


def _cleaned(batch: ImportBatch, rows: list[ImportRow], after: dict[int, dict]) -> dict:
    """(file key, sheet, row number) → draft of the files of `rows`, read with what is mended now."""
    files = {row.file_id for row in rows}
    mended = {}
    for row in rows:
        mended.setdefault((row.file_id, row.sheet), {})[row.number] = after[row.pk]
    reading = reading_of(batch, ImportFile.objects.filter(batch=batch, pk__in=files), mended)
    return {(draft.file.pk, *draft.key[1:]): draft for draft in reading.drafts()}


def _take(row: ImportRow, texts: dict[str, str], draft):
    """Let a stored row say what its mended cells say; `draft` is None when no organization is left in it."""
    row.mended = texts
    row.facts = draft.facts if draft else {}
    row.findings = draft.findings if draft else []
    row.cells = draft.cells if draft else {**row.cells, **texts}


def _planned(batch: ImportBatch, mended: set[int], reach, user) -> Mended:
    """Plan `mended` and what depends on them, until the plan shows no further row that does."""
    seeds = set(mended)
    while True:
        wanted = reach.of(seeds)
        rows = list(batch.rows.filter(pk__in=wanted).order_by("id"))
        drafts = drafts_of(batch, rows)
        how = {"policy": policy_of(batch), "answers": answers_for(batch)}
        plan(drafts, user=user, as_of=batch.as_of, limit=batch.region, **how)
        for row, draft in zip(rows, drafts, strict=True):
            seeds |= reach.learn(row.pk, draft)
        if reach.of(seeds) == wanted:
            break
    result = Mended(planned=len(rows))
    for row, draft in zip(rows, drafts, strict=True):
        stayed_out = row.outcome in ImportRow.KEPT_OUT
        fill(row, draft, pipeline_of(batch))
        row.stale = False
        if draft.out:
            result.bad.append(row)
        elif stayed_out:
            result.good.append(row.pk)
    store(rows)
    return result


def spread(batch: ImportBatch, changes: list[Alike], texts: Texts) -> Texts:
    """`texts`, and each of `changes` in every other row with errors whose cell of that field said the same."""
    if not changes:
        return texts
    places = {}  # (file key, sheet) → field → column number
    for file in batch.files.all():
        for sheet in file.sheets:
            known = places.setdefault((file.pk, sheet["sheet"]), {})
            for column in sheet.get("columns", ()):
                known.setdefault(column["key"], str(column["place"]))
    rows = with_cells(batch, list(batch.rows.filter(outcome=ImportRow.Outcome.ERROR).order_by("id")))
    by_key = {row.pk: row for row in rows}
    found = {pk: dict(cells) for pk, cells in texts.items()}
    for change in changes:
        of = by_key.get(change.row)
        fields = places[of.file_id, of.sheet] if of else {}
        field = next((key for key, place in fields.items() if place == change.place and key), None)
        for row in rows if field else ():
            place = places[row.file_id, row.sheet].get(field)
            if place and {**row.cells, **row.mended}.get(place, "") == change.old:
                found.setdefault(row.pk, {}).setdefault(place, change.new)
    return found


def with_cells(batch: ImportBatch, rows: list[ImportRow]) -> list[ImportRow]:
    """`rows` with the texts of their cells; of a row that came to stay out later they are read from its original.

    Raises CannotImport when the original is gone.
    """
    bare = [row for row in rows if not row.cells]
    if bare:
        reading = reading_of(batch, ImportFile.objects.filter(batch=batch, pk__in={row.file_id for row in bare}))
        cells = {(draft.file.pk, *draft.key[1:]): draft.cells for draft in reading.drafts()}
        for row in bare:
            row.cells = cells.get((row.file_id, row.sheet, row.number), {})
    return rows

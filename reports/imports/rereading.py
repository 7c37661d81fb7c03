"""A batch read again from its kept originals, when an answer changes what its files say; and rows mended by hand."""

from collections.abc import Iterable
from contextlib import ExitStack

from django.conf import settings
from django.db import transaction

from liangxin import vault
from liangxin.memory import uncollected
from reports.imports.answers import answers_for
from reports.imports.batches import CannotImport, blanks_answered, lock, plan_new
from reports.imports.originals import GONE, is_gone
from reports.imports.pipelines import PIPED, pipeline_of
from reports.imports.reading import Mended, Reading, read_again
from reports.models import ImportBatch, ImportFile
from reports.rosters.roster import recognised

RECOGNISE = "recognise"  # option of a batch: of which roster the files are is told by their headers


def reading_of(batch: ImportBatch, files: Iterable[ImportFile] | None = None, mended: Mended | None = None) -> Reading:
    """The files of `batch`, or only `files` of it, read and cleaned with all answers given so far.

    mended: what is put in place of cells, over what was mended before. Raises CannotImport when a file is gone, or
    the batch is a list without a pipeline.
    """
    if batch.kind not in PIPED:
        raise CannotImport(f"这一批是{batch.get_kind_display()}，不能这样办理")
    files, texts = list(batch.files.all() if files is None else files), _mended(batch)
    if any(is_gone(file) for file in files):
        raise CannotImport(GONE.format(days=settings.KEEP_ORIGINALS))
    for sheet, rows in (mended or {}).items():
        texts.setdefault(sheet, {}).update(rows)
    with ExitStack() as stack:
        try:
            paths = [(file, stack.enter_context(vault.opened(file.kept))) for file in files if file.kept]
        except vault.Lost as loss:
            raise CannotImport(str(loss)) from loss
        recognise = recognised if batch.options.get(RECOGNISE) else None
        return read_again(paths, pipeline_of(batch), answers_for(batch), texts, recognise)


def _mended(batch: ImportBatch) -> Mended:
    """What was mended by hand in the rows of `batch`."""
    found: Mended = {}
    rows = batch.rows.exclude(mended={}).values_list("file", "sheet", "number", "mended")
    for file, sheet, number, texts in rows:
        found.setdefault((file, sheet), {})[number] = texts
    return found


@uncollected()
def reread(batch: ImportBatch, *, user):
    """Read, clean and plan the files of a batch that waits for its decision again, and store the new plan.

    What was mended by hand stays mended. Raises CannotImport when the batch waits no more or an original is gone.
    """
    batch.refresh_from_db(fields=["options"])  # an answer may just have been kept in them
    reading = reading_of(batch)
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再核对")
        if (reading.answers, reading.mended) != (answers_for(batch), _mended(batch)):
            reading = reading_of(batch)  # somebody answered or mended while the files were read
        plan_again(batch, reading, user=user)


def plan_again(batch: ImportBatch, reading: Reading, *, user):
    """Plan the rows of a reading with what the clerk chose for the batch, and store them in place of those it has.

    Call inside a transaction.
    """
    batch.rows.all().delete()
    for file in reading.files:
        file.save()
    drafts = reading.last_drafts()
    for draft in drafts:
        facts = blanks_answered(batch, draft.file.pk, draft.key[1], draft.facts)
        if facts is not draft.facts:  # the answer may be taken back, so what is stored is what was read
            draft.stated, draft.facts = draft.facts, facts
    plan_new(batch, reading, user=user, drafts=drafts)

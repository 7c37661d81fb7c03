"""An upload is received first and read afterwards: its originals are safe, and others see that it is being imported."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.models import QuerySet

from liangxin import vault
from liangxin.codes import without_id_numbers
from liangxin.memory import uncollected
from orgs.models import Region
from reports.imports.batches import CannotImport, check_as_of, limit_of, lock, new_batch
from reports.imports.carrying import CARRIED, carry_over
from reports.imports.rereading import RECOGNISE, plan_again, reading_of
from reports.imports.uploads import named_apart
from reports.models import ImportBatch, ImportFile

State = ImportBatch.State
LOCK = 0x6C780002  # any number but that of the applies, the same in every process


def receive(
    uploads: Iterable[tuple[str, Path]],
    *,
    user,
    as_of: date,
    accepted: Callable[[ImportBatch], None],
    region: Region | None = None,
    **more,
) -> ImportBatch:
    """Keep (name, path) files as a batch to be read; `more` are further fields of ImportBatch.

    When somebody imports one of the files already, the batch is held until the clerk says so (`rivals`); else it is
    `accepted` in the same transaction, so that no batch is left that nobody reads. Raises CannotImport, and OSError
    when the disk is full; then nothing is kept.
    """
    check_as_of(as_of)
    limit, files = limit_of(user, region), []
    try:
        for name, path in named_apart(uploads):
            content = Path(path).read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            name = without_id_numbers(name)[-255:]
            files.append(ImportFile(name=name, sha256=digest, size=len(content), kept=vault.keep(content)))
        with transaction.atomic():
            _lock_uploads()
            batch = new_batch(files, user=user, as_of=as_of, limit=limit)
            for name, value in {**more, "state": State.READING}.items():
                setattr(batch, name, value)
            held = bool(rivals(batch))
            batch.options = {**batch.options, "held": True} if held else batch.options
            batch.save()
            if not held:
                accepted(batch)
    except BaseException:
        for file in files:
            vault.forget(file.kept)
        raise
    return batch


def _lock_uploads():
    """Of two who upload the same file at the same moment, the second sees the first (SQLite: settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def rivals(batch: ImportBatch) -> list[tuple[ImportFile, ImportBatch]]:
    """Files that another batch imports, or has imported, for the same day and region: (file there, batch)."""
    own = {file.sha256 for file in batch.files.all()}
    found = (
        _others(batch)
        .filter(files__sha256__in=own, as_of=batch.as_of, kind=batch.kind, state__in=_CLAIMING)
        .exclude(options__has_key="held")
        .exclude(state=State.PLANNED, user=batch.user_id)  # the own preview that was left
        .select_related("region", "user")
        .prefetch_related("files")
        .distinct()
    )
    return [
        (next(file for file in other.files.all() if file.sha256 in own), other)
        for other in found
        if other.region.code.startswith(batch.region.code) or batch.region.code.startswith(other.region.code)
    ]


_CLAIMING = (State.READING, State.PLANNED, State.APPLYING, State.APPLIED)


def _others(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """All other batches: that the same file is being imported is said to whoever uploads it, as it names its region."""
    return ImportBatch.objects.exclude(pk=batch.pk)


@uncollected()
def read_received(batch: ImportBatch, *, user):
    """Read, clean and plan the files of a received batch, and store the plan.

    Originals of files that cannot be read are not kept. Raises CannotImport when an original is gone.
    """
    reading = reading_of(batch)
    if carry_over(batch, reading, user=user):
        reading = reading_of(batch)
    options = batch.options
    refused = [file for file in reading.files if file.error and not file.sheets]
    gone = [file.kept for file in refused]
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再读取")
        batch.options = {**batch.options, **{name: options[name] for name in CARRIED if name in options}}
        batch.kind = reading.pipeline.kind.value
        batch.options.pop(RECOGNISE, None)
        batch.save(update_fields=["options", "kind"])
        for file in refused:
            file.kept = ""
        plan_again(batch, reading, user=user)  # a process that died just after it stored rows may have left some
    for name in gone:
        vault.forget(name)

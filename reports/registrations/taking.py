"""A registration list becomes a batch: planned against the current list of its source, taken over, taken back."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liangxin import bulk, vault
from liangxin.codes import without_id_numbers
from liangxin.grids import Refused, read_file
from liangxin.memory import uncollected
from liangxin.names import normal_name
from orgs.choices import Kind
from orgs.models import Region
from orgs.scope import CONSOLE
from reports.imports import progress
from reports.imports.batches import CannotImport, check_as_of, lock
from reports.imports.originals import GONE, is_gone
from reports.imports.rows import CleanSheet
from reports.models import ImportBatch, ImportFile, ImportRow, Registration
from reports.registrations.planning import COMPARED, Planner, has_ended
from reports.registrations.reading import clean_registrations

State, Outcome = ImportBatch.State, ImportRow.Outcome
KINDS = {Registration.Source.MARKET: Kind.ENTERPRISE, Registration.Source.CIVIL: Kind.SOCIAL}


def make_list(uploads: Iterable[tuple[str, Path]], *, user, as_of: date, source: str) -> ImportBatch:
    """Read (name, path) files of `source` (Registration.Source) and store the plan; nothing else is written.

    All files of a batch together are the list of that source. Raises CannotImport unless `user` manages the county.
    """
    check_as_of(as_of)
    county = Region.objects.root()
    if county is None or not user.is_county:
        raise CannotImport("登记名单由县级管理员导入")
    read = [_read(name, Path(path)) for name, path in uploads]
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            user=None if user is CONSOLE else user,
            user_name=str(user),
            as_of=as_of,
            region=county,
            kind=ImportBatch.Kind.REGISTRATIONS,
            options={"source": source},
        )
        for file, _ in read:
            file.batch = batch
            file.save()
        _store(_planned(batch, read))
    return batch


def _read(name: str, path: Path) -> tuple[ImportFile, list[CleanSheet]]:
    """One file, kept unless it is refused, with its cleaned sheets."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file = ImportFile(name=without_id_numbers(name)[-255:], sha256=digest, size=path.stat().st_size)
    sheets = _take(file, path)
    file.kept = vault.keep(path.read_bytes()) if sheets is not None else ""
    return file, sheets or []


def _take(file: ImportFile, path: Path) -> list[CleanSheet] | None:
    """Describe in `file` what was read of it: its cleaned sheets; None when it is refused, the reason in its error."""
    file.error = ""
    try:
        sheets = clean_registrations(read_file(path, file.name))
    except Refused as refusal:
        file.error = str(refusal)
        return None
    if not any(sheet.rows for sheet in sheets):
        file.error = f"文件“{file.name}”里没有找到登记名单：要有“名称”“统一社会信用代码”“登记状态”等栏目的表头"
    described = ("sheet", "ledger", "header_rows", "headers")
    file.sheets = [
        {name: getattr(sheet, name) for name in described}
        | {"findings": [asdict(one) for one in sheet.findings], "offers": [], "columns": [], "hints": {}}
        for sheet in sheets
    ]
    return sheets


def _planned(batch: ImportBatch, read: list[tuple[ImportFile, list[CleanSheet]]]) -> dict[str, list]:
    """The lines of the files that were read, planned: columns of ImportRow, none without a line."""
    lines = [(file, sheet.sheet, row) for file, sheets in read for sheet in sheets for row in sheet.rows]
    return Planner(batch, batch.region, lines).columns() if lines else {}


def _store(columns: dict[str, list]):
    if columns:
        progress.step("保存预览", len(columns["number"]))
        bulk.insert_columns(ImportRow, columns)


@uncollected()
def read_list(batch: ImportBatch, *, user):
    """Read and plan the files of a received list, and store the plan; originals of refused files are not kept.

    Raises CannotImport when an original is gone, or `user` does not manage the county any more.
    """
    read, refused = [], []
    files = list(batch.files.all())
    if any(is_gone(file) for file in files):
        raise CannotImport(GONE.format(days=settings.KEEP_ORIGINALS))
    for file in progress.counted([file for file in files if file.kept], "读取文件", unit="个文件"):
        try:
            with vault.opened(file.kept) as path:
                sheets = _take(file, path)
        except vault.Lost as loss:
            raise CannotImport(str(loss)) from loss
        if sheets is None:
            refused.append(file.kept)
            file.kept = ""
        read.append((file, sheets or []))
    columns = _planned(batch, read)
    with transaction.atomic():
        batch = _held(batch, user, State.PLANNED, "再读取")
        batch.rows.all().delete()  # of a process that died just after it stored them
        for file, _ in read:
            file.save()
        _store(columns)
    for name in refused:
        vault.forget(name)


def apply_list(batch: ImportBatch, *, user) -> int:
    """Make the lines of `batch` a list of their source; the newest list is the current one. → how many lines.

    No register of ours is changed. Raises CannotImport when the batch waits no more.
    """
    with transaction.atomic():
        batch = _held(batch, user, State.PLANNED, "写入")
        good = batch.rows.exclude(outcome=Outcome.ERROR).order_by("id")
        regions = {one.code: one.pk for one in Region.objects.under(batch.region.code)}
        source = batch.options["source"]
        facts = progress.counted(good.values_list("facts", flat=True), "写入名单", unit="条")
        lines = [_line(batch, source, one, regions) for one in facts]
        bulk.insert(Registration, lines)
        good.update(written=True)
        batch.state, batch.applied = State.APPLIED, timezone.now()
        batch.save(update_fields=["state", "applied"])
    return len(lines)


def _line(batch, source: str, facts: dict, regions: dict[str, int]) -> Registration:
    columns = {key: facts.get(key, "") for key in COMPARED}
    return Registration(
        batch=batch,
        source=source,
        kind=KINDS[source],
        region_id=regions[facts["region"]],
        normal_name=normal_name(facts["name"])[:200],
        ended=has_ended(facts),
        **columns,
    )


def undo_list(batch: ImportBatch, *, user) -> int:
    """Take the list back: the one before it is the current one again. → how many lines. Raises CannotImport."""
    with transaction.atomic():
        batch = _held(batch, user, State.APPLIED, "撤销")
        count, _ = batch.registrations.all().delete()
        batch.rows.filter(written=True).update(undo=ImportRow.Undo.BACK)
        batch.state, batch.undone = State.UNDONE, timezone.now()
        batch.save(update_fields=["state", "undone"])
    return count


def _held(batch: ImportBatch, user, state: str, act: str) -> ImportBatch:
    batch = lock(batch, ImportBatch.Kind.REGISTRATIONS)
    if not user.is_county:
        raise CannotImport("登记名单由县级管理员导入")
    if batch.state != state:
        raise CannotImport(f"这份名单{batch.get_state_display()}，不能{act}")
    return batch


def gone(batch: ImportBatch):
    """Lines of the list before this one that this one has no more: a query set of Registration."""
    before = ImportBatch.objects.filter(
        kind=ImportBatch.Kind.REGISTRATIONS, state=State.APPLIED, options__source=batch.options["source"]
    ).exclude(pk=batch.pk)
    last = before.filter(as_of__lte=batch.as_of).order_by("as_of", "pk").last()
    rows = batch.rows.exclude(outcome=Outcome.ERROR)
    found = Registration.objects.filter(batch=last).exclude(
        credit_code__in=rows.exclude(credit_code="").values("credit_code")
    )
    return found.exclude(credit_code="", name__in=rows.values("name")).select_related("region").order_by("name", "pk")

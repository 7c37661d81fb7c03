"""An upload becomes a batch: files are read and cleaned, rows planned, the plan stored. No register is written."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from liangxin import bulk
from liangxin.dates import today
from liangxin.grids import shared
from liangxin.memory import uncollected
from orgs.models import Region
from orgs.scope import CONSOLE
from reports.imports import kept, progress
from reports.imports.answers import answers_for
from reports.imports.drafts import Draft, Plan
from reports.imports.originals import expire_now_and_then
from reports.imports.pipelines import PIPED, pipeline, pipeline_of
from reports.imports.policies import policy_of, restored
from reports.imports.reading import Reading, read
from reports.imports.rows import PlaceHints
from reports.imports.storing import FOUND, Rows, fill
from reports.models import ImportBatch, ImportFile, ImportRow

LOCK = 0x6C780001  # any number, the same in every process
BUSY = (ImportBatch.State.READING, ImportBatch.State.APPLYING)  # a job works on it


class CannotImport(ValueError):
    """The whole import is refused; the text is the Chinese sentence for the user."""


def limit_of(user, region: Region | None) -> Region:
    """The region that bounds an import: the one asked for, else the user's own, else the county.

    Raises CannotImport when there is none or the user may not import there.
    """
    county = Region.objects.root()
    if county is None:
        raise CannotImport("还没有辖区，请先用 load_regions 导入辖区代码")
    own = getattr(user, "region", None) or (county if user is CONSOLE or user.is_county else None)
    if own is None or not user.may_import:
        raise CannotImport("您的账号没有导入权限")
    if region is None:
        return own
    if not region.code.startswith(own.code):
        raise CannotImport(f"{region.name}不在您的管理范围内")
    return region


def check_as_of(as_of: date):
    """Raise CannotImport for a day that has not come yet in Asia/Shanghai."""
    if as_of > today():
        raise CannotImport(f"情况日期 {as_of.isoformat()} 晚于今天，请改为今天或以前的日期")


def lock_imports():
    """Wait for other applies and undos; call inside a transaction (one on SQLite waits by itself: settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def lock(batch: ImportBatch, *kinds: str) -> ImportBatch:
    """Wait for other applies and undos, and give the batch as it is now; call inside a transaction.

    While a job works on it (reports.jobs) only that job gets it, in the state from before; anybody else CannotImport.
    So does who asks for other `kinds` than it is, those that have a pipeline when nothing is said: what is done to
    surveys is not done to lists.
    """
    lock_imports()
    found = ImportBatch.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch.pk)
    kept.forget(found)  # who gets it may change its rows
    if found.kind not in (kinds or PIPED):
        raise CannotImport(f"这一批是{found.get_kind_display()}，不能这样办理")
    job = found.options.get("job")
    if job and found.state in BUSY:
        if job["token"] != progress.current_token():
            raise CannotImport(f"这次导入{found.get_state_display()}，请等它完成")
        found.state = job["before"]
    return found


@uncollected()
def make_batch(
    uploads: Iterable[tuple[str, Path]],
    *,
    user,
    as_of: date,
    region: Region | None = None,
    kind: str = ImportBatch.Kind.SURVEY,
) -> ImportBatch:
    """Read (name, path) files of a `kind` and store the plan of their rows.

    Files that cannot be read carry their sentence in ImportFile.error; the others go on. Raises CannotImport.
    """
    check_as_of(as_of)
    limit = limit_of(user, region)
    reading = read(uploads, pipeline(kind))
    with transaction.atomic():
        batch = new_batch(reading.files, user=user, as_of=as_of, limit=limit, kind=kind)
        plan_new(batch, reading, user=user, drafts=reading.last_drafts())
    return batch


def new_batch(files: Iterable[ImportFile], *, user, as_of: date, limit: Region, **more) -> ImportBatch:
    """Write a batch with its files, still without rows; `more` are further fields of ImportBatch."""
    by = None if user is CONSOLE else user
    batch = ImportBatch.objects.create(user=by, user_name=str(user), as_of=as_of, region=limit, **more)
    for file in files:
        file.batch = batch
        file.save()
    transaction.on_commit(expire_now_and_then, robust=True)
    return batch


def plan_new(batch: ImportBatch, reading: Reading, *, user, drafts: list[Draft], keeps: bool = True) -> Plan:
    """Plan `drafts`, made of a reading, for a batch without rows; store the plan, and keep it for who applies it.

    Call inside a transaction, with the files of the reading stored. `keeps`: whether anybody will apply it later.
    """
    rows, before = Rows(batch), kept.circumstances(batch, user=user)
    how = {"policy": policy_of(batch), "answers": reading.answers, "done": rows.take}
    planned = pipeline_of(batch).plan(drafts, user=user, as_of=batch.as_of, limit=batch.region, **how)
    progress.step("保存预览")
    rows.finish()
    if keeps:
        kept.keep(batch, planned, before)
    return planned


def blanks_answered(batch: ImportBatch, file: int, sheet: str, facts: dict) -> dict:
    """The facts of a row with 否 for the blanks of which the clerk said so (batch.options, see `replan`)."""
    said = [fact for pk, name, fact in batch.options.get("blank_no", ()) if (pk, name) == (file, sheet)]
    no = {fact: False for fact in said if fact != "built" or "branch_name" not in facts}
    return {**no, **facts} if no else facts


DRAFTED = ("file_id", "sheet", "number", "facts", "findings")  # the columns of a row that its draft is made of


def drafts_of(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Draft]:
    """The stored rows, or their columns in DRAFTED, as drafts to be planned again, with the batch's options applied."""
    files = {file.pk: file for file in batch.files.all()}
    sheets = {(pk, sheet["sheet"]): sheet for pk, file in files.items() for sheet in file.sheets}
    hints = {key: PlaceHints(**sheet["hints"]) for key, sheet in sheets.items()}
    drafts, known = [], {}
    for row in rows:
        place = (row.file_id, row.sheet)
        facts = blanks_answered(batch, *place, dict(zip(row.facts, shared(row.facts.values(), known), strict=True)))
        kept = [restored(one) if "was" in one else one for one in row.findings if not one.get("planned")]
        key = (files[row.file_id].name, row.sheet, row.number)
        drafts.append(Draft(key, facts, hints[place], sheets[place]["headers"], kept, file=files[row.file_id]))
    return drafts


@uncollected()
def replan(
    batch: ImportBatch,
    *,
    user,
    blank_no: Iterable[tuple[int, str, str]] | None = None,
    policy: dict[str, str] | None = None,
):
    """Plan all rows of a batch that waits for its decision again, and store the new plan.

    `blank_no` are the (file key, sheet, fact) of columns in which blank means 否; `policy` is how each group of columns
    is treated (reports.imports.policies); None keeps what was said before.
    Raises CannotImport when the batch waits no more.
    """
    with transaction.atomic():
        batch = lock(batch)
        if batch.state != ImportBatch.State.PLANNED:
            raise CannotImport(f"这次导入{batch.get_state_display()}，不能再核对")
        if blank_no is not None:
            batch.options["blank_no"] = [list(one) for one in blank_no]
        if policy is not None:
            batch.options["policy"] = dict(policy)
        batch.save(update_fields=["options"])
        rows, before = list(batch.rows.all()), kept.circumstances(batch, user=user)
        how = {"policy": policy_of(batch), "answers": answers_for(batch)}
        line = pipeline_of(batch)
        planned = line.plan(drafts_of(batch, rows), user=user, as_of=batch.as_of, limit=batch.region, **how)
        for row, draft in zip(rows, planned.drafts, strict=True):
            fill(row, draft, line)
        store(rows)
        kept.keep(batch, planned, before)


def store(rows: list[ImportRow]):
    """Write the planned columns of rows that exist."""
    bulk.update(ImportRow, rows, (*FOUND, "stale"))

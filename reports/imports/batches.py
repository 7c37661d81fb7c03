"""An upload becomes a batch: files are read and cleaned, rows planned, the plan stored. No register is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.db import transaction

from liangxin import bulk
from liangxin.dates import today
from liangxin.grids import Refused, read_file
from orgs.models import Region
from orgs.scope import CONSOLE
from reports.imports.cleaning import clean_workbook
from reports.imports.drafts import Draft
from reports.imports.planning import plan
from reports.imports.rows import PlaceHints
from reports.models import ImportBatch, ImportFile, ImportRow


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


def make_batch(uploads: Iterable[tuple[str, Path]], *, user, as_of: date, region: Region | None = None) -> ImportBatch:
    """Read (name, path) files and store the plan of their rows.

    Files that cannot be read carry their sentence in ImportFile.error; the others go on. Raises CannotImport.
    """
    check_as_of(as_of)
    limit = limit_of(user, region)
    read = [_read(name, Path(path)) for name, path in uploads]
    batch = ImportBatch(user=None if user is CONSOLE else user, user_name=str(user), as_of=as_of, region=limit)
    drafts = [draft for file, sheets in read for draft in _drafts(file, sheets)]
    plan(drafts, user=user, as_of=as_of, limit=limit)
    with transaction.atomic():
        batch.save()
        for file, _ in read:
            file.batch = batch
            file.save()
        _store_rows(batch, [file for file, _ in read], drafts)
    return batch


def _read(name: str, path: Path):
    """One file as its record and its cleaned sheets."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    file = ImportFile(name=name[-255:], sha256=digest.hexdigest(), size=path.stat().st_size)
    try:
        sheets = clean_workbook(read_file(path, name))
    except Refused as refusal:
        file.error = str(refusal)
        return file, []
    if not any(sheet.rows or sheet.header_rows or sheet.findings for sheet in sheets):
        file.error = f"文件“{name}”里没有找到单位名册：没有认出表头，请检查是否选错了文件"
    file.sheets = [
        {
            "sheet": sheet.sheet,
            "ledger": sheet.ledger,
            "header_rows": sheet.header_rows,
            "findings": [asdict(one) for one in sheet.findings],
            "offers": [asdict(one) for one in sheet.offers],
            "headers": sheet.headers,
            "hints": asdict(sheet.hints),
        }
        for sheet in sheets
    ]
    return file, sheets


def _drafts(file: ImportFile, sheets) -> list[Draft]:
    return [
        Draft(
            key=(file.name, sheet.sheet, row.number),
            facts=row.facts,
            hints=sheet.hints,
            headers=sheet.headers,
            findings=[asdict(one) for one in row.findings],
            file=file,
        )
        for sheet in sheets
        for row in sheet.rows
    ]


def _store_rows(batch: ImportBatch, files: list[ImportFile], drafts: list[Draft]):
    rows = []
    for draft in drafts:
        row = ImportRow(batch=batch, file=draft.file, sheet=draft.key[1], number=draft.key[2], facts=draft.facts)
        fill(row, draft)
        rows.append(row)
    bulk.insert(ImportRow, rows)


def fill(row: ImportRow, draft: Draft):
    """Copy what planning found into the stored row."""
    organization = draft.record.organization if draft.record else None
    row.outcome = draft.outcome
    row.organization_id = organization.pk if organization else None
    row.organization_version = organization.version if organization and organization.pk else None
    row.name = str(draft.facts.get("name", ""))[:200]
    row.credit_code = str(draft.facts.get("credit_code", ""))[:60]
    row.changes, row.findings, row.warned = draft.changes, draft.findings, draft.warned


def drafts_of(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Draft]:
    """The stored rows as drafts to be planned again, with the batch's options applied."""
    files = {file.pk: file for file in batch.files.all()}
    sheets = {(pk, sheet["sheet"]): sheet for pk, file in files.items() for sheet in file.sheets}
    blank_no = {tuple(one) for one in batch.options.get("blank_no", ())}
    drafts = []
    for row in rows:
        sheet = sheets[(row.file_id, row.sheet)]
        facts = dict(row.facts)
        for key in (key for file, name, key in blank_no if file == row.file_id and name == row.sheet):
            if key not in facts and not (key == "built" and "branch_name" in facts):
                facts[key] = False
        kept = [one for one in row.findings if not one.get("planned")]
        key = (files[row.file_id].name, row.sheet, row.number)
        hints = PlaceHints(**sheet["hints"])
        drafts.append(Draft(key, facts, hints, sheet["headers"], kept, file=files[row.file_id]))
    return drafts


def replan(batch: ImportBatch, *, user):
    """Plan all rows of a batch that waits for its decision again, after an option changed; stores the new plan."""
    with transaction.atomic():
        rows = list(batch.rows.filter(written=False))
        drafts = drafts_of(batch, rows)
        plan(drafts, user=user, as_of=batch.as_of, limit=batch.region)
        for row, draft in zip(rows, drafts, strict=True):
            fill(row, draft)
        store(rows)


PLANNED = ("outcome", "organization", "organization_version", "changes", "findings", "warned", "stale", "written")


def store(rows: list[ImportRow]):
    """Write the planned columns of rows that exist."""
    bulk.update(ImportRow, rows, PLANNED)

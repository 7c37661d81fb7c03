"""The files of an upload, read and cleaned: what they say before anything is looked up in the registers."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from liangxin import vault
from liangxin.codes import without_id_numbers
from liangxin.grids import Refused, Workbook, read_file
from reports.imports import progress
from reports.imports.answers import answers_for
from reports.imports.drafts import Draft
from reports.imports.pipelines import Pipeline
from reports.imports.rows import ERROR, NONE, Answers, CleanRow, CleanSheet, Finding, finding
from reports.ledgers.fields import fields
from reports.models import ImportFile

# (key of the file, sheet) → row number → column number (as JSON has it) → the text the clerk put there
Mended = dict[tuple[int, str], dict[int, dict[str, str]]]


@dataclass
class Reading:
    """Files with their cleaned sheets; a file that cannot be read has none, and its sentence in `error`."""

    pipeline: Pipeline
    recognise: Callable[[Workbook], Pipeline | None] | None = None
    files: list[ImportFile] = field(default_factory=list)
    sheets: list[tuple[ImportFile, CleanSheet]] = field(default_factory=list)
    mended: Mended = field(default_factory=dict)
    answers: Answers = NONE

    def drafts(self) -> list[Draft]:
        """All rows, fresh, to be planned; one that was mended until no organization is left in it states nothing."""
        drafts = []
        for file, sheet in self.sheets:
            mended = self.mended.get((file.pk, sheet.sheet), {})
            rows = sheet.rows
            if emptied := mended.keys() - {row.number for row in rows if mended}:
                emptied = [CleanRow(number, {}, _overlong(sheet, number, mended[number])) for number in emptied]
                rows = sorted([*rows, *emptied], key=lambda row: row.number)
            drafts += [
                Draft(
                    key=(file.name, sheet.sheet, row.number),
                    facts=row.facts,
                    hints=sheet.hints,
                    headers=sheet.headers,
                    findings=[one.as_dict() for one in row.findings],
                    file=file,
                    source=row.cells,
                    mended=mended.get(row.number, {}),
                )
                for row in rows
            ]
        return drafts

    def last_drafts(self) -> list[Draft]:
        """`drafts` for who asks no more: what was read of a row goes when its draft lets go of it."""
        drafts = self.drafts()
        self.sheets.clear()
        return drafts


def read(uploads: Iterable[tuple[str, Path]], line: Pipeline) -> Reading:
    """Read (name, path) files, each in a limited child, and keep the originals; a refused one stops no other."""
    reading = Reading(line, answers=answers_for())
    for name, path in uploads:
        file = _file(name, Path(path))
        reading.files.append(file)
        if _take(file, Path(path), reading):
            file.kept = vault.keep(Path(path).read_bytes())
    return reading


def read_again(
    files: Sequence[tuple[ImportFile, Path]],
    line: Pipeline,
    answers: Answers,
    mended: Mended | None = None,
    recognise: Callable[[Workbook], Pipeline | None] | None = None,
) -> Reading:
    """Read kept originals again with other answers, and with the cells that the clerk mended in place of the file's.

    recognise: tells the pipeline of a file; that of the first one which is known becomes the reading's.
    """
    reading = Reading(line, mended=mended or {}, answers=answers, recognise=recognise)
    for file, path in progress.counted(files, "读取文件", unit="个文件"):
        reading.files.append(file)
        _take(file, path, reading)
    return reading


def _take(file: ImportFile, path: Path, reading: Reading) -> bool:
    """Read and clean one file into `reading`; whether it could be read."""
    file.error = ""
    try:
        workbook = read_file(path, file.name)
        if reading.mended:
            _mend(workbook, file, reading.mended)
        if reading.recognise:
            _recognise(workbook, file, reading)
        sheets = reading.pipeline.clean(workbook, reading.answers)
    except Refused as refusal:
        file.error = str(refusal)
        return False
    file.error = reading.pipeline.why_empty(file, sheets)
    file.sheets = [_described(sheet) for sheet in sheets]
    reading.sheets += [(file, sheet) for sheet in sheets]
    return True


def _recognise(workbook: Workbook, file: ImportFile, reading: Reading):
    """Take the first file's pipeline for all. Raises Refused for a file of another, or of none."""
    found = reading.recognise(workbook)
    if found is None:
        raise Refused(f"文件“{file.name}”看不出是哪种花名册，请核对表头，或在上传时指定内容")
    if not reading.sheets:
        reading.pipeline = found
    elif found is not reading.pipeline:
        raise Refused(f"文件“{file.name}”像是{found.title}，和前面的{reading.pipeline.title}要分两次导入")


def _mend(workbook: Workbook, file: ImportFile, mended: Mended):
    """Put mended texts into the grids; an empty one blanks the cell, and what the suite displayed there is gone."""
    for grid in workbook.grids:
        for number, texts in mended.get((file.pk, grid.name), {}).items():
            for place, text in texts.items():
                grid.rows.put(number, int(place), text if text.strip() else None)
                grid.marks.pop((number, int(place)), None)


def _file(name: str, path: Path) -> ImportFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return ImportFile(name=without_id_numbers(name)[-255:], sha256=digest.hexdigest(), size=path.stat().st_size)


def _described(sheet: CleanSheet) -> dict:
    """What is kept of a sheet beside its rows."""
    return {
        "sheet": sheet.sheet,
        "ledger": sheet.ledger,
        "header_rows": sheet.header_rows,
        "findings": [asdict(one) for one in sheet.findings],
        "offers": [asdict(one) for one in sheet.offers],
        "headers": sheet.headers,
        "columns": sheet.columns,
        "lines": sheet.lines,
        "returned": sheet.returned,
        "hints": asdict(sheet.hints),
    }


def _overlong(sheet: CleanSheet, number: int, texts: dict[str, str]) -> list[Finding]:
    """What is wrong with a mended row in which no organization was found, when that is the length of its name."""
    name, most = next((one for one in sheet.columns if one["key"] == "name"), None), fields()["name"].most
    text = texts.get(str(name["place"]), "") if name else ""
    if len(text) <= most:
        return []
    said = {"column": name["leaf"], "value": text[:40], "fact": "name", "place": name["place"]}
    return [finding(sheet.sheet, "too_long", ERROR, f"单位名称超过 {most} 个字，请核对后填写", row=number, **said)]

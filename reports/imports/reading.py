"""The files of an upload, read and cleaned: what they say before anything is looked up in the registers."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from liangxin.grids import Refused, read_file
from reports.imports.cleaning import clean_workbook
from reports.imports.drafts import Draft
from reports.imports.rows import CleanSheet
from reports.models import ImportFile


@dataclass
class Reading:
    """Files with their cleaned sheets; a file that cannot be read has none, and its sentence in `error`."""

    files: list[ImportFile] = field(default_factory=list)
    sheets: list[tuple[ImportFile, CleanSheet]] = field(default_factory=list)

    def drafts(self) -> list[Draft]:
        """All rows, fresh, to be planned."""
        return [
            Draft(
                key=(file.name, sheet.sheet, row.number),
                facts=row.facts,
                hints=sheet.hints,
                headers=sheet.headers,
                findings=[asdict(one) for one in row.findings],
                file=file,
            )
            for file, sheet in self.sheets
            for row in sheet.rows
        ]


def read(uploads: Iterable[tuple[str, Path]]) -> Reading:
    """Read (name, path) files, each in a limited child process; the others go on when one is refused."""
    reading = Reading()
    for name, path in uploads:
        file = _file(name, Path(path))
        reading.files.append(file)
        try:
            sheets = clean_workbook(read_file(path, name))
        except Refused as refusal:
            file.error = str(refusal)
            continue
        if not any(sheet.rows or sheet.header_rows for sheet in sheets):
            file.error = f"文件“{name}”里没有找到单位名册：没有认出表头，请检查是否选错了文件"
        file.sheets = [_described(sheet) for sheet in sheets]
        reading.sheets += [(file, sheet) for sheet in sheets]
    return reading


def _file(name: str, path: Path) -> ImportFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return ImportFile(name=name[-255:], sha256=digest.hexdigest(), size=path.stat().st_size)


def _described(sheet: CleanSheet) -> dict:
    """What is kept of a sheet beside its rows."""
    return {
        "sheet": sheet.sheet,
        "ledger": sheet.ledger,
        "header_rows": sheet.header_rows,
        "findings": [asdict(one) for one in sheet.findings],
        "offers": [asdict(one) for one in sheet.offers],
        "headers": sheet.headers,
        "hints": asdict(sheet.hints),
    }

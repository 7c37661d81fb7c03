"""The user's own file back: the rows that stayed out, in the layout they came in, with what is wrong beside them."""

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import BinaryIO

from django.db.models import Count

from liangxin import vault
from liangxin.grids import Refused, read_file
from liangxin.marking import SheetMarks, mark_file
from reports.imports.answers import answers_for
from reports.imports.batches import CannotImport
from reports.imports.pipelines import PIPED, pipeline_of
from reports.imports.returned import RETURNED, heading_of, notes_column, original_stem, without_notes
from reports.imports.returning_places import Block, blocks_of
from reports.imports.rows import ERROR, NONE, WARNING, Answers, place_said
from reports.ledgers.words import cell_text
from reports.models import ImportBatch, ImportFile, ImportRow

IN_MEMORY = 8 * 1024 * 1024  # bytes of a file before it goes to disk
WORK, ALL = "work", "all"  # the rows that need work only, or all of them


@dataclass(frozen=True, slots=True)
class Returned:
    """A file to take home: open, at its beginning; `name` ends in .xlsx or .zip."""

    name: str
    content: BinaryIO


def returnable(batch: ImportBatch, files: Iterable[ImportFile] | None = None) -> list[tuple[ImportFile, int]]:
    """(file, rows that stayed out) of the files of which the original is kept and at least one row stayed out.

    files: the batch's, when they are at hand.
    """
    out = ImportRow.objects.filter(batch=batch, outcome__in=ImportRow.KEPT_OUT).order_by()
    counts = dict(out.values_list("file").annotate(Count("pk")))
    files = batch.files.all() if files is None else files
    return [(file, counts[file.pk]) for file in files if file.kept and file.pk in counts]


def file_back(batch: ImportBatch, *, file: int | None = None, rows: str = WORK) -> Returned:
    """The file with the key `file`, or all of the batch: one as .xlsx, several as .zip.

    rows: WORK or ALL. Raises CannotImport when nothing stayed out or an original is gone.
    """
    wanted = [one for one, _ in returnable(batch)]
    if rows == ALL and not wanted:
        wanted = [one for one in batch.files.all() if one.kept]
    wanted = [one for one in wanted if file in (None, one.pk)]
    if not wanted:
        raise CannotImport("没有要改的行，不用下载")
    content = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller closes it, and with that removes it
    with TemporaryDirectory(prefix="liangxin-") as folder:
        made = [(one, Path(folder) / f"{number}.xlsx") for number, one in enumerate(wanted)]
        for one, target in made:
            _mark(batch, one, rows, target)
        if len(made) == 1:
            name = returned_name(wanted[0].name)
            content.write(made[0][1].read_bytes())
        else:
            name = f"导入{batch.pk}{RETURNED}.zip"
            with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
                for (_, target), within in zip(made, _names(wanted), strict=True):
                    bundle.write(target, within)
    content.seek(0)
    return Returned(name, content)


def returned_name(name: str) -> str:
    """The name under which a file goes back: always a workbook without macros."""
    return f"{original_stem(PurePath(name.replace(chr(92), '/')).name)}{RETURNED}.xlsx"


def _names(files: list[ImportFile]) -> Iterator[str]:
    """Their names, each once."""
    taken: dict[str, int] = defaultdict(int)
    for file in files:
        name = returned_name(file.name)
        taken[name] += 1
        yield name if taken[name] == 1 else f"{name.removesuffix('.xlsx')}({taken[name]}).xlsx"


def _mark(batch: ImportBatch, file: ImportFile, rows: str, target: Path) -> None:
    """Write one file with its marks to `target`."""
    stored: dict[str, dict[int, ImportRow]] = defaultdict(dict)
    columns = ("sheet", "number", "outcome", "findings", "mended")
    for row in batch.rows.filter(file=file).only(*columns, "file"):
        stored[row.sheet][row.number] = row
    try:
        with vault.opened(file.kept) as original:
            workbook = read_file(original, file.name)
            grids = [grid for grid in workbook.grids if grid.visible and stored.get(grid.name)]
            answers = answers_for(batch)
            find = pipeline_of(batch).blocks if batch.kind in PIPED else blocks_of
            sheets = [marks_of(grid, stored[grid.name], rows, answers, file.name, find) for grid in grids]
            for sheet in sheets:
                sheet.heading = heading_of(batch.pk)
            mark_file(original, workbook, sheets, target)
    except (vault.Lost, Refused) as loss:
        raise CannotImport(str(loss)) from loss


def marks_of(
    grid,
    stored: dict[int, ImportRow],
    rows: str = WORK,
    answers: Answers = NONE,
    name: str = "",
    find: Callable[..., list[Block]] = blocks_of,
) -> SheetMarks:
    """What is to be done to one sheet of the file `name`; `stored`: its rows by number, as they were planned.

    find: (grid, answers, name) → the header blocks of a sheet.

    Notes that an earlier round left in the sheet are taken out of `grid`.
    """
    there = notes_column(grid)
    without_notes(grid)
    blocks = find(grid, answers, name)
    marks = SheetMarks(grid.name, there[1] if there else _beside(grid, stored, blocks))
    out = {number for number, row in stored.items() if row.outcome in ImportRow.KEPT_OUT}
    if rows == WORK:
        gone = set(stored) - out
        gone |= {row for block in blocks for row, top in block.follows.items() if top in gone}
        marks.dropped = sorted(gone)
    marks.headers = [(block.top, block.bottom) for block in blocks] or [(max(1, min(stored) - 1),) * 2]
    for number, row in stored.items():
        if number in out or (rows == ALL and row.findings):
            block = next((one for one in reversed(blocks) if one.bottom < number), None)
            _mark_row(marks, grid, block, row)
    for block in blocks if marks.dropped else ():
        _keep_said(marks, block, out)
    return marks


def _mark_row(marks: SheetMarks, grid, block: Block | None, row: ImportRow) -> None:
    """The cells and the note of one row."""
    cells = {place: cell_text(value) for place, value in grid.rows.get(row.number, {}).items()}
    for place, text in row.mended.items():
        marks.texts[row.number, int(place)] = cells[int(place)] = text
    said = []
    for one in row.findings:
        if one["severity"] not in (ERROR, WARNING):
            continue
        is_error = one["severity"] == ERROR
        text = one["message"].removeprefix(place_said(row.sheet, one["row"])).removeprefix("：")
        said.append((not is_error, text if is_error else f"提醒：{text}"))
        at = (row.number, block.place_of(one, cells) if block else min(cells, default=1))
        before = marks.marks.get(at)
        sentence = f"{before[1]}\n{text}" if before else text
        marks.marks[at] = (is_error or bool(before and before[0]), sentence)
    marks.notes[row.number] = "\n".join(text for _, text in sorted(said, key=lambda pair: pair[0]))


def _keep_said(marks: SheetMarks, block: Block, out: set[int]) -> None:
    """What rows that are taken out say of those that stay: a town written once above them stays written.

    A number merged over several organizations was not read; over the only one that stays it would be.
    """
    for row, cells in block.carried.items():
        if row in out:
            marks.texts.update({(row, place): cell_text(value) for place, value in cells.items()})
    for first, last, place in block.shared:
        if sum(row in out for row in range(first, last + 1)) == 1:
            marks.texts[first, place] = ""


def _beside(grid, stored, blocks: list[Block]) -> int:
    """The first column right of everything in the table, merges included."""
    top = min((block.top for block in blocks), default=min(stored) - 1)
    used = max((max(cells) for number, cells in grid.rows.items() if number >= top), default=1)
    reach = [merge[3] for merge in grid.merges if merge[2] >= top and merge[1] <= used and merge[3] <= used + 16]
    return max(used, *reach, 1) + 1 if reach else used + 1

"""The server's side of marking: the child is tried first; a plain copy is what remains."""

import importlib.util
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from liangxin.grids import Workbook
from liangxin.grids.watch import Watch
from liangxin.marking import child
from liangxin.marking.marks import SheetMarks
from liangxin.marking.plain import write_plain

SYSTEM_VARIABLES = ("SYSTEMROOT", "WINDIR", "PATH", "LD_LIBRARY_PATH")
LARGE = 120_000  # cells: openpyxl takes about 25 µs and 200 bytes for each, to read and again to write
log = logging.getLogger(__name__)


def mark_file(
    original: Path, workbook: Workbook, sheets: list[SheetMarks], target: Path, *, largest: int = LARGE
) -> bool:
    """Write the marked workbook to `target`; whether it has the original's formats.

    original: the file; workbook: what reading it gave. A text file, a workbook of more than `largest` cells and one
    that the child cannot do within its limits come back as a plain copy.
    """
    cells = sum(len(row) for grid in workbook.grids for row in grid.rows.values())
    cells += sum(_area(merge) for grid in workbook.grids for merge in grid.merges)  # openpyxl makes each of them
    if workbook.format in ("xlsx", "xls") and cells <= largest and _in_child(original, workbook.format, sheets, target):
        return True
    write_plain(workbook, sheets, target)
    return False


def _environment(folder: Path) -> dict[str, str]:
    """No database address, no key; what openpyxl writes on the way goes into `folder`, which its owner removes."""
    given = {key: os.environ[key] for key in SYSTEM_VARIABLES if key in os.environ}
    return given | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), os.fspath(folder))


def _area(merge: tuple[int, int, int, int]) -> int:
    """How many cells a merge covers."""
    top, left, bottom, right = merge
    return (bottom - top + 1) * (right - left + 1)


def _in_child(original: Path, kind: str, sheets: list[SheetMarks], target: Path) -> bool:
    """Whether the child wrote `target`."""
    libraries = Path(importlib.util.find_spec("openpyxl").origin).parent.parent
    arguments = [os.fspath(original), kind, os.fspath(target), os.fspath(libraries)]
    with (
        subprocess.Popen(
            [sys.executable, "-I", "-S", "-X", "utf8", child.__file__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(target.parent),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process,
        Watch(process, child.SECONDS, child.BYTES) as watch,
    ):
        said = json.dumps([sheet.plain() for sheet in sheets]).encode()
        _, complaint = process.communicate(said)
    if process.returncode == 0 and not watch.ended:
        return True
    log.warning(
        "marking child ended with %s: %s",
        process.returncode,
        watch.ended or complaint[-500:].decode("utf-8", "replace"),
    )
    target.unlink(missing_ok=True)
    return False

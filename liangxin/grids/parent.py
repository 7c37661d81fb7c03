"""The server's side of reading a file: start the child, hold it to its limits, turn its lines into grids."""

import datetime
import importlib.util
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from liangxin.grids import child
from liangxin.grids.cells import BETWEEN, LETTERS
from liangxin.grids.limits import (
    ANSWER_BYTES,
    BROKEN,
    CHILD_SECONDS,
    FILE_BYTES,
    HELD,
    TOO_LARGE,
    TOO_MANY_CELLS,
    TOO_MUCH_MEMORY,
    TOO_SLOW,
)
from liangxin.grids.model import Grid, Refused, Workbook
from liangxin.grids.watch import Watch

SYSTEM_VARIABLES = ("SYSTEMROOT", "WINDIR", "PATH", "LD_LIBRARY_PATH", "TEMP", "TMP")
log = logging.getLogger(__name__)

ENDED_BY = {  # signal -> sentence; there are none on Windows
    signal.SIGABRT: TOO_MUCH_MEMORY,
    getattr(signal, "SIGKILL", None): TOO_MUCH_MEMORY,
    getattr(signal, "SIGXCPU", None): TOO_SLOW,
}
PLAIN = frozenset((str, int, float, bool, type(None)))
SHORT, MOST_KNOWN = 11, 10_000  # characters; texts of a workbook that are kept once only
ABSENT = "找不到了，请重新上传。"


def read_file(path: Path | str, name: str) -> Workbook:
    """Read the file at `path`, which its user calls `name`, in a limited child process.

    Raises Refused with a Chinese sentence for every file that is not read, whatever the reason.
    """
    name = PurePath(name.replace("\\", "/")).name
    try:
        if os.path.getsize(path) > FILE_BYTES:
            raise Refused(f"“{name}”{TOO_LARGE}")
    except OSError as fault:
        raise Refused(f"“{name}”{ABSENT}") from fault
    with _start(path, PurePath(name).suffix.lower()) as process, Watch(process) as watch:
        try:
            workbook, refusal = _listen(process, name)
        finally:
            process.stdout.close()
            process.kill()
    if watch.ended or refusal:
        raise Refused(f"“{name}”{watch.ended or refusal}")
    return workbook


def _start(path: Path | str, ending: str) -> subprocess.Popen:
    libraries = Path(importlib.util.find_spec("python_calamine").origin).parent.parent
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-X", "utf8", child.__file__, os.fspath(path), ending, os.fspath(libraries)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in SYSTEM_VARIABLES if key in os.environ},  # no database address, no key
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _listen(process: subprocess.Popen, name: str) -> tuple[Workbook, str]:
    """The workbook, and why it is refused ("" when it is not)."""
    workbook, left, known = Workbook(name, ""), ANSWER_BYTES, {}
    while line := process.stdout.readline(left + 1):
        left -= len(line)
        if left < 0:
            return workbook, TOO_MANY_CELLS
        try:
            what, *rest = json.loads(line)
            if what == "done":
                return workbook, ""
            if what == "refused":
                return workbook, str(rest[0])
            if what == "failed":
                log.warning("reading child failed: %s", rest[0])
                return workbook, BROKEN
            _take(workbook, what, rest, known)
            if sum(grid.rows.held for grid in workbook.grids) > HELD:
                return workbook, TOO_MANY_CELLS
        except (ValueError, TypeError, LookupError, RecursionError):
            break  # it ended in the middle of a line, or says what no child of ours would
    return workbook, _why_it_ended(process)


def _why_it_ended(process: subprocess.Popen) -> str:
    """The child is gone without a last word: the reader library ends its process where it gets no memory."""
    try:
        code = process.wait(timeout=CHILD_SECONDS)
    except subprocess.TimeoutExpired:
        return TOO_SLOW
    log.warning("reading child ended with %s", code)
    return ENDED_BY.get(-code, BROKEN)


def _take(workbook: Workbook, what: str, rest: list, known: dict[str, str]) -> None:
    """Add one of the child's lines (see cells.Writer) to the workbook; `known` holds the short texts met so far."""
    if what == "workbook":
        workbook.format = rest[0]
        return
    if what == "grid":
        workbook.grids.append(Grid(rest[0] or PurePath(workbook.name).stem, rest[1]))
        return
    grid = workbook.grids[-1]
    if what == "rows":
        numbers, columns = rest
        grid.rows.add(numbers, {int(place): _cells(*packed, known) for place, *packed in columns})
    elif what == "merges":
        grid.merges = [tuple(merge) for merge in rest[0]]
    elif what == "marks":
        grid.marks = {(row, column): text for row, column, text in rest[0]}


def _cells(letters: str, values: list | str, dates: list[int], known: dict[str, str]) -> list:
    """One column of a batch as the child packed it (see cells.Column)."""
    if type(values) is str:
        values = [text or None for text in values.split(BETWEEN)]
    if not PLAIN.issuperset(map(type, values)):
        raise ValueError("no value of a cell")
    for at in dates:
        values[at] = _moment(values[at])
    values = shared(values, known)
    return list(map(dict(zip(LETTERS, values, strict=False)).__getitem__, letters)) if letters else values


def shared(values: Iterable, known: dict[str, str]) -> list:
    """The values, with short texts as one object each: half the cells of a survey say 是, a town, an industry."""
    if len(known) > MOST_KNOWN:
        return list(values)
    return [known.setdefault(one, one) if type(one) is str and len(one) < SHORT else one for one in values]


def _moment(text: str) -> datetime.date | datetime.datetime:
    return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text)

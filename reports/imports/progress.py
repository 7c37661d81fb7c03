"""How far a long piece of work is: told outside of the database, so that it is seen before its transaction ends.

A job `tells` a small file in the data folder; the loops that take long say where they are through `step` and `counted`,
which cost nothing when nobody listens. A second file is the clerk's wish to cancel, looked at where progress is told.
"""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from liangxin.datafolder import write_private
from liangxin.processes import lives, this_process

EVERY = 256  # rows between two looks at the clock
PAUSE = 0.4  # seconds between two tellings
SILENCE = 60  # seconds without a word after which a process that cannot be seen counts as dead


class Cancelled(Exception):
    """The clerk gave the work up while nothing was written."""


class Progress:
    """One job's line to whoever watches: its file, and the steps that it is going to take."""

    def __init__(self, batch_id: int, token: str, steps: tuple[str, ...] = (), *, may_cancel: bool = False):
        self.batch_id, self.token, self.steps, self.may_cancel = batch_id, token, steps, may_cancel
        self.said = {"step": "", "done": 0, "total": 0, "unit": ""}
        self.told = 0.0

    def step(self, name: str, total: int = 0, unit: str = "行"):
        """Say that a step begins, with how much there is to do."""
        self.said = {"step": name, "done": 0, "total": total, "unit": unit}
        self.tell()

    def at(self, done: int):
        """Say how much of the step is done; most calls are too soon after the last to be told."""
        self.said["done"] = done
        if time.monotonic() - self.told >= PAUSE:
            self.tell()

    def tell(self):
        """Write the file. Raises Cancelled when the clerk wishes no more."""
        self.told = time.monotonic()
        if self.may_cancel and wants_cancel(self.batch_id):
            raise Cancelled
        step = self.said["step"]
        place = {"number": self.steps.index(step) + 1, "of": len(self.steps)} if step in self.steps else {}
        content = {"token": self.token, "process": this_process(), "may_cancel": self.may_cancel, **self.said, **place}
        with suppress(OSError):  # a full disk must not stop what may still succeed
            file = _file(self.batch_id)
            file.parent.mkdir(parents=True, exist_ok=True)
            write_private(file, json.dumps(content, ensure_ascii=False))


_current: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def telling(progress: Progress) -> Iterator[None]:
    """Listen to what is done inside; the file is gone afterwards."""
    reset = _current.set(progress)
    try:
        yield
    finally:
        _current.reset(reset)
        clear(progress.batch_id, progress.token)


def current_token() -> str:
    """The token of the job that runs here; empty outside of jobs."""
    progress = _current.get()
    return progress.token if progress else ""


def step(name: str, total: int = 0, unit: str = "行"):
    """Say that a step begins. Raises Cancelled."""
    if progress := _current.get():
        progress.step(name, total, unit)


def at(done: int):
    """Say how much of the step is done. Raises Cancelled."""
    if progress := _current.get():
        progress.at(done)


def counted(rows: Iterable, name: str, *, unit: str = "行", each: int = 1, total: int | None = None) -> Iterable:
    """`rows` themselves, and whoever watches is told how many `unit` went by; each row stands for `each` of them.

    `total` is how many rows there are, for what has no length. Raises Cancelled while they are walked.
    """
    progress = _current.get()
    if progress is None:
        return rows
    return _counted(progress, rows, name, unit, each, len(rows) if total is None else total)


def _counted(progress: Progress, rows, name, unit, each, total):
    progress.step(name, total * each, unit)
    own, every = progress.said, EVERY if total > EVERY else 1
    for number, row in enumerate(rows):
        if not number % every:
            progress.said = own  # another loop inside this one had its own step
            progress.at(number * each)
        yield row


# Seen from outside


def seen(batch_id: int) -> dict:
    """What the job of a batch told last; {} when there is none."""
    try:
        return json.loads(_file(batch_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def is_alive(batch_id: int, token: str) -> bool:
    """Whether a process still works, or waits, for the job `token` of a batch."""
    told = seen(batch_id)
    if told.get("token") != token:
        return False
    alive = lives(told.get("process", {}))
    if alive is None:  # another machine, or a system that does not tell
        with suppress(OSError):
            return time.time() - _file(batch_id).stat().st_mtime < SILENCE
    return bool(alive)


def clear(batch_id: int, token: str):
    """Remove the files of a job, unless another job of the batch has taken over."""
    if seen(batch_id).get("token") in (token, None):
        _file(batch_id).unlink(missing_ok=True)
        _wish(batch_id).unlink(missing_ok=True)


def cancel(batch_id: int):
    """Note that the clerk wishes the job of a batch to end; it looks when it tells its progress. Raises OSError."""
    _wish(batch_id).parent.mkdir(parents=True, exist_ok=True)
    _wish(batch_id).touch()


def forget_wish(batch_id: int):
    """A new job does not end by the wish to end an earlier one, which came too late."""
    with suppress(OSError):
        _wish(batch_id).unlink(missing_ok=True)


def wants_cancel(batch_id: int) -> bool:
    """Whether somebody asked the job of a batch to end."""
    return _wish(batch_id).exists()


def _file(batch_id: int) -> Path:
    return Path(settings.LIANGXIN_VAR) / "jobs" / f"{batch_id}.json"


def _wish(batch_id: int) -> Path:
    return Path(settings.LIANGXIN_VAR) / "jobs" / f"{batch_id}.cancel"

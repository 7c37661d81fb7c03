"""Measuring: work in a process of its own, its seconds, its memory and its statements; the middle of several runs."""

import json
import os
import sys
import threading
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

TIMES = 5
STATUS, TASKS = Path("/proc/self/status"), Path("/proc/self/task")  # Linux; elsewhere memory is not told


@dataclass
class Measured:
    """What one run of some work took; memory in MB, 0 where the system does not tell."""

    seconds: float = 0.0
    processor: float = 0.0  # seconds of this process and its children; the server of a database is not among them
    peak: float = 0.0  # of the process
    growth: float = 0.0  # of the process above what it held before
    together: float = 0.0  # the peak of the process and its children at the same moment
    statements: int = 0


def apart(work) -> dict:
    """The answer (plain values) of `work()`, run in a fork of this process: no run warms, or fills, another's memory.

    Raises AssertionError when the work failed; its traceback is printed.
    """
    from django.db import connections

    connections.close_all()
    sys.stdout.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        failed = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump(work(), out)
            failed = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(failed)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise AssertionError("the work failed; see above")
    return json.loads(text)


@contextmanager
def measuring():
    """A Measured that is filled when the block ends: its seconds, the memory of this process, its statements."""
    from django.db import connection

    found, count = Measured(), _Statements()
    with connection.cursor():
        before = _forget_peak()
    with count.on(connection), connection.execute_wrapper(count), _Watch() as watch:
        begun, used = perf_counter(), sum(os.times()[:4])
        yield found
        found.seconds, found.processor = perf_counter() - begun, sum(os.times()[:4]) - used
    found.statements, found.peak = count.number, memory("VmHWM")
    found.growth = found.peak - before
    found.together = max(watch.most, found.peak)


class _Watch(threading.Thread):
    """Looks again and again how much this process and its children hold together, in MB."""

    EVERY = 0.02  # seconds

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self._over = 0.0, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()

    def run(self):
        """Until the block ends."""
        while STATUS.exists() and not self._over.wait(self.EVERY):
            self.most = max(self.most, memory("VmRSS") + sum(map(_held_by, _children())))


def _children() -> list[str]:
    """The numbers of the processes that this one has started, and that run."""
    return [pid for task in TASKS.iterdir() for pid in (task / "children").read_text().split()]


def _held_by(pid: str) -> float:
    """What another process holds, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(text.split()[1]) / 1024 for text in lines if text.startswith("VmRSS")), 0.0)


class _Statements:
    """Counts what is sent to the database; COPY and executemany count as one."""

    number = 0

    def __call__(self, execute, *given):
        self.number += 1
        return execute(*given)

    @contextmanager
    def on(self, connection):
        """COPY passes Django's wrappers by, so the driver's cursor counts it."""
        if connection.vendor != "postgresql":
            yield
            return
        from psycopg2.extensions import cursor

        def copy_expert(one, *given, **named):
            self.number += 1
            return cursor.copy_expert(one, *given, **named)

        connection.connection.cursor_factory = type("Counted", (cursor,), {"copy_expert": copy_expert})
        yield
        connection.connection.cursor_factory = None


def memory(what: str) -> float:
    """VmRSS (now) or VmHWM (peak) of this process in MB."""
    if not STATUS.exists():
        return 0.0
    return next(int(text.split()[1]) / 1024 for text in STATUS.read_text().splitlines() if text.startswith(what))


def _forget_peak() -> float:
    """Let the peak begin with what the process holds now, in MB."""
    if STATUS.exists():
        STATUS.with_name("clear_refs").write_text("5")
    return memory("VmRSS")


def middle(runs: list[dict], name: str) -> float:
    """The median of a figure over several runs."""
    return median(run[name] for run in runs)


def seconds(work, times: int = TIMES) -> float:
    """The median time of `work()`, in seconds; one run before is not counted."""
    work()
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return median(taken)


def line(what: str, taken: float, ratio: float | None = None, goal: str = "") -> str:
    """One line of the report: what was done, its seconds, and how many times longer than ours that is."""
    times = f"{ratio:8.1f} ×" if ratio else " " * 10
    return f"  {what:<64}{taken:9.3f} s{times}  {goal}".rstrip()


def figure(what: str, value: float, unit: str, goal: str = "") -> str:
    """One line of the report that is no time."""
    return f"  {what:<64}{value:9,.0f} {unit:<12}  {goal}".rstrip()

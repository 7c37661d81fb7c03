"""Measuring: the same work several times, the middle of it."""

from statistics import median
from time import perf_counter

TIMES = 5


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

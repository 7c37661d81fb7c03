"""Which process does something, told so that another one can see whether it still lives, even after a restart."""

import os
import socket
from functools import cache
from pathlib import Path


def this_process() -> dict:
    """{"place", "pid", "began"} of this process, for JSON; `place`: the machine since its last start."""
    return {"place": _place(), "pid": os.getpid(), "began": _began(os.getpid())}


def lives(process: dict) -> bool | None:
    """Whether the process that `this_process` described runs; None when that cannot be seen from here.

    A number is used again after a while, so the moment at which the process began counts as well.
    """
    if not process or process.get("place") != _place() or not process.get("began"):
        return None
    return _began(process["pid"]) == process["began"]


@cache
def _place() -> str:
    parts = [socket.gethostname()]
    for file in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):  # containers may share a host's name
        try:
            parts.append(os.readlink(file) if file.endswith("/ns/pid") else Path(file).read_text("ascii").strip())
        except OSError:
            parts.append("")
    return " ".join(parts)


def _began(pid: int) -> str:
    """When the process began, in the system's own ticks; empty when there is none or the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    state, began = fields[0], fields[19]
    return "" if state in "ZX" else began

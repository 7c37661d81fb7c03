"""Ends the reading child when it takes too long or too much memory, on every system."""

import subprocess
import sys
import threading

from liangxin.grids.limits import CHILD_BYTES, CHILD_SECONDS, TOO_MUCH_MEMORY, TOO_SLOW

INTERVAL = 0.1


class Watch:
    """Used with `with` around the child's life; `ended` is the reason when the watch ended it, else ""."""

    def __init__(self, process: subprocess.Popen, seconds: float = CHILD_SECONDS, most: int = CHILD_BYTES):
        self.ended = ""
        self._process, self._seconds, self._most = process, seconds, most
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        for _ in range(round(self._seconds / INTERVAL)):
            if self._over.wait(INTERVAL):
                return
            if resident_bytes(self._process.pid) > self._most:
                return self._end(TOO_MUCH_MEMORY)
        self._end(TOO_SLOW)

    def _end(self, reason: str) -> None:
        self.ended = reason
        self._process.kill()


def resident_bytes(pid: int) -> int:
    """The memory a process holds now; 0 where this cannot be told."""
    try:
        if sys.platform.startswith("linux"):
            with open(f"/proc/{pid}/statm") as file:
                return int(file.read().split()[1]) * 4096
        if sys.platform == "win32":
            return _windows_bytes(pid)
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, timeout=5)
        return int(said.stdout or 0) * 1024
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0


def _windows_bytes(pid: int) -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
            (name, ctypes.c_size_t)
            for name in ("peak", "now", "pool1", "pool2", "pool3", "pool4", "pagefile", "peak_pagefile")
        ]

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    handle = kernel.OpenProcess(0x1000 | 0x10, False, pid)  # query limited information, read memory
    if not handle:
        return 0
    try:
        counters = Counters()
        counters.cb = ctypes.sizeof(counters)
        found = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
        return counters.now if found else 0
    finally:
        kernel.CloseHandle(handle)

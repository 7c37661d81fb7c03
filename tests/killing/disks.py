"""A small disk of its own, for tests that fill it: a file system in memory, which root may mount on Linux."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 1 << 20


class Disk:
    """A mounted file system whose size can be changed."""

    def __init__(self, place: Path):
        self.place = place

    def _mount(self, options: str):
        subprocess.run(["mount", "-o", f"remount,{options}", self.place], check=True, capture_output=True)

    def leave(self, free: int):
        """Leave so many bytes free, about, on top of what is stored."""
        used = shutil.disk_usage(self.place).used
        self._mount(f"rw,size={used + free}")

    def freeze(self):
        """Make it read-only, as a disk with faults is."""
        self._mount("ro")


def can_mount() -> bool:
    """Whether this process may have disks of its own."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError, NotImplementedError), disk(Path("/tmp")):
        return True
    return False


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A disk of 1 GB in `folder`, gone afterwards. Raises CalledProcessError for who may not mount."""
    if not hasattr(os, "geteuid") or os.geteuid():
        raise NotImplementedError
    place = folder / f"disk-{os.getpid()}"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", place], check=True, capture_output=True)
        try:
            yield Disk(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True, capture_output=True)
    finally:
        place.rmdir()

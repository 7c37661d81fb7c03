"""Copies of uploads that a killed process could not remove: they hold personal data, so they must not stay."""

import contextlib
import re
import shutil
import tempfile
import time
from pathlib import Path

NAME = re.compile(r"liangxin-[a-z0-9_]{8}")  # as TemporaryDirectory(prefix="liangxin-") names them
AGE = 3600  # seconds after which nobody works with one any more


def remove_leftovers() -> int:
    """Remove the program's own temporary folders of more than an hour ago; returns how many there were."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob("liangxin-*"):
        with contextlib.suppress(OSError):  # somebody else's, or gone already
            if NAME.fullmatch(folder.name) and folder.is_dir() and time.time() - folder.stat().st_mtime > AGE:
                shutil.rmtree(folder)
                gone += 1
    return gone

"""Run `manage.py` as a person does: a process of its own, with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, var: Path, feed: str = "", **environment: str) -> subprocess.CompletedProcess:
    """The finished `manage.py` command; SQLite in `var` unless a DATABASE_URL is given."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=surroundings(var, **environment),
        input=feed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def surroundings(var: Path, **environment: str) -> dict[str, str]:
    """The environment of such a command: nothing of the test run's own settings."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "LIANGXIN_VAR": str(var), "LIANGXIN_NO_BOOTSTRAP": "1", **environment}

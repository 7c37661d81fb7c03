"""`manage.py test`: every test on SQLite, and again on PostgreSQL all that need a database."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from liangxin.bootstrap import ROOT
from liangxin.testing_postgresql import NoServer, server

NOTHING_COLLECTED = 5  # pytest's exit code
ALONE = {"-n", "--pdb", "--trace", "-s", "--collect-only", "--co"}  # arguments that do not go with workers of ours


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest counted."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    exit_code: int = 0

    @property
    def ran(self) -> int:
        return self.passed + self.failed

    @property
    def good(self) -> bool:
        return self.exit_code == 0 and self.failed == 0 and self.passed > 0

    def __str__(self) -> str:
        counts = f"passed {self.passed}, failed {self.failed}, skipped {self.skipped}"
        return f"{self.name}: {counts} ({self.seconds:.0f} s)"


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments` on both databases, print both counts and the sum; 0 when all is well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server and the folders go too
    outcomes = [on_sqlite(arguments), on_postgresql(arguments)]
    problems = [why for outcome in outcomes if (why := problem(outcome, outcomes, bool(arguments)))]
    print("\n" + "=" * 78)
    for line in [*outcomes, *problems]:
        print(line)
    total = {key: sum(getattr(outcome, key) for outcome in outcomes) for key in ("passed", "failed", "skipped")}
    failed = max(total["failed"], len(problems))  # a run that broke down counts as a failure
    print(f"\n{total['passed']} passed, {failed} failed, {total['skipped']} skipped", flush=True)
    return 1 if failed else 0


def on_sqlite(arguments: list[str]) -> Outcome:
    return run_pytest("SQLite", "", arguments)


def on_postgresql(arguments: list[str]) -> Outcome:
    """Tests marked `nodb` ran already, so they are left out."""
    try:
        with server(os.environ.get("DATABASE_URL", "")) as postgresql:
            return run_pytest(postgresql.name, postgresql.url, without_nodb(arguments))
    except NoServer as why:
        print(why)
        return Outcome("PostgreSQL: no server", exit_code=1)


def without_nodb(arguments: list[str]) -> list[str]:
    """The same arguments with `not nodb` joined to a `-m` that may be among them."""
    rest, wanted = [], []
    words = iter(arguments)
    for word in words:
        if word == "-m":
            wanted.append(next(words, ""))
        elif word.startswith("-m") and not word.startswith("-m=="):
            wanted.append(word[2:].removeprefix("="))
        else:
            rest.append(word)
    return [*rest, "-m", " and ".join([*(f"({each})" for each in wanted if each), "not nodb"])]


def run_pytest(name: str, url: str, arguments: list[str]) -> Outcome:
    """One run in a process of its own, with a data folder of its own that is thrown away."""
    print(f"\n{'=' * 30} {name} {'=' * 30}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="liangxin-test-", ignore_cleanup_errors=True) as folder:
        report = Path(folder, "report.xml")
        environment = {**os.environ, "DATABASE_URL": url, "LIANGXIN_VAR": str(Path(folder, "var"))}
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *workers(arguments), *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        passed, failed, skipped = counts(report)
    return Outcome(name, passed, failed, skipped, time.monotonic() - begun, done.returncode)


def workers(arguments: list[str]) -> list[str]:
    """Two workers, unless the caller has an opinion or only one processor is there."""
    alone = any(word in ALONE or (word.startswith("-n") and word[2:].isalnum()) for word in arguments)
    return [] if alone or (os.cpu_count() or 1) < 2 else ["-n", "2", "--dist", "worksteal"]


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed (errors are failures) and skipped, as pytest itself reports them."""
    if not report.exists():
        return 0, 0, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    tests, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    return max(tests - failures - errors - skipped, 0), failures + errors, skipped


def problem(outcome: Outcome, outcomes: list[Outcome], chosen: bool) -> str:
    """Why this run is not good; empty when it is.

    Running nothing is a failure, except when the caller chose tests of which none needs a database.
    """
    if outcome.good:
        return ""
    if chosen and outcome is not outcomes[0] and outcome.exit_code == NOTHING_COLLECTED and outcomes[0].good:
        return ""
    if outcome.failed:
        return f"{outcome.name}: {outcome.failed} failed"
    return f"{outcome.name}: no test passed" if not outcome.passed else f"{outcome.name}: pytest ended badly"

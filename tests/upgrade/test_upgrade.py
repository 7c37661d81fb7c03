"""A data folder of each resolved state of the project opens with this code, and every coverage figure is unchanged."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.upgrade.keeping import DAYS, GROUPS, KEPT, restore

pytestmark = pytest.mark.nodb  # the data folder is SQLite, whatever the other tests use
ROOT = Path(__file__).resolve().parents[2]
STATES = sorted(path.name.removesuffix(".sql.gz") for path in KEPT.glob("*.sql.gz"))


@pytest.fixture(scope="module", params=STATES)
def opened(request, tmp_path_factory):
    """(figures as they were, what this code says of the same data folder)."""
    folder = tmp_path_factory.mktemp("var")
    restore(KEPT / f"{request.param}.sql.gz", folder / "liangxin.sqlite3")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LIANGXIN_VAR": str(folder), "LIANGXIN_NO_BOOTSTRAP": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.upgrade.opening"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return json.loads(gzip.decompress((KEPT / f"{request.param}.json.gz").read_bytes())), json.loads(run.stdout)


def test_there_is_a_state_to_open():
    assert STATES


def test_the_migrations_run(opened):
    _, found = opened
    assert found["after"]


def test_every_coverage_figure_is_unchanged(opened):
    before, found = opened
    assert len(before) == len(DAYS) * len(GROUPS)
    assert sum(len(table["rows"]) for table in before.values()) > 300
    assert found["figures"] == before


def test_its_pages_open(opened):
    _, found = opened
    assert set(found["pages"].values()) == {200}, found["pages"]

"""What the tests of the front door share."""

import shutil

import pytest

from tests.front_door.running import manage


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A function: put a database with all tables and no rows into a data folder, migrated once for all."""
    whole = tmp_path_factory.mktemp("migrated")
    done = manage("migrate", var=whole)
    assert done.returncode == 0, done.stderr

    def put(var):
        var.mkdir(parents=True, exist_ok=True)
        shutil.copy(whole / "liangxin.sqlite3", var)

    return put

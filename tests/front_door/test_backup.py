"""Copies of real databases, made by the commands that a person runs."""

import os
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from liangxin.backup import KEPT, BackupFailed, copy_sqlite, write_backup
from tests.front_door.running import manage

PRIVATE = 0o600


def names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        return [name for (name,) in opened.execute("SELECT name FROM town ORDER BY name")]


@pytest.fixture
def database(tmp_path):
    """A database in use: its last row stands in the write-ahead log only."""
    file = tmp_path / "in use 在用.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE town (name TEXT)")
        opened.execute("INSERT INTO town VALUES ('青石镇')")
        yield file


@pytest.mark.nodb
def test_a_copy_holds_what_only_the_log_holds_and_needs_no_file_beside_it(database, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    copy_sqlite(database, folder / "copy.sqlite3")
    assert names(folder / "copy.sqlite3") == ["青石镇"]
    assert [file.name for file in folder.iterdir()] == ["copy.sqlite3"]


@pytest.mark.nodb
def test_a_copy_is_readable_by_its_owner_only(database, tmp_path):
    copy_sqlite(database, tmp_path / "copy.sqlite3")
    assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == PRIVATE


@pytest.mark.nodb
def test_a_damaged_database_is_reported_and_leaves_no_file(database, tmp_path):
    broken = tmp_path / "broken.sqlite3"
    with closing(sqlite3.connect(broken)) as opened, opened:
        opened.execute("CREATE TABLE town (name TEXT)")
        opened.executemany("INSERT INTO town VALUES (?)", [("x" * 900,)] * 100)
    content = bytearray(broken.read_bytes())
    content[4096 * 3 : 4096 * 3 + 2000] = b"\xff" * 2000
    broken.write_bytes(content)
    with pytest.raises((BackupFailed, sqlite3.DatabaseError)):
        copy_sqlite(broken, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()
    assert not list(tmp_path.glob(".copy*"))


@pytest.mark.nodb
def test_migrating_copies_the_database_first_and_keeps_the_last_ten(tmp_path):
    backups = tmp_path / "backups"
    first = manage("migrate", var=tmp_path)
    assert first.returncode == 0, first.stderr
    assert not backups.exists(), "there was nothing to copy yet"
    assert manage("migrate", var=tmp_path).returncode == 0
    assert not backups.exists(), "there was nothing to migrate"

    backups.mkdir()
    for number in range(KEPT + 2):
        (backups / f"20200101-0000{number:02}-000000-before-apply.sqlite3").touch()
    (backups / "kept by a person.sqlite3").touch()
    back = manage("migrate", "sessions", "zero", var=tmp_path)
    assert back.returncode == 0, back.stderr
    copies = sorted(file.name for file in backups.glob("2*"))
    assert len(copies) == KEPT
    assert copies[-1].endswith("-before-migrate.sqlite3")
    assert (backups / "kept by a person.sqlite3").exists()
    with closing(sqlite3.connect(backups / copies[-1])) as opened:
        assert opened.execute("SELECT count(*) FROM django_session").fetchone() == (0,), "the copy is the state before"


@pytest.mark.nodb
def test_backup_writes_one_new_file_and_never_over_another(tmp_path, migrated):
    migrated(tmp_path / "var")
    target = tmp_path / "kept" / "today.sqlite3"
    assert manage("backup", target, var=tmp_path / "var").returncode == 0
    with closing(sqlite3.connect(target)) as opened:
        assert opened.execute("SELECT count(*) FROM orgs_region").fetchone() == (0,)
    content = target.read_bytes()
    again = manage("backup", target, var=tmp_path / "var")
    assert again.returncode == 1
    assert "已经存在" in again.stderr
    assert target.read_bytes() == content


@pytest.mark.nodb
def test_backup_before_there_is_a_database_says_so(tmp_path):
    told = manage("backup", tmp_path / "x.sqlite3", var=tmp_path / "var")
    assert told.returncode == 1
    assert "还没有数据库" in told.stderr
    assert not (tmp_path / "x.sqlite3").exists()


@pytest.mark.django_db(transaction=True)
def test_a_postgresql_database_goes_into_an_archive_that_pg_restore_reads(tmp_path, monkeypatch):
    target = tmp_path / "all.dump"
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    if shutil.which("pg_dump"):
        write_backup(target)
        assert stat.S_IMODE(target.stat().st_mode) == PRIVATE
        listed = subprocess.run(["pg_restore", "--list", target], capture_output=True, text=True, check=True)
        assert "orgs_region" in listed.stdout
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump"):
        write_backup(tmp_path / "other.dump")
    assert not (tmp_path / "other.dump").exists()

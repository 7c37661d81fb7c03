"""The disk is full, the disk takes nothing, the database is gone: a sentence each time, and nothing is lost."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from liangxin.testing_postgresql import binaries, ordinary_user, plain, reachable, server
from tests.front_door.running import ROOT
from tests.killing.databases import Postgresql, Sqlite
from tests.killing.disks import MEGABYTE, can_mount, disk
from tests.killing.moments import DAY, Trial
from tests.killing.serving import PATIENCE, Clerk, Server, batch_in, environment

mounts = pytest.mark.skipif(not can_mount(), reason="only root may mount a small disk")


def command(database, file, limit: int | None = None) -> subprocess.CompletedProcess:
    """import_survey in a process that may write files of at most `limit` bytes."""

    def limited():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "manage.py", "import_survey", str(file), "--as-of", DAY],
        cwd=ROOT,
        env=environment(database),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited if limit else None,
    )


def refused(done: subprocess.CompletedProcess, words: str):
    """The command said it in one line and nothing else."""
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(words, done.stderr), done.stderr
    assert "没有写入任何内容" in done.stderr
    assert (done.stderr.count("\n"), "Traceback" in done.stderr) == (1, False)


def says(page: str, words: str):
    """The page, or the batch on it, says what is wrong, in words and without a trace of the program."""
    assert re.search(words, page), page[-3000:]
    assert "Traceback" not in page
    assert "OperationalError" not in page


@pytest.fixture
def installation(trial, tmp_path):
    """A SQLite installation with a planned batch, on a disk of its own: (database, trial, disk)."""
    with disk(tmp_path) as small:
        database = Sqlite(small.place)
        yield database, trial, small


@contextmanager
def on(database, trial, state: str):
    """For a while the trial is on another disk, in one of its states."""
    whole, trial.database = trial.database, database
    try:
        shutil.copytree(whole.folder / state, database.var)
        yield trial
    finally:
        trial.database = whole


def on_sqlite(trial):
    if not isinstance(trial.database, Sqlite):
        pytest.skip("of SQLite; PostgreSQL's disk has its own test")


@mounts
def test_a_disk_that_fills_up_while_a_batch_is_written_loses_nothing(installation, trial):
    on_sqlite(trial)
    database, trial, small = installation
    with on(database, trial, "planned"), Server(database) as web:
        clerk = Clerk(web, *trial.account)
        size = (database.var / "liangxin.sqlite3").stat().st_size
        small.leave(size + MEGABYTE)  # for the copy made before, and hardly more
        clerk.post(f"/imports/{trial.batch}/apply/")
        clerk.settled(trial.batch)
        says(clerk.get(f"/imports/{trial.batch}/")[1], "磁盘空间不够，刚才的操作没有写入任何内容")
        assert trial.which("planned", "applied") == "planned"
        small.leave(20 * size)
        clerk.post(f"/imports/{trial.batch}/apply/")
        clerk.settled(trial.batch)
        assert trial.which("planned", "applied") == "applied"


@mounts
def test_an_upload_to_a_full_disk_is_told_so_and_keeps_nothing(installation, trial):
    on_sqlite(trial)
    database, trial, small = installation
    with on(database, trial, "new"), Server(database) as web:
        clerk = Clerk(web, *trial.account)
        originals = database.var / "originals"
        before = sorted(originals.iterdir())
        small.leave(100_000)
        says(clerk.upload(trial.file, DAY)[1], "磁盘空间不够，刚才的操作没有写入任何内容")
        assert sorted(originals.iterdir()) == before
        refused(command(database, trial.file), "No space left|磁盘空间不够")
        small.leave(200 * MEGABYTE)
        batch = batch_in(clerk.upload(trial.file, DAY)[0])
        clerk.settled(batch)
        assert "导入预览" in clerk.get(f"/imports/{batch}/")[1]
        assert trial.which("new") == "new"


@mounts
def test_a_disk_that_takes_nothing_any_more_is_said_in_a_sentence(installation, trial):
    on_sqlite(trial)
    database, trial, small = installation
    with on(database, trial, "planned"):
        with Server(database) as web:
            clerk = Clerk(web, *trial.account)
        small.freeze()
        with Server(database) as web:
            clerk.moved(web)
            says(clerk.post(f"/imports/{trial.batch}/apply/")[1], "不能写入，刚才的操作没有写入任何内容")
            says(clerk.upload(trial.file, DAY)[1], "不能写入，刚才的操作没有写入任何内容")
            refused(command(database, trial.file), "不能写入")
        small.leave(200 * MEGABYTE)
        with Server(database) as web:
            clerk.moved(web)
            clerk.post(f"/imports/{trial.batch}/apply/")
            clerk.settled(trial.batch)
        assert trial.which("planned", "applied") == "applied"


def test_a_command_that_may_write_no_more_says_so_in_one_line(trial):
    trial.database.restore("new")
    refused(command(trial.database, trial.file, limit=200_000), "磁盘空间不够|File too large")
    assert trial.which("new", "applied") == "new"
    assert command(trial.database, trial.file).returncode == 0
    assert trial.which("applied") == "applied"


class Postmaster:
    """A PostgreSQL server that the test may stop and start."""

    def __init__(self, url: str):
        self.url = url
        with closing(psycopg2.connect(url)) as connection:
            cursor = connection.cursor()
            cursor.execute("SHOW data_directory")
            self.data = Path(cursor.fetchone()[0])

    def stop(self):
        """As if the machine lost its power."""
        pid = int((self.data / "postmaster.pid").read_text("ascii").split()[0])
        os.kill(pid, signal.SIGQUIT)
        until = time.monotonic() + PATIENCE
        while (self.data / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.1)

    def start(self):
        """On the same port, with the same data."""
        home = self.data.parent
        folder = reachable(binaries()[0], home)
        arguments = ["-D", str(self.data), "-l", str(home / "server.log"), "-w", "-t", "60", "start"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [folder / "pg_ctl", *arguments], cwd=home, env=plain(home), check=True, **quiet, **ordinary_user()
        )


def on_postgresql(trial):
    if not isinstance(trial.database, Postgresql):
        pytest.skip("of PostgreSQL")


def test_a_database_server_that_stops_is_said_and_loses_nothing(trial, tmp_path):
    on_postgresql(trial)
    with server() as own:
        postmaster = Postmaster(own.url)
        other = Trial(Postgresql(tmp_path, own.url), rows=2600)
        other.database.restore("planned")
        address = f"/imports/{other.batch}/apply/"
        with Server(other.database) as web:
            clerk = Clerk(web, *other.account)
            clerk.post(address)
            time.sleep(other.takes["apply"] / 2)
            postmaster.stop()
            try:
                time.sleep(1)
                says(clerk.get("/")[1], "连接不上数据库，刚才的操作没有写入任何内容")
                says(clerk.post(address)[1], "连接不上数据库")
                refused(command(other.database, other.file), "连接不上数据库")
            finally:
                postmaster.start()
            clerk.settled(other.batch)
            if other.which("planned", "applied") == "planned":
                says(clerk.get(f"/imports/{other.batch}/")[1], "登记没有任何变化|没有写入任何内容")
                clerk.post(address)
                clerk.settled(other.batch)
            assert other.which("applied") == "applied"


@mounts
def test_a_full_disk_of_the_database_server_loses_nothing(trial, tmp_path):
    on_postgresql(trial)
    with server() as own, disk(Path(tempfile.gettempdir())) as small:  # where the server's account gets to
        if owner := ordinary_user():
            shutil.chown(small.place, owner["user"], owner["group"])
        with closing(psycopg2.connect(own.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE TABLESPACE small LOCATION '{small.place}'")
        installed = tmp_path / "installed"
        installed.mkdir()
        other = Trial(Postgresql(installed, own.url, "TABLESPACE small"), rows=2600)
        other.database.restore("planned")
        with Server(other.database) as web:
            clerk = Clerk(web, *other.account)
            small.leave(MEGABYTE)
            clerk.post(f"/imports/{other.batch}/apply/")
            clerk.settled(other.batch)
            says(clerk.get(f"/imports/{other.batch}/")[1], "磁盘空间不够，刚才的操作没有写入任何内容")
            refused(command(other.database, other.file), "磁盘空间不够")
            assert other.which("planned", "applied") == "planned"
            small.leave(500 * MEGABYTE)
            clerk.post(f"/imports/{other.batch}/apply/")
            clerk.settled(other.batch)
            assert other.which("planned", "applied") == "applied"

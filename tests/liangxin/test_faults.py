"""What goes wrong around the program becomes a sentence; what is our own mistake does not."""

import errno
import os
import sqlite3
import time

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import path

from liangxin import faults, leftovers
from liangxin.backup import BackupFailed
from liangxin.faults import is_busy, is_clash, sentence_of

pytestmark = pytest.mark.nodb
raised = []


def breaks(request):
    raise raised[-1]


urlpatterns = [path("breaks/", breaks)]
handler500 = "liangxin.site.server_error"


def of_sqlite(code: int) -> OperationalError:
    """As Django wraps it."""
    error = OperationalError("x")
    error.__cause__ = sqlite3.OperationalError("x")
    error.__cause__.sqlite_errorcode = code
    return error


def of_postgresql(code) -> OperationalError:
    class Told(Exception):
        pgcode = code

    error = OperationalError("x")
    error.__cause__ = Told()
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "x"), faults.FULL),
        (OSError(errno.EROFS, "x"), faults.READ_ONLY),
        (PermissionError(errno.EACCES, "x", "/srv/x.xlsx"), faults.NOT_WRITABLE.format("文件 /srv/x.xlsx ")),
        (of_sqlite(sqlite3.SQLITE_FULL), faults.FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), faults.FULL),
        (of_sqlite(sqlite3.SQLITE_BUSY), faults.LOCKED),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), faults.READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_ERROR), ""),  # no such table
        (of_postgresql("53100"), faults.FULL),
        (of_postgresql("57P01"), faults.GONE),
        (of_postgresql(None), faults.GONE),
        (of_postgresql("40P01"), faults.BROKEN),
        (InterfaceError("connection already closed"), faults.GONE),
        (BackupFailed("不能备份数据库到 /srv：x"), f"不能备份数据库到 /srv：x。{faults.NOTHING}。"),
        (IntegrityError("x"), ""),
        (ValueError("x"), ""),
        (OSError("nothing known"), ""),
        (None, ""),
    ],
)
def test_each_fault_has_its_sentence(error, sentence):
    assert sentence_of(error) == sentence


def test_only_what_another_writer_causes_is_tried_again():
    assert [is_busy(one) for one in (of_sqlite(sqlite3.SQLITE_BUSY), of_postgresql("40P01"))] == [True, True]
    assert [is_busy(one) for one in (of_sqlite(sqlite3.SQLITE_FULL), ValueError("x"))] == [False, False]
    assert [is_clash(one) for one in (IntegrityError("x"), of_postgresql("40001"))] == [True, True]
    assert [is_clash(one) for one in (of_postgresql("53100"), ValueError("x"))] == [False, False]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(OSError(errno.ENOSPC, "x"), 503, "磁盘空间不够"), (ValueError("secret"), 500, "系统出错，刚才的操作没有完成")],
)
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_says_it_without_a_trace_of_the_program(error, status, words):
    raised.append(error)
    page = Client(raise_request_exception=False).get("/breaks/")
    assert (page.status_code, words in page.content.decode()) == (status, True)
    assert "secret" not in page.content.decode()
    assert "Traceback" not in page.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_database_of_an_older_program_is_said_so():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")
    raised.append(OperationalError("no such table") if connection.vendor == "sqlite" else IntegrityError("x"))
    raised[-1].__cause__ = sqlite3.OperationalError("no such table")
    page = Client(raise_request_exception=False).get("/breaks/")
    assert "数据库还没有建立或升级" in page.content.decode()


def test_what_a_killed_process_left_is_removed_after_an_hour_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old = time.time() - 2 * leftovers.AGE
    for name in ("liangxin-ab12_xyz", "liangxin-new0new0", "liangxin-pg-ab12_xyz", "other-ab12_xyz"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "original").write_bytes(b"x")
        if "new" not in name:
            os.utime(folder, (old, old))
    assert leftovers.remove_leftovers() == 1
    left = sorted(one.name for one in tmp_path.iterdir())
    assert left == ["liangxin-new0new0", "liangxin-pg-ab12_xyz", "other-ab12_xyz"]

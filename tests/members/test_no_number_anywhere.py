"""A seeded ID number is nowhere: database file, WAL, dump, statements, history, sessions, logs, temporary files, pages.

It is entered, refused, changed, looked at, removed, and on its way when the server breaks; then everything that was
written is searched, and a name that was entered beside it is found there, so that the search is known to see.
"""

import base64
import logging
import sys
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.debug import ExceptionReporter

from members.models import PartyMember, Reveal
from members.services import numbers
from tests.filling import filled
from tests.members.rows import member
from tests.people import id_number
from tests.world import PASSWORD

ADD = "admin:members_partymember_add"
NAME = "欧阳寻得到"
FIRST, SECOND = id_number("1990-03-07", 61), id_number("1988-11-02", 7, male=False)
MISTYPED = FIRST[:-1] + ("1" if FIRST[-1] != "1" else "2")
AS_TYPED = f"{SECOND[:6]} {SECOND[6:14]}-{SECOND[14:]}".lower()


def needles():
    """The numbers as they might lie somewhere, whole or without their last character, plain or encoded."""
    for number in (FIRST, SECOND):
        for text in (number, number[:17], number[:6] + " " + number[6:14] + " " + number[14:], AS_TYPED):
            yield from (text.encode(), text.encode("utf-16-le"), base64.b64encode(text.encode())[:20])
            yield text.encode().hex().encode()


def found_in(content: bytes) -> bool:
    return any(needle in content for needle in needles())


@pytest.fixture
def watched(data_folder, tmp_path, monkeypatch):
    """A data folder with a log as the product writes it, and a folder for temporary files; everything in DEBUG."""
    (data_folder / "logs").mkdir()
    log = data_folder / "logs" / "liangxin.log"
    handler = RotatingFileHandler(log, encoding="utf-8")
    handler.setFormatter(logging.Formatter(project.LOGGING["formatters"]["line"]["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    monkeypatch.setattr(root, "level", logging.DEBUG)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield tmp_path
    root.removeHandler(handler)
    handler.close()


class Clerk:
    """Somebody signed in as a person does; every page, cookie and error report is kept."""

    def __init__(self, world):
        self.world, self.pages, self.reports = world, [], []
        self.client = Client(raise_request_exception=False)
        self.client.post(reverse("admin:login"), {"username": "town_a_clerk", "password": PASSWORD})
        got_request_exception.connect(self._report)

    def _report(self, request, **about):
        self.reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    def post(self, address, post, status, kept=True):
        answer = self.client.post(address, post)
        assert answer.status_code == status, answer.content.decode()[:2000]
        if kept:
            self.pages.append(answer)
        return answer

    def new(self, **changes):
        page = self.client.get(reverse(ADD))
        return filled(page, name=NAME, person="full", branch=self.world.a_own_branch.pk, **changes)


def through_its_life(world, monkeypatch):
    """Everything that is done with a number. → Clerk."""
    clerk = Clerk(world)
    clerk.post(reverse(ADD), clerk.new(id_number=FIRST, joined="前年"), 200)
    clerk.post(reverse(ADD), clerk.new(id_number=MISTYPED), 200)
    clerk.post(reverse(ADD), clerk.new(id_number=FIRST, birth=FIRST[6:14], sex="2"), 302)
    made = PartyMember.objects.get()
    change, look = (
        reverse("admin:members_partymember_change", args=[made.pk]),
        reverse("members:number", args=[made.pk]),
    )
    clerk.post(reverse(ADD), clerk.new(id_number=FIRST), 200)  # taken
    clerk.post(change, filled(clerk.client.get(change), id_number=AS_TYPED), 302)
    clerk.post(look, {"reason": "x"}, 200)
    assert SECOND[14:] in clerk.post(look, {"reason": "核对党员档案"}, 200, kept=False).content.decode()
    with monkeypatch.context() as broken:
        broken.setattr(numbers, "seal", fail)
        clerk.post(change, filled(clerk.client.get(change), id_number=FIRST), 500)
        clerk.post(reverse(ADD), clerk.new(id_number=FIRST), 500)
    clerk.post(change, filled(clerk.client.get(change), id_clear="on"), 302)
    for name in ("change", "history"):
        clerk.pages.append(clerk.client.get(reverse(f"admin:members_partymember_{name}", args=[made.pk])))
    clerk.pages.append(clerk.client.get(reverse("admin:members_partymember_changelist")))
    return clerk


def fail(number):
    raise RuntimeError("the disk is on fire")


@pytest.mark.django_db(transaction=True)
def test_a_number_is_nowhere_in_the_clear(world, watched, monkeypatch):
    with CaptureQueriesContext(connection) as statements:
        clerk = through_its_life(world, monkeypatch)
    assert PartyMember.history.count() >= 3
    assert Reveal.objects.count() == 1
    member("留着", branch=world.a_own_branch, number=FIRST)
    assert not found_in("\n".join(one["sql"] for one in statements.captured_queries).encode())
    for page in clerk.pages:
        assert not found_in(page.content)
    assert not found_in(str([cookie.value for cookie in clerk.client.cookies.values()]).encode())
    assert len(clerk.reports) == 2
    assert all("the disk is on fire" in report and not found_in(report.encode()) for report in clerk.reports)
    files = {path: path.read_bytes() for path in watched.rglob("*") if path.is_file()}
    assert b"the disk is on fire" in files[watched / "var" / "logs" / "liangxin.log"]
    assert [path for path, content in files.items() if found_in(content)] == []
    dump, raw = dumped(), raw_files()
    assert NAME.encode() in dump
    assert any(NAME.encode() in content for content in raw.values())
    assert not found_in(dump)
    assert [path for path, content in raw.items() if found_in(content)] == []


@pytest.mark.nodb
def test_the_search_finds_a_number_that_lies_in_the_clear():
    for hidden in (FIRST, SECOND[:17], f"x{AS_TYPED}x", FIRST.encode().hex()):
        assert found_in(f"before {hidden} after".encode())
    assert found_in(base64.b64encode(FIRST.encode()))
    assert not found_in(f"330***********{FIRST[-4:]}".encode())


def dumped() -> bytes:
    """Every row of every table as text: history and sessions among them."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            lines += [str(row) for row in cursor.fetchall()]
    return "\n".join(lines).encode()


def raw_files() -> dict[Path, bytes]:
    """The files in which the database itself keeps what was written, with its log: path → content."""
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        return {path: path.read_bytes() for path in place.parent.glob(f"{place.name}*")}
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_relation_filepath(%s), current_setting('data_directory')", ["members_partymember"])
        file, folder = cursor.fetchone()
    folder = Path(folder)
    logs = sorted((folder / "pg_wal").glob("0*"), key=lambda path: path.stat().st_mtime)[-2:]
    return {path: path.read_bytes() for path in [*(folder / file).parent.iterdir(), *logs]}

"""The reading child: what it loads, what it may take, and that nothing it does reaches the server."""

import importlib.util
import subprocess
import sys
import threading
import time
from pathlib import Path

import openpyxl
import pytest

from liangxin.grids import Refused, child, parent, read_file
from liangxin.grids.limits import TOO_MUCH_MEMORY, TOO_SLOW
from liangxin.grids.watch import Watch, resident_bytes
from tests.liangxin.grids.packages import book, sheet

pytestmark = pytest.mark.nodb

LIBRARIES = str(Path(importlib.util.find_spec("python_calamine").origin).parent.parent)


@pytest.fixture
def small(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["单位名称", 1])
    workbook.save(tmp_path / "small.xlsx")
    return tmp_path / "small.xlsx"


def python(code, *arguments):
    command = [sys.executable, "-I", "-S", "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)


def test_the_child_loads_no_django_and_nothing_of_the_project_but_its_neighbours(small):
    code = (
        "import runpy, sys; path, *rest = sys.argv[1:];"
        "main = runpy.run_path(path)['main']; main(*rest);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    loaded = python(code, child.__file__, small, ".xlsx", LIBRARIES).stderr.split()
    assert "liangxin.grids.reading" in loaded
    assert [name for name in loaded if name.split(".")[0] in ("django", "orgs", "reports", "members")] == []
    ours = {name for name in loaded if name.startswith("liangxin")}
    assert {name for name in ours if not name.startswith("liangxin.grids.")} == {"liangxin", "liangxin.grids"}
    assert not ours & {"liangxin.grids.parent", "liangxin.grids.model", "liangxin.settings"}


def test_the_child_is_not_given_the_servers_secrets(small, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    process = parent._start(small, ".xlsx")
    environment = Path(f"/proc/{process.pid}/environ")
    if not environment.exists():
        process.kill()
        pytest.skip("only Linux shows a process's environment")
    deadline = time.monotonic() + 60
    while not (seen := environment.read_bytes()) and time.monotonic() < deadline:
        time.sleep(0.001)
    process.stdout.close()
    process.kill()
    process.wait()
    assert b"secret" not in seen


def test_a_child_past_its_time_is_ended():
    with (
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process,
        Watch(process, seconds=0.3) as watch,
    ):
        process.wait(timeout=60)
    assert watch.ended == TOO_SLOW


def test_a_child_past_its_memory_is_ended():
    code = "data = b'x' * (80 << 20); import time; time.sleep(60)"
    with (
        subprocess.Popen([sys.executable, "-c", code]) as process,
        Watch(process, seconds=60, most=50 << 20) as watch,
    ):
        process.wait(timeout=90)
    assert watch.ended == TOO_MUCH_MEMORY


def test_a_child_within_its_limits_is_left_alone():
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process, Watch(process) as watch:
        process.wait(timeout=60)
    assert watch.ended == ""


def test_the_memory_of_a_process_can_be_told_here():
    code = "import time; print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # it is what it will be
        assert 1 << 20 < resident_bytes(process.pid) < 200 << 20
        process.kill()


def test_memory_is_held_down_by_the_system_too():
    pytest.importorskip("resource")
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux holds address space down; the watcher does it elsewhere")
    code = (
        "import runpy, sys; found = runpy.run_path(sys.argv[1]);"
        "found['stand_in_for_packages'](); found['limit_this_process']();\n"
        "try: bytearray(700 << 20)\n"
        "except MemoryError: print('held')"
    )
    assert python(code, child.__file__).stdout.strip() == "held"


def test_a_child_that_the_library_aborts_becomes_a_refusal(tmp_path):
    # the last cell of the row hides the far one from our own look at the range, so the library asks for it all
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    with pytest.raises(Refused, match="内存"):  # and not because it took too long
        read_file(book(tmp_path / "a.xlsx", sheet(row)), "a.xlsx")


def test_many_files_are_read_at_the_same_time(small):
    found = []

    def read():
        found.append(read_file(small, "a.xlsx").grids[0].rows)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [{1: {1: "单位名称", 2: 1}}] * 6


def test_names_with_blanks_and_chinese_characters_are_no_trouble(small):
    path = small.rename(small.parent / "城关 镇 (2).xlsx")
    assert read_file(path, path.name).grids[0].rows[1][1] == "单位名称"

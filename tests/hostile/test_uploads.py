"""Hostile and broken files, uploaded to a real server one after the other, and imported by the command (point 12)."""

import json
import re
import sys

import pytest

from tests.front_door.running import manage
from tests.hostile.files import cases
from tests.hostile.server import NAME, prepared, served

pytestmark = pytest.mark.nodb

SECONDS = 20  # of the processor: what the clerk waits on a machine that does nothing else
MEGABYTES = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """All cases with the paths of their files, each in a folder of its own."""
    folder, found = tmp_path_factory.mktemp("hostile"), []
    for number, case in enumerate(cases()):
        place = folder / f"{number:03}"
        place.mkdir()
        content = case.make(place)
        for scrap in place.iterdir():
            scrap.unlink()
        path = place / (case.name.rsplit("/", 1)[-1] if len(case.name) < 100 else "表.csv")
        path.write_bytes(content)
        found.append((case, path))
    return found


def test_every_broken_and_hostile_file_ends_in_its_import_or_a_clear_refusal(made, tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux shows the memory of a process")
    wrong, slowest = [], (0.0, "")
    with served(tmp_path / "served") as server:
        server.get("/imports/upload/")
        registers, before, left = server.counted(), server.memory("VmRSS"), server.left()
        for case, path in made:
            began = server.worked()
            page = server.upload(case.name, path.read_bytes())
            seconds = server.worked() - began
            slowest = max(slowest, (seconds, case.what))
            if problem := fault(case, page, seconds):
                wrong.append(f"{case.what}: {problem}")
            if server.left() != left or server.children():
                wrong.append(f"{case.what}: left behind {server.left()} {server.children()}")
                left = server.left()
        more = (server.memory() - before) >> 20
        log = server.log()
        alive = server.process.poll() is None and server.get("/").status == 200
        held, (kept, lying) = server.counted(), server.originals()
    print(f"\n{len(made)} files; {more} MB more at most; the slowest {slowest[0]:.1f} s: {slowest[1]}")
    assert wrong == [], "\n".join(wrong)
    assert alive
    assert "Traceback" not in log
    assert held == registers  # a preview writes no register
    assert lying == kept  # what is refused is not kept
    assert sum(isinstance(case.becomes, int) for case, _ in made) <= len(kept) < len(made)
    assert more <= MEGABYTES


def fault(case, page, seconds: float) -> str:
    """What is wrong with the page that a file led to; "" when it is as it must be."""
    if page.status != 200:
        return f"status {page.status}"
    if seconds > SECONDS:
        return f"took {seconds:.0f} s of the processor"
    if "Traceback" in page.text:
        return "a traceback on the page"
    said = re.findall(r'(?s)class="errornote"[^>]*>(.*?)</p>', page.text)
    found = re.search(r"<b>(\d+)</b> 新增", page.text)
    if isinstance(case.becomes, str):
        good = any(case.becomes in one and "请" in one for one in said)
    else:
        good = not said and found and int(found[1]) == case.becomes
    return "" if good else f"not {case.becomes!r} but {found and found[1]} new rows, refused: {said}"


def test_the_command_takes_them_all_at_once_and_refuses_each_bad_one_by_itself(made, tmp_path):
    environment = prepared(tmp_path / "county")
    files = [path for _, path in made]
    done = manage(
        *("import_survey", *files, "--as-of", "2025-06-30", "--user", NAME, "--json"),
        var=tmp_path / "county" / "var",
        **environment,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 4, done.stderr
    told = json.loads(done.stdout)["files"]
    wrong = []
    for (case, _), file in zip(made, told, strict=True):
        refused = isinstance(case.becomes, str)
        if refused != bool(file["error"]) or (refused and case.becomes not in file["error"]):
            wrong.append(f"{case.what}: {case.becomes!r}, but {file['error']}")
    assert wrong == []
    assert sum(sheet["new"] for file in told for sheet in file["sheets"]) >= 3
    assert list((tmp_path / "county" / "tmp").iterdir()) == []

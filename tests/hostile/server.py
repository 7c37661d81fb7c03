"""A real server in a process and a data folder of its own, watched from outside while files are uploaded to it."""

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.front_door.running import ROOT, manage, surroundings

REGIONS = "code,name\n330199,青溪县\n330199001,城关镇\n330199002,石桥镇\n"
NAME, PASSWORD = "clerk", "Hostile-2026-files"
PATIENCE = 300  # seconds for anything that a busy machine does


@dataclass(frozen=True)
class Answer:
    """What a page said: its status, address and text."""

    status: int
    address: str
    text: str


class Served:
    """The running server: pages of it through one signed-in browser, and what its process does meanwhile."""

    def __init__(self, process: subprocess.Popen, port: int, folder: Path):
        self.process, self.root, self.folder = process, f"http://127.0.0.1:{port}", folder
        self.cookies = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str, data: bytes | None = None, kind: str = "") -> Answer:
        """A page, after redirects; with `data` it is posted."""
        address = path if path.startswith("http") else self.root + path
        headers = {"Referer": address} | ({"Content-Type": kind} if kind else {})
        try:
            with self.browser.open(urllib.request.Request(address, data, headers), timeout=PATIENCE) as page:
                return Answer(page.status, page.url, page.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as page:
            return Answer(page.code, page.url, page.read().decode("utf-8", "replace"))

    def sign_in(self):
        """Sign in as the county's clerk."""
        self.get("/admin/login/")
        fields = {"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": self.token(), "next": "/"}
        page = self.get("/admin/login/", urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")
        assert page.address == f"{self.root}/", page.text[:2000]

    def token(self) -> str:
        """The token that forms carry."""
        return next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")

    def upload(self, name: str, content: bytes, as_of: str = "2025-06-30") -> Answer:
        """Upload one file as a browser does, and wait until it is read: the page on which the clerk ends up."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in (("csrfmiddlewaretoken", self.token()), ("as_of", as_of), ("region", ""))
        ]
        quoted = name.replace("\\", "\\\\").replace('"', "%22")
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n'
        parts += [
            head.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        page = self.get("/imports/upload/", b"".join(parts), f"multipart/form-data; boundary={edge}")
        return self.settled(page)

    def settled(self, page: Answer) -> Answer:
        """The page that a job's bar leads to when the job is done."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not (found := re.search(r"/imports/(\d+)/progress/", page.address)):
                return page
            told = json.loads(self.get(f"/imports/{found[1]}/progress.json").text)
            if not told["busy"]:
                return self.get(f"/imports/{found[1]}/")
            time.sleep(0.1)
        raise AssertionError(f"still busy: {page.address}")

    def memory(self, what: str = "VmHWM") -> int:
        """Bytes that the process holds at most (VmHWM) or now (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+) kB", status)[1]) * 1024

    def worked(self) -> float:
        """Processor seconds of the server and of the children that it has ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def left(self) -> list[str]:
        """Files that lie in its folder for temporary files."""
        return sorted(str(path.relative_to(self.folder / "tmp")) for path in (self.folder / "tmp").rglob("*"))

    def children(self) -> list[int]:
        """Processes that it started and that are still there."""
        found = subprocess.run(["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def counted(self) -> dict[str, int]:
        """How many rows each register and its history hold."""
        models = "apps.get_app_config('orgs').get_models()"
        counts = f"{{model._meta.db_table: model._base_manager.count() for model in {models}}}"
        return self._asked(f"from django.apps import apps; print(json.dumps({counts}))")

    def originals(self) -> tuple[set[str], set[str]]:
        """The names of the originals that its imports keep, and of those that lie in its data folder."""
        kept = "list(ImportFile.objects.exclude(kept='').values_list('kept', flat=True))"
        named = self._asked(f"from reports.models import ImportFile; print(json.dumps({kept}))")
        return set(named), {path.name for path in (self.folder / "var" / "originals").glob("[!.]*")}

    def _asked(self, code: str):
        """What a command of its own prints as JSON."""
        done = manage("shell", "--no-imports", "-c", f"import json; {code}", var=self.folder / "var")
        return json.loads(done.stdout.splitlines()[-1])

    def log(self) -> str:
        """All that it wrote to its two streams and its log files."""
        logs = [self.folder / "server.log", *(self.folder / "var").rglob("*.log")]
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in logs)


@contextmanager
def served(folder: Path):
    """A server over an empty county of two towns in `folder`, signed in; it ends with the block."""
    environment = prepared(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "liangxin.wsgi:application"]
    about = {"cwd": ROOT, "env": surroundings(folder / "var", **environment)}
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, **about) as process,
    ):
        try:
            _wait(port)
            found = Served(process, port, folder)
            found.sign_in()
            yield found
        finally:
            process.kill()


def prepared(folder: Path) -> dict[str, str]:
    """An empty county of two towns with its clerk, in `folder`/var; the environment for further commands."""
    (folder / "tmp").mkdir(parents=True)
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    environment = {"TMPDIR": str(folder / "tmp")}
    user = ["add_user", NAME, "--role", "county", "--region", "330199", "--password-stdin"]
    for arguments, feed in ((["migrate"], ""), (["load_regions", folder / "regions.csv"], ""), (user, PASSWORD)):
        done = manage(*arguments, var=folder / "var", feed=feed, **environment)
        assert done.returncode == 0, done.stderr
    return environment


def _wait(port: int):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody serves port {port}")

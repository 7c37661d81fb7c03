"""A real server process, and a clerk with a browser's cookies in front of it."""

import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from tests.front_door.running import ROOT, surroundings

PATIENCE = 180  # seconds for anything that a slow machine does


def environment(database, **more: str) -> dict[str, str]:
    """What the processes of an installation are started with."""
    more = {"DJANGO_SETTINGS_MODULE": "liangxin.settings", **more}
    return surroundings(database.var, DATABASE_URL=database.url, **more)


class Server:
    """waitress with the product, on a port of its own; a context manager that leaves no process behind."""

    def __init__(self, database, **more: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{self.port}", "liangxin.wsgi:application"]
        self.log = Path(database.folder).with_suffix(".log")  # beside: the folder may be a full disk
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(database, **more),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended: {self.log.read_text('utf-8')[-2000:]}")
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("The server did not come up")

    def __exit__(self, *about):
        self.kill()

    def kill(self):
        """kill -9 of the server and its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Clerk:
    """Signed in at a server."""

    def __init__(self, server: Server, name: str, password: str):
        self.cookies = http.cookiejar.CookieJar()
        self.moved(server)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        _, page = self.get("/admin/login/")
        assert self._token(), f"no page to sign in: {page[:2000]}"
        self.post("/admin/login/", username=name, password=password, next="/")
        assert "退出" in self.get("/")[1], "not signed in"

    def moved(self, server: Server):
        """The same browser, at a server that was started again."""
        self.base = f"http://127.0.0.1:{server.port}"

    def get(self, address: str) -> tuple[str, str]:
        """(the address it led to, the page); an error page is a page."""
        return self._open(self.base + address)

    def _open(self, request) -> tuple[str, str]:
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return response.url, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.url, error.read().decode()

    def post(self, address: str, **fields: str) -> tuple[str, str]:
        """Send a form."""
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token()}).encode()
        return self._open(urllib.request.Request(self.base + address, data))

    def upload(self, file: Path, as_of: str) -> tuple[str, str]:
        """Send a workbook."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("csrfmiddlewaretoken", self._token()), ("as_of", as_of))
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{file.name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), file.read_bytes(), f"\r\n--{edge}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._open(urllib.request.Request(f"{self.base}/imports/upload/", body, kind))

    def _token(self) -> str:
        return next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def settled(self, batch: int):
        """Wait until no job works on a batch."""
        until = time.monotonic() + PATIENCE
        while json.loads(self.get(f"/imports/{batch}/progress.json")[1])["busy"]:
            assert time.monotonic() < until, f"batch {batch} is still busy"
            time.sleep(0.1)


def batch_in(address: str) -> int:
    """The key of the batch that an address is about."""
    return int(re.search(r"/imports/(\d+)/", address)[1])


def unheard(act, *arguments, **named) -> threading.Thread:
    """Do what a killed server will not answer, beside what goes on here."""

    def run():
        with contextlib.suppress(OSError, http.client.HTTPException):
            act(*arguments, **named)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread

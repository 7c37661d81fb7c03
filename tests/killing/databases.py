"""The two databases as files and servers: states of a whole installation are kept under a name and taken up again."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2

# What the registers say, told by names: keys differ when a transaction before was taken back.
REGISTER = {
    "organizations": "SELECT name, credit_code, kind, address, head_name, version FROM orgs_organization",
    "standings": "SELECT o.name, r.code, s.start, s.end, s.employees, s.full_members FROM orgs_standing s"
    " JOIN orgs_organization o ON o.id = s.organization_id JOIN orgs_region r ON r.id = s.region_id",
    "coverages": "SELECT o.name, b.normal_name, c.mode, c.start, c.end FROM orgs_coverage c"
    " JOIN orgs_organization o ON o.id = c.organization_id JOIN orgs_partybranch b ON b.id = c.branch_id",
    "postings": "SELECT o.name, g.name, p.start, p.end FROM orgs_posting p"
    " JOIN orgs_organization o ON o.id = p.organization_id JOIN orgs_guide g ON g.id = p.guide_id",
    "mass groups": "SELECT o.name, m.kind, m.start, m.end FROM orgs_massgroup m"
    " JOIN orgs_organization o ON o.id = m.organization_id",
    "branches": "SELECT normal_name, established, dissolved FROM orgs_partybranch",
}
HISTORIES = ("organization", "standing", "coverage", "partybranch", "guide", "posting", "massgroup")
REGISTER |= {f"history of {name}": f"SELECT count(*) FROM orgs_historical{name}" for name in HISTORIES}


class Sqlite:
    """A database file in the data folder."""

    name, url = "SQLite", ""

    def __init__(self, folder: Path):
        self.folder, self.var = folder, folder / "var"

    def asked(self, sql: str) -> list[tuple]:
        """The rows of a query, in a comparable order."""
        with closing(sqlite3.connect(self.var / "liangxin.sqlite3", timeout=60)) as database:
            return sorted(database.execute(sql.replace(".start", '."start"').replace(".end", '."end"')), key=repr)

    def save(self, name: str):
        """Keep the installation as it is; no process may use it."""
        self.asked("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.var, self.folder / name)

    def restore(self, name: str):
        """Take the installation up as it was."""
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.copytree(self.folder / name, self.var)

    def close(self):
        """Nothing stays but the folder."""


class Postgresql:
    """A database of a running server, and the data folder beside it."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, server: str, options: str = ""):
        self.folder, self.var, self.server = folder, folder / "var", server
        self.base = f"killing_{os.getpid()}"  # test workers share the server
        self.url = server.rpartition("/")[0] + f"/{self.base}"
        self.options = options  # of CREATE DATABASE
        self._run(f"DROP DATABASE IF EXISTS {self.base} WITH (FORCE)", f"CREATE DATABASE {self.base} {options}")

    def _run(self, *statements: str):
        with closing(psycopg2.connect(self.server)) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    def asked(self, sql: str) -> list[tuple]:
        """The rows of a query, in a comparable order."""
        with closing(psycopg2.connect(self.url)) as connection:
            cursor = connection.cursor()
            cursor.execute(sql.replace(".start", '."start"').replace(".end", '."end"'))
            return sorted(cursor.fetchall(), key=repr)

    def _leave(self):
        """What a killed process began may still run in the server for a moment."""
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.base}'")

    def save(self, name: str):
        """Keep the installation as it is; no process may use it."""
        self._leave()
        self._run(
            f"DROP DATABASE IF EXISTS {self.base}_{name} WITH (FORCE)",
            f"CREATE DATABASE {self.base}_{name} TEMPLATE {self.base} {self.options}",
        )
        shutil.copytree(self.var, self.folder / name)

    def restore(self, name: str):
        """Take the installation up as it was."""
        self._run(
            f"DROP DATABASE IF EXISTS {self.base} WITH (FORCE)",
            f"CREATE DATABASE {self.base} TEMPLATE {self.base}_{name} {self.options}",
        )
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.copytree(self.folder / name, self.var)

    def close(self):
        """Remove all databases of this installation: the server may outlive the tests."""
        with closing(psycopg2.connect(self.server)) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.base}%"])
            names = [name for (name,) in cursor.fetchall()]
        self._run(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


def register(database) -> dict[str, list[tuple]]:
    """Everything that the registers hold."""
    return {name: database.asked(sql) for name, sql in REGISTER.items()}

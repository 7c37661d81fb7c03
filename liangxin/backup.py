"""Copies of the database: by itself before a risky step (SQLite), and into one file on demand (both)."""

import os
import re
import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

KEPT = 10  # copies that the system made by itself
SUFFIX = ".sqlite3"


class BackupFailed(Exception):
    """No copy was made; the text says in one sentence why."""


def copy_before(reason: str, using: str = "default") -> Path | None:
    """Copy a SQLite database into the data folder before something is done to it, and keep the last 10 copies.

    `reason` is a short English word for the file name, for instance "migrate" or "apply". Returns the copy, or None
    when there is nothing to copy: another kind of database, one in memory, or one that does not exist yet.
    Raises BackupFailed when the copy cannot be written; then the step must not be done.
    """
    source = sqlite_file(using)
    if source is None:
        return None
    folder = Path(settings.LIANGXIN_VAR) / "backups"
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = folder / f"{stamp}-before-{re.sub(r'[^a-z0-9]+', '-', reason.lower())}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_sqlite(source, copy)
        for old in sorted(folder.glob(f"*-before-*{SUFFIX}"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as problem:
        raise BackupFailed(f"不能备份数据库到 {folder}：{problem}") from problem
    return copy


def write_backup(target: Path, using: str = "default") -> Path:
    """Write the whole database into the new file `target`: a SQLite database, or a pg_dump archive.

    Raises BackupFailed when `target` is there already, cannot be written, or PostgreSQL's pg_dump is missing.
    """
    target = Path(target)
    if target.exists():
        raise BackupFailed(f"{target} 已经存在，不会覆盖：请换一个文件名。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if connections[using].vendor == "postgresql":
            dump_postgresql(connections[using].settings_dict, target)
        elif source := sqlite_file(using):
            copy_sqlite(source, target)
        else:
            raise BackupFailed("还没有数据库，没有可以备份的内容。")
    except (OSError, sqlite3.Error) as problem:
        raise BackupFailed(f"不能备份到 {target}：{problem}") from problem
    return target


def sqlite_file(using: str = "default") -> Path | None:
    """The file of a SQLite database that exists and holds something; None for any other."""
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return None
    file = Path(connection.settings_dict["NAME"])
    return file if file.exists() and file.stat().st_size else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use, check the copy, and only then let it appear under its name."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        address = f"{source.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as old, closing(sqlite3.connect(aside)) as new:
            old.backup(new)
            # One file that needs no other beside it, wherever it is carried
            new.execute("PRAGMA journal_mode=DELETE")
            if new.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise BackupFailed(f"数据库 {source} 有损坏，备份没有通过检查。")
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def dump_postgresql(database: dict, target: Path) -> None:
    """Run pg_dump; its archive is read by pg_restore."""
    program = shutil.which("pg_dump")
    if not program:
        raise BackupFailed("没有找到 pg_dump：请安装 PostgreSQL 客户端（Debian：postgresql-client）后再备份。")
    options = {"HOST": "--host", "PORT": "--port", "USER": "--username"}
    where = [f"{flag}={database[key]}" for key, flag in options.items() if database.get(key)]
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    command = [program, "--format=custom", "--no-owner", "--no-password", *where, f"--file={aside}", database["NAME"]]
    environment = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or "")}
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            raise BackupFailed(f"pg_dump 没有完成：{done.stderr.strip()[-500:]}")
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)

"""What goes wrong around the program, in a sentence for the clerk: a full disk, a database that does not answer."""

import errno
import sqlite3

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError

from liangxin.backup import BackupFailed
from liangxin.vault import Lost

NOTHING = "刚才的操作没有写入任何内容"
FULL = f"磁盘空间不够，{NOTHING}。请联系系统管理员清理磁盘，然后再试一次。"
LOCKED = f"数据库正忙（另一项写入还没有完成），{NOTHING}。请过一两分钟再试一次。"
NOT_WRITABLE = "{}不能写入，" + f"{NOTHING}。请联系系统管理员检查磁盘和权限，然后再试一次。"
READ_ONLY = NOT_WRITABLE.format("数据文件夹")
GONE = f"连接不上数据库，{NOTHING}。请联系系统管理员检查数据库是否在运行，然后再试一次。"
BROKEN = f"数据库读写出错，{NOTHING}。请联系系统管理员查看日志和磁盘，然后再试一次。"
NOT_MIGRATED = "数据库还没有建立或升级：请先运行 python3 manage.py migrate，然后再试一次。"

_ERRNO = dict.fromkeys((errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)), FULL)
_ERRNO |= dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), READ_ONLY) | {errno.EIO: BROKEN}
_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_IOERR: FULL,  # a write that the system cut short; a disk that breaks says the same
}
_POSTGRESQL = {"53100": FULL, "58030": BROKEN, "55P03": LOCKED, "25006": READ_ONLY}
PASSING = frozenset({"40001", "40P01"})  # serialization failure, deadlock


def sentence_of(error: BaseException | None) -> str:
    """The sentence for an error from outside of the program; empty for one of our own making (a bug)."""
    if isinstance(error, (BackupFailed, Lost)):
        return f"{str(error).rstrip('。')}。{NOTHING}。"
    if isinstance(error, OSError):
        said = _ERRNO.get(error.errno, "")
        return NOT_WRITABLE.format(f"文件 {error.filename} ") if said == READ_ONLY and error.filename else said
    if isinstance(error, InterfaceError):
        return GONE
    if not isinstance(error, OperationalError):
        return ""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "")
    code = _code(error)
    return _POSTGRESQL.get(code) or (GONE if not code or code[:2] in ("08", "57") else BROKEN)


def is_busy(error: BaseException) -> bool:
    """Whether the same work may succeed a moment later: another writer holds what it needs."""
    return isinstance(error, DatabaseError) and (sentence_of(error) == LOCKED or _code(error) in PASSING)


def is_clash(error: BaseException) -> bool:
    """Whether two wrote the same at the same moment, and the database let one of them win."""
    return isinstance(error, IntegrityError) or _code(error) in PASSING


def _code(error: BaseException) -> str:
    """PostgreSQL's code of an error; empty for SQLite's and any other."""
    return getattr(error.__cause__, "pgcode", None) or ""

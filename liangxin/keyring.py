"""The keys of an installation: files in a folder outside of the database, each named by its id so that keys can change.

The newest key seals, the one that a sealed thing names opens. What is lost with a key stays lost; `backup` leaves keys
out, so they are copied apart from it.
"""

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from liangxin.datafolder import write_private

ID_SIZE = 8
NEWEST = "newest"


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.LIANGXIN_KEYS or Path(settings.LIANGXIN_VAR) / "keys")


def newest() -> tuple[str, bytes]:
    """The id and the 32 bytes of the key that seals; the first call makes it."""
    place = folder() / NEWEST
    if not place.exists():
        write_private(place, _new(), replace=False)
    key_id = _text(place)
    return key_id, key(key_id)


def renew() -> None:
    """Make a new key that seals from now on; the old ones stay, as they open what they sealed."""
    write_private(folder() / NEWEST, _new())


def key(key_id: str) -> bytes:
    """The key of an id. Raises FileNotFoundError or ValueError."""
    if len(key_id) != ID_SIZE or not key_id.isalnum():
        raise ValueError(key_id)
    return bytes.fromhex(_text(folder() / f"{key_id}.key"))


def lasting(name: str) -> bytes:
    """The 32 bytes of the key `name`, made on the first call and never changed: what it marked is looked up by it."""
    place = folder() / f"{name}.lasting"
    if not place.exists():
        _make(place.name)
    return bytes.fromhex(_text(place))


def _new() -> str:
    key_id = secrets.token_hex(ID_SIZE // 2)
    _make(f"{key_id}.key")
    return key_id


def _make(name: str) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(folder() / name, secrets.token_hex(32), replace=False)


def _text(path: Path) -> str:
    """The text of a file of the folder; read again only when the file is another one than before."""
    found = path.stat()
    return _read(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path, inode, changed):
    return path.read_text(encoding="ascii").strip()

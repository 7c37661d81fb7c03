"""Files kept encrypted: AES-256-GCM with a key of liangxin.keyring.

A kept file is MAGIC + the key's id + a nonce + the sealed content.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from liangxin import keyring
from liangxin.keyring import ID_SIZE

MAGIC, NONCE_SIZE = b"LXV1", 12
ORIGINALS = "originals"
SWEPT = ".swept"  # its time tells when what is over was removed last


class Lost(Exception):
    """A kept file cannot be given back; the text is a Chinese sentence for the user."""


def keep(content: bytes, *, name: str = "", of: str = ORIGINALS) -> str:
    """Seal `content` into the folder `of` of the data folder; returns the name under which it is kept.

    Without a `name` it gets one of 32 hex digits; under a `name` it takes the place of what was kept there.
    """
    key_id, key = keyring.newest()
    nonce, name = os.urandom(NONCE_SIZE), name or new_name()
    head = MAGIC + key_id.encode()
    sealed = AESGCM(key).encrypt(nonce, content, head + name.encode())
    folder = _folder(of)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = folder / f"{secrets.token_hex(16)}.part"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines((head, nonce, sealed))
        os.replace(aside, folder / name)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return name


def new_name() -> str:
    """A name of 32 hex digits under which nothing is kept yet."""
    return secrets.token_hex(16)


def content_of(name: str, of: str = ORIGINALS) -> bytes:
    """The content kept under `name`. Raises Lost when it is gone, damaged, or its key is missing."""
    try:
        data = (_folder(of) / name).read_bytes() if name else b""
    except (FileNotFoundError, NotADirectoryError):
        data = b""
    if not data:
        raise Lost("原件已过保存期或已被删除")
    head, rest = data[: len(MAGIC) + ID_SIZE], data[len(MAGIC) + ID_SIZE :]
    try:
        key = keyring.key(head[len(MAGIC) :].decode("ascii"))
        return AESGCM(key).decrypt(rest[:NONCE_SIZE], rest[NONCE_SIZE:], head + name.encode())
    except (FileNotFoundError, InvalidTag, ValueError) as error:
        raise Lost("原件打不开：密钥不在或文件已损坏，请联系管理员") from error


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """A private copy of what is kept under `name`, on disk for a reader; gone afterwards. Raises Lost."""
    content = content_of(name)
    with tempfile.TemporaryDirectory(prefix="liangxin-") as folder:
        path = Path(folder) / "original"
        path.write_bytes(content)
        yield path


def forget(name: str, of: str = ORIGINALS) -> None:
    """Remove what is kept under `name`; nothing happens when it is gone."""
    if name:
        with suppress(FileNotFoundError, NotADirectoryError):
            (_folder(of) / name).unlink()


def forget_all(of: str) -> None:
    """Remove a folder with all that is kept in it; nothing happens when it is gone."""
    shutil.rmtree(_folder(of), ignore_errors=True)


def is_kept(name: str, of: str = ORIGINALS) -> bool:
    """Whether something is kept under `name`."""
    return (_folder(of) / name).exists()


def older_than(moment: float, of: str = ORIGINALS) -> list[str]:
    """The names of what was kept before `moment` (seconds since the epoch), halves of a broken write included."""
    folder = _folder(of)
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if path.name != SWEPT and path.stat().st_mtime < moment]


def last_sweep() -> float:
    """When what is over was removed last, in seconds since the epoch; 0 for never."""
    try:
        return (_folder(ORIGINALS) / SWEPT).stat().st_mtime
    except FileNotFoundError:
        return 0


def swept() -> None:
    """Note that what is over was removed just now."""
    folder = _folder(ORIGINALS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / SWEPT).touch()


def _folder(of: str) -> Path:
    return Path(settings.LIANGXIN_VAR) / of

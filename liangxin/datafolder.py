"""The data folder: database, uploads, backups, logs and the secret key of one installation."""

import os
import secrets
from pathlib import Path


def data_folder(path: str | Path) -> Path:
    """Make the folder when absent and return its full path."""
    folder = Path(path).expanduser().resolve()
    for part in (folder, folder / "logs"):
        part.mkdir(parents=True, exist_ok=True)
    return folder


def kept_secret(file: Path) -> str:
    """The secret in `file`; made on the first call, readable by its owner only.

    Two processes that start together agree: the file is written aside and linked into place once.
    """
    while True:
        try:
            if text := file.read_text(encoding="ascii").strip():
                return text
            file.unlink()  # an empty file is a start that was cut short
        except FileNotFoundError:
            pass
        write_private(file, secrets.token_urlsafe(50), replace=False)


def write_private(file: Path, text: str, *, replace: bool = True) -> None:
    """Write `text` as UTF-8 so that it is never seen half written, nor by others than the owner.

    With `replace=False` a file that is already there stays as it is.
    """
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    if replace:
        os.replace(aside, file)
        return
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not file.exists():
            os.replace(aside, file)
            return
    aside.unlink()

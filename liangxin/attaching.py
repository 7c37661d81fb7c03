"""Files that people attach to a record: checked, sealed in the vault, written down, given back, removed.

What counts is what a file begins with, never the name it comes under: a browser is only handed what cannot run in it.
"""

import hashlib
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from liangxin import vault
from liangxin.attachments import Attachment

FOLDER = "attachments"
LARGEST = 20 * 1024 * 1024  # bytes
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# The ending of the name → what such a file begins with, and its type.
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".doc": (OLE, "application/msword"),
    ".xls": (OLE, "application/vnd.ms-excel"),
    ".wps": (OLE, "application/octet-stream"),
    ".et": (OLE, "application/octet-stream"),
    ".docx": (ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ofd": (ZIP, "application/octet-stream"),
}
ACCEPT = ",".join(KINDS)  # for the file box of a form
SAID = "PDF、OFD、图片（JPG、PNG）、Word、Excel、WPS"
A = TypeVar("A", bound=Attachment)


def check(file: UploadedFile) -> None:
    """Raises ValidationError when `file` is empty, too large, or no file of KINDS by its name and its content."""
    name = Path(file.name).name
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise ValidationError(f"“{name}”不能上传：只收 {SAID} 文件")
    if not file.size:
        raise ValidationError(f"“{name}”是空文件，请重新选择")
    if file.size > LARGEST:
        raise ValidationError(f"“{name}”超过 {LARGEST // 1024 // 1024} MB，请压缩或分成几个文件再上传")
    file.seek(0)
    head = file.read(len(kind[0]))
    file.seek(0)
    if head != kind[0]:
        raise ValidationError(f"“{name}”的内容和扩展名不符，请用原来的程序打开另存后再上传")


def attach(model: type[A], file: UploadedFile, *, by, **owner) -> A:
    """Check and keep `file` as a new row of `model` that hangs on `owner`; call it last in a transaction.

    Raises ValidationError as `check` does. The row is written before the content is sealed: a refusal of the database
    leaves no content behind.
    """
    check(file)
    content = file.read()
    row = model(
        **owner,
        file_name=Path(file.name).name[-255:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        user_name=str(by)[:150],
    )
    row._history_user = by if by.pk else None
    with transaction.atomic():
        row.kept = vault.new_name()
        row.save()
        vault.keep(content, name=row.kept, of=FOLDER)
    return row


def content_of(attachment: Attachment) -> bytes:
    """The content of a kept file. Raises vault.Lost with the sentence when it is gone or cannot be opened."""
    return vault.content_of(attachment.kept, of=FOLDER)


def type_of(attachment: Attachment) -> str:
    """The content type to hand it out under."""
    return KINDS.get(Path(attachment.file_name).suffix.lower(), (b"", "application/octet-stream"))[1]


def detach(attachment: Attachment, *, by) -> None:
    """Delete the row with a history entry; its content goes once the transaction holds."""
    name = attachment.kept
    attachment._history_user = by if by.pk else None
    attachment.delete()
    transaction.on_commit(lambda: vault.forget(name, of=FOLDER))

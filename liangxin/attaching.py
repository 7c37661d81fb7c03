"""Files that people attach to a record: checked, sealed in the vault, written down, given back, removed.

What counts is what a file begins with, never the name it comes under: a browser is only handed what cannot run in it.
"""

import hashlib
import time
from pathlib import Path
from typing import TypeVar

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

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
STRAYS_STAY = 30 * 24 * 3600  # seconds: a database put back from a copy finds the files it knew
LONGEST_NAME = 200
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


class AttachmentField(forms.FileField):
    """A form field for a file that `attach` takes."""

    default_validators = [check]

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        super().__init__(**{"help_text": SAID, **kwargs})


def attach(model: type[A], file: UploadedFile, *, by, **owner) -> A:
    """Check and keep `file` as a new row of `model` that hangs on `owner`; call it last in a transaction.

    Raises ValidationError as `check` does. The row is written before the content is sealed: a refusal of the database
    leaves no content behind.
    """
    check(file)
    content = file.read()
    row = model(
        **owner,
        file_name=_tidy(file.name),
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


def sent(attachment: Attachment) -> HttpResponse:
    """The file as a download, never shown by the browser itself; the caller has checked that the user may have it.

    Raises vault.Lost as `content_of` does.
    """
    response = HttpResponse(content_of(attachment), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, attachment.file_name)
    response.headers["Cache-Control"] = "no-store"
    return response


def sweep() -> int:
    """Forget files that no record names and that have lain for a month; returns how many.

    A transaction that broke off after its file was sealed, or a record that went with its owner, leaves one.
    """
    old = set(vault.older_than(time.time() - STRAYS_STAY, of=FOLDER))
    for model in apps.get_models():
        if old and issubclass(model, Attachment):
            old -= set(model._base_manager.filter(kept__in=old).values_list("kept", flat=True))
    for name in old:
        vault.forget(name, of=FOLDER)
    return len(old)


def _tidy(name: str) -> str:
    """A file name without folders and control characters, short enough for every system, its extension kept."""
    name = "".join(char for char in Path(name).name if char.isprintable())
    suffix = Path(name).suffix
    return name.removesuffix(suffix)[: LONGEST_NAME - len(suffix)] + suffix

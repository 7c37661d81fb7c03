"""Attachment: a file that hangs on a record, kept encrypted outside the database (liangxin.vault).

A form takes it by `AttachmentField`, a service keeps it by `keep` and removes it by `drop`, a view whose caller may see
the record gives it back by `sent`. A subclass names only what it hangs on.
"""

import hashlib
import time
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from liangxin import vault

FOLDER = "attachments"
STRAYS_STAY = 30 * 24 * 3600  # seconds: a database put back from a copy finds the files it knew
OFFICE, ZIPPED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# Extension → how such a file begins; a file that says one thing and is another is refused.
BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".doc": OFFICE,
    ".xls": OFFICE,
    ".wps": OFFICE,
    ".et": OFFICE,
    ".docx": ZIPPED,
    ".xlsx": ZIPPED,
    ".ofd": ZIPPED,
}
LONGEST_NAME = 200


class Attachment(models.Model):
    """A kept file with the name it was uploaded under; `kept` is its name in the vault's folder of attachments."""

    file_name = models.CharField("文件名", max_length=255)
    kept = models.CharField("编号", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("字节数", editable=False)
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    added = models.DateTimeField("上传时间", auto_now_add=True)
    user_name = models.CharField("上传人", max_length=150, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.file_name


def check(upload) -> None:
    """Raises ValidationError unless `upload`, a file of a form, is of a kind and size that is kept."""
    suffix = Path(upload.name).suffix.lower()
    if suffix not in BEGINNINGS:
        kinds = "、".join(kind.removeprefix(".") for kind in BEGINNINGS)
        raise ValidationError(f"“{upload.name}”不是可以保存的文件类型，请上传 {kinds}")
    if upload.size > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // 1024 // 1024
        raise ValidationError(f"“{upload.name}”超过 {most} MB，请压缩或拆分后再上传")
    upload.seek(0)
    begins = upload.read(8)
    upload.seek(0)
    if not begins.startswith(BEGINNINGS[suffix]):
        raise ValidationError(f"“{upload.name}”的内容不是 {suffix.removeprefix('.')} 文件，请重新导出后再上传")


class AttachmentField(forms.FileField):
    """A form field for a file to keep; of a kind and size that is kept."""

    default_validators = [check]

    def __init__(self, **kwargs):
        accept = ",".join(BEGINNINGS)
        super().__init__(**{"widget": forms.FileInput(attrs={"accept": accept}), **kwargs})


def keep(attachment: Attachment, upload, *, by) -> Attachment:
    """Seal `upload` into the vault and save `attachment`, an unsaved row that says what it hangs on, with its history.

    Raises ValidationError as `check` does. A row that cannot be saved leaves no file behind.
    """
    check(upload)
    content = upload.read()
    attachment.file_name = _tidy(upload.name)
    attachment.size, attachment.sha256 = len(content), hashlib.sha256(content).hexdigest()
    attachment.user_name = str(by)
    attachment.kept = vault.keep(content, of=FOLDER)
    try:
        attachment.full_clean()
        _signed(attachment, by).save()
    except BaseException:
        vault.forget(attachment.kept, of=FOLDER)
        raise
    return attachment


def drop(attachment: Attachment, *, by) -> None:
    """Delete the row with a history entry, and the file once the transaction has held."""
    name = attachment.kept
    _signed(attachment, by).delete()
    transaction.on_commit(lambda: vault.forget(name, of=FOLDER))


def sent(attachment: Attachment) -> HttpResponse:
    """The file as a download; the caller has checked that the user sees the record. Raises vault.Lost."""
    content = vault.content_of(attachment.kept, of=FOLDER)
    response = HttpResponse(content, content_type="application/octet-stream")  # never shown by the browser itself
    response.headers["Content-Disposition"] = content_disposition_header(True, attachment.file_name)
    response.headers["Cache-Control"] = "no-store"
    return response


def sweep() -> int:
    """Forget files that no record names and that have lain for a month; returns how many.

    An act that broke off after its file was sealed, or a record that went with its owner, leaves one.
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


def _signed(attachment, by):
    attachment._history_user = by if by.pk else None
    return attachment

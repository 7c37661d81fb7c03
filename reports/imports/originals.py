"""Uploaded originals: handed out to who may see their batch, each time noted; removed when their time is over."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from liangxin import attaching, vault
from orgs.scope import CONSOLE
from reports.imports import kept
from reports.models import ImportBatch, ImportFile, OriginalDownload

DAY = 24 * 3600  # seconds
GONE = "原件已过保存期（{days} 天），已删除"
NEVER = "这个文件没有读入，没有保存原件"


def handed_out(file: ImportFile, user) -> bytes:
    """The original of a file, and a note of who took it. Raises vault.Lost with the sentence when it is gone."""
    if not file.kept:
        raise vault.Lost(GONE.format(days=settings.KEEP_ORIGINALS) if file.sheets else NEVER)
    content = vault.content_of(file.kept)
    note(file.batch, file.name, user)
    return content


def is_gone(file: ImportFile) -> bool:
    """Whether the original was kept and its time is over; that of a file that could not be read never was."""
    return not file.kept and (bool(file.sheets) or not file.error)


def note(batch: ImportBatch, file_name: str, user) -> None:
    """Note that `user` took a file of `batch` out."""
    by = None if user is CONSOLE else user
    OriginalDownload.objects.create(number=batch.pk, file_name=file_name[-255:], user=by, user_name=str(user))


def expire() -> int:
    """Remove the originals of batches older than the county's retention time; returns how many.

    What no batch names (an import that broke off before it was stored) goes when it is as old.
    """
    over = timezone.now() - timedelta(days=settings.KEEP_ORIGINALS)
    old = ImportFile.objects.filter(batch__created__lt=over).exclude(kept="")
    with transaction.atomic():
        files = list(old.select_for_update(of=("self",)).only("kept"))
        names = [file.kept for file in files]
        ImportFile.objects.filter(pk__in=[file.pk for file in files]).update(kept="")
    for name in names:
        vault.forget(name)
    strays = vault.older_than(over.timestamp())
    known = set(ImportFile.objects.filter(kept__in=strays).values_list("kept", flat=True)) if strays else set()
    for name in strays:
        if name not in known:
            vault.forget(name)
    attaching.sweep()
    kept.forget_old(time.time())
    vault.swept()
    return len(names)


def expire_now_and_then() -> None:
    """`expire`, when it has not been done for a day: called whenever an import is made."""
    if time.time() - vault.last_sweep() > DAY:
        expire()

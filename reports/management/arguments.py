"""What several commands read from their arguments; each mistake is one Chinese sentence."""

from datetime import date
from pathlib import Path

from django.core.management.base import CommandError

from liangxin.dates import UnreadableDate, first_day, read_partial
from orgs.choices import Kind
from orgs.models import Region


def day_of(text: str) -> date:
    """The day that `text` names; raises CommandError when it names none, or only a month or year."""
    try:
        read = read_partial(text)
    except UnreadableDate:
        read = ""
    if len(read) != len("2026-09-30"):
        raise CommandError(f"日期“{text}”看不懂，请写到日，如 2026-09-30")
    return first_day(read)


def region_of(code: str) -> Region | None:
    """The region with this code; None for ""; raises CommandError when nobody registered it."""
    if not code:
        return None
    try:
        return Region.objects.get(code=code)
    except Region.DoesNotExist:
        raise CommandError(f"没有代码为“{code}”的辖区") from None


def kind_of(text: str) -> str | None:
    """The stored kind that `text` names in English or Chinese; None for "". Raises CommandError."""
    if not text:
        return None
    kind = Kind.read(text)
    if kind is None:
        raise CommandError(f"没有“{text}”这种单位类型，请写 enterprise（非公企业）或 social（社会组织）")
    return kind.value


def folder_of(out: str) -> Path:
    """The folder that a file is to be written into; raises CommandError when there is none."""
    folder = Path(out).resolve().parent
    if not folder.is_dir():
        raise CommandError(f"文件夹“{folder}”不存在，请先建立")
    return folder

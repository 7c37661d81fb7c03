"""The table of dues' rates: a new one holds from a day on, the old one stays for the days before (domain.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liangxin.dates import said
from members.choices import Payer
from members.models import DuesBand
from orgs.services.writing import erase, write

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Line:
    """One line of a new table: up to a base (None: any), a percentage or a fixed amount."""

    up_to: Decimal | None
    rate: Decimal | None = None
    fixed: Decimal | None = None


@transaction.atomic
def set_rates(*, payer: str, lines: Sequence[Line], start: date, by) -> list[DuesBand]:
    """Let `lines` be the rates of a kind of payer from `start` on; those that ran end there.

    A table that begins on the same day is replaced. Raises PermissionDenied for who is not the county's
    administrator, ValidationError for lines that leave a base without a rate, or a table that begins later.
    """
    if not by.is_county:
        raise PermissionDenied
    need_whole(lines)
    bands = list(DuesBand.objects.select_for_update().filter(payer=payer).order_by("start", "pk"))
    if later := min((band.start for band in bands if band.start > start), default=None):
        raise ValidationError(f"{said(later.isoformat())}起已有更晚的标准，新标准应从那以后开始")
    for band in bands:
        if band.start == start:
            erase(band, by=by)
        elif band.end is None or band.end > start:
            band.end = start
            write(band, by=by, fields=["end"])
    return [
        write(DuesBand(payer=payer, up_to=line.up_to, rate=line.rate, fixed=line.fixed, start=start), by=by)
        for line in sorted(lines, key=lambda line: (line.up_to is None, line.up_to or 0))
    ]


def need_whole(lines: Sequence[Line]) -> None:
    """Raises ValidationError unless each base has exactly one line."""
    ends = [line.up_to for line in lines]
    if ends.count(None) != 1:
        raise ValidationError("最后一行的“基数不超过”应留空，表示以上全部；只能有一行留空")
    if len(set(ends)) != len(ends):
        raise ValidationError("有两行的“基数不超过”相同")
    for line in lines:
        if (line.rate is None) == (line.fixed is None):
            raise ValidationError("每行填写比例或固定金额，只填一项")
        if line.rate is not None and line.rate > WHOLE:
            raise ValidationError("比例不能超过 100%")


def tables() -> list[tuple[str, list[tuple[date, date | None, list[DuesBand]]]]]:
    """[(kind of payer, [(from, until, lines)])], the latest first; one query."""
    found: dict[str, dict] = {payer.label: {} for payer in Payer}
    for band in DuesBand.objects.order_by("-start", "pk"):
        found[band.get_payer_display()].setdefault((band.start, band.end), []).append(band)
    return [
        (payer, [(start, end, sorted(bands, key=_order)) for (start, end), bands in periods.items()])
        for payer, periods in found.items()
    ]


def _order(band):
    return band.up_to is None, band.up_to or 0

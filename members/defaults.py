"""What a new installation begins with: the table of dues (domain.md §3)."""

from decimal import Decimal

from liangxin.periods import BEGINNING
from members.choices import Payer
from members.models import DuesBand

# (payer, up to … 元, percent, fixed 元)
BANDS = (
    (Payer.WORKING, "3000", "0.5", None),
    (Payer.WORKING, "5000", "1", None),
    (Payer.WORKING, "10000", "1.5", None),
    (Payer.WORKING, None, "2", None),
    (Payer.RETIRED, "5000", "0.5", None),
    (Payer.RETIRED, None, "1", None),
    (Payer.SPECIAL, None, None, "0.2"),
)


def dues_bands() -> list[DuesBand]:
    """The table in force."""
    return [
        DuesBand(payer=payer, up_to=_money(up_to), rate=_money(rate), fixed=_money(fixed), start=BEGINNING)
        for payer, up_to, rate, fixed in BANDS
    ]


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

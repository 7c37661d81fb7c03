"""What dues (党费) a member owes for a month: the base by the dated table of rates (domain.md §3).

Pure, and decimal throughout: money never passes through a binary number. The whole base is charged at the rate of its
band, whose upper end belongs to it. An amount is rounded to a cent, half a cent up, once, at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from liangxin.dates import NARROW
from liangxin.months import shifted

CENT = Decimal("0.01")
NONE = Decimal(0)
MOST = Decimal("9999999999.99")  # what the columns hold


@dataclass(frozen=True)
class Band:
    """A line of the table in force during [start, end): up to a base (None: any) a percentage, or a fixed amount."""

    payer: str
    up_to: Decimal | None
    rate: Decimal | None
    fixed: Decimal | None
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the line is in force on `day`."""
        return self.start <= day and (self.end is None or day < self.end)

    def of(self, base: Decimal) -> Decimal:
        """The amount on `base`, to the cent."""
        exact = self.fixed if self.fixed is not None else base * self.rate / 100
        return rounded(exact)


class Table:
    """The table of rates over time; asked again and again it answers from memory."""

    def __init__(self, bands: Iterable[Band]):
        self.bands = sorted(bands, key=lambda band: (band.up_to is None, band.up_to or NONE))
        self._known: dict = {}

    def amount(self, payer: str, base: Decimal, day: date) -> Decimal | None:
        """What a base costs in the month of `day`; None when the table has no line for it on that day."""
        key = (payer, base, day)
        if key not in self._known:
            self._known[key] = self._worked_out(payer, base, day)
        return self._known[key]

    def _worked_out(self, payer, base, day):
        for band in self.bands:
            if band.payer == payer and band.covers(day) and (band.up_to is None or base <= band.up_to):
                return band.of(base)
        return None


def rounded(amount: Decimal) -> Decimal:
    """To the cent, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def months_of(year: int) -> list[date]:
    """The first days of a year's months."""
    return [date(year, month, 1) for month in range(1, 13)]


def last_day(month: date) -> date:
    """The last day of a month: who belongs to a branch on it owes the month there, by the base of that day.

    So whoever joins in a month pays for it (the month of becoming 预备党员 is the first), and who changes the branch
    pays where the month ends. *(assumed)*
    """
    return shifted(month, 1) - timedelta(1)


def is_over(month: date, day: date) -> bool:
    """Whether a month has ended by `day`; what is not paid then is in arrears."""
    return last_day(month) < day


def read_amount(text: str) -> Decimal | None:
    """Money as people type or paste it, None for a blank. Raises ValueError with a sentence for what is none."""
    plain = text.replace(",", "").replace("，", "").translate(NARROW)  # which takes a comma for a point
    plain = plain.strip().strip("¥￥").removesuffix("元").strip()
    if not plain:
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"“{text.strip()[:20]}”不是金额，请写成 15 或 15.50") from None
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii():  # signs, exponents, NaN
        raise ValueError(f"“{text.strip()[:20]}”不是金额，请写成 15 或 15.50")
    if amount != rounded_if_small(amount):
        raise ValueError(f"“{text.strip()[:20]}”的小数多于两位，请写到分")
    if amount > MOST:
        raise ValueError(f"“{text.strip()[:20]}”太大，请核对")
    return amount.quantize(CENT)


def rounded_if_small(amount: Decimal) -> Decimal:
    """The amount to the cent; one too large to round as it is."""
    return rounded(amount) if amount <= MOST else amount


def written(amount: Decimal | None) -> str:
    """An amount as a cell shows it: 15, 15.50; "" for none."""
    if amount is None:
        return ""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"

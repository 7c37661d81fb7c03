"""Dates as people know and write them: a year, a year and month, or a day.

A partial date is a `str`, an ISO prefix: "2019", "2019-07" or "2019-07-01"; "" is unknown. Compared as plain text with
`day.isoformat()` it counts from its first day, which is the rule of coverage (a month counts from its first day).
Reading never guesses: what is not plainly one date raises UnreadableDate. (General date parsers invent days and years.)
"""

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = range(20_000, 60_001)  # 1954 to 2064; smaller and larger numbers in a date column are no dates
SERIAL_ZERO = date(1899, 12, 30)

ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)

# Only the wide forms that an input method produces. NFKC would also turn the footnote of 7月① into a day.
NARROW = str.maketrans("０１２３４５６７８９．／－：　。、，,—–−", "0123456789./-: ....---")

TIME = r"(?:(?:[T ]|(?<=日) ?)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"
YEAR = r"(?P<year>\d{4}|\d{2})"
NOTATIONS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>19[5-9]\d|20\d\d)(?P<month>\d\d)",  # 190701 is 2019-07-01 to some and 1907-01 to others
        YEAR + r"(?P<mark>[-./])(?P<month>\d{1,2})(?:月份?|(?P=mark)(?P<day>\d{1,2})[日号]?" + TIME + r")?\.?",
        YEAR + r"年(?:(?P<month>\d{1,2})(?:月份?|月(?P<day>\d{1,2})[日号]?" + TIME + r")?)?",
    )
)


class UnreadableDate(ValueError):
    """The value is not plainly one date. `value` is what was given; the message is Chinese, for people."""

    def __init__(self, value):
        self.value = value
        super().__init__(f"日期看不懂：{value}。请写成 2024-03-01、2024年3月 或 2024")


def today() -> date:
    """The day it is in China, whatever the machine's clock is set to."""
    return datetime.now(SHANGHAI).date()


def read_partial(value) -> str:
    """A date as people write it → a partial date; None and blanks → "".

    Reads text, numbers, dates and datetimes in the notations of real survey workbooks: 20190701, 201907, 2019.7.1,
    2019.07, 2019年7月, 2019-7, 2019/7/1, 86.7, 2019, office suites' serial days (numbers only).

    Numbers have lost their trailing zero: 2021.1 may have been typed as 2021.10, so a *number* ending in .1 is refused,
    while the *text* "2021.1" is January. A caller that knows the text the clerk saw ("2021.10") passes that text.

    Raises UnreadableDate for anything else: about-words, Chinese numerals, ranges, impossible days, years outside
    1900 to 2100, months without a year.
    """
    if value is None:
        return ""
    if isinstance(value, date):  # a datetime is one, too
        day = value.date() if isinstance(value, datetime) else value
        return _joined(value, day.year, day.month, day.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_number(value)
    if isinstance(value, (str, Decimal)):
        return _read_text(str(value))
    raise UnreadableDate(value)


def _read_number(number) -> str:
    if isinstance(number, float):
        if int_or_none(number) is not None:
            number = int(number)
        elif SERIALS[0] <= number <= SERIALS[-1]:
            number = int(number)  # the time of day is of no interest
        elif repr(number).endswith(".1"):
            raise UnreadableDate(number)
    if isinstance(number, int) and number in SERIALS:
        day = SERIAL_ZERO + timedelta(days=number)
        return _joined(number, day.year, day.month, day.day)
    return _read_text(repr(number))


def int_or_none(number: float) -> int | None:
    """2019.0 → 2019; fractions, infinities and not-a-number → None."""
    return int(number) if number.is_integer() else None


def _read_text(text: str) -> str:
    plain = text.translate(NARROW).strip().removeprefix("'")
    # A blank between two digits may stand for a separator or for nothing ("2019 1 2"), so those stay and do not match.
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", plain, flags=re.ASCII)
    if not plain:
        return ""
    for notation in NOTATIONS:
        if found := notation.fullmatch(plain):
            parts = found.groupdict()
            year = _full_year(text, parts["year"], parts.get("mark"))
            return _joined(text, year, *(int(parts[name]) for name in ("month", "day") if parts.get(name)))
    raise UnreadableDate(text)


def _full_year(text: str, digits: str, mark: str | None) -> int:
    """Two digits mean the latest such year that is not after this one: 86 → 1986, 19 → 2019.

    With - or / the number may as well be a day or a month (01/02/19), so there it must be greater than 31.
    """
    year = int(digits)
    if len(digits) == 4:
        return year
    if mark in ("-", "/") and year <= 31:
        raise UnreadableDate(text)
    century, this_year = divmod(today().year, 100)
    return (century - (year > this_year)) * 100 + year


def _joined(value, year: int, month: int | None = None, day: int | None = None) -> str:
    """The partial date of these parts, checked against the calendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(value)
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        raise UnreadableDate(value)
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"


@lru_cache(4096)
def is_partial(text: str) -> bool:
    """Whether the text is a stored partial date ("" included): exactly an ISO prefix, on the calendar."""
    if text == "":
        return True
    if not ISO.fullmatch(text):
        return False
    try:
        _joined(text, *map(int, text.split("-")))
    except UnreadableDate:
        return False
    return True


@lru_cache(4096)
def first_day(text: str) -> date:
    """The first day that a partial date can mean. Raises ValueError for ""."""
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


@lru_cache(4096)
def last_day(text: str) -> date:
    """The last day that a partial date can mean. Raises ValueError for ""."""
    year, month, day = [*map(int, text.split("-")), None, None][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@lru_cache(4096)
def said(text: str) -> str:
    """A partial date in words: "2019年7月"; "" stays ""."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False)) if text else ""


def refines(finer: str, coarser: str) -> bool:
    """Whether `finer` says the same day as `coarser`, or more about it. Unknown ("") is refined by anything."""
    return finer.startswith(coarser)


class PartialDateFormField(forms.CharField):
    """A text field that reads a date of any precision and gives a partial date ("" when empty)."""

    def __init__(self, *, max_length=None, **kwargs):
        # The notation may be longer than what is stored, so the model's max_length is not the form's.
        super().__init__(**kwargs)

    def to_python(self, value):
        """Text as typed → partial date. Raises ValidationError for what read_partial refuses."""
        try:
            return read_partial(super().to_python(value))
        except UnreadableDate as unreadable:
            raise ValidationError(str(unreadable), code="invalid") from None

    def widget_attrs(self, widget):
        """Shows the two commonest notations."""
        return {**super().widget_attrs(widget), "placeholder": "2019-07-01 或 2019年7月", "maxlength": "40"}


class DayField(forms.DateField):
    """A date field that needs year, month and day and reads the same notations."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"placeholder": "2019-07-01"})

    def to_python(self, value):
        """Text as typed → `datetime.date`, None when empty. Raises ValidationError."""
        try:
            text = read_partial(value)
        except UnreadableDate as unreadable:
            raise ValidationError(str(unreadable), code="invalid") from None
        if text and len(text) < 10:
            raise ValidationError(f"请写出年月日，例如 2024-03-01（现在是：{value}）", code="invalid")
        return date.fromisoformat(text) if text else None


class PartialDateField(models.CharField):
    """Stores a partial date as text that compares by date on every database."""

    description = "精确到年、月或日的日期"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection):
        """As a text column; byte order on PostgreSQL, where a locale's order may skip the hyphens."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def validate(self, value, model_instance):
        """Raises ValidationError unless the value is a partial date."""
        super().validate(value, model_instance)
        if not is_partial(value):
            raise ValidationError(str(UnreadableDate(value)), code="invalid")

    def get_db_prep_save(self, value, connection):
        """What is written. Raises ValueError for text that is no partial date, on bulk writes too."""
        if isinstance(value, date):
            value = value.isoformat()[:10]
        if isinstance(value, str) and not is_partial(value):
            raise UnreadableDate(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        """A PartialDateFormField without a length limit of its own."""
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs, "max_length": None})

"""Ages and 党龄, computed for a day and never stored (domain.md §3).

A date known to the year or month counts from its first day, as everywhere (domain.md §2).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liangxin.dates import first_day

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Band:
    """An age band: `least` and `most` years, both included; None is open."""

    key: str
    label: str
    least: int | None = None
    most: int | None = None

    def born(self, day: date, column: str = "birth") -> Q:
        """The condition on `column`, a partial date of birth, that who was born then is in the band on `day`."""
        found = ~Q(**{column: ""}) & Q(**{f"{column}__lte": _back(day, self.least or 0)})
        if self.most is not None:
            found &= Q(**{f"{column}__gt": _back(day, self.most + 1)})
        return found


# 以下 includes its number, as in the national annual tables.
BANDS = (
    Band("35", "35岁以下", most=35),
    Band("36-60", "36至60岁", least=36, most=60),
    Band("61", "61岁以上", least=61),
    Band("36-45", "其中36至45岁", least=36, most=45),
    Band("46-60", "其中46至60岁", least=46, most=60),
)
BY_KEY = {band.key: band for band in BANDS}


def years(since: str, day: date) -> int | None:
    """The full years from a partial date to `day`; None when it is unknown or lies after `day`."""
    if not since or first_day(since) > day:
        return None
    begun = first_day(since)
    return day.year - begun.year - ((day.month, day.day) < (begun.month, begun.day))


def age(birth: str, day: date) -> int | None:
    """周岁 on `day` of who was born on the partial date `birth`."""
    return years(birth, day)


def party_age(full: str, day: date) -> int | None:
    """党龄 on `day`: full years since the person became a full member (党章 Art. 7); None before that."""
    return years(full, day)


def _back(day: date, count: int) -> str:
    """The day `count` years before `day`, as text: on 29 February it need not exist to be compared with."""
    return f"{day.year - count:04}-{day.month:02}-{day.day:02}"

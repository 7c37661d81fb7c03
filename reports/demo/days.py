"""The days that the made-up county is told by, all counted from today."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True)
class Days:
    """`opened`: the registers begin; `year_end`: what figures are compared with; `surveyed`: the last survey's day."""

    today: date
    opened: date
    year_end: date
    surveyed: date

    @classmethod
    def seen_from(cls, day: date) -> "Days":
        """The days as seen from `day`: registers of three years, surveys at the ends of quarters."""
        quarter = quarter_end(day)
        surveyed = quarter if quarter.year == day.year else day
        return cls(day, date(day.year - 3, 1, 15), date(day.year - 1, 12, 31), surveyed)

    @property
    def new_year(self) -> date:
        """The first day after the comparison day."""
        return self.year_end + timedelta(days=1)


def quarter_end(day: date) -> date:
    """The last end of a quarter before `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=1)


def between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included; `first` when they are the wrong way round."""
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def written(rng: Random, day: date) -> str:
    """`day` as a partial date: mostly to the day, sometimes to the month, seldom to the year."""
    return day.isoformat()[: rng.choices((10, 7, 4), (70, 25, 5))[0]]

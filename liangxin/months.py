"""Months and quarters of the calendar: what "three months ago" and "this quarter" mean."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

NUMERALS = "一二三四"


def shifted(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative); the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(since: date, until: date) -> int:
    """How many whole months lie between two days; 0 when `until` is not later."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (shifted(since, months) > until))


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which `day` lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> "Quarter | None":
        """ "2026-4" → a quarter; None for anything else."""
        found = re.fullmatch(r"(19\d\d|20\d\d)-([1-4])", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return shifted(self.first, 3) - timedelta(1)

    def shifted(self, quarters: int) -> "Quarter":
        """The quarter so many later (earlier when negative)."""
        return Quarter.of(shifted(self.first, 3 * quarters))

    def __str__(self):
        return f"{self.year}年第{NUMERALS[self.number - 1]}季度"

"""Days that the figures compare."""

from datetime import date


def last_year_end(day: date) -> date:
    """31 December of the year before `day`: what a figure is compared with unless another day is asked for."""
    return date(day.year - 1, 12, 31)

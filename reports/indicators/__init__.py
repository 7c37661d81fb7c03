"""The figures that official summaries leave blank (domain.md §6), as far as the registers give them.

An indicator is a function in a module here: it returns the rows that are counted, late, so that the number and the
list behind it are one query set.
"""

from reports.indicators import branches, development, guides, members, organizations  # noqa: F401 - they register
from reports.indicators.base import GROUPS, INDICATORS, Indicator

__all__ = ["GROUPS", "INDICATORS", "Indicator"]

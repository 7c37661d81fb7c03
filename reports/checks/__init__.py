"""数据体检: the questions of data quality, modules by register (design.md, Growth)."""

from reports.checks import branches, guides, identities, members, organizations  # noqa: F401 - they register the rules
from reports.checks.base import CHECKS, NOUNS, Asked, Check, Severity, ordered, rows_of

__all__ = ["CHECKS", "NOUNS", "Asked", "Check", "Severity", "ordered", "rows_of"]

"""Coverage tables: the figures of domain.md §2 for any scope, day and grouping, and the lists behind them."""

from reports.coverage.groups import GROUPS
from reports.coverage.questions import Question
from reports.coverage.rates import RATES
from reports.coverage.tables import Row, Table, table

__all__ = ["GROUPS", "RATES", "Question", "Row", "Table", "table"]

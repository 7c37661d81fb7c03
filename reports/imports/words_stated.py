"""What the row of a roster states, in the words of its ledger."""

from liangxin.dates import said
from reports.ledgers import Ledger
from reports.ledgers.columns import Serial
from reports.ledgers.numbers import PartialDate

HIDDEN = "id_number"


class Stated:
    """Says facts by the titles of a ledger's columns."""

    def __init__(self, ledger: Ledger):
        self.columns = [one for one in ledger.readable if not isinstance(one, Serial)]

    def lines(self, facts: dict, *, without: tuple[str, ...] = ("name",)) -> list[dict]:
        """{"field", "old", "new"} of each fact, from nothing, in the order of the columns."""
        found = []
        for column in self.columns:
            value = facts.get(column.key)
            if value in (None, "", []) or column.key in without or (value is False and not column.own):
                continue
            text = value["shown"] if column.key == HIDDEN else self._said(column, value)
            found.append({"field": column.title, "old": "", "new": str(text)})
        return found

    @staticmethod
    def _said(column, value):
        return said(value) if isinstance(column, PartialDate) else column.shown(value)

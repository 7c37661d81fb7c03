"""What each ledger (台账) consists of. A new ledger is a module here, imported below."""

from reports.ledgers import enterprises, registrations, socials  # noqa: F401 - they register themselves
from reports.ledgers.base import LEDGERS, LISTS, Ledger, find_ledger
from reports.ledgers.columns import Column, Group

__all__ = ["LEDGERS", "LISTS", "Column", "Group", "Ledger", "find_ledger"]

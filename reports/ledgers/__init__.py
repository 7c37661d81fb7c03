"""What each ledger (台账) consists of. A new ledger is a module here, imported below."""

from reports.ledgers import (  # noqa: F401 - they register themselves
    branches,
    candidates,
    enterprises,
    guides,
    layout_63,
    layout_main_steps,
    members,
    registrations,
    socials,
)
from reports.ledgers.base import LEDGERS, LISTS, ROSTERS, Ledger, every_ledger
from reports.ledgers.columns import Column, Group

__all__ = ["LEDGERS", "LISTS", "ROSTERS", "Column", "Group", "Ledger", "every_ledger"]

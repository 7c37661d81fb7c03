"""What each ledger lists for a question, and the facts of its rows: the one door for screen, workbook and archive."""

from reports.ledgers.listings import (  # noqa: F401 - they register themselves
    branches,
    candidates,
    guides,
    members,
    organizations,
)
from reports.ledgers.listings.base import LISTINGS, Listing, listing_of

__all__ = ["LISTINGS", "Listing", "listing_of"]

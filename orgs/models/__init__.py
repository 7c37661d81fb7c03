"""The core model: who there is and what covers it (design.md, The core model)."""

from orgs.models.activities import Activity
from orgs.models.branches import BranchLevel, Coverage, PartyBranch
from orgs.models.confirmations import Confirmation
from orgs.models.files import BranchFile
from orgs.models.guides import Guide, Posting, Visit
from orgs.models.mass import MassGroup
from orgs.models.matters import Matter
from orgs.models.merges import Merge
from orgs.models.options import Option
from orgs.models.organizations import Organization
from orgs.models.regions import Region
from orgs.models.standings import Standing, Tag
from orgs.models.terms import Term, TermRule
from orgs.models.users import User
from orgs.models.venues import Venue, VenueItem
from orgs.models.zones import Zone

__all__ = [
    "Activity",
    "BranchFile",
    "BranchLevel",
    "Confirmation",
    "Coverage",
    "Guide",
    "MassGroup",
    "Matter",
    "Merge",
    "Option",
    "Organization",
    "PartyBranch",
    "Posting",
    "Region",
    "Standing",
    "Tag",
    "Term",
    "TermRule",
    "User",
    "Venue",
    "VenueItem",
    "Visit",
    "Zone",
]

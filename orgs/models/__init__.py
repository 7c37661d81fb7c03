"""The core model: who there is and what covers it (design.md, The core model)."""

from orgs.models.branches import BranchLevel, Coverage, PartyBranch
from orgs.models.guides import Guide, Posting, Visit
from orgs.models.mass import MassGroup
from orgs.models.merges import Merge
from orgs.models.organizations import Organization
from orgs.models.regions import Region
from orgs.models.standings import Standing, Tag
from orgs.models.users import User
from orgs.models.zones import Zone

__all__ = [
    "BranchLevel",
    "Coverage",
    "Guide",
    "MassGroup",
    "Merge",
    "Organization",
    "PartyBranch",
    "Posting",
    "Region",
    "Standing",
    "Tag",
    "User",
    "Visit",
    "Zone",
]

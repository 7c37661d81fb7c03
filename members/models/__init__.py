"""Party members and what is kept of them (design.md, Layout)."""

from members.models.development import Candidate, Step, StepFile
from members.models.dues import DuesBand, DuesBase, DuesPayment
from members.models.members import Membership, PartyMember, PersonType, Relation, Workplace
from members.models.posts import Post
from members.models.rosters import CompleteRoster, Reveal
from members.models.transfers import Transfer

__all__ = [
    "Candidate",
    "CompleteRoster",
    "DuesBand",
    "DuesBase",
    "DuesPayment",
    "Membership",
    "PartyMember",
    "PersonType",
    "Post",
    "Relation",
    "Reveal",
    "Step",
    "StepFile",
    "Transfer",
    "Workplace",
]

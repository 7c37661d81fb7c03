"""What a new installation begins with: how long terms last, and the 六有 of a venue (domain.md §3)."""

from liangxin.periods import BEGINNING
from orgs.choices import TermKind
from orgs.models import TermRule, VenueItem

YEARS = {TermKind.BRANCH: 3, TermKind.COMMITTEE: 5, TermKind.VILLAGE: 5}
SIX = (
    ("place", "有场所"),
    ("gear", "有设施"),
    ("sign", "有标志"),
    ("flag", "有党旗"),
    ("books", "有书报"),
    ("rules", "有制度"),
)


def term_rules() -> list[TermRule]:
    """支部 and 总支 3 years, 基层党委 5, 村（社区） 5."""
    return [TermRule(kind=kind, years=years, start=BEGINNING) for kind, years in YEARS.items()]


def venue_items() -> list[VenueItem]:
    """六有."""
    return [VenueItem(key=key, name=name, place=place) for place, (key, name) in enumerate(SIX, 1)]

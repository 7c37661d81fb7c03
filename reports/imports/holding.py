"""What the register holds of a fact on a day, in the form and in the words in which a row states it."""

from datetime import date
from decimal import Decimal

from liangxin.dates import refines
from liangxin.names import normal_branch_name, normal_name
from orgs.choices import JOINT_MODES, Mode, TagKind
from orgs.models import Organization, Standing
from orgs.models.standings import STATED_AS_IS
from reports.imports.covering import covering_on
from reports.imports.register import Record, people
from reports.imports.stating import PARTIAL_DATES, in_words, label_of

NAMED = ("zone", "supervisor")  # of the standing, stated by name
OF_STANDING = frozenset((*STATED_AS_IS, "revenue"))
BRANCH = {"built": "是否建立党组织", "mode": "组建方式", "branch_name": "党组织", "branch_level": "党组织类别"}
BRANCH |= {"branch_established": "党组织成立时间"}
GUIDE = {"guide_name": "党建指导员", "guide_unit": "指导员工作单位", "guide_post": "指导员职务"}
GUIDE |= {"guide_phone": "指导员电话"}
MASS = {"union": "工会", "league": "共青团", "women": "妇联"}
LABELS = BRANCH | GUIDE | MASS | {"tags": "标签"}


def running(facts, day: date) -> list:
    """Those of `facts` that hold on `day`."""
    return [one for one in facts if one.covers(day)]


def held_of(record: Record | None, fact: str, day: date):
    """What the register holds of a fact on `day`; None or "" when nothing, and always for a new organization."""
    if record is None:
        return None
    standing = record.standing_on(day)
    if fact in NAMED:
        named = getattr(standing, fact, None)
        return named.name if named else ""
    if fact in OF_STANDING:
        return getattr(standing, fact, None)
    if fact in BRANCH:
        return _of_branch(covering_on(record, day), fact)
    if fact in GUIDE:
        column = fact.removeprefix("guide_")
        return "、".join(getattr(one.guide, column) for one in running(record.postings, day))
    if fact in MASS:
        return any(one.kind == fact for one in running(record.mass_groups, day)) or None
    if fact == "tags":
        return [one.tag for one in running(record.tags, day)]
    return getattr(record.organization, fact)


def _of_branch(coverage, fact: str):
    if coverage is None or fact == "branch_level":  # a level belongs to the branch, and is said by its name
        return None
    branch = coverage.branch
    held = {"built": True, "mode": coverage.mode, "branch_name": branch.name, "branch_established": branch.established}
    return held[fact]


def is_filled(record: Record | None, fact: str, day: date) -> bool:
    """Whether the register holds anything of the fact: 否 and 0 are something, and one branch or guide fills all."""
    if record is None:
        return False
    if fact in BRANCH:
        return covering_on(record, day) is not None
    if fact in GUIDE:
        return bool(running(record.postings, day))
    held = held_of(record, fact, day)
    return not (held is None or held == "" or held == [])


def says_the_same(fact: str, held, stated) -> bool:
    """Whether what the register holds (`held_of`) already says what a row states."""
    if fact == "branch_level":
        return True
    if fact == "built" or fact in MASS:
        return bool(held) == stated
    if fact in PARTIAL_DATES or fact == "branch_established":
        return bool(held) and refines(held, stated)
    if fact == "branch_name":
        return normal_branch_name(held or "") == normal_branch_name(stated)
    if fact == "mode":
        return held == stated or (stated == Mode.JOINT and held in JOINT_MODES)
    if fact in NAMED:
        return normal_name(held or "") == normal_name(stated)
    if fact == "guide_name":
        return set(people(held or "")) == set(people(stated))
    if fact in ("tags", "former_names"):
        return set(stated) <= set(held or ())
    if fact == "revenue":
        return held is not None and held == Decimal(stated).quantize(Decimal("0.0001"))
    return (held or "") == stated if isinstance(stated, str) else held == stated


def label_for(fact: str) -> str:
    """What people call the fact."""
    if fact in OF_STANDING or fact in NAMED:
        return label_of(Standing, fact)
    return LABELS.get(fact) or label_of(Organization, fact)


def words_for(fact: str, value) -> str:
    """A value of the fact, held or stated, as people read it."""
    if fact == "mode":
        return Mode(value).label if value else ""
    if fact == "tags":
        return "、".join(TagKind(tag).label for tag in value or ())
    if fact == "former_names":
        return "、".join(value or ())
    if fact in OF_STANDING:
        return in_words(Standing, fact, value)
    plain = fact in LABELS or fact in NAMED
    return in_words(Organization, "name" if plain else fact, value)

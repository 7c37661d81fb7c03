"""The leaf status of an organization on a day (domain.md §2): the only place where that rule is written.

`standings_on(day)` gives the organizations of the base as their standings of that day; `with_status` annotates each
with its leaf status and the facts beside it, packed into one small number, so that a table of any size is one query
grouped by (place, number) and rolled up in Python.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Value, When

from liangxin.periods import in_force
from orgs.choices import JOINT_MODES, Category, Leaf, Level, Mode
from orgs.models import BranchLevel, Coverage, MassGroup, Posting, Standing

SINGLE = (Leaf.SINGLE_COMMITTEE, Leaf.SINGLE_GENERAL, Leaf.SINGLE_BRANCH)
COVERED = (*SINGLE, Leaf.JOINT, Leaf.AFFILIATED)
UNBUILT = (Leaf.SHOULD_BUILD, Leaf.SOME_MEMBERS, Leaf.NO_MEMBERS)
UNCOVERED = (Leaf.FUNCTIONAL, *UNBUILT)  # 功能型 is a memo figure outside the main rate
LEAVES = tuple(Leaf)
ENOUGH = 3  # full members from which a branch should be built; probationary members do not count

# The number of an organization: its leaf in the lowest 4 bits, then one bit for each fact beside it.
LEAF_BITS = 15
FACTS = ("guided", "grouped", "three", "scale", "fifty", "hundred", "member")
BITS = {name: 16 << place for place, name in enumerate(FACTS)}


def exists_on(day: date, prefix: str = "") -> Q:
    """The condition that an organization, reached through `prefix`, is established and not closed on `day`.

    Partial dates are ISO prefixes, so plain comparison counts them from their first day; a blank founding date
    (成立时间不详) counts on every day.
    """
    text = day.isoformat()
    closed = Q(**{f"{prefix}closed": ""}) | Q(**{f"{prefix}closed__gt": text})
    return Q(**{f"{prefix}established__lte": text}) & closed


def is_operating() -> Q:
    """The condition on a standing that its organization operates (三有).

    三有 is yes until somebody says no; for a 个体工商户, by category or code prefix 92, no until somebody says yes.
    """
    self_employed = Q(category=Category.SELF_EMPLOYED) | Q(organization__credit_code__startswith="92")
    return Q(operating=True) | (Q(operating=None) & ~self_employed)


def standings_on(day: date):
    """The base (口径) of `day`: one standing for each organization that counts. Scope and filters are the caller's."""
    return Standing.objects.on(day).filter(exists_on(day, "organization__"), is_operating())


def with_status(standings, day: date):
    """`standings` of `day` annotated with `leaf` (an index into LEAVES), `guided`, `grouped` and `number`.

    `cover` is the counting coverage in force, if any; the database allows at most one.
    """
    counting = in_force(day, "organization__coverages__") & Q(organization__coverages__counts=True)
    own = {"organization": OuterRef("organization")}
    facts = {
        "guided": Exists(Posting.objects.on(day).filter(**own)),
        "grouped": Exists(MassGroup.objects.on(day).filter(**own)),
        "three": Q(full_members__gte=ENOUGH),
        "scale": Q(above_scale=True),
        "fifty": Q(employees__gte=50),
        "hundred": Q(employees__gte=100),
        "member": Q(full_members__gt=0) | Q(probationary_members__gt=0),
    }
    standings = standings.annotate(cover=FilteredRelation("organization__coverages", condition=counting))
    standings = standings.annotate(leaf=leaf_on(day), **{name: _flag(facts[name], bit) for name, bit in BITS.items()})
    return standings.annotate(number=sum((F(name) for name in BITS), start=F("leaf")))


def leaf_on(day: date) -> Case:
    """The leaf status as an index into LEAVES: the first line of the rule that applies."""
    levels = BranchLevel.objects.on(day).filter(branch=OuterRef("cover__branch"))
    functional = Coverage.objects.on(day).filter(organization=OuterRef("organization"), mode=Mode.FUNCTIONAL)
    single = Q(cover__mode=Mode.SINGLE)
    rule = (
        (single & Q(Exists(levels.filter(level__in=(Level.COMMITTEE, Level.WORK_COMMITTEE)))), Leaf.SINGLE_COMMITTEE),
        (single & Q(Exists(levels.filter(level=Level.GENERAL))), Leaf.SINGLE_GENERAL),
        (single, Leaf.SINGLE_BRANCH),
        (Q(cover__mode__in=JOINT_MODES), Leaf.JOINT),
        (Q(cover__mode=Mode.AFFILIATED), Leaf.AFFILIATED),
        (Exists(functional), Leaf.FUNCTIONAL),
        (Q(full_members__gte=ENOUGH), Leaf.SHOULD_BUILD),
        (Q(full_members__gt=0), Leaf.SOME_MEMBERS),
    )
    whens = [When(condition, then=Value(LEAVES.index(leaf))) for condition, leaf in rule]
    return Case(*whens, default=Value(LEAVES.index(Leaf.NO_MEMBERS)), output_field=IntegerField())


def _flag(condition, bit):
    return Case(When(condition, then=Value(bit)), default=Value(0), output_field=IntegerField())


_PLACE = {leaf: LEAVES.index(leaf) for leaf in LEAVES}
_SINGLE_PLACE = {
    Level.COMMITTEE: _PLACE[Leaf.SINGLE_COMMITTEE],
    Level.WORK_COMMITTEE: _PLACE[Leaf.SINGLE_COMMITTEE],
    Level.GENERAL: _PLACE[Leaf.SINGLE_GENERAL],
}
_PLACE_OF_MODE = {mode.value: _PLACE[Leaf.JOINT] for mode in JOINT_MODES}
_PLACE_OF_MODE[Mode.AFFILIATED.value] = _PLACE[Leaf.AFFILIATED]
_SINGLE_BRANCH = _PLACE[Leaf.SINGLE_BRANCH]
_SINGLE, _FUNCTIONAL = Mode.SINGLE.value, Mode.FUNCTIONAL.value  # an enumeration is slow to ask for every row


def number_of(day: date, organization, standing, coverages, level_of, postings, mass_groups) -> int | None:
    """The number that `with_status` gives an organization, from its rows in memory; None when it is not in the base.

    For what is planned and not written yet. organization: anything with established, closed and credit_code;
    standing: the one in force on `day`; level_of: coverage → the level of its branch on that day; the others are lists
    of the organization's rows, of any day. tests/orgs/test_coverage_in_memory.py holds both forms of the rule together.
    """
    if not is_counted(day, organization, standing):
        return None
    full, employees = standing.full_members or 0, standing.employees or 0
    number = _leaf_place(day, coverages, level_of, full)
    if postings and _any_on(day, postings):
        number |= BITS["guided"]
    if mass_groups and _any_on(day, mass_groups):
        number |= BITS["grouped"]
    if full:
        number |= BITS["member"] | (BITS["three"] if full >= ENOUGH else 0)
    elif standing.probationary_members:
        number |= BITS["member"]
    if standing.above_scale:
        number |= BITS["scale"]
    if employees >= 50:
        number |= BITS["fifty"] | (BITS["hundred"] if employees >= 100 else 0)
    return number


def is_counted(day: date, organization, standing) -> bool:
    """Whether an organization with this standing belongs to the base: `exists_on` and `is_operating` in memory."""
    established, closed = organization.established, organization.closed
    if established or closed:
        text = day.isoformat()
        if established > text or (closed and closed <= text):
            return False
    if standing.operating is None:
        shop = standing.category == Category.SELF_EMPLOYED.value
        return not (shop or (organization.credit_code or "").startswith("92"))
    return standing.operating


def _any_on(day: date, periods) -> bool:
    """Whether one of `periods` holds on `day`; a plain loop, as an import asks it for every row."""
    for one in periods:  # noqa: SIM110
        if one.covers(day):
            return True
    return False


def _leaf_place(day, coverages, level_of, full: int) -> int:
    """What `leaf_on` gives, from rows in memory."""
    functional = False
    for one in coverages:
        if not one.covers(day):
            continue
        if not one.counts:
            functional = functional or one.mode == _FUNCTIONAL
        elif one.mode == _SINGLE:
            return _SINGLE_PLACE.get(level_of(one), _SINGLE_BRANCH)
        else:
            return _PLACE_OF_MODE[one.mode]
    if functional:
        return _PLACE[Leaf.FUNCTIONAL]
    if full >= ENOUGH:
        return _PLACE[Leaf.SHOULD_BUILD]
    return _PLACE[Leaf.SOME_MEMBERS if full else Leaf.NO_MEMBERS]


@dataclass(frozen=True)
class Part:
    """Organizations whose leaf is one of `leaves`, that have the facts `having` and lack the facts `lacking` (BITS)."""

    leaves: tuple[Leaf, ...] = LEAVES
    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def counts(self, number: int) -> bool:
        """Whether an organization with this packed number belongs to the part."""
        return (
            LEAVES[number & LEAF_BITS] in self.leaves
            and all(number & BITS[name] for name in self.having)
            and not any(number & BITS[name] for name in self.lacking)
        )

    def condition(self) -> Q:
        """The same rule as a condition on standings annotated by `with_status`."""
        facts = {name: BITS[name] for name in self.having} | dict.fromkeys(self.lacking, 0)
        leaves = {} if self.leaves == LEAVES else {"leaf__in": [LEAVES.index(leaf) for leaf in self.leaves]}
        return Q(**leaves, **facts)


@dataclass(frozen=True)
class Figure:
    """A number of the table and the list behind it: the union of parts that share no organization."""

    key: str
    title: str
    parts: tuple[Part, ...] = (Part(),)

    def counts(self, number: int) -> bool:
        """Whether an organization with this packed number belongs to the figure."""
        return any(part.counts(number) for part in self.parts)

    def filter(self, annotated):
        """The rows of `annotated` (from with_status) that belong to the figure."""
        condition = Q()
        for part in self.parts:
            condition |= part.condition()
        return annotated.filter(condition)


_COVERED, _GUIDED = Part(COVERED), Part(UNCOVERED, ("guided",))
_MASS = Part(UNCOVERED, ("grouped",), ("guided",))

FIGURES = {
    figure.key: figure
    for figure in (
        Figure("total", "单位数"),
        Figure("single", "单独组建", (Part(SINGLE),)),
        *(Figure(leaf.value, leaf.label, (Part((leaf,)),)) for leaf in (*SINGLE, Leaf.JOINT, Leaf.AFFILIATED)),
        Figure("functional", "功能型", (Part((Leaf.FUNCTIONAL,)),)),
        Figure("unbuilt", "未建党组织", (Part(UNBUILT),)),
        Figure("unbuilt_should", "未建-应建", (Part((Leaf.SHOULD_BUILD,)),)),
        Figure("unbuilt_some", "未建-个别党员", (Part((Leaf.SOME_MEMBERS,)),)),
        Figure("unbuilt_none", "未建-没有党员", (Part((Leaf.NO_MEMBERS,)),)),
        Figure("covered", "党的组织覆盖", (_COVERED,)),
        Figure("uncovered", "党的组织未覆盖", (Part(UNCOVERED),)),
        Figure("independent", "独立组建（不含挂靠）", (Part((*SINGLE, Leaf.JOINT)),)),
        Figure("guided", "未覆盖、有指导员", (_GUIDED,)),
        Figure("guided_built", "已覆盖、有指导员", (Part(COVERED, ("guided",)),)),
        Figure("mass", "未覆盖、无指导员、有群团", (_MASS,)),
        Figure("work_covered", "党的工作覆盖", (_COVERED, _GUIDED, _MASS)),
        Figure("not_work_covered", "没有工作覆盖", (Part(UNCOVERED, (), ("guided", "grouped")),)),
        Figure("unguided", "未建、无指导员", (Part(UNBUILT, (), ("guided",)),)),
        Figure("unbuilt_guided", "未建、有指导员", (Part(UNBUILT, ("guided",)),)),
        Figure("should_build", "有3名以上正式党员", (Part(having=("three",)),)),
        Figure("should_built", "应建已建", (Part(COVERED, ("three",)),)),
        Figure("should_unbuilt", "应建未建", (Part(UNCOVERED, ("three",)),)),
        Figure("joint_enough", "联合中应单建", (Part((Leaf.JOINT,), ("three",)),)),
        Figure("scale", "规模以上", (Part(having=("scale",)),)),
        Figure("scale_covered", "规上已覆盖", (Part(COVERED, ("scale",)),)),
        Figure("fifty", "50人以上", (Part(having=("fifty",)),)),
        Figure("fifty_member", "50人以上有党员", (Part(having=("fifty", "member")),)),
        Figure("hundred", "100人以上", (Part(having=("hundred",)),)),
        Figure("hundred_covered", "100人以上有组织", (Part(COVERED, ("hundred",)),)),
    )
}

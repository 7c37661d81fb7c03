"""Random dated histories of organizations, for the property test of coverage: how they are drawn, and how they are
written to the database. They are plain data, so that the rule they are judged by needs no code of the product.
"""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from liangxin import bulk
from orgs.choices import Category, Kind, Level, MassKind, Mode, TagKind
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
)

BEGINNING = date(1900, 1, 1)
# Few days, most of them neighbours of others, so that the edges of periods and dates meet each other often.
DAYS = tuple(
    date.fromisoformat(day)
    for day in ("2020-01-01", "2020-06-30", "2020-07-01", "2020-07-02", "2020-12-31", "2021-01-01", "2021-03-15")
)
PARTIAL = ("", "", "2019", "2020", "2020-07", "2020-07-01", "2020-07-02", "2020-12-31", "2021", "2021-03-15")
CODES = ("330199", "330199001", "330199001001", "330199001002", "330199002", "330199002001", "330199003")
CLASSES = ("91", "92", "52", "")
BRANCHES = 3  # that may cover somebody; as many again sit inside an organization and cover nobody


@dataclass(frozen=True)
class Span:
    """A period [start, end) and what holds in it."""

    start: date
    end: date | None
    value: object

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


@dataclass(frozen=True)
class Situation:
    """What a standing says."""

    region: str
    category: str
    operating: bool | None
    above_scale: bool | None
    employees: int | None
    full: int | None
    probationary: int | None


@dataclass(frozen=True)
class Story:
    """One organization."""

    kind: str
    code_class: str
    established: str
    closed: str
    standings: tuple[Span, ...]
    counting: tuple[Span, ...]  # value: (branch, mode)
    functional: tuple[Span, ...]  # value: branch
    postings: tuple[Span, ...]
    unions: tuple[Span, ...]
    leagues: tuple[Span, ...]
    tags: tuple[Span, ...]


@dataclass(frozen=True)
class Committee:
    """One branch: its levels, and the organization it sits in."""

    levels: tuple[Span, ...]
    established: str
    dissolved: str
    host: int | None


@dataclass(frozen=True)
class County:
    """All organizations and branches of one example."""

    stories: tuple[Story, ...]
    committees: tuple[Committee, ...]


def spans(values, *, unbroken=False):
    """Periods that do not overlap, each with one of `values`; unbroken ones cover all time."""

    @st.composite
    def drawn(draw):
        cuts = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=0 if unbroken else 1, max_size=3)))
        starts = [BEGINNING, *cuts] if unbroken else cuts
        ends = [*starts[1:], None if unbroken else draw(st.sampled_from((None, None, date(2021, 6, 1))))]
        found = [Span(start, end, draw(values)) for start, end in zip(starts, ends, strict=True)]
        return tuple(found if unbroken else [span for span in found if draw(st.booleans())])

    return drawn()


situations = st.builds(
    Situation,
    region=st.sampled_from(CODES),
    category=st.sampled_from(("", Category.PRIVATE, Category.SELF_EMPLOYED, Category.SERVICE)),
    operating=st.sampled_from((None, None, True, False)),
    above_scale=st.sampled_from((None, True, False)),
    employees=st.sampled_from((None, 0, 49, 50, 99, 100)),
    full=st.sampled_from((None, 0, 1, 2, 3, 7)),
    probationary=st.sampled_from((None, 0, 2)),
)
branches = st.integers(0, BRANCHES - 1)
stories = st.builds(
    Story,
    kind=st.sampled_from(Kind.values),
    code_class=st.sampled_from(CLASSES),
    established=st.sampled_from(PARTIAL),
    closed=st.sampled_from(("", "", *PARTIAL)),
    standings=spans(situations, unbroken=True),
    counting=spans(st.tuples(branches, st.sampled_from([mode for mode in Mode.values if mode != Mode.FUNCTIONAL]))),
    functional=spans(branches),
    postings=spans(st.just("guide")),
    unions=spans(st.just(MassKind.UNION)),
    leagues=spans(st.just(MassKind.LEAGUE)),
    tags=spans(st.just(TagKind.SMALL)),
)


@st.composite
def counties(draw, most=10):
    """A county of up to `most` organizations. A branch that covers somebody exists all the time."""
    found = draw(st.lists(stories, min_size=1, max_size=most))
    host = st.one_of(st.none(), st.integers(0, len(found) - 1))
    levels = spans(st.sampled_from(Level.values), unbroken=True)
    covering = st.builds(Committee, levels, st.sampled_from(("", "2019")), st.just(""), host)
    sitting = st.builds(Committee, levels, st.sampled_from(PARTIAL), st.sampled_from(PARTIAL), host)
    committees = [draw(kind) for kind in (covering, sitting) for _ in range(BRANCHES)]
    return County(tuple(found), tuple(committees))


def write(county: County, regions: dict[str, Region], guide: Guide) -> None:
    """Store an example; the organizations are named by their place in it, "0", "1" …"""
    organizations = [_organization(place, story) for place, story in enumerate(county.stories)]
    bulk.insert(Organization, organizations)
    committees = [
        PartyBranch(
            name=f"支部{place}",
            normal_name=f"{place}",
            region=regions["330199"],
            established=committee.established,
            dissolved=committee.dissolved,
            host=None if committee.host is None else organizations[committee.host],
        )
        for place, committee in enumerate(county.committees)
    ]
    bulk.insert(PartyBranch, committees)
    levels = [
        BranchLevel(branch=branch, level=span.value, start=span.start, end=span.end)
        for branch, committee in zip(committees, county.committees, strict=True)
        for span in committee.levels
    ]
    bulk.insert(BranchLevel, levels)
    facts = {model: [] for model in (Standing, Coverage, Posting, MassGroup, Tag)}
    for organization, story in zip(organizations, county.stories, strict=True):
        for fact in _facts(organization, story, committees, regions, guide):
            facts[type(fact)].append(fact)
    for model, rows in facts.items():
        bulk.insert(model, rows)


def _organization(place, story):
    code = f"{story.code_class}{place:016d}" if story.code_class else None
    return Organization(
        name=f"{place}",
        normal_name=f"{place}",
        kind=story.kind,
        credit_code=code,
        established=story.established,
        closed=story.closed,
    )


def _facts(organization, story, committees, regions, guide):
    def period(span):
        return {"organization": organization, "start": span.start, "end": span.end}

    for span in story.standings:
        said = span.value
        yield Standing(
            **period(span),
            region=regions[said.region],
            category=said.category,
            operating=said.operating,
            above_scale=said.above_scale,
            employees=said.employees,
            full_members=said.full,
            probationary_members=said.probationary,
            stated_on=DAYS[0],
        )
    for span in story.counting:
        yield Coverage(**period(span), branch=committees[span.value[0]], mode=span.value[1], counts=True)
    for span in story.functional:
        yield Coverage(**period(span), branch=committees[span.value], mode=Mode.FUNCTIONAL, counts=False)
    for span in story.postings:
        yield Posting(**period(span), guide=guide)
    for span in (*story.unions, *story.leagues):
        yield MassGroup(**period(span), kind=span.value)
    for span in story.tags:
        yield Tag(**period(span), tag=span.value)

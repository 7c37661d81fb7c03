"""Random histories of members, complete rosters and statements about two organizations, and what domain.md §2 makes of
them in plain Python, which shares no rule with the product.
"""

from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

from tests.orgs.histories import BEGINNING, DAYS, PARTIAL, Span, spans

ORGANIZATIONS = 2
TODAY_OR_LATER = date(2021, 9, 1)
MARKED = tuple(day for day in DAYS if day > DAYS[0])
STATES = ("here", "arrived", "letter", "pocket", "floating", "lost")


@dataclass(frozen=True)
class Life:
    """One member."""

    left: str
    types: tuple[Span, ...]
    ties: tuple[Span, ...]
    branches: tuple[tuple[Span, ...], ...]  # of each branch its own, so that a member may be in two on one day
    work: tuple[Span, ...]  # value: the organization


lives = st.builds(
    Life,
    left=st.sampled_from(("", "", "", *PARTIAL)),
    types=spans(st.sampled_from(("full", "full", "probationary"))),
    ties=st.one_of(st.just(()), spans(st.sampled_from(STATES))),
    branches=st.tuples(spans(st.just(0)), st.one_of(st.just(()), spans(st.just(1)))),
    work=spans(st.integers(0, ORGANIZATIONS - 1), unbroken=False),
)
places = st.integers(0, ORGANIZATIONS - 1)
numbers = st.fixed_dictionaries(
    {},
    optional={
        "full_members": st.sampled_from((None, 0, 1, 3, 4)),
        "probationary_members": st.sampled_from((None, 0, 2)),
        "elsewhere_members": st.sampled_from((None, 0, 1)),
    },
)
acts = st.one_of(
    st.tuples(st.just("live"), st.integers(0, 5), lives),  # a correction of all that is known of a member, or a new one
    st.tuples(st.just("mark"), places, st.sampled_from(MARKED)),
    st.tuples(st.just("mark"), places, st.sampled_from(MARKED)),
    st.tuples(st.just("unmark"), places, st.sampled_from(MARKED)),
    st.tuples(st.just("change"), places, st.sampled_from(DAYS), numbers),
    st.tuples(st.just("correct"), places, st.sampled_from(DAYS), numbers),
)
coverings = st.lists(
    st.one_of(st.just(()), spans(st.sampled_from(("single", "joint", "affiliated")))),
    min_size=ORGANIZATIONS,
    max_size=ORGANIZATIONS,
)


@st.composite
def stories(draw, most=6):
    """Members to begin with, then acts; and how the organizations are covered."""
    members = draw(st.lists(lives, min_size=1, max_size=6))
    return members, draw(st.lists(acts, min_size=1, max_size=most)), draw(coverings)


@dataclass
class Truth:
    """What the register should say after each act."""

    lives: dict = field(default_factory=dict)
    marks: list = field(default_factory=lambda: [[] for _ in range(ORGANIZATIONS)])  # [[start, end or None] …]
    # What was stated of an organization, by the day from which it was stated.
    stated: list = field(default_factory=lambda: [{BEGINNING: {"employees": 0}} for _ in range(ORGANIZATIONS)])

    def complete(self, place, day):
        return any(start <= day and (end is None or day < end) for start, end in self.marks[place])

    def mark(self, place, day):
        """Whether the roster can be marked; then it is."""
        if self.complete(place, day):
            return False
        self.marks[place] = [one for one in self.marks[place] if one[0] < day] + [[day, None]]
        return True

    def unmark(self, place, day):
        if not any(end is None or end > day for _, end in self.marks[place]):
            return False
        kept = [one for one in self.marks[place] if one[0] < day]
        self.marks[place] = [[start, day if end is None or end > day else end] for start, end in kept]
        return True

    def said(self, place, day):
        """What was stated of an organization on a day."""
        return self.stated[place][max(start for start in self.stated[place] if start <= day)]

    def change(self, place, day, values):
        """Whether the roster leaves it to be stated; then from the day on until the next statement it is so."""
        if self.refuses(place, day, values):
            return False
        self.stated[place][day] = {**self.said(place, day), **values}
        return True

    def correct(self, place, day, values):
        if self.refuses(place, day, values):
            return False
        self.said(place, day).update(values)
        return True

    def refuses(self, place, day, values):
        """Numbers that the roster counts are not stated by hand, unless they say the same."""
        return self.complete(place, day) and any(
            values[name] != count
            for name, count in zip(NUMBERS, self.roster(place, day), strict=True)
            if name in values
        )

    def roster(self, place, day):
        """(full, probationary, elsewhere) who are in the roster of an organization on a day."""
        found = {"full": 0, "probationary": 0, "elsewhere": 0}
        for life in self.lives.values():
            if life.left and life.left + "-01-01"[3 * (len(life.left) > 4) + 3 * (len(life.left) > 7) :] <= str(day):
                continue
            here = [span for span in life.work if span.holds(day)]
            kinds = [span.value for span in life.types if span.holds(day)]
            if not here or here[0].value != place or not kinds:
                continue
            away = [span for span in life.ties if span.holds(day) and span.value not in ("here", "arrived")]
            member = any(span.holds(day) for branch in life.branches for span in branch)
            found[kinds[0] if member and not away else "elsewhere"] += 1
        return tuple(found.values())

    def numbers(self, place, day):
        """The member numbers of an organization on a day: the roster's where it is complete, else the stated ones."""
        if self.complete(place, day):
            return self.roster(place, day)
        return tuple(self.said(place, day).get(name) for name in NUMBERS)

    def leaf(self, place, day, coverings):
        for span in coverings[place]:
            if span.holds(day):
                return {"single": "single_branch"}.get(span.value, span.value)
        full = self.numbers(place, day)[0] or 0
        return "should_build" if full >= 3 else "some_members" if full else "no_members"


NUMBERS = ("full_members", "probationary_members", "elsewhere_members")

"""Coverage over random dated histories, against a rule in plain Python that shares no code with the product.

For any scope and day 单位数 = 单独 + 联合 + 挂靠 + 功能型 + 未建, the towns add up to the county, every figure is the
rule's, and the list behind a figure holds exactly the organizations that it counts (domain.md §2).
"""

from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from orgs.coverage import FIGURES, with_status
from orgs.models import Guide, Region, User
from orgs.scope import CONSOLE
from reports.coverage import Question, table
from tests.orgs.histories import CODES, DAYS, County, counties, write

SETTINGS = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
JOINT = {"joint", "regional", "trade", "leading", "stationed"}
LEVELS = {"committee": "党委", "work_committee": "党委", "general": "总支", "branch": "支部", "joint_branch": "支部"}


# The rule


@dataclass(frozen=True)
class Seen:
    """One organization of the base on a day, as domain.md §2 tells it."""

    place: int
    region: str
    kind: str
    leaf: str
    guided: bool
    grouped: bool
    full: int
    member: bool
    scale: bool
    employees: int
    branches: frozenset[int]


def first_day(partial: str) -> str:
    return partial + "-01-01"[3 * (len(partial) > 4) + 3 * (len(partial) > 7) :]


def one(spans, day):
    """What holds on the day: nothing or one thing."""
    return next((span.value for span in spans if span.holds(day)), None)


def exists(started: str, ended: str, day) -> bool:
    return not (started and first_day(started) > str(day)) and not (ended and first_day(ended) <= str(day))


def leaf(story, committees, full, day) -> str:
    counting = one(story.counting, day)
    if counting:
        branch, mode = counting
        if mode == "single":
            return "单独-" + LEVELS[one(committees[branch].levels, day)]
        return "联合" if mode in JOINT else "挂靠"
    if any(span.holds(day) for span in story.functional):
        return "功能型"
    return "未建-应建" if full >= 3 else "未建-个别党员" if full else "未建-没有党员"


def seen(county: County, day) -> list[Seen]:
    """The base of the day."""
    found = []
    for place, story in enumerate(county.stories):
        said = one(story.standings, day)
        shop = said.category == "self_employed" or story.code_class == "92"
        runs = said.operating if said.operating is not None else not shop
        if not (exists(story.established, story.closed, day) and runs):
            continue
        full = said.full or 0
        covering = {span.value[0] for span in story.counting if span.holds(day)}
        covering |= {span.value for span in story.functional if span.holds(day)}
        inside = {
            number
            for number, committee in enumerate(county.committees)
            if committee.host == place and exists(committee.established, committee.dissolved, day)
        }
        found.append(
            Seen(
                place,
                said.region,
                story.kind,
                leaf(story, county.committees, full, day),
                any(span.holds(day) for span in story.postings),
                any(span.holds(day) for span in (*story.unions, *story.leagues)),
                full,
                full > 0 or bool(said.probationary),
                said.above_scale is True,
                said.employees or 0,
                frozenset(covering | inside),
            )
        )
    return found


def covered(one):
    return one.leaf.startswith("单独") or one.leaf in ("联合", "挂靠")


def unbuilt(one):
    return one.leaf.startswith("未建")


RULE = {
    "total": lambda one: True,
    "single": lambda one: one.leaf.startswith("单独"),
    "single_committee": lambda one: one.leaf == "单独-党委",
    "single_general": lambda one: one.leaf == "单独-总支",
    "single_branch": lambda one: one.leaf == "单独-支部",
    "joint": lambda one: one.leaf == "联合",
    "affiliated": lambda one: one.leaf == "挂靠",
    "functional": lambda one: one.leaf == "功能型",
    "unbuilt": unbuilt,
    "unbuilt_should": lambda one: one.leaf == "未建-应建",
    "unbuilt_some": lambda one: one.leaf == "未建-个别党员",
    "unbuilt_none": lambda one: one.leaf == "未建-没有党员",
    "covered": covered,
    "uncovered": lambda one: not covered(one),
    "independent": lambda one: covered(one) and one.leaf != "挂靠",
    "guided": lambda one: not covered(one) and one.guided,
    "guided_built": lambda one: covered(one) and one.guided,
    "mass": lambda one: not covered(one) and not one.guided and one.grouped,
    "work_covered": lambda one: covered(one) or one.guided or one.grouped,
    "not_work_covered": lambda one: not (covered(one) or one.guided or one.grouped),
    "unguided": lambda one: unbuilt(one) and not one.guided,
    "unbuilt_guided": lambda one: unbuilt(one) and one.guided,
    "should_build": lambda one: one.full >= 3,
    "should_built": lambda one: one.full >= 3 and covered(one),
    "should_unbuilt": lambda one: one.full >= 3 and not covered(one),
    "joint_enough": lambda one: one.full >= 3 and one.leaf == "联合",
    "scale": lambda one: one.scale,
    "scale_covered": lambda one: one.scale and covered(one),
    "fifty": lambda one: one.employees >= 50,
    "fifty_member": lambda one: one.employees >= 50 and one.member,
    "hundred": lambda one: one.employees >= 100,
    "hundred_covered": lambda one: one.employees >= 100 and covered(one),
}


def counted(found: list[Seen]) -> dict[str, int]:
    return {key: sum(map(rule, found)) for key, rule in RULE.items()}


# The proof


@pytest.fixture
def places(db):
    regions = {code: Region.objects.create(code=code, name=f"地{code}") for code in CODES}
    return SimpleNamespace(
        regions=regions,
        guide=Guide.objects.create(name="覃明", region=regions["330199"]),
        clerk=User.objects.create(username="clerk", role="town", region=regions["330199001"]),
    )


class stored:
    """The example is in the database inside the block, and gone after it."""

    def __init__(self, county, places):
        self.county, self.places = county, places

    def __enter__(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        write(self.county, self.places.regions, self.places.guide)

    def __exit__(self, *error):
        transaction.set_rollback(True)
        self.block.__exit__(*error)


def under(found, code):
    return [one for one in found if one.region.startswith(code)]


def check_row(row, found):
    counts = {key: row.counts[key] for key in RULE}
    assert counts == counted(found), row.key
    assert counts["total"] == sum(counts[key] for key in ("single", "joint", "affiliated", "functional", "unbuilt"))
    assert row.full_members == sum(one.full for one in found)
    assert row.branches == len(set().union(*(one.branches for one in found)))


def test_the_rule_judges_every_figure_of_the_product():
    assert RULE.keys() == FIGURES.keys()


@SETTINGS
@given(county=counties(), day=st.sampled_from(DAYS))
def test_towns_add_up_to_the_county_and_every_figure_is_the_rules(places, county, day):
    found = seen(county, day)
    with stored(county, places):
        made = table(CONSOLE, day, by="region")
        kinds = table(CONSOLE, day, by="kind")
    check_row(made.total, found)
    assert made.total.counts == sum((row.counts for row in made.rows), Counter())
    for row in made.rows:
        own = [one for one in found if one.region == row.key] if row.key == "330199" else under(found, row.key)
        check_row(row, own)
    for row in kinds.rows:
        check_row(row, [one for one in found if one.kind == row.key])
    assert kinds.total.counts == made.total.counts


@SETTINGS
@given(county=counties(), day=st.sampled_from(DAYS))
def test_a_clerk_sees_the_figures_of_the_own_town_only(places, county, day):
    found = under(seen(county, day), "330199001")
    with stored(county, places):
        made = table(places.clerk, day, by="region")
    check_row(made.total, found)
    assert made.total.counts == sum((row.counts for row in made.rows), Counter())


@SETTINGS
@given(county=counties(most=6), day=st.sampled_from(DAYS), region=st.sampled_from(CODES))
def test_the_list_behind_a_figure_holds_exactly_what_it_counts(places, county, day, region):
    found = under(seen(county, day), region)
    with stored(county, places):
        annotated = with_status(Question(CONSOLE, day, places.regions[region]).standings(), day)
        for key, figure in FIGURES.items():
            listed = figure.filter(annotated).values_list("organization__name", flat=True)
            assert sorted(map(int, listed)) == [one.place for one in found if RULE[key](one)], key

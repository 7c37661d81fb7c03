"""Surveys in any order, edits and a changing roster: what a survey states holds as it does for a twin without a roster,
only the member numbers are the roster's.
"""

import os
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liangxin.periods import BEGINNING
from members.models import Relation
from members.queries import count_at, sequences
from members.services import rosters
from orgs.models import Organization, Standing
from orgs.scope import CONSOLE
from orgs.services import standings
from tests.members.rows import member
from tests.reports.imports.office import Office, known

DAYS = tuple(date(2025, month, 10) for month in range(1, 7))
EDGES = sorted({*DAYS, *(day - timedelta(days=1) for day in DAYS), date(2024, 1, 1), date(2026, 1, 1)})
NUMBERS = ("full_members", "probationary_members", "elsewhere_members")
acts = st.one_of(
    st.tuples(st.just("survey"), st.sampled_from(DAYS), st.sampled_from((0, 1, 2, 3, 5))),
    st.tuples(st.just("survey"), st.sampled_from(DAYS), st.none()),
    st.tuples(st.just("edit"), st.sampled_from(DAYS), st.none()),
    st.tuples(st.just("away"), st.sampled_from(DAYS), st.integers(0, 2)),
    st.tuples(st.just("mark"), st.sampled_from(DAYS), st.none()),
    st.tuples(st.just("unmark"), st.sampled_from(DAYS), st.none()),
)


@pytest.fixture
def ground(world, tmp_path):
    found = [Organization.objects.create(name=f"星海{name}有限公司", kind="enterprise") for name in ("机电", "纺织")]
    for one in found:
        Standing.objects.create(
            organization=one, region=world.town_a, start=BEGINNING, stated_on=date(2024, 12, 31), employees=1
        )
    people = [member(f"王{n}", organization=found[0], branch=world.a_own_branch) for n in range(3)]
    return SimpleNamespace(
        one=found[0], twin=found[1], people=people, office=Office(tmp_path), branch=world.a_own_branch
    )


def play(ground, story):
    one, twin, complete = ground.one, ground.twin, []
    for number, (kind, day, more) in enumerate(story, 10):
        if kind == "survey":
            cells = {"town": "城关镇", "employees": number, **({} if more is None else {"full": more})}
            ground.office.take(*(known(which, **cells) for which in (one, twin)), as_of=day)
        elif kind == "edit":
            for which in (one, twin):
                standings.change(organization=which, values={"employees": number}, day=day, by=CONSOLE)
        elif kind == "away":
            person = ground.people[more]
            person.relations.all().delete()
            Relation.objects.create(member=person, state="letter", start=day)
            rosters.restate([one], by=CONSOLE)
        elif kind == "mark" and not one.complete_rosters.on(day).exists():
            rosters.mark_complete(organization=one, start=day, by=CONSOLE)
            complete = [*[(start, end) for start, end in complete if start < day], (day, None)]
        elif kind == "unmark" and one.complete_rosters.exclude(end__lte=day).exists():
            rosters.unmark(organization=one, day=day, by=CONSOLE)
            kept = [(start, end) for start, end in complete if start < day]
            complete = [(start, day if end is None or end > day else end) for start, end in kept]
        check(one, twin, complete)
    assert rosters.restate([one, twin], by=CONSOLE) == []


def check(one, twin, complete):
    mine, theirs = (list(which.standings.all()) for which in (one, twin))
    course = sequences([one.pk])[one.pk]
    for day in EDGES:
        (standing,), (other,) = ([row for row in rows if row.covers(day)] for rows in (mine, theirs))
        assert standing.employees == other.employees, day
        counted = any(start <= day and (end is None or day < end) for start, end in complete)
        assert (standing.source == "roster") == counted, day
        if counted:
            assert tuple(getattr(standing, name) for name in NUMBERS) == tuple(count_at(course, day)), day
        else:
            assert (standing.surveyed_full, standing.surveyed_on, standing.surveyed_by) == (None, None, ""), day
            if not complete:
                assert standing.source == other.source, day


@settings(
    max_examples=int(os.environ.get("ROSTER_STORIES", "2")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(story=st.lists(acts, min_size=4, max_size=7))
def test_what_a_survey_states_holds_beside_a_roster_as_it_does_without_one(ground, story):
    with transaction.atomic():
        play(ground, story)
        transaction.set_rollback(True)

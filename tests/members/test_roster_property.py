"""Rosters, standings and figures over random histories, against a rule in plain Python: they never part."""

import itertools
import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from liangxin.periods import BEGINNING
from members.models import CompleteRoster, Membership, PartyMember, PersonType, Relation, Workplace
from members.queries import count_at, counts_on, sequences
from members.services import rosters
from orgs.coverage import FIGURES, LEAVES, standings_on, with_status
from orgs.models import BranchLevel, Coverage, Organization, PartyBranch, Region, Standing
from orgs.scope import CONSOLE
from orgs.services import standings
from tests.members.roster_stories import NUMBERS, ORGANIZATIONS, Truth, stories
from tests.orgs.histories import DAYS

EDGES = sorted({*DAYS, *(day - timedelta(days=1) for day in DAYS), DAYS[-1] + timedelta(days=300)})


@pytest.fixture
def ground(db):
    region = Region.objects.create(code="330199001", name="城关镇")
    branches = [PartyBranch.objects.create(name=f"第{n}支部", region=region) for n in range(2)]
    for branch in branches:
        BranchLevel.objects.create(branch=branch, level="branch", start=BEGINNING)
    return SimpleNamespace(region=region, branches=branches)


class Register:
    """The acts of a story, done in the product."""

    def __init__(self, ground, coverings):
        self.ground, self.members, self.numbered = ground, {}, itertools.count(1)
        self.organizations = []
        for place, covering in enumerate(coverings):
            one = Organization.objects.create(name=f"单位{place}", kind="enterprise")
            start = {"start": BEGINNING, "stated_on": DAYS[0], "employees": 0}
            Standing.objects.create(organization=one, region=ground.region, **start)
            for span in covering:
                days = {"start": span.start, "end": span.end}
                Coverage.objects.create(organization=one, branch=ground.branches[0], mode=span.value, **days)
            self.organizations.append(one)

    def live(self, number, life):
        member = self.members.setdefault(number, PartyMember(name=f"党员{number}"))
        member.left = life.left
        member.save()
        for model in (PersonType, Relation, Membership, Workplace):
            model.objects.filter(member=member).delete()
        for model, name, facts in (
            (PersonType, "person", life.types),
            (Relation, "state", life.ties),
            (Membership, "branch", [span for spans in life.branches for span in spans]),
            (Workplace, "organization", life.work),
        ):
            for span in facts:
                value = {"branch": self.ground.branches, "organization": self.organizations}.get(name)
                value = value[span.value] if value else span.value
                model.objects.create(member=member, start=span.start, end=span.end, **{name: value})
        rosters.restate(self.organizations, by=CONSOLE)

    def mark(self, place, day):
        rosters.mark_complete(organization=self.organizations[place], start=day, by=CONSOLE)

    def unmark(self, place, day):
        rosters.unmark(organization=self.organizations[place], day=day, by=CONSOLE)

    def change(self, place, day, values):
        standings.change(organization=self.organizations[place], values=values, day=day, by=CONSOLE)

    def correct(self, place, day, values):
        standings.correct(organization=self.organizations[place], values=values, day=day, by=CONSOLE)


def play(ground, story):
    members, acts, coverings = story
    truth, register = Truth(), Register(ground, coverings)
    for number, (kind, *given_) in enumerate([*(("live", n, life) for n, life in enumerate(members)), *acts], 1):
        if kind in ("change", "correct"):
            given_[-1] = {**given_[-1], "employees": number}  # each statement says something new
        if kind == "live":
            truth.lives[given_[0]] = given_[1]
            register.live(*given_)
        elif getattr(truth, kind)(*given_):
            getattr(register, kind)(*given_)
        else:
            with pytest.raises(ValidationError), transaction.atomic():
                getattr(register, kind)(*given_)
        check_days(truth, register)
    check_figures(truth, register, coverings)
    keys = [one.pk for one in register.organizations]
    assert rosters.restate(keys, by=CONSOLE) == []  # nothing differs, so nothing is written
    assert CompleteRoster.objects.count() == sum(map(len, truth.marks))


def check_days(truth, register):
    """Standings, asked for all days at once, say on each what they should."""
    for place, one in enumerate(register.organizations):
        rows = list(one.standings.all())
        for day in EDGES:
            (standing,) = [row for row in rows if row.covers(day)]  # exactly one on each day
            assert tuple(getattr(standing, name) for name in NUMBERS) == truth.numbers(place, day), (place, day)
            assert standing.employees == truth.said(place, day)["employees"], (place, day)
            assert (standing.source == "roster") == truth.complete(place, day)


def check_figures(truth, register, coverings):
    keys = [one.pk for one in register.organizations]
    courses = sequences(keys)
    for day in EDGES:
        counts = counts_on(day, keys)
        for place, key in enumerate(keys):
            roster = truth.roster(place, day)
            assert tuple(counts.get(key, (0, 0, 0))) == tuple(count_at(courses[key], day)) == roster, (place, day)
        annotated = with_status(standings_on(day), day)
        leaves = dict(annotated.values_list("organization", "leaf"))
        truths = [truth.leaf(place, day, coverings) for place in range(ORGANIZATIONS)]
        assert [LEAVES[leaves[key]].value for key in keys] == truths, day
        for figure, leaf in (("unbuilt_should", "should_build"), ("unbuilt_none", "no_members")):
            assert FIGURES[figure].filter(annotated).count() == truths.count(leaf)


SETTINGS = settings(
    max_examples=int(os.environ.get("ROSTER_STORIES", "2")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a story takes half a second: shrinking one, minutes
    suppress_health_check=list(HealthCheck),
)


@SETTINGS
@given(story=stories())
def test_roster_standing_and_figures_never_part(ground, story):
    with transaction.atomic():
        play(ground, story)
        transaction.set_rollback(True)

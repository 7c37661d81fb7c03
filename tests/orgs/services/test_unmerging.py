"""One organization that was made of two becomes two again, as they were."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liangxin.periods import BEGINNING
from orgs.choices import TagKind
from orgs.models import (
    Coverage,
    Guide,
    MassGroup,
    Merge,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    Visit,
)
from orgs.scope import CONSOLE
from orgs.services import merging, standings, unmerging
from orgs.services.merging import CHOICES, FACTS, merge
from orgs.services.writing import OutsideScope
from tests.orgs.histories import CODES, DAYS, counties, write
from tests.orgs.services.touched import snapshot
from tests.world import SURVEYED


def test_undoing_puts_both_back_as_they_were(world, twin):
    Posting.objects.create(guide=world.guide, organization=twin, start=date(2023, 1, 1))
    Posting.objects.create(guide=world.guide, organization=world.a_joint, start=date(2024, 1, 1))
    Visit.objects.create(posting=twin.postings.get(), day=date(2024, 2, 2))
    PartyBranch.objects.create(name="明远支部", region=world.town_a, host=twin)
    standings.change(organization=twin, values={"employees": 40}, day=date(2025, 4, 1), by=CONSOLE)
    before = snapshot()
    versions = dict(Organization.objects.values_list("pk", "version"))
    made = merge(kept=world.a_joint, gone=twin, by=world.town_a_clerk, take=set(CHOICES) - {"closed", "credit_code"})
    assert snapshot() != before
    assert unmerging.undo(merge=made, by=world.town_a_clerk) == twin
    assert snapshot() == before
    now = dict(Organization.objects.values_list("pk", "version"))
    assert all(now[pk] > versions[pk] for pk in (world.a_joint.pk, twin.pk))
    made.refresh_from_db()
    assert (made.undone is not None, made.undone_name) == (True, "张伟")
    with pytest.raises(ValidationError, match="已经撤销"):
        unmerging.undo(merge=made, by=CONSOLE)
    again = merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    unmerging.undo(merge=again, by=CONSOLE)
    assert snapshot() == before


def test_undoing_is_refused_after_later_edits(world, twin):
    made = merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    standings.correct(organization=world.a_joint, values={"employees": 19}, day=date(2025, 9, 1), by=CONSOLE)
    with pytest.raises(ValidationError, match="概况又有修改"):
        unmerging.undo(merge=made, by=CONSOLE)


def test_undoing_is_refused_after_a_new_fact_and_when_the_code_is_taken(world, twin):
    made = merge(kept=twin, gone=world.a_joint, by=CONSOLE)
    taken = Organization.objects.create(kind="enterprise", name="别家", credit_code=made.gone_code)
    with pytest.raises(ValidationError, match="已登记给另一家"):
        unmerging.undo(merge=made, by=CONSOLE)
    taken.delete()
    Tag.objects.create(organization=twin, tag=TagKind.SMALL, start=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="又登记了标签"):
        unmerging.undo(merge=made, by=CONSOLE)


def test_one_that_came_from_another_town_is_merged_by_the_clerk_of_its_town_today(world, twin):
    Standing.objects.filter(organization=twin).update(end=date(2024, 5, 1), region=world.town_b)
    Standing.objects.create(
        organization=twin, region=world.town_a, start=date(2024, 5, 1), stated_on=SURVEYED, employees=25
    )
    made = merge(kept=world.a_joint, gone=twin, by=world.town_a_clerk, take={"standings", "region"})
    assert [one.region for one in made.kept.standings.order_by("start")] == [world.town_b, world.town_a]
    unmerging.undo(merge=made, by=world.town_a_clerk)


def test_a_stranger_undoes_nothing(world, twin):
    made = merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    with pytest.raises(OutsideScope):
        unmerging.undo(merge=made, by=world.town_b_clerk)


def test_merges_one_after_the_other_are_undone_from_the_last(world, twin):
    before = snapshot()
    first = merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    third = Organization.objects.create(kind="enterprise", name="明远商贸")
    Standing.objects.create(organization=third, region=world.town_a, start=BEGINNING, stated_on=SURVEYED)
    into = merge(kept=third, gone=world.a_joint, by=CONSOLE, take={"credit_code"})
    first.refresh_from_db()
    assert first.kept_id == third.pk
    with pytest.raises(ValidationError):
        unmerging.undo(merge=first, by=CONSOLE)
    unmerging.undo(merge=into, by=CONSOLE)
    first.refresh_from_db()
    unmerging.undo(merge=first, by=CONSOLE)
    third.merges.all().delete()
    third.standings.all().delete()
    third.delete()
    assert snapshot() == before


SETTINGS = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def places(db):
    regions = {code: Region.objects.create(code=code, name=code) for code in CODES}
    return SimpleNamespace(regions=regions, guide=Guide.objects.create(name="某人", region=regions["330199"]))


@SETTINGS
@given(county=counties(most=3), take=st.sets(st.sampled_from(CHOICES)))
def test_any_two_histories_become_one_sound_history_and_two_again(places, county, take):
    with transaction.atomic():
        write(county, places.regions, places.guide)
        Organization.objects.update(closed="", credit_code=None)
        found = list(Organization.objects.order_by("pk"))
        if len(found) > 1:
            _check(found[0], found[1], take)
        transaction.set_rollback(True)


def _check(kept, gone, take):
    before = snapshot()
    days = {day + timedelta(days=shift) for day in (*DAYS, date(2021, 6, 1)) for shift in (-1, 0)}
    had = {day: _facts_on((kept, gone), day) for day in days}
    made = merging.merge(kept=kept, gone=gone, by=CONSOLE, take=take)
    for day in days:
        assert Standing.objects.on(day).filter(organization=kept).count() == 1
        assert Coverage.objects.on(day).filter(organization=kept, counts=True).count() == min(1, had[day]["counting"])
        assert _facts_on((kept,), day)["kinds"] == had[day]["kinds"]
    assert not any(model.objects.filter(organization=gone.pk).exists() for model in FACTS)
    unmerging.undo(merge=made, by=CONSOLE)
    assert snapshot() == before
    assert Merge.objects.get().undone


def _facts_on(owners, day):
    """What holds on a day: counting coverages, and each kind of any other fact once."""
    mine = {"organization__in": owners}
    return {
        "counting": Coverage.objects.on(day).filter(counts=True, **mine).count(),
        "kinds": {
            *(("memo", one.branch_id) for one in Coverage.objects.on(day).filter(counts=False, **mine)),
            *(("guide", pk) for pk in Posting.objects.on(day).filter(**mine).values_list("guide", flat=True)),
            *(("group", kind) for kind in MassGroup.objects.on(day).filter(**mine).values_list("kind", flat=True)),
            *(("tag", tag) for tag in Tag.objects.on(day).filter(**mine).values_list("tag", flat=True)),
        },
    }

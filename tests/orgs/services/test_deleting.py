"""Deleting is for typing errors: refused once anything hangs on the thing (domain.md §3)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from orgs.choices import Kind
from orgs.models import Organization, Standing
from orgs.services import branches, deleting, organizations, standings
from orgs.services.writing import OutsideScope
from reports.models import ImportBatch, ImportFile, ImportRow


@pytest.fixture
def mistyped(world):
    return organizations.register(
        values={"name": "打错的公司", "kind": Kind.ENTERPRISE}, standing={"region": world.town_a}, by=world.town_a_clerk
    )


def test_a_mistyped_organization_goes_with_its_standing_and_stays_in_the_history(world, mistyped):
    deleting.delete(thing=mistyped, by=world.town_a_clerk)
    assert not Organization.objects.filter(pk=mistyped.pk).exists()
    assert not Standing.objects.filter(organization_id=mistyped.pk).exists()
    assert Organization.history.filter(id=mistyped.pk).latest().history_type == "-"
    assert Standing.history.filter(organization_id=mistyped.pk).latest().history_type == "-"


def test_an_organization_with_facts_is_not_deleted_and_the_reasons_are_said(world):
    assert deleting.reasons_not_to_delete(world.a_single) == ["1 条党组织", "1 条覆盖关系", "1 条群团组织"]
    with pytest.raises(ValidationError, match="1 条覆盖关系"):
        deleting.delete(thing=world.a_single, by=world.town_a_clerk)


def test_a_second_standing_is_a_fact(world, mistyped):
    standings.change(organization=mistyped, values={"employees": 3}, day=date(2025, 1, 1), by=world.town_a_clerk)
    assert deleting.reasons_not_to_delete(mistyped) == ["2 条概况"]


def test_an_import_that_names_it_keeps_it(world, mistyped):
    batch = ImportBatch.objects.create(as_of=date(2025, 1, 1), region=world.county)
    file = ImportFile.objects.create(batch=batch, name="表.xlsx", sha256="0" * 64, size=1)
    ImportRow.objects.create(batch=batch, file=file, sheet="表", number=5, outcome="same", organization=mistyped)
    assert deleting.reasons_not_to_delete(mistyped) == ["1 条导入行"]


def test_a_branch_that_covers_somebody_is_not_deleted_but_a_mistyped_one_is(world):
    assert deleting.reasons_not_to_delete(world.a_joint_branch) == ["3 条覆盖关系"]
    branch = branches.found(name="中共打错支部", region=world.town_a, by=world.town_a_clerk)
    deleting.delete(thing=branch, by=world.town_a_clerk)


def test_regions_guides_and_zones_follow_the_same_rule(world):
    assert deleting.reasons_not_to_delete(world.village_a1)
    assert deleting.reasons_not_to_delete(world.guide)
    deleting.delete(thing=world.park, by=world.county_admin)
    deleting.delete(thing=world.town_c, by=world.county_admin)


def test_a_stranger_deletes_nothing(world, mistyped):
    for user in (world.town_b_clerk, world.town_a_viewer):
        with pytest.raises(OutsideScope):
            deleting.delete(thing=mistyped, by=user)

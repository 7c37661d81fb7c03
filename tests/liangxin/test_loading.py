"""Rows loaded in bulk are what the ORM gives, and `among` finds what `in` finds."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.loading import load
from liangxin.periods import BEGINNING
from orgs.choices import Kind
from orgs.models import Organization, Region, Standing

ODD = ["甲'乙\"", "反斜杠\\", "逗号,{}", "𠮷野家", "%s", "换\n行"]


@pytest.fixture
def organizations(db):
    region = Region.objects.create(code="330199", name="青溪县")
    made = [
        Organization.objects.create(kind=Kind.ENTERPRISE, name=name, survey={"数": n}, former_names=[name, "旧"])
        for n, name in enumerate(ODD)
    ]
    for one in made:
        Standing.objects.create(
            organization=one, region=region, start=BEGINNING, stated_on=date(2025, 1, 1), revenue=Decimal("1.5")
        )
    return made


@pytest.mark.parametrize("model", [Organization, Standing, Region])
def test_loaded_rows_hold_what_the_orm_gives(organizations, model):
    ours, theirs = load(model.objects.order_by("pk")), list(model.objects.order_by("pk"))
    assert len(ours) == len(theirs) > 0
    for one, other in zip(ours, theirs, strict=True):
        assert one == other
        assert (one._state.adding, one._state.db) == (other._state.adding, other._state.db)
        for field in model._meta.concrete_fields:
            value = getattr(one, field.attname)
            assert value == getattr(other, field.attname)
            assert type(value) is type(getattr(other, field.attname))


def test_a_column_left_out_is_fetched_when_it_is_asked_for(organizations):
    one = load(Organization.objects.filter(pk=organizations[0].pk), without=("search_key",))[0]
    assert one.get_deferred_fields() == {"search_key"}
    with CaptureQueriesContext(connection) as asked:
        assert one.search_key == organizations[0].search_key
    assert len(asked) == 1


def test_loaded_rows_can_be_saved_and_refer_to_others(organizations):
    one = load(Organization.objects.filter(pk=organizations[0].pk))[0]
    one.name = "新名"
    one.save()
    assert Organization.objects.get(pk=one.pk).name == "新名"
    assert Organization.objects.count() == len(ODD)
    assert load(Standing.objects.filter(organization=one))[0].region.name == "青溪县"


@pytest.mark.parametrize("wanted", [ODD, ODD[:1], ODD[3:] + ["没有"], []])
def test_among_finds_the_texts_that_in_finds(organizations, wanted):
    found = Organization.objects.filter(name__among=wanted)
    assert set(found) == set(Organization.objects.filter(name__in=wanted))
    assert len(found) == len(set(wanted) & set(ODD))


def test_among_finds_keys_of_rows_and_of_what_they_refer_to(organizations):
    keys = [one.pk for one in organizations[::2]]
    assert set(Organization.objects.filter(pk__among=keys)) == set(organizations[::2])
    assert set(Standing.objects.filter(organization__among=keys).values_list("organization", flat=True)) == set(keys)
    assert not Standing.objects.filter(organization__among=[]).exists()


def test_among_takes_any_number_of_values_in_one_statement(organizations):
    keys = [*range(10**6, 10**6 + 60_000), organizations[1].pk]
    with CaptureQueriesContext(connection) as asked:
        assert list(Organization.objects.filter(pk__among=keys)) == [organizations[1]]
    assert len(asked) == 1


def test_among_refuses_what_the_column_would_have_to_convert(db):
    with pytest.raises(TypeError):
        list(Standing.objects.filter(start__among=[date(2025, 1, 1)]))

"""Drawing a made-up county: any size, and the same one again from the same seed."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from orgs.models import Coverage, Organization, Posting, Region, Standing, Visit
from orgs.scope import CONSOLE
from reports.coverage import table
from reports.demo import make_county

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("orgs", [0, 1, 5, 61])
def test_a_county_of_any_size_can_be_made(orgs):
    county = make_county(orgs, seed=orgs)
    county.write_history(None)
    assert Organization.objects.count() + (4 if orgs > 60 else 0) == orgs
    assert Region.objects.root().name == "青溪县"


def test_the_same_seed_makes_the_same_county_and_another_one_another():
    names = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            make_county(40, seed)
            names.append(sorted(Organization.objects.values_list("name", "credit_code", "established")))
            transaction.set_rollback(True)
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    "day", [date(2024, 2, 29), date(2025, 1, 1), date(2025, 1, 20), date(2025, 4, 1), date(2025, 12, 31)], ids=str
)
def test_a_county_made_on_any_day_of_the_year_has_a_past_and_no_future(day):
    make_county(120, seed=5, day=day)
    for model in (Coverage, Standing, Posting):
        assert not model.objects.filter(start__gt=day).exists(), model
        assert not model.objects.filter(end__gt=day + timedelta(days=1)).exists(), model
    assert not Visit.objects.filter(day__gt=day).exists()
    now, before = (table(CONSOLE, each).total.counts for each in (day, date(day.year - 1, 12, 31)))
    assert 0.7 < now["covered"] / now["total"] < 0.92
    assert before["covered"] / before["total"] < now["covered"] / now["total"]

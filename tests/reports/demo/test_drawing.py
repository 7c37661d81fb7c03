"""Drawing a made-up county: any size, and the same one again from the same seed."""

import pytest
from django.db import transaction

from orgs.models import Organization, Region
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

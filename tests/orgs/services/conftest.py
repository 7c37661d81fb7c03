"""What the tests of the services share."""

import pytest

from liangxin.periods import BEGINNING
from orgs.models import Organization, Standing
from tests.world import SURVEYED


@pytest.fixture
def twin(world):
    """明远商贸 once more, without a code, in the other village of town A."""
    one = Organization.objects.create(
        kind="enterprise",
        name="青溪县明远商贸有限公司",
        address="青溪县城关镇东门路12号",
        head_phone="13800000007",
        former_names=["明远商行"],
        survey={"has_party_room": True},
    )
    Standing.objects.create(
        organization=one,
        region=world.village_a2,
        start=BEGINNING,
        stated_on=SURVEYED,
        employees=25,
        full_members=3,
    )
    return one

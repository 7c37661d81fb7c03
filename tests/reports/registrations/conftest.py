"""What the tests of registration lists share."""

import pytest

from tests.reports.registrations.authority import Authority


@pytest.fixture
def authority(world, tmp_path):
    return Authority(tmp_path, world.county_admin)

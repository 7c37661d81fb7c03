"""What the tests of rosters share."""

import pytest

from tests.reports.rosters.office import Desk


@pytest.fixture
def desk(world, tmp_path):
    """A desk in the small county."""
    return Desk(tmp_path)

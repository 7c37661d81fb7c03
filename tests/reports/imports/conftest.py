"""What the tests of imports share."""

import pytest

from tests.reports.imports.office import Office


@pytest.fixture
def office(world, tmp_path):
    """An office in the small county."""
    return Office(tmp_path)

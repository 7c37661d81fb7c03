"""What the tests of the helpers share."""

import pytest

from orgs.models import Region


@pytest.fixture
def region(db):
    """One county."""
    return Region.objects.create(code="330199", name="青溪县")

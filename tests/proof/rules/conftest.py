"""The desk of the rule tests."""

import pytest

from tests.proof.rules.desk import Desk


@pytest.fixture
def desk(db, tmp_path):
    """An empty register and a folder for files."""
    return Desk(tmp_path)

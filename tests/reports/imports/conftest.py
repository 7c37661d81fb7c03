"""What the tests of imports share."""

import pytest

from tests import workbooks
from tests.reports.imports.office import Office
from tests.workbooks import table


@pytest.fixture
def office(world, tmp_path):
    """An office in the small county."""
    return Office(tmp_path)


@pytest.fixture
def plan(office, world):
    """A batch of one sheet, row by row, its header first."""

    def planned(*lines, user=None, name="摸排表.xlsx"):
        path = workbooks.save(office.folder, name, workbooks.xlsx(table(*lines)))
        return office.plan(user=user or world.county_admin, more=[(name, path)])

    return planned

"""An installation of its own on the database that the tests run on: SQLite's file, or a database of the same server."""

import os

import pytest
from django.db import connection

from tests.killing.databases import Postgresql, Sqlite
from tests.killing.moments import Trial


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The database, still empty, with a folder of its own."""
    folder = tmp_path_factory.mktemp("killing")
    database = Postgresql(folder, os.environ["DATABASE_URL"]) if connection.vendor == "postgresql" else Sqlite(folder)
    yield database
    database.close()


@pytest.fixture(scope="session")
def trial(installed):
    """A survey that is large enough to be a job."""
    return Trial(installed, rows=2600)

"""A signed-in client for the tests of the members' pages."""

from tests.orgs.admin.conftest import as_user

__all__ = ["as_user"]

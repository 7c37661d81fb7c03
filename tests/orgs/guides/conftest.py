"""Signed-in clients, as for the admin frame."""

from tests.orgs.admin.conftest import as_user

__all__ = ["as_user"]

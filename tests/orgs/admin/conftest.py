"""A signed-in client for the tests of the admin frame."""

import pytest


@pytest.fixture
def as_user(world):
    """A function: name of one of the cast → a client signed in as that user, a new one each time."""
    from django.test import Client

    def sign_in(name):
        client = Client()
        client.force_login(getattr(world, name))
        return client

    return sign_in

"""What the browser tests share."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.looking import SIZES, Look


@pytest.fixture
def look(chromium, live_server, world):
    """A function: (user or None, size) → a Look signed in as that user."""
    contexts = []

    def sign_in(user, size):
        context = chromium.new_context(viewport=SIZES[size], locale="zh-CN")
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return Look(context, live_server.url)

    yield sign_in
    for context in contexts:
        context.close()

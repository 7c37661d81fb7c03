"""What the browser tests share."""

import threading

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client

from tests.browser.looking import SIZES, Look


@pytest.fixture
def answered(world):
    """The end of a test waits for what the server still does: it must not write into the next test's tables."""
    running, change = set(), threading.Condition()

    def begin(**about):
        with change:
            running.add(threading.get_ident())

    def end(**about):
        with change:
            running.discard(threading.get_ident())
            change.notify_all()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    with change:
        change.wait_for(lambda: not running, timeout=60)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def look(chromium, live_server, world, answered):
    """A function: (user or None, size, …) → a Look signed in as that user."""
    contexts = []

    def sign_in(user, *sizes):
        context = chromium.new_context(viewport=SIZES[sizes[0]], locale="zh-CN")
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return Look(context, live_server.url, sizes)

    yield sign_in
    for context in contexts:
        context.close()

"""What every test shares: a data folder of its own, quick passwords, and a browser when there is one."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.browser.looking import AXE

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
NEEDS = {
    "browser": (lambda: Path(CHROMIUM).exists(), "Chromium is not installed (apt-get install chromium)"),
    "axe": (AXE.exists, "axe-core is not installed (npm ci in tests/browser)"),
    "office": (lambda: shutil.which("soffice"), "LibreOffice is not installed (apt-get install libreoffice-calc)"),
}
# What these set up takes as long as they do: at the head of the line one worker gets them all, and none waits for them.
FIRST = ("tests/killing/", "tests/hostile/test_uploads.py", "tests/front_door/test_demo.py")

# On a desk each run draws other examples; where a change waits for its result it must not fail for another's fault.
hypothesis_settings.register_profile(
    "project",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("project")

_folder = None


def pytest_configure(config):
    """Give this process a data folder that is thrown away, whatever the environment says."""
    global _folder
    from django.conf import settings

    _folder = tempfile.TemporaryDirectory(prefix="liangxin-test-", ignore_cleanup_errors=True)
    settings.LIANGXIN_VAR = Path(_folder.name)
    settings.MEDIA_ROOT = settings.LIANGXIN_VAR / "uploads"
    os.environ["LIANGXIN_VAR"] = _folder.name
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.2 s each


def pytest_unconfigure(config):
    if _folder:
        _folder.cleanup()


@pytest.hookimpl(trylast=True)  # pytest-django has an order too: what empties the tables comes last
def pytest_collection_modifyitems(items):
    """The long tests come first, and tests whose program is not on this machine say so instead of failing."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    for mark, (there, reason) in NEEDS.items():
        if not there():
            for item in items:
                if item.get_closest_marker(mark):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite's test database is a file, as in an installation: each thread has a connection of its own.

    In memory a live server and its test would share one, and with it each other's transactions.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(Path(_folder.name, "test.sqlite3"))


@pytest.fixture
def data_folder(tmp_path, settings):
    """An empty data folder for one test."""
    settings.LIANGXIN_VAR = tmp_path / "var"
    settings.LIANGXIN_VAR.mkdir()
    settings.MEDIA_ROOT = settings.LIANGXIN_VAR / "uploads"
    return settings.LIANGXIN_VAR


@pytest.fixture(scope="session")
def chromium():
    """A running headless Chromium, for tests marked `browser`."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def world(db):
    """The small county of tests/world.py."""
    from tests.world_kept import world

    return world()

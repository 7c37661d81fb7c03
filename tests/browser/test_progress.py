"""The bar of a long import in a real browser: it moves by itself, survives a reload, and opens the batch at the end."""

import pytest
from django.urls import reverse

from reports import jobs
from reports.imports import progress
from reports.models import ImportBatch
from tests.browser.looking import PATIENCE, SIZES
from tests.reports.imports.office import Office, firm

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]


@pytest.fixture
def upload(look, world, tmp_path, monkeypatch, settings):
    """A function: upload a large file in the browser, whose job waits for the test; (the page, the batch)."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(jobs, "LARGE_UPLOAD", 0)
    _, path = Office(tmp_path).file(firm(1), name="城关镇.xlsx")

    def uploaded(user, size="desk"):
        looking = look(user, size)
        looking.open(reverse("reports:upload"))
        looking.page.set_input_files("input[type=file]", path)
        looking.page.fill("[name=as_of]", "2025-09-30")
        looking.go("#content [type=submit][value=上传并核对]")
        looking.page.wait_for_url("**/imports/*/progress/")
        return looking, ImportBatch.objects.latest("pk")

    return uploaded


@pytest.mark.parametrize("size", SIZES)
def test_the_bar_moves_survives_a_reload_and_opens_the_batch(upload, world, size):
    looking, batch = upload(world.county_admin, size)
    page, token = looking.page, batch.options["job"]["token"]
    looking.look("a job that waits")
    assert "排队等候" in page.inner_text("[data-step]")
    assert page.get_attribute("progress", "value") is None  # nobody knows how long
    told = progress.Progress(batch.pk, token, jobs.WORK["read"].steps)
    told.step("核对各行", 4000)
    told.said["done"] = 1000
    told.tell()
    page.locator("[data-rows]", has_text="1000 / 4000 行").wait_for()
    assert page.get_attribute("progress", "value") == "25"
    assert "".join(page.inner_text(".lx-progress-step").split()) == "核对各行第3步，共4步1000/4000行"
    looking.look("a bar")
    page.reload()
    assert page.get_attribute("progress", "value") == "25"
    jobs.work(batch.pk, token)
    page.wait_for_url(f"**{reverse('reports:import', args=[batch.pk])}")
    assert "导入预览" in page.inner_text("h1")
    assert looking.faults == []


def test_cancelling_from_the_keyboard_writes_nothing(upload, world):
    looking, batch = upload(world.county_admin)
    looking.page.focus("[value=取消]")
    looking.go(lambda: looking.page.keyboard.press("Enter"))
    looking.page.wait_for_selector("[value=取消][disabled]")
    assert "正在取消" in looking.page.inner_text("[data-note]")
    jobs.work(batch.pk, batch.options["job"]["token"])
    looking.page.wait_for_url(f"**{reverse('reports:import', args=[batch.pk])}")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ImportBatch.State.DROPPED, 0)
    assert looking.faults == []


@pytest.mark.parametrize("size", SIZES)
def test_the_second_with_the_same_file_is_asked_and_may_go_on(upload, world, size):
    upload(world.town_a_clerk)
    looking, batch = upload(world.county_admin, size)
    looking.look("the question")
    assert "正在导入：张伟" in looking.page.inner_text("#content")
    looking.go("[value=仍要导入]")
    looking.page.wait_for_selector("progress")
    batch.refresh_from_db()
    jobs.work(batch.pk, batch.options["job"]["token"])
    looking.page.wait_for_url(f"**{reverse('reports:import', args=[batch.pk])}")
    assert looking.faults == []


def test_without_script_the_page_asks_again_by_itself(upload, world, chromium, live_server):
    looking, batch = upload(world.county_admin)
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(looking.page.context.cookies())
    page = context.new_page()
    page.set_default_navigation_timeout(PATIENCE)
    page.goto(looking.page.url)
    jobs.work(batch.pk, batch.options["job"]["token"])
    page.wait_for_url(f"**{reverse('reports:import', args=[batch.pk])}")
    context.close()

"""Long imports run as jobs: the bar, the fence, and who does the work."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liangxin.tasks import ThreadBackend
from reports import jobs
from reports.imports import progress
from reports.imports.applying import drop
from reports.imports.batches import CannotImport, replan
from reports.models import ImportBatch, ImportRow
from tests.reports.imports.jobbing import Desk, address, do
from tests.reports.imports.office import dump, firm

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture
def upload(office, client, world, monkeypatch):
    """Upload rows as the county; everything counts as large."""
    monkeypatch.setattr(jobs, "LARGE", 0)
    monkeypatch.setattr(jobs, "LARGE_UPLOAD", 0)
    return Desk(office, client, world.county_admin)


def test_a_large_upload_waits_shows_its_bar_and_becomes_a_preview(upload, client):
    response, batch = upload(firm(1), firm(2))
    assert response.url == address("import_progress", batch)
    assert (batch.state, batch.rows.count(), batch.files.get().kept != "") == (State.READING, 0, True)
    page = client.get(address("import_progress", batch)).content.decode()
    assert "<progress" in page
    assert "排队等候" in page
    assert client.get(address("import", batch)).url == address("import_progress", batch)
    told = client.get(address("import_progress_json", batch)).json()
    assert (told["busy"], told["step"], told["may_cancel"]) == (True, "排队等候", True)
    do(batch)
    assert (batch.state, batch.options, batch.rows.count()) == (State.PLANNED, {}, 2)
    assert client.get(address("import_progress_json", batch)).json() == {"busy": False}
    assert client.get(address("import_progress", batch)).url == address("import", batch)
    assert client.get(address("import", batch)).status_code == 200


def test_a_small_upload_is_read_at_once(office, client, world):
    client.force_login(world.county_admin)
    name, path = office.file(firm(1))
    data = {"files": [SimpleUploadedFile(name, path.read_bytes())], "as_of": "2025-06-30"}
    response = client.post(address("upload"), data)
    batch = ImportBatch.objects.get()
    assert response.url == address("import", batch)
    assert (batch.state, batch.options, progress.seen(batch.pk)) == (State.PLANNED, {}, {})


def test_the_bar_says_the_step_and_the_rows(upload, client, monkeypatch):
    _, batch = upload(*(firm(number) for number in range(1, 9)))
    told = []
    monkeypatch.setattr(progress, "PAUSE", 0)
    tell = progress.Progress.tell

    def telling(self):
        tell(self)
        told.append(client.get(address("import_progress_json", batch)).json())

    monkeypatch.setattr(progress.Progress, "tell", telling)
    do(batch)
    steps = list(dict.fromkeys((one["step"], one["place"]) for one in told))
    assert steps == [
        ("读取文件", "第 1 步，共 4 步"),
        ("整理各行", ""),  # of this file: with several files it comes again and again
        ("对照登记", "第 2 步，共 4 步"),
        ("核对各行", "第 3 步，共 4 步"),
        ("保存预览", "第 4 步，共 4 步"),
    ]
    assert [one["rows"] for one in told if one["step"] == "核对各行"][-1] == "7 / 8 行"
    assert {one["busy"] for one in told} == {True}


def test_nobody_else_acts_on_a_batch_while_a_job_works_on_it(upload, client, world):
    _, batch = upload(firm(1))
    for act in (drop, lambda one: replan(one, user=world.county_admin)):
        with pytest.raises(CannotImport, match="正在读取，请等它完成"):
            act(batch)
    with pytest.raises(CannotImport, match="请等它完成"):
        jobs.begin(batch, "apply", user=world.county_admin)
    client.post(address("import_drop", batch))
    assert do(batch).state == State.PLANNED


def test_a_large_batch_is_written_by_a_job_once_for_two_clicks(upload, client, world):
    _, batch = upload(firm(1), firm(2))
    do(batch)
    before = dump()
    first = client.post(address("import_apply", batch))
    second = client.post(address("import_apply", batch))
    assert first.url == second.url == address("import_progress", batch)
    batch.refresh_from_db()
    assert (batch.state, dump()) == (State.APPLYING, before)
    token = batch.options["job"]["token"]
    told = client.get(address("import_progress_json", batch)).json()
    assert (told["busy"], told["may_cancel"]) == (True, False)
    client.post(address("import_cancel", batch))  # too late
    do(batch)
    assert (batch.state, batch.options, batch.rows.filter(written=True).count()) == (State.APPLIED, {}, 2)
    jobs.work(batch.pk, token)  # a task that comes twice
    assert batch.rows.filter(written=True).count() == 2
    assert progress.seen(batch.pk) == {}


def test_undo_and_redo_of_a_large_batch_are_jobs_too(upload, client):
    _, batch = upload(firm(1))
    before = dump()
    do(batch)
    client.post(address("import_apply", batch))
    do(batch)
    assert client.post(address("import_undo", batch)).url == address("import_progress", batch)
    assert "正在撤销" in client.get(address("import_progress", batch)).content.decode()
    assert (do(batch).state, dump()) == (State.UNDONE, before)
    assert client.post(address("import_redo", batch)).url == address("import_progress", batch)
    assert (do(batch).state, batch.problem) == (State.PLANNED, "")


def test_a_job_begins_in_the_states_it_is_made_for_only(upload, client, world):
    _, batch = upload(firm(1))
    do(batch)
    client.post(address("import_drop", batch))
    page = client.post(address("import_apply", batch), follow=True)
    assert "这次导入已放弃，现在不能这样做" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_thread_of_the_server_does_the_work(upload, client, tmp_path):
    _, batch = upload(firm(1), firm(2))
    until = time.monotonic() + 120
    while client.get(address("import_progress_json", batch)).json()["busy"] and time.monotonic() < until:
        time.sleep(0.05)
    batch.refresh_from_db()
    assert (batch.state, ImportRow.objects.filter(batch=batch).count()) == (State.PLANNED, 2)


@pytest.mark.nodb
def test_the_thread_outlives_a_task_that_fails():
    from django_tasks import TaskResultStatus

    backend = ThreadBackend("default", {})
    results = [backend.enqueue(jobs.run, [number, "no such token"], {"wrong": True}) for number in (1, 2)]
    until = time.monotonic() + 120
    while not results[-1].is_finished and time.monotonic() < until:
        time.sleep(0.01)
    assert [one.status for one in results] == [TaskResultStatus.FAILED] * 2
    assert all("wrong" in one.errors[0].traceback for one in results)

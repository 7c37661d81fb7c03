"""A job that is cancelled, fails, or whose process dies: nothing half done stays, and it can be done again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from liangxin.processes import lives, this_process
from reports import jobs
from reports.imports import progress
from reports.models import ImportBatch
from tests.reports.imports.jobbing import Desk, address, dies, do
from tests.reports.imports.office import firm

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture
def upload(office, client, world, monkeypatch):
    """Upload rows as the county; everything counts as large."""
    monkeypatch.setattr(jobs, "LARGE", 0)
    monkeypatch.setattr(jobs, "LARGE_UPLOAD", 0)
    return Desk(office, client, world.county_admin)


def test_a_job_that_waits_is_cancelled_and_writes_nothing(upload, client):
    _, batch = upload(firm(1))
    assert client.post(address("import_cancel", batch)).url == address("import_progress", batch)
    assert client.get(address("import_progress_json", batch)).json()["cancelling"]
    do(batch)
    assert (batch.state, batch.rows.count(), progress.wants_cancel(batch.pk)) == (State.DROPPED, 0, False)


def test_a_wish_to_cancel_that_came_too_late_ends_no_later_job(upload, client, world):
    _, batch = upload(firm(1))
    do(batch)
    progress.cancel(batch.pk)  # a second press of the button, when the job was over
    jobs.begin(batch, "reread", user=world.county_admin)
    assert (do(batch).state, batch.rows.count()) == (State.PLANNED, 1)


def test_an_upload_that_breaks_off_before_it_has_a_job_leaves_nothing(upload, world, monkeypatch):
    def breaks(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress.Progress, "step", breaks)
    originals = Path(settings.LIANGXIN_VAR) / "originals"
    before = set(originals.iterdir()) if originals.exists() else set()
    with pytest.raises(OSError, match="No space left"):
        upload(firm(1))
    assert not ImportBatch.objects.exists()
    assert set(originals.iterdir()) == before


def test_a_job_is_cancelled_between_two_rows(upload, client, monkeypatch):
    _, batch = upload(*(firm(number) for number in range(1, 9)))
    monkeypatch.setattr(progress, "PAUSE", 0)
    at, rows = progress.Progress.at, []

    def watched(self, done):
        rows.append(done)
        if self.said["step"] == "核对各行" and done == 3:
            client.post(address("import_cancel", batch))
        at(self, done)

    monkeypatch.setattr(progress.Progress, "at", watched)
    do(batch)
    assert (batch.state, batch.rows.count(), rows[-1]) == (State.DROPPED, 0, 3)


def test_planning_again_that_is_cancelled_leaves_the_plan_as_it_was(upload, client, world):
    _, batch = upload(firm(1))
    do(batch)
    plan = list(batch.rows.values())
    jobs.begin(batch, "reread", user=world.county_admin)
    client.post(address("import_cancel", batch))
    do(batch)
    assert (batch.state, list(batch.rows.values())) == (State.PLANNED, plan)


def test_a_job_whose_process_died_while_reading_is_begun_again(upload, client):
    _, batch = upload(firm(1))
    old = batch.options["job"]["token"]
    assert jobs.look_after(batch).options["job"]["token"] == old  # it lives
    dies(batch)
    assert client.get(address("import_progress", batch)).status_code == 200
    batch.refresh_from_db()
    job = batch.options["job"]
    assert (job["token"] != old, job["tries"]) == (True, 2)
    jobs.work(batch.pk, old)  # the old one was only asleep: it is fenced off
    assert batch.rows.count() == 0
    assert (do(batch).state, batch.rows.count()) == (State.PLANNED, 1)


def test_a_death_just_after_the_plan_was_stored_leaves_each_row_once(upload, world):
    _, batch = upload(firm(1), firm(2))
    with progress.telling(progress.Progress(batch.pk, batch.options["job"]["token"])):
        jobs.read_received(batch, user=world.county_admin)  # and then nothing more
    assert batch.rows.count() == 2
    jobs.look_after_all()
    assert (do(batch).state, batch.rows.count()) == (State.PLANNED, 2)


def test_a_file_that_kills_its_reader_is_left_alone_in_the_end(upload, client):
    _, batch = upload(firm(1))
    for _ in range(jobs.TRIES):
        dies(batch)
        jobs.look_after_all()
        batch.refresh_from_db()
    assert batch.state == State.FAILED
    page = client.get(address("import", batch)).content.decode()
    assert "读取了 3 次，3 次程序中断了，登记没有任何变化" in page
    assert "再读一次" in page
    client.post(address("import_read", batch))
    assert do(batch).state == State.PLANNED


def test_a_batch_whose_process_died_while_writing_can_be_written_again(upload, client):
    _, batch = upload(firm(1))
    do(batch)
    client.post(address("import_apply", batch))
    dies(batch)
    jobs.look_after_all()
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (State.PLANNED, "正在写入时程序中断了，登记没有任何变化，请再做一次。")
    assert batch.problem in client.get(address("import", batch)).content.decode()
    client.post(address("import_apply", batch))
    assert (do(batch).state, batch.problem) == (State.APPLIED, "")


def test_a_death_after_the_commit_leaves_the_batch_written(upload, client, world):
    _, batch = upload(firm(1))
    do(batch)
    client.post(address("import_apply", batch))
    batch.refresh_from_db()
    with progress.telling(progress.Progress(batch.pk, batch.options["job"]["token"])):
        jobs.apply(batch, user=world.county_admin)  # and then nothing more
    jobs.look_after_all()
    batch.refresh_from_db()
    assert batch.state == State.APPLIED
    assert client.get(address("import", batch)).status_code == 200


def test_what_goes_wrong_in_a_job_is_said_and_nothing_of_it_stays(upload, client, monkeypatch):
    def breaks(batch, *, user):
        batch.rows.all().delete()
        raise OSError(28, "No space left on device")

    _, batch = upload(firm(1))
    monkeypatch.setitem(jobs.WORK, "read", replace(jobs.WORK["read"], does=breaks))
    do(batch)
    assert batch.state == State.FAILED
    assert batch.problem.startswith("磁盘空间不够，刚才的操作没有写入任何内容")


def test_a_process_is_known_by_its_number_and_its_beginning():
    me = this_process()
    assert lives(me) is True
    assert lives({**me, "began": "1"}) is False
    assert lives({**me, "pid": 2**22 + 1}) is False
    assert lives({**me, "place": "elsewhere"}) is None
    assert lives({}) is None


def test_a_process_on_another_machine_counts_as_dead_after_a_silence(upload, monkeypatch):
    _, batch = upload(firm(1))
    file, token = progress._file(batch.pk), batch.options["job"]["token"]
    told = json.loads(file.read_text("utf-8"))
    told["process"]["place"] = "elsewhere"
    file.write_text(json.dumps(told), "utf-8")
    assert progress.is_alive(batch.pk, token)
    monkeypatch.setattr(progress, "SILENCE", 0)
    assert not progress.is_alive(batch.pk, token)

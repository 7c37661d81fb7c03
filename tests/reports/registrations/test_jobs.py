"""Registration lists go through the jobs of imports: the bar, the question about the same file, cancelling, dying."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from orgs.models import User
from reports import jobs
from reports.imports import progress
from reports.models import ImportBatch, Registration
from tests.reports.imports.jobbing import address, dies, do
from tests.reports.imports.office import dump
from tests.world import credit_code

pytestmark = pytest.mark.django_db
State = ImportBatch.State
SOURCE = {"source": "market"}
LINES = [(f"新泰{n}号厂", credit_code("91", 7000 + n), "青溪县石桥镇", "", "", "存续", "") for n in range(1, 9)]


@pytest.fixture
def upload(authority, client, monkeypatch):
    """Upload the same list, as the county or as `user`; (the response, the batch). Everything counts as large."""
    monkeypatch.setattr(jobs, "LARGE", 0)
    monkeypatch.setattr(jobs, "LARGE_UPLOAD", 0)
    name, path = authority.file(*LINES)

    def sent(user=authority.user):
        client.force_login(user)
        files = SimpleUploadedFile(name, path.read_bytes())
        response = client.post(address("registration_upload"), {"files": files, "as_of": "2025-06-30", **SOURCE})
        return response, ImportBatch.objects.latest("pk")

    return sent


@pytest.fixture
def colleague(world):
    """Another who manages the county."""
    admin = world.county_admin
    return User.objects.create_user("colleague", first_name="麦穗", role=admin.role, region=admin.region)


def act(client, batch, name):
    return client.post(f"/registrations/{batch.pk}/{name}/")


def words(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_large_list_waits_shows_its_bar_and_becomes_a_preview(upload, client):
    response, batch = upload()
    assert response.url == address("import_progress", batch)
    assert (batch.state, batch.kind, batch.rows.count()) == (State.READING, "registrations", 0)
    assert "<progress" in words(client.get(response.url))
    assert client.get(f"/registrations/{batch.pk}/").url == response.url
    assert client.get(address("import_progress_json", batch)).json()["may_cancel"]
    do(batch)
    assert (batch.state, batch.options, batch.rows.count()) == (State.PLANNED, SOURCE, len(LINES))
    assert client.get(address("import_progress_json", batch)).json() == {"busy": False}
    assert LINES[0][0] in words(client.get(response.url, follow=True))


def test_the_bar_says_the_steps_of_a_list(upload, client, monkeypatch):
    _, batch = upload()
    told = []
    monkeypatch.setattr(progress, "PAUSE", 0)
    tell = progress.Progress.tell

    def telling(self):
        tell(self)
        told.append(client.get(address("import_progress_json", batch)).json())

    monkeypatch.setattr(progress.Progress, "tell", telling)
    do(batch)
    steps = list(dict.fromkeys((one["step"], one["place"]) for one in told))
    names = ("读取文件", "核对各行", "保存预览")
    assert steps == [(name, f"第 {number} 步，共 3 步") for number, name in enumerate(names, 1)]
    assert [one["rows"] for one in told if one["step"] == "核对各行"][-1] == "7 / 8 行"


def test_a_large_list_is_taken_over_and_taken_back_by_jobs_once_for_two_clicks(upload, client):
    _, batch = upload()
    do(batch)
    before = dump()
    assert act(client, batch, "apply").url == act(client, batch, "apply").url == address("import_progress", batch)
    assert not Registration.objects.exists()
    assert "正在写入" in words(client.get(address("import_progress", batch)))
    act(client, batch, "drop")  # refused: somebody works on it
    client.post(address("import_cancel", batch))  # too late
    assert (do(batch).state, batch.options, Registration.objects.count()) == (State.APPLIED, SOURCE, len(LINES))
    act(client, batch, "undo")
    assert "正在撤销" in words(client.get(address("import_progress", batch)))
    assert (do(batch).state, Registration.objects.exists(), dump()) == (State.UNDONE, False, before)


def test_a_list_is_cancelled_while_it_waits_and_between_two_rows(upload, client, monkeypatch):
    _, batch = upload()
    client.post(address("import_cancel", batch))
    assert (do(batch).state, batch.rows.count()) == (State.DROPPED, 0)
    _, batch = upload()
    monkeypatch.setattr(progress, "PAUSE", 0)
    at, rows = progress.Progress.at, []

    def watched(self, done):
        rows.append(done)
        if self.said["step"] == "核对各行" and done == 3:
            client.post(address("import_cancel", batch))
        at(self, done)

    monkeypatch.setattr(progress.Progress, "at", watched)
    assert (do(batch).state, batch.rows.count(), rows[-1]) == (State.DROPPED, 0, 3)


def test_a_list_whose_process_died_while_reading_is_begun_again(upload, client):
    _, batch = upload()
    old = batch.options["job"]["token"]
    dies(batch)
    assert client.get(address("import_progress", batch)).status_code == 200
    jobs.work(batch.pk, old)  # the old one was only asleep: it is fenced off
    assert batch.rows.count() == 0
    assert (do(batch).state, batch.rows.count()) == (State.PLANNED, len(LINES))


def test_a_list_whose_process_died_just_after_it_stored_the_plan_has_each_line_once(upload, world):
    _, batch = upload()
    with progress.telling(progress.Progress(batch.pk, batch.options["job"]["token"])):
        jobs.read_list(batch, user=world.county_admin)  # and then nothing more
    assert batch.rows.count() == len(LINES)
    jobs.look_after_all()
    assert (do(batch).state, batch.rows.count()) == (State.PLANNED, len(LINES))


def test_a_list_whose_process_died_while_writing_can_be_written_again(upload, client):
    _, batch = upload()
    do(batch)
    act(client, batch, "apply")
    dies(batch)
    jobs.look_after_all()
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (State.PLANNED, "正在写入时程序中断了，登记没有任何变化，请再做一次。")
    assert batch.problem in words(client.get(f"/registrations/{batch.pk}/"))
    act(client, batch, "apply")
    assert (do(batch).state, batch.problem, Registration.objects.count()) == (State.APPLIED, "", len(LINES))


def test_a_list_that_kills_its_reader_is_left_alone_and_read_once_more_on_demand(upload, client):
    _, batch = upload()
    for _ in range(jobs.TRIES):
        dies(batch)
        jobs.look_after_all()
    page = words(client.get(f"/registrations/{batch.pk}/"))
    assert "读取了 3 次，3 次程序中断了" in page
    assert f'action="{address("import_read", batch)}"' in page
    client.post(address("import_read", batch))
    assert do(batch).state == State.PLANNED


def test_the_second_who_uploads_a_list_is_told_that_it_is_being_imported_or_was(upload, client, world, colleague):
    _, first = upload()
    response, second = upload(colleague)
    assert (second.options, second.rows.count()) == ({**SOURCE, "held": True}, 0)
    page = words(client.get(response.url))
    assert "正在导入：" in page
    assert f"{world.county_admin}" in page
    do(first)
    act(client, first, "apply")
    do(first)
    assert "已导入：" in words(client.get(response.url))
    client.post(address("import_read", second))
    assert (do(second).state, set(second.rows.values_list("outcome", flat=True))) == (State.PLANNED, {"same"})
    _, third = upload(colleague)
    client.post(address("import_drop", third))
    third.refresh_from_db()
    assert (third.state, third.rows.count()) == (State.DROPPED, 0)


def test_a_small_list_is_read_at_once_and_originals_of_refused_files_are_not_kept(authority, client):
    originals = Path(settings.LIANGXIN_VAR) / "originals"
    before = set(originals.iterdir()) if originals.exists() else set()
    client.force_login(authority.user)
    name, path = authority.file(*LINES)
    files = [SimpleUploadedFile("坏的.xlsx", b"PK\x03\x04 nothing"), SimpleUploadedFile(name, path.read_bytes())]
    client.post(address("registration_upload"), {"files": files, "as_of": "2025-06-30", **SOURCE})
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.options, batch.rows.count()) == (State.PLANNED, SOURCE, len(LINES))
    assert [(bool(file.error), bool(file.kept)) for file in batch.files.all()] == [(True, False), (False, True)]
    assert {file.name for file in set(originals.iterdir()) - before} == {batch.files.last().kept}

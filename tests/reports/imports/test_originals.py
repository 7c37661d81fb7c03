"""Originals: handed out to who may see the batch, noted for the auditor, removed when their time is over."""

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from liangxin import vault
from reports.imports.originals import expire, expire_now_and_then
from reports.models import ImportBatch, ImportFile, OriginalDownload
from tests.reports.imports.office import DAY, firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(office, world, data_folder):
    return office.plan(firm(1), user=world.town_a_clerk)


def address(batch):
    return reverse("reports:import_original", args=[batch.pk, batch.files.get().pk])


def aged(batch, days):
    """The batch as if it had been made so many days ago."""
    ImportBatch.objects.filter(pk=batch.pk).update(created=timezone.now() - timedelta(days=days))


def test_the_clerk_and_the_county_get_back_what_was_uploaded(office, batch, world, client):
    content = vault.content_of(batch.files.get().kept)
    for name in ("town_a_clerk", "county_admin"):
        client.force_login(getattr(world, name))
        answer = client.get(address(batch))
        assert (answer.content, answer.headers["Content-Type"]) == (content, "application/octet-stream")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
    assert [(one.number, one.user_name) for one in OriginalDownload.objects.order_by("pk")] == [
        (batch.pk, "张伟"),
        (batch.pk, "王芳"),
    ]


@pytest.mark.parametrize(("name", "status"), [("town_b_clerk", 404), ("town_a_viewer", 403), ("auditor", 403)])
def test_nobody_else_gets_it_and_nothing_is_noted(batch, world, client, name, status):
    client.force_login(getattr(world, name))
    assert client.get(address(batch)).status_code == status
    assert not OriginalDownload.objects.exists()


def test_a_file_of_another_batch_is_not_found(office, batch, world, client):
    other = office.plan(firm(2), user=world.county_admin)
    client.force_login(world.town_a_clerk)
    url = reverse("reports:import_original", args=[batch.pk, other.files.get().pk])
    assert client.get(url).status_code == 404


def test_the_auditor_sees_each_download_in_the_log(batch, world, client):
    client.force_login(world.town_a_clerk)
    client.get(address(batch))
    client.force_login(world.auditor)
    page = client.get("/log/").content.decode()
    assert f"原件“{batch.files.get().name}”" in page
    assert "张伟" in page


def test_after_its_time_an_original_is_gone_and_the_page_says_so(batch, world, client, settings):
    file = batch.files.get()
    aged(batch, settings.KEEP_ORIGINALS + 1)
    assert expire() == 1
    with pytest.raises(vault.Lost):
        vault.content_of(file.kept)
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("reports:import", args=[batch.pk])).content.decode()
    assert "原件已过保存期，已删除" in page
    assert "下载原件" not in page
    assert "原件已过保存期（365 天），已删除" in client.get(address(batch), follow=True).content.decode()
    assert not OriginalDownload.objects.exists()


def test_before_its_time_an_original_stays(batch, settings):
    aged(batch, settings.KEEP_ORIGINALS - 1)
    assert expire() == 0
    assert vault.content_of(batch.files.get().kept)


def test_the_county_decides_how_long(batch, settings):
    settings.KEEP_ORIGINALS = 30
    aged(batch, 31)
    output = StringIO()
    call_command("expire_originals", stdout=output)
    assert output.getvalue() == "保存期 30 天：删除 1 件原件\n"


def test_what_no_batch_names_goes_when_it_is_as_old(batch, data_folder, settings):
    stray = vault.keep(b"of an import that broke off")
    before = time.time() - (settings.KEEP_ORIGINALS + 1) * 24 * 3600
    for name in (stray, batch.files.get().kept):
        os.utime(data_folder / "originals" / name, (before, before))
    expire()
    assert not (data_folder / "originals" / stray).exists()
    assert vault.content_of(batch.files.get().kept)


def test_making_an_import_removes_what_is_over_once_a_day(batch, office, settings, django_capture_on_commit_callbacks):
    aged(batch, settings.KEEP_ORIGINALS + 1)
    with django_capture_on_commit_callbacks(execute=True):
        office.plan(firm(2))
    assert ImportFile.objects.get(batch=batch).kept == ""
    aged(ImportBatch.objects.first(), settings.KEEP_ORIGINALS + 1)
    expire_now_and_then()
    assert ImportFile.objects.exclude(kept="").count() == 1


def test_a_dry_run_leaves_no_original(office, world, data_folder):
    _, path = office.file(firm(1))
    call_command("import_survey", str(path), as_of=DAY.isoformat(), dry_run=True, stdout=StringIO())
    assert list((data_folder / "originals").iterdir()) == []

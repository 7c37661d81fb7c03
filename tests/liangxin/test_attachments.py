"""Attachments: what is kept, under which name, and that nothing is left behind."""

import os
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from liangxin import attachments, vault
from orgs.models import BranchFile

PDF = b"%PDF-1.7\n1 0 obj\n"


def upload(name="关于成立支部的批复.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def kept(world, **given):
    return attachments.keep(BranchFile(branch=world.a_own_branch), upload(**given), by=world.town_a_clerk)


def in_vault(folder) -> list[Path]:
    place = folder / attachments.FOLDER
    return sorted(place.iterdir()) if place.exists() else []


def test_a_file_is_kept_sealed_and_comes_back_as_it_was(world, data_folder):
    file = kept(world)
    [sealed] = in_vault(data_folder)
    assert PDF not in sealed.read_bytes()
    response = attachments.sent(BranchFile.objects.get())
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert (file.size, file.user_name) == (len(PDF), str(world.town_a_clerk))
    assert BranchFile.history.get().history_user == world.town_a_clerk


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("批复.exe", b"MZ", "不是可以保存的文件类型"),
        ("批复", PDF, "不是可以保存的文件类型"),
        ("批复.pdf", b"<html>", "内容不是 pdf 文件"),
        ("扫描.png", b"\xff\xd8\xff\xe0", "内容不是 png 文件"),
        ("批复.pdf", b"", "内容不是 pdf 文件"),
    ],
)
def test_a_file_of_another_kind_is_refused(name, content, said):
    with pytest.raises(ValidationError, match=said):
        attachments.check(upload(name, content))


@pytest.mark.nodb
def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(ValidationError, match="超过 1 MB"):
        attachments.check(upload(content=PDF + b" " * 1024 * 1024))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("name", "content"),
    [("A.PDF", PDF), ("a.jpeg", b"\xff\xd8\xff\xe0"), ("a.docx", b"PK\x03\x04"), ("a.wps", attachments.OFFICE)],
)
def test_the_kinds_that_offices_write_are_taken(name, content):
    attachments.check(upload(name, content))


def test_a_long_name_keeps_its_extension(world, data_folder):
    file = kept(world, name=f"{'批复' * 150}.pdf")
    assert len(file.file_name) == attachments.LONGEST_NAME
    assert file.file_name.endswith("批复.pdf")


def test_a_row_that_cannot_be_saved_leaves_no_file(world, data_folder):
    with pytest.raises(ValidationError):
        attachments.keep(BranchFile(branch=world.a_own_branch, about="nothing"), upload(), by=world.town_a_clerk)
    assert in_vault(data_folder) == []


def test_a_dropped_file_goes_when_the_transaction_holds(world, data_folder, django_capture_on_commit_callbacks):
    file = kept(world)
    with django_capture_on_commit_callbacks() as callbacks:
        attachments.drop(file, by=world.town_a_clerk)
    assert len(in_vault(data_folder)) == 1
    for callback in callbacks:
        callback()
    assert in_vault(data_folder) == []
    assert BranchFile.history.first().history_type == "-"


def test_only_strays_that_have_lain_for_a_month_are_swept(world, data_folder):
    known, fresh = kept(world).kept, vault.keep(PDF, of=attachments.FOLDER)
    stray = vault.keep(PDF, of=attachments.FOLDER)
    long_ago = time.time() - attachments.STRAYS_STAY - 60
    for name in (known, stray):
        os.utime(data_folder / attachments.FOLDER / name, (long_ago, long_ago))
    assert attachments.sweep() == 1
    assert {path.name for path in in_vault(data_folder)} == {known, fresh}

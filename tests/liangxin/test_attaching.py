"""Attached files: what is taken, what is refused with a sentence, and that nothing stays behind."""

import os
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from liangxin import attaching, vault
from orgs.models import BranchFile

PDF = b"%PDF-1.7 a made-up paper"
REFUSED = [
    ("决定.exe", b"MZ", "只收"),
    ("决定", PDF, "只收"),
    ("决定.pdf", b"", "空文件"),
    ("决定.pdf", b"<script>alert(1)</script>", "不符"),
    ("决定.docx", PDF, "不符"),
]


@pytest.mark.nodb
@pytest.mark.parametrize(("name", "content", "said"), REFUSED)
def test_what_is_no_paper_is_refused_with_a_sentence(name, content, said):
    with pytest.raises(ValidationError, match=said):
        attaching.check(SimpleUploadedFile(name, content))


@pytest.mark.nodb
def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(attaching, "LARGEST", 10)
    with pytest.raises(ValidationError, match="超过"):
        attaching.check(SimpleUploadedFile("决定.pdf", PDF))


def test_a_file_is_kept_sealed_given_back_and_removed(world, data_folder, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("../../决定.pdf", PDF)
    row = attaching.attach(BranchFile, file, by=world.town_a_clerk, branch=world.a_own_branch)
    sealed = (data_folder / attaching.FOLDER / row.kept).read_bytes()
    assert (row.file_name, row.size, row.user_name) == ("决定.pdf", len(PDF), "张伟")
    assert PDF not in sealed
    assert attaching.content_of(row) == PDF
    assert attaching.type_of(row) == "application/pdf"
    assert BranchFile.history.get(id=row.pk).history_user == world.town_a_clerk
    with django_capture_on_commit_callbacks(execute=True):
        attaching.detach(row, by=world.town_a_clerk)
    assert not vault.is_kept(row.kept, attaching.FOLDER)
    assert BranchFile.history.filter(branch=world.a_own_branch, history_type="-").exists()


def test_what_the_database_refuses_leaves_no_content(world, data_folder):
    with pytest.raises(Exception, match="(?i)null"):
        attaching.attach(BranchFile, SimpleUploadedFile("决定.pdf", PDF), by=world.town_a_clerk, branch_id=None)
    assert not (data_folder / attaching.FOLDER).exists()


def test_a_file_is_sent_as_a_download_under_a_short_name(world, data_folder):
    file = SimpleUploadedFile(f"{'批复' * 150}.pdf", PDF)
    row = attaching.attach(BranchFile, file, by=world.town_a_clerk, branch=world.a_own_branch)
    response = attaching.sent(row)
    assert (len(row.file_name), row.file_name[-6:]) == (attaching.LONGEST_NAME, "批复.pdf")
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment;")


def test_only_strays_that_have_lain_for_a_month_are_swept(world, data_folder):
    upload = SimpleUploadedFile("决定.pdf", PDF)
    known = attaching.attach(BranchFile, upload, by=world.town_a_clerk, branch=world.a_own_branch).kept
    fresh, stray = (vault.keep(PDF, of=attaching.FOLDER) for _ in range(2))
    long_ago = time.time() - attaching.STRAYS_STAY - 60
    for name in (known, stray):
        os.utime(data_folder / attaching.FOLDER / name, (long_ago, long_ago))
    assert attaching.sweep() == 1
    assert {path.name for path in (data_folder / attaching.FOLDER).iterdir()} == {known, fresh}

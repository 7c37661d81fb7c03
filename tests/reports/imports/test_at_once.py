"""Two clerks at the same time: the same file, the same batch, the same organization in a form."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections
from django.test import Client
from django.urls import reverse

from orgs.models import Organization
from reports import jobs
from reports.imports import applying
from reports.imports.applying import apply, import_files
from reports.imports.batches import CannotImport
from reports.models import ImportBatch, ImportRow
from tests.reports.imports.office import DAY, dump, firm

pytestmark = pytest.mark.django_db
State = ImportBatch.State


def address(name, batch=None):
    return reverse(f"reports:{name}", args=[batch.pk] if batch else [])


@pytest.fixture
def send(office):
    """Upload the same file as a user; (the page it leads to, the batch)."""
    name, path = office.file(firm(1), firm(2), name="城关镇.xlsx")
    content = path.read_bytes()

    def sent(user, as_of="2025-06-30"):
        client = Client()
        client.force_login(user)
        data = {"files": [SimpleUploadedFile(name, content)], "as_of": as_of}
        page = client.post(address("upload"), data, follow=True)
        return page, ImportBatch.objects.latest("pk")

    return sent


def words(page) -> str:
    return page.content.decode()


def test_the_second_who_uploads_a_file_is_told_that_it_is_being_read(send, world, monkeypatch):
    monkeypatch.setattr(jobs, "LARGE_UPLOAD", 0)
    _, first = send(world.town_a_clerk)
    page, second = send(world.county_admin)
    assert first.state == second.state == State.READING
    assert "“城关镇.xlsx”正在导入：张伟" in words(page)
    assert "正在读取" in words(page)
    assert address("import", first) in words(page)
    assert (second.options, second.rows.count()) == ({"held": True}, 0)


def test_the_second_is_told_of_a_preview_and_of_what_was_written(send, world):
    _, first = send(world.town_a_clerk)
    page, second = send(world.county_admin)
    assert "正在导入：张伟" in words(page)
    assert "待写入" in words(page)
    apply(first, user=world.town_a_clerk)
    client = Client()
    client.force_login(world.county_admin)
    page = client.get(address("import_progress", second))
    assert "“城关镇.xlsx”已导入：张伟" in words(page)
    assert f'href="{address("import", first)}"' in words(page)


def test_who_goes_on_on_purpose_gets_nothing_but_unchanged_rows(send, world):
    _, first = send(world.town_a_clerk)
    apply(first, user=world.town_a_clerk)
    before = dump()
    page, second = send(world.town_a_clerk)
    assert "已导入：您" in words(page)
    client = Client()
    client.force_login(world.town_a_clerk)
    assert client.post(address("import_read", second)).url == address("import", second)
    second.refresh_from_db()
    assert (second.state, second.options) == (State.PLANNED, {})
    assert set(second.rows.values_list("outcome", flat=True)) == {"same"}
    client.post(address("import_apply", second))
    second.refresh_from_db()
    assert (second.state, dump()) == (State.APPLIED, before)


def test_who_does_not_go_on_drops_the_batch_and_a_third_is_not_told_of_it(send, world):
    _, first = send(world.town_a_clerk)
    _, second = send(world.county_admin)
    client = Client()
    client.force_login(world.county_admin)
    client.post(address("import_drop", second))
    client.force_login(world.town_a_clerk)
    client.post(address("import_drop", first))
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {State.DROPPED}
    _, third = send(world.county_admin)
    assert third.state == State.PLANNED


def test_a_preview_of_ones_own_that_was_left_is_no_reason_to_ask(send, world):
    send(world.town_a_clerk)
    _, again = send(world.town_a_clerk)
    assert again.state == State.PLANNED


def test_another_day_or_another_region_is_another_import(send, world):
    send(world.town_a_clerk)
    assert send(world.county_admin, as_of="2025-09-30")[1].state == State.PLANNED
    assert send(world.town_b_clerk)[1].state == State.PLANNED


def test_a_town_learns_that_the_county_imports_its_file_and_not_who(send, world):
    _, first = send(world.county_admin)
    page, second = send(world.town_a_clerk)
    assert second.state == State.READING
    assert "正在导入：另一位同事" in words(page)
    assert "王芳" not in words(page)
    assert address("import", first) not in words(page)


def test_an_organization_that_a_form_registers_at_the_same_moment_is_there_once(office, world, monkeypatch):
    batch = office.plan(firm(1), firm(2))
    row = batch.rows.first()
    closing, clashes = applying._close, []

    def late(one):
        """The form was quicker: on the database itself the second one fails like this."""
        if not clashes:
            clashes.append(one)
            raise IntegrityError("duplicate key")
        closing(one)

    monkeypatch.setattr(applying, "_close", late)
    apply(batch, user=world.county_admin)
    assert len(clashes) == 1
    assert Organization.objects.filter(credit_code=row.credit_code).count() == 1
    assert batch.rows.filter(written=True).count() == 2


def test_who_meets_somebody_again_is_told_in_a_sentence(office, world, monkeypatch):
    def late(one):
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(applying, "_close", late)
    batch, before = office.plan(firm(1)), dump()
    with pytest.raises(CannotImport, match="没有写入任何内容"):
        apply(batch, user=world.county_admin)
    batch.refresh_from_db()
    assert (batch.state, dump()) == (State.PLANNED, before)
    with pytest.raises(CannotImport, match="没有写入任何内容"):
        import_files([office.file(firm(3))], user=world.county_admin, as_of=DAY)
    assert dump() == before


@pytest.fixture
def threads():
    """Run functions at the same moment, each with its own connection; their results, errors included."""

    def together(*acts):
        begin, results = threading.Barrier(len(acts)), []

        def run(act):
            try:
                begin.wait()
                results.append(act())
            except Exception as error:
                results.append(error)
            finally:
                connections.close_all()

        running = [threading.Thread(target=run, args=[act]) for act in acts]
        for one in running:
            one.start()
        for one in running:
            one.join(120)
        return results

    return together


@pytest.mark.django_db(transaction=True)
def test_of_two_uploads_at_the_same_moment_one_is_asked(threads, send, world):
    clerks = (world.county_admin, world.town_a_clerk)
    results = threads(*[lambda user=user: send(user)[0].status_code for user in clerks])
    assert results == [200, 200]
    assert ImportBatch.objects.filter(options__has_key="held").count() == 1
    assert ImportRow.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_file_at_the_same_moment_register_each_organization_once(threads, office, world):
    file = office.file(*(firm(number) for number in range(1, 30)))
    before = Organization.objects.count()
    results = threads(*[lambda: import_files([file], user=world.county_admin, as_of=DAY)] * 3)
    assert [one for one in results if not isinstance(one, ImportBatch)] == []
    assert Organization.objects.count() == before + 29
    assert sorted(ImportRow.objects.values_list("outcome", flat=True)) == ["new"] * 29 + ["same"] * 58


@pytest.mark.django_db(transaction=True)
def test_a_form_and_an_import_at_the_same_moment_register_an_organization_once(threads, office, world):
    batches = [office.plan(firm(number)) for number in range(1, 9)]

    def typed(batch):
        row = batch.rows.get()
        values = {"name": row.name, "credit_code": row.credit_code, "kind": "enterprise"}
        one = Organization(**values)
        one.derive()
        one.save()

    results = threads(
        *[lambda one=one: apply(one, user=world.county_admin) for one in batches],
        *[lambda one=one: typed(one) for one in batches],
    )
    assert [one for one in results if isinstance(one, CannotImport)] == []
    codes = [one.rows.get().credit_code for one in batches]
    assert Organization.objects.filter(credit_code__in=codes).count() == len(codes)
    assert {type(one) for one in results if isinstance(one, Exception)} <= {IntegrityError}  # the form says it in words

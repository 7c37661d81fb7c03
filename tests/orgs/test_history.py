"""Every register keeps a history: who, what, and by which import, also for bulk writes."""

from datetime import date

import pytest
from django.apps import apps
from simple_history.models import HistoricalChanges

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, DELETED, record
from orgs.models import MassGroup, Organization, PartyBranch, Visit
from orgs.services import organizations
from tests.world import ORGANIZATIONS

# They are the record of an import themselves; a merge keeps what it did; a registration list is kept whole beside the
# one before
LOGS = {"ImportBatch", "ImportFile", "ImportRow", "Absence", "OriginalDownload", "Merge", "Registration"}


def registers():
    models = [*apps.get_app_config("orgs").get_models(), *apps.get_app_config("reports").get_models()]
    return [model for model in models if not issubclass(model, HistoricalChanges) and model.__name__ not in LOGS]


@pytest.mark.parametrize("model", registers(), ids=lambda model: model.__name__)
def test_every_register_has_a_history_with_its_import(model):
    fields = {field.name for field in model.history.model._meta.fields}
    assert {"batch_id", "history_user", "history_date", "history_type", "history_change_reason"} <= fields


def test_there_are_registers_to_look_at():
    assert {model.__name__ for model in registers()} >= {"Organization", "Standing", "Coverage", "User", "Visit"}


def test_adding_changing_and_deleting_each_leave_an_entry(world):
    group = MassGroup.objects.create(organization=world.a_none, kind="union", start=date(2025, 1, 1))
    group.end = date(2025, 6, 1)
    group.save(update_fields=["end"])
    key = group.pk
    group.delete()
    entries = list(MassGroup.history.filter(id=key).order_by("history_id").values_list("history_type", "end"))
    assert entries == [("+", None), ("~", date(2025, 6, 1)), ("-", date(2025, 6, 1))]


def test_a_request_is_recorded_in_its_users_name(world, client):
    client.force_login(world.town_a_clerk)
    address = f"/organizations/{world.a_joint.pk}/close/"
    version = Organization.objects.get(pk=world.a_joint.pk).version
    assert client.post(address, {"day": "2025-09-01", "reason": "歇业", "version": version}).status_code == 302
    assert world.a_joint.history.first().history_user == world.town_a_clerk
    assert world.a_joint.coverages.get().history.first().history_user == world.town_a_clerk


def test_a_service_records_its_user_without_a_request(world):
    organizations.close(organization=world.a_joint, day=date(2025, 9, 1), reason="歇业", by=world.town_a_clerk)
    assert world.a_joint.history.first().history_user == world.town_a_clerk


def test_a_bulk_write_is_recorded_with_its_batch_and_reason(world):
    rows = [getattr(world, name) for name in ORGANIZATIONS]
    before = Organization.history.count()
    for row in rows:
        row.address = "新街2号"
    bulk.update(Organization, rows, ["address"])
    record(rows, CHANGED, user=world.county_admin, batch_id=12, reason="导入")
    entries = Organization.history.order_by("-history_id")[: len(rows)]
    assert Organization.history.count() == before + len(rows)
    assert {(one.address, one.batch_id, one.history_change_reason, one.history_user) for one in entries} == {
        ("新街2号", 12, "导入", world.county_admin)
    }


def test_a_bulk_addition_and_deletion_are_recorded_too(world):
    made = bulk.insert(Visit, [Visit(posting=world.posting, day=date(2025, 1, day)) for day in (1, 2)])
    record(made, ADDED, batch_id=3)
    record(made, DELETED, batch_id=4)
    bulk.delete(Visit, [one.pk for one in made])
    kinds = Visit.history.filter(id__in=[one.pk for one in made]).values_list("history_type", "batch_id")
    assert sorted(kinds) == [("+", 3), ("+", 3), ("-", 4), ("-", 4)]
    record([], ADDED)


def test_a_password_is_in_no_history(world):
    assert "password" not in {field.name for field in type(world.auditor).history.model._meta.fields}
    assert world.auditor.history.exists()


def test_an_entry_remembers_the_value_of_its_time(world):
    first = world.a_own_branch.history.earliest()
    PartyBranch.objects.filter(pk=world.a_own_branch.pk).update(phone="1")
    world.a_own_branch.refresh_from_db()
    world.a_own_branch.phone = "2"
    world.a_own_branch.save(update_fields=["phone"])
    assert first.phone == ""
    assert world.a_own_branch.history.first().phone == "2"

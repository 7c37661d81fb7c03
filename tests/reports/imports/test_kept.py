"""The kept plan: it writes what planning again writes, and is used only where nothing has changed since the preview."""

import os
import shutil
import time

import pytest
from django.db import transaction

from liangxin import vault
from orgs.models import Guide, Organization, Region, User
from orgs.scope import CONSOLE
from reports.imports import applying, batches, kept
from reports.imports.applying import apply
from reports.imports.batches import make_batch, replan
from reports.imports.mending import mend
from reports.models import ImportRow, ValueAnswer
from tests.proof.county import regions_csv
from tests.proof.product import load_regions
from tests.proof.surveys import FIRST_DAY, SECOND_DAY, story
from tests.reports.imports.office import built, firm, known, registers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_ones_are_kept(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(kept, "WORTH", 1)
    settings.LIANGXIN_VAR = tmp_path / "var"


@pytest.fixture
def no_second_plan(monkeypatch):
    """Fails the test in which a batch is planned again while it is applied."""

    def planned_again(*given):
        raise AssertionError("planned again")

    monkeypatch.setattr(applying, "_write", planned_again)


def written() -> dict[str, list[dict]]:
    """All registers with their histories; a key is told by its place, as sequences go on after a rollback."""
    models = [*registers(), *(model.history.model for model in registers())]
    places = {model: {pk: place for place, pk in enumerate(_keys(model))} for model in models}
    return {
        model.__name__: [_placed(model, row, places) for row in model._base_manager.order_by("pk").values()]
        for model in models
    }


def _keys(model):
    return model._base_manager.order_by("pk").values_list("pk", flat=True)


def _placed(model, row: dict, places: dict) -> dict:
    told = {}
    for field in model._meta.concrete_fields:
        target = model if field.primary_key else field.related_model
        value = row[field.attname]
        if field.name == "id" and hasattr(model, "instance_type"):
            target = model.instance_type  # of the row that a history entry is about
        told[field.attname] = places[target].get(value, value) if target in places else value
    return {name: value for name, value in told.items() if name not in ("history_date", "last_login")}


def rows_of(batch) -> list[tuple]:
    columns = ("outcome", "written", "stale", "organization__name", "changes", "findings")
    return list(batch.rows.order_by("id").values_list(*columns))


@pytest.mark.parametrize("seed", [20260930, 7, 31])
def test_a_kept_plan_writes_what_planning_again_writes(tmp_path, seed, monkeypatch):
    told = story(seed)
    load_regions(tmp_path, regions_csv(told.counties[0]))
    for number, (files, day) in enumerate(zip(told.files, (FIRST_DAY, SECOND_DAY), strict=True)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file in files:
            (folder / file.name).write_bytes(file.content)
        batch = make_batch([(file.name, folder / file.name) for file in files], user=CONSOLE, as_of=day)
        place = vault._folder(kept.FOLDER)
        shutil.copytree(place, tmp_path / f"kept {number}")
        with transaction.atomic():
            kept.forget(batch)
            count = apply(batch, user=CONSOLE)
            again = written(), rows_of(batch)
            transaction.set_rollback(True)
        batch.refresh_from_db()
        shutil.copytree(tmp_path / f"kept {number}", place, dirs_exist_ok=True)
        with monkeypatch.context() as patched:
            patched.delattr(applying, "_write")
            assert apply(batch, user=CONSOLE) == count
        assert (written(), rows_of(batch)) == again
        assert not kept.is_there(batch)


def test_what_was_planned_of_known_and_new_organizations_goes_in_without_a_second_plan(office, world, no_second_plan):
    rows = [
        firm(1, **built("新泰一号党支部")),
        known(world.a_joint, built="否", full=3),
        firm(2, guide="汪洋"),
        known(world.a_none, name="甲无改名有限公司"),
        known(world.a_some),
    ]
    batch = office.plan(*rows, user=world.county_admin)
    said = list(batch.rows.order_by("id").values_list("outcome", flat=True))
    assert apply(batch, user=world.county_admin) == len([one for one in said if one not in ImportRow.KEPT_OUT])
    new = batch.rows.filter(outcome="new").order_by("id").values_list("name", "organization__name")
    assert [(name, name) for name, _ in new] == list(new)
    assert Organization.objects.get(name=new[0][0]).coverages.get().branch.name == "新泰一号党支部"


def edits(world):
    """What others may do between preview and apply."""
    admin = world.county_admin

    def version(organization):
        one = Organization.objects.get(pk=organization.pk)
        one.address, one.version = "新路9号", one.version + 1
        one.save()

    def guide():
        Guide.objects.create(name="汪洋", region=world.town_a)

    def region():
        one = Region.objects.get(pk=world.village_a1.pk)
        one.name = "新东门社区"
        one.save()

    def answer():
        ValueAnswer.objects.create(fact="category", text="私营独资", value="私营企业", user=admin)

    def clerk():
        User.objects.filter(pk=admin.pk).update(region=world.town_a)
        admin.refresh_from_db()

    return {
        "an organization of the file": lambda office: version(world.a_none),
        "an organization of no file": lambda office: version(world.b_none),
        "a guide": lambda office: guide(),
        "a region": lambda office: region(),
        "another import": lambda office: office.take(firm(77), user=admin),
        "an answer": lambda office: answer(),
        "the clerk's region": lambda office: clerk(),
    }


@pytest.mark.parametrize(
    "what",
    [
        "an organization of the file",
        "an organization of no file",
        "a guide",
        "a region",
        "another import",
        "an answer",
        "the clerk's region",
    ],
)
def test_it_is_of_no_use_when_something_changed_since(office, world, what):
    batch = office.plan(firm(1), known(world.a_none, full=2), user=world.county_admin)
    prepared = kept.taken(batch)
    assert prepared.holds(batch, user=world.county_admin)
    edits(world)[what](office)
    assert not prepared.holds(batch, user=world.county_admin)


def test_it_is_of_no_use_to_somebody_else_or_for_other_options(office, world):
    batch = office.plan(firm(1), user=world.county_admin)
    prepared = kept.taken(batch)
    assert not prepared.holds(batch, user=world.town_a_clerk)
    batch.options["policy"] = {"basics": "leave"}
    assert not prepared.holds(batch, user=world.county_admin)


def test_a_change_in_the_moment_before_the_batch_is_locked_is_seen(office, world, monkeypatch):
    batch = office.plan(known(world.a_none, full=2), firm(1, **built("新泰一号党支部")), user=world.county_admin)

    def lock(*given):
        Organization.objects.filter(pk=world.b_none.pk).first().save()  # somebody else was faster
        return batches.lock(*given)

    again = []
    planned_again = applying._write
    monkeypatch.setattr(applying, "lock", lock)
    monkeypatch.setattr(applying, "_write", lambda *given: again.append(1) or planned_again(*given))
    assert apply(batch, user=world.county_admin) == 2
    assert again == [1]


def test_a_plan_whose_transaction_came_to_nothing_is_never_written(office, world, no_second_plan):
    batch = office.plan(firm(1), user=world.county_admin)
    with transaction.atomic():
        replan(batch, user=world.county_admin)
        transaction.set_rollback(True)
    batch.refresh_from_db()
    assert kept.is_there(batch)
    with pytest.raises(AssertionError, match="planned again"):
        apply(batch, user=world.county_admin)


def test_who_changes_rows_of_a_batch_lets_its_plan_go(office, world):
    batch = office.plan(firm(1), firm(2, employees="约30"), user=world.county_admin)
    wrong = batch.rows.get(outcome="error")
    mend(batch, {wrong.pk: {next(iter(wrong.cells)): "新名称有限公司"}}, user=world.county_admin)
    assert not kept.is_there(batch)
    replan(batch, user=world.county_admin)
    assert kept.is_there(batch)


def test_a_damaged_one_a_full_disk_and_an_old_one_leave_planning_again(office, world):
    batch = office.plan(firm(1), user=world.county_admin)
    folder = vault._folder(kept.FOLDER)
    file = folder / str(batch.pk) / f"{batch.pk}.0"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert apply(batch, user=world.county_admin) == 1
    second = office.plan(firm(2), user=world.county_admin)
    kept.forget_old(time.time())
    assert kept.is_there(second)
    os.utime(folder / str(second.pk), (0, 0))
    kept.forget_old(time.time())
    assert not kept.is_there(second)
    assert apply(second, user=world.county_admin) == 1


def test_without_a_place_to_keep_it_the_preview_is_made_all_the_same(office, world, settings):
    folder = vault._folder(kept.FOLDER)
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("no folder")
    batch = office.plan(firm(1), user=world.county_admin)
    assert not kept.is_there(batch)
    assert apply(batch, user=world.county_admin) == 1


def test_small_ones_are_not_kept(office, world, monkeypatch):
    monkeypatch.setattr(kept, "WORTH", 3)
    assert not kept.is_there(office.plan(firm(1), firm(2)))
    assert kept.is_there(office.plan(firm(1), firm(2), firm(3)))

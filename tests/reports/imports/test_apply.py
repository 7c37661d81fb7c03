"""Applying: what the preview showed goes in once, rows that changed since are set aside and shown."""

import threading
from collections import Counter

import pytest
from django.db import connection, connections

from orgs.models import Coverage, Organization, PartyBranch, Standing
from orgs.services import organizations
from reports.imports.applying import apply, drop
from reports.imports.batches import CannotImport
from reports.imports.undoing import undo
from reports.models import ImportBatch, ImportRow, TransferRequest
from tests.reports.imports.office import DAY, LATER, built, counts, dump, firm, known, outcomes

pytestmark = pytest.mark.django_db


def edit(organization, **values):
    """What a colleague does in the form."""
    one = Organization.objects.get(pk=organization.pk)
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    one.save(update_fields=[*values, "version"])


def stale(batch):
    return list(batch.rows.filter(stale=True).values_list("number", flat=True))


def test_a_row_whose_organization_was_edited_since_the_plan_is_shown_and_goes_in_with_a_second_call(office, world):
    batch = office.plan(known(world.a_none, full=2), known(world.a_some, full=2))
    edit(world.a_none, address="新路9号")
    assert apply(batch, user=world.county_admin) == 1
    assert stale(batch) == [2]
    assert Standing.objects.on(LATER).get(organization=world.a_none).full_members == 0
    assert Standing.objects.on(LATER).get(organization=world.a_some).full_members == 2
    assert apply(batch, user=world.county_admin) == 1
    assert (stale(batch), batch.rows.filter(written=True).count()) == ([], 2)
    assert Standing.objects.on(LATER).get(organization=world.a_none).full_members == 2
    assert Organization.objects.get(pk=world.a_none.pk).address == "新路9号"


def test_answers_without_a_field_of_their_own_are_planned_alike_again(office, world, tmp_path):
    path = tmp_path / "表.csv"
    header = "单位名称,单位类型,所属乡镇,书记姓名,书记电话,注册资本,经营范围"
    path.write_text(f"{header}\n甲有限公司,非公企业,城关镇,王芳,13800000009,500,机电\n", encoding="utf-8")
    batch = office.plan(more=[("表.csv", path)])
    (row,) = batch.rows.all()
    assert len(row.facts["survey"]) >= 2, row.facts
    assert (apply(batch, user=world.county_admin), stale(batch)) == (1, [])
    path.write_text(f"{header}\n甲有限公司,非公企业,城关镇,李敏,13800000008,500,机电\n", encoding="utf-8")
    batch = office.plan(more=[("表.csv", path)], as_of=LATER)
    (row,) = batch.rows.all()
    assert {"field": "书记姓名", "old": "王芳", "new": "李敏"} in row.changes
    assert (apply(batch, user=world.county_admin), stale(batch)) == (1, [])


def test_a_stale_row_is_planned_again_against_what_the_colleague_wrote(office, world):
    batch = office.plan(known(world.a_none, closed="2025-05-01"))
    organizations.close(organization=world.a_none, day=DAY, reason="注销", by=world.county_admin)
    assert apply(batch, user=world.county_admin) == 0
    (row,) = batch.rows.filter(stale=True)
    assert {one["field"]: (one["old"], one["new"]) for one in row.changes}["注销时间"] == (
        "2025年6月30日",
        "2025年5月1日",
    )


def test_a_new_row_whose_organization_was_registered_in_between_is_shown_first(office, world):
    batch = office.plan(firm(1, employees=5))
    organizations.register(
        values={"kind": "enterprise", "name": firm(1)["name"], "credit_code": firm(1)["code"]},
        standing={"region": world.town_a},
        by=world.county_admin,
    )
    assert apply(batch, user=world.county_admin) == 0
    assert outcomes(batch) == ["changed"]
    assert apply(batch, user=world.county_admin) == 1
    assert Organization.objects.filter(name=firm(1)["name"]).count() == 1


def test_a_joint_branch_is_founded_by_the_rows_that_go_in_when_its_first_row_is_set_aside(office, world):
    joint = built("城关镇新业联合党支部", "联合组建", founded="2023")
    batch = office.plan(known(world.a_none, **joint), firm(1, **joint))
    edit(world.a_none, address="新路9号")
    assert apply(batch, user=world.county_admin) == 1
    assert apply(batch, user=world.county_admin) == 1
    branch = PartyBranch.objects.get(name="城关镇新业联合党支部")
    assert branch.coverages.count() == 2


def test_a_row_that_is_no_longer_clear_stays_out(office, world):
    batch = office.plan(firm(1, code=None))
    for address in ("甲", "乙"):
        organizations.register(
            values={"kind": "enterprise", "name": firm(1)["name"], "address": address},
            standing={"region": world.town_a},
            by=world.county_admin,
        )
    assert apply(batch, user=world.county_admin) == 0
    assert (outcomes(batch), stale(batch)) == (["several"], [2])
    with pytest.raises(CannotImport, match="没有等待写入的行"):
        apply(batch, user=world.county_admin)


def test_a_batch_goes_in_once(office, world):
    batch = office.take(firm(1))
    before, rows = dump(), counts()
    with pytest.raises(CannotImport, match="已写入，没有等待写入的行"):
        apply(batch, user=world.county_admin)
    assert (dump(), counts()) == (before, rows)


def test_a_dropped_and_an_undone_batch_are_refused(office, world):
    dropped = office.plan(firm(1))
    drop(dropped)
    with pytest.raises(CannotImport, match="已放弃，不能再写入"):
        apply(dropped, user=world.county_admin)
    with pytest.raises(CannotImport, match="已放弃，不能放弃"):
        drop(dropped)
    batch = office.take(firm(1))
    with pytest.raises(CannotImport, match="已写入，不能放弃"):
        drop(batch)
    undo(batch, user=world.county_admin)
    with pytest.raises(CannotImport, match="已撤销，不能再写入"):
        apply(batch, user=world.county_admin)
    assert not Organization.objects.filter(name=firm(1)["name"]).exists()


def test_every_entry_of_the_history_names_the_user_the_batch_and_why(office, world):
    before = {model: model.history.count() for model in (Organization, Standing, Coverage, PartyBranch)}
    batch = office.take(
        firm(1, **built("新泰一号党支部")), known(world.a_joint, built="否", employees=3), user=world.county_admin
    )
    for model, number in before.items():
        new = model.history.filter(batch_id=batch.pk)
        assert new.count() == model.history.count() - number > 0
        assert set(new.values_list("history_user", "history_change_reason")) == {
            (world.county_admin.pk, f"导入 {batch.pk}")
        }
    assert {*Coverage.history.filter(batch_id=batch.pk).values_list("history_type", flat=True)} == {"+", "~"}


def test_a_history_entry_holds_the_row_as_it_was_written(office, world):
    batch = office.take(firm(1, **built("新泰一号党支部"), employees=7))
    for model in (Organization, Standing, Coverage, PartyBranch):
        entry = model.history.get(batch_id=batch.pk)
        row = model.objects.get(pk=entry.id)
        names = [field.attname for field in entry.tracked_fields]
        assert {name: getattr(entry, name) for name in names} == {name: getattr(row, name) for name in names}


def test_outside_rows_become_one_transfer_request_each_and_undo_takes_it_back(office, world):
    stolen = [known(world.b_none, town="城关镇"), known(world.b_joint, town="城关镇"), firm(1)]
    batch = office.take(*stolen, user=world.town_a_clerk)
    requests = TransferRequest.objects.order_by("organization")
    assert {one.organization for one in requests} == {world.b_none, world.b_joint}
    assert {(one.region, one.day, one.requested_by, one.batch_id) for one in requests} == {
        (world.town_a, DAY, world.town_a_clerk, batch.pk)
    }
    assert TransferRequest.history.filter(batch_id=batch.pk, history_user=world.town_a_clerk).count() == 2
    office.take(*stolen, user=world.town_a_clerk, as_of=LATER)
    assert TransferRequest.objects.count() == 2
    with pytest.raises(CannotImport, match="没有等待写入的行"):
        apply(batch, user=world.town_a_clerk)
    undo(batch, user=world.town_a_clerk)
    assert not TransferRequest.objects.exists()


def test_a_decided_transfer_request_survives_the_undo(office, world):
    batch = office.take(known(world.b_none, town="城关镇"), user=world.town_a_clerk)
    TransferRequest.objects.update(state=TransferRequest.State.REJECTED)
    undo(batch, user=world.town_a_clerk)
    assert TransferRequest.objects.get().state == TransferRequest.State.REJECTED


def test_branches_guides_and_zones_that_an_import_founds_are_found_by_pinyin(office, world):
    from orgs.models import Guide, Zone

    zone = {"zone": "青溪电商产业园"}
    batch = office.take(firm(1, **built("新泰一号党支部"), guide="覃立", unit="县司法局", **zone))
    assert outcomes(batch) == ["new"]
    for model, key in ((Organization, "xintai"), (PartyBranch, "xtyh"), (Guide, "qinli"), (Zone, "dianshang")):
        assert model.objects.filter(search_key__icontains=key).exists(), model


# Two clerks press the button at the same moment.


def race(batch, user) -> Counter:
    """Apply the batch in two threads that start together; what became of each."""
    begin, results = threading.Barrier(2), []

    def press():
        begin.wait()
        try:
            results.append(apply(ImportBatch.objects.get(pk=batch.pk), user=user))
        except CannotImport as refusal:
            results.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(results)


@pytest.mark.django_db(transaction=True)
def test_of_two_applies_at_once_one_wins_and_the_other_is_told(data_folder, office, world):
    batch = office.plan(*(firm(n, **built(f"新泰{n}号党支部")) for n in range(30)))
    expected = Counter([30, "这次导入已写入，没有等待写入的行"])
    result = race(batch, world.county_admin)
    assert result == expected, result
    assert Organization.objects.filter(name__startswith="新泰机械").count() == 30
    assert ImportRow.objects.filter(batch=batch, written=True).count() == 30
    copies = list((data_folder / "backups").glob("*-before-import.sqlite3"))
    assert len(copies) in ((1, 2) if connection.vendor == "sqlite" else (0,))

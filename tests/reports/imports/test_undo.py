"""Undo of a batch: put back, kept because edited since, refused with the reason; the register is then as before."""

from collections import Counter
from datetime import date

import pytest

from orgs.choices import Mode
from orgs.models import Coverage, Guide, Organization, PartyBranch, Posting, Standing, User, Visit
from orgs.services import coverages, organizations
from reports.imports.batches import CannotImport
from reports.imports.undoing import undo
from reports.models import ImportBatch, ImportRow, TransferRequest
from tests.reports.imports.office import LATER, built, dump, firm, known, outcomes, undone

pytestmark = pytest.mark.django_db
BACK, KEPT, REFUSED = ImportRow.Undo.values


def notes(batch):
    return [row.undo_note for row in batch.rows.order_by("id")]


def everything(world):
    """Rows that found, end, change, close, rename and move."""
    return [
        known(
            world.a_single, town="城关镇", **built("星河机电党总支", founded="2021-03-10"), employees=150, union="否"
        ),
        known(world.a_joint, built="否", full=0),
        known(world.a_should, **built("海涛物流党支部", founded="2024-05"), guide="覃明", unit="县市场监督管理局"),
        known(world.a_some, guide="郝佳", unit="县司法局", women="是"),
        known(world.a_none, **built("城关镇新业联合党支部", "联合组建", founded="2023"), full=2),
        known(world.a_functional, closed="2025-05-01"),
        known(world.b_joint, town="石桥镇", village="石桥村", employees=46),
        {**known(world.b_none), "name": "单氏食品（集团）有限公司"},
        firm(1, **built("新泰一号党支部", founded="2024-01-01"), established="2020", guide="郝佳", unit="县司法局"),
        firm(2, **built("城关镇新业联合党支部", "联合组建", founded="2023-07"), union="是"),
    ]


def test_after_undo_every_register_is_as_it_was_before(office, world):
    before = dump()
    batch = office.take(*everything(world))
    assert set(outcomes(batch)) == {"new", "changed"}
    assert dump() != before
    result = undo(batch, user=world.county_admin)
    assert result == Counter({BACK: len(everything(world))})
    assert dump() == before
    batch.refresh_from_db()
    assert (batch.state, bool(batch.undone)) == (ImportBatch.State.UNDONE, True)


def test_the_counts_of_an_undo_add_up_to_the_written_rows(office, world):
    batch = office.take(firm(1), firm(2), firm(3), known(world.a_none, full=1), firm(4, employees="约30", built="是"))
    organizations.close(
        organization=Organization.objects.get(name=firm(1)["name"]), day=LATER, reason="注销", by=world.county_admin
    )
    result = undo(batch, user=world.county_admin)
    assert sum(result.values()) == batch.rows.filter(written=True).count() == 4
    assert undone(batch) == [KEPT, BACK, BACK, BACK, ""]


def test_versions_rise_so_that_open_forms_learn_of_the_undo(office, world):
    batch = office.take(known(world.a_none, full=1))
    written = Organization.objects.get(pk=world.a_none.pk).version
    undo(batch, user=world.county_admin)
    assert Organization.objects.get(pk=world.a_none.pk).version == written + 1


def test_history_entries_of_apply_and_undo_carry_batch_user_and_reason(office, world):
    batch = office.take(known(world.a_none, full=1, head="王"), firm(1), user=world.county_admin)
    undo(batch, user=world.county_admin)
    for model in (Organization, Standing):
        entries = model.history.filter(batch_id=batch.pk)
        reasons = set(entries.values_list("history_user", "history_change_reason"))
        assert reasons == {
            (world.county_admin.pk, f"导入 {batch.pk}"),
            (world.county_admin.pk, f"撤销导入 {batch.pk}"),
        }


def test_an_organization_that_a_form_edited_since_is_kept_whole(office, world):
    batch = office.take(known(world.a_none, full=1), known(world.a_some, full=2))
    one = Organization.objects.get(pk=world.a_none.pk)
    one.address = "新路9号"
    one.save(update_fields=["address"])
    assert undo(batch, user=world.county_admin) == Counter({KEPT: 1, BACK: 1})
    assert notes(batch) == ["写入之后又有修改，保留现状", ""]
    assert Standing.objects.on(LATER).get(organization=one).full_members == 1
    assert Standing.objects.on(LATER).get(organization=world.a_some).full_members == 1


def test_a_new_fact_that_a_service_wrote_since_keeps_the_organization(office, world):
    batch = office.take(known(world.a_joint, built="否"))
    coverages.begin(
        organization=world.a_joint,
        branch=world.a_village_branch,
        mode=Mode.AFFILIATED,
        start=LATER,
        by=world.county_admin,
    )
    assert undo(batch, user=world.county_admin) == Counter({KEPT: 1})
    assert Coverage.objects.filter(organization=world.a_joint).count() == 2


def test_an_organization_that_another_batch_wrote_since_is_kept(office, world):
    first = office.take(known(world.a_none, full=1))
    office.take(known(world.a_none, full=2), as_of=LATER)
    assert undo(first, user=world.county_admin) == Counter({KEPT: 1})


def test_an_organization_that_a_later_batch_found_unchanged_is_refused_until_that_one_is_undone(office, world):
    rows = [firm(1), known(world.a_none, full=1)]
    first, second = office.take(*rows), office.take(*rows, as_of=LATER)
    assert outcomes(second) == ["same", "same"]
    assert undo(first, user=world.county_admin) == Counter({REFUSED: 2})
    assert notes(first) == [f"之后的导入 {second.pk} 又写到这家单位，请先撤销那一批"] * 2
    assert Organization.objects.filter(name=firm(1)["name"]).exists()


def test_two_batches_undone_in_reverse_order_leave_the_register_as_before(office, world):
    before = dump()
    first = office.take(*everything(world))
    between = dump()
    second = office.take(
        known(world.a_single, employees=151, built="否"),
        firm(1, **built("新泰一号党支部"), employees=8),
        firm(2, **built("城关镇新业联合党支部", "联合组建"), union="否"),
        firm(3, **built("城关镇新业联合党支部", "联合组建")),
        as_of=LATER,
    )
    assert undo(second, user=world.county_admin) == Counter({BACK: 4})
    assert dump() == between
    assert undo(first, user=world.county_admin) == Counter({BACK: len(everything(world))})
    assert dump() == before


def test_two_batches_undone_in_the_wrong_order_keep_what_the_later_one_rests_on(office, world):
    first = office.take(firm(1, **built("新泰一号党支部")), firm(2))
    second = office.take(firm(1, **built("新泰一号党支部"), employees=8), as_of=LATER)
    assert undo(first, user=world.county_admin) == Counter({KEPT: 1, BACK: 1})
    assert undo(second, user=world.county_admin) == Counter({BACK: 1})
    kept = Organization.objects.get(name=firm(1)["name"])
    assert Coverage.objects.get(organization=kept).branch.host == kept
    assert not Organization.objects.filter(name=firm(2)["name"]).exists()


def test_a_joint_branch_founded_by_the_batch_stays_when_another_organization_uses_it(office, world):
    batch = office.take(
        firm(1, **built("城关镇新业联合党支部", "联合组建")), firm(2, **built("城关镇新业联合党支部", "联合组建"))
    )
    branch = PartyBranch.objects.get(name="城关镇新业联合党支部")
    coverages.begin(organization=world.a_none, branch=branch, mode=Mode.JOINT, start=LATER, by=world.county_admin)
    assert undo(batch, user=world.county_admin) == Counter({BACK: 2})
    assert [one.organization_id for one in branch.coverages.all()] == [world.a_none.pk]
    assert branch.levels.count() == 1


def test_a_host_stays_with_its_branch_when_another_organization_uses_that_branch(office, world):
    batch = office.take(firm(1, **built("新泰一号党支部")))
    branch = PartyBranch.objects.get(name="新泰一号党支部")
    Coverage.objects.create(organization=world.a_none, branch=branch, mode=Mode.AFFILIATED, start=LATER)
    assert undo(batch, user=world.county_admin) == Counter({REFUSED: 1})
    assert notes(batch) == ["已有党组织设在这家单位"]
    assert Coverage.objects.filter(branch=branch).count() == 2


def test_a_visit_that_hangs_on_a_posting_refuses_the_organization(office, world):
    batch = office.take(firm(1, guide="郝佳", unit="县司法局"), known(world.a_none, guide="郝佳", unit="县司法局"))
    posting = Posting.objects.get(organization=world.a_none)
    Visit.objects.create(posting=posting, day=LATER, content="了解情况")
    assert undo(batch, user=world.county_admin) == Counter({BACK: 1, REFUSED: 1})
    assert notes(batch) == ["", "已有走访记录"]
    assert Guide.objects.filter(name="郝佳").exists()


def test_a_transfer_request_for_a_new_organization_refuses_it(office, world):
    batch = office.take(firm(1))
    office.take({**firm(1), "town": "石桥镇"}, user=world.town_b_clerk)
    assert TransferRequest.objects.count() == 1
    assert undo(batch, user=world.county_admin) == Counter({REFUSED: 1})
    assert notes(batch) == ["已有转入申请"]


def test_an_organization_named_as_a_predecessor_is_refused(office, world):
    batch = office.take(firm(1))
    old = Organization.objects.get(name=firm(1)["name"])
    Organization.objects.create(name="继任有限公司", kind=old.kind, predecessor=old)
    assert undo(batch, user=world.county_admin) == Counter({REFUSED: 1})
    assert notes(batch) == ["已被登记为另一家单位的前身"]


def test_a_guide_that_has_an_account_by_now_stays(office, world):
    batch = office.take(firm(1, guide="郝佳", unit="县司法局"))
    User.objects.create(username="hao", guide=Guide.objects.get(name="郝佳"))
    assert undo(batch, user=world.county_admin) == Counter({BACK: 1})
    assert Guide.objects.filter(name="郝佳").exists()
    assert not Organization.objects.filter(name=firm(1)["name"]).exists()


def test_what_the_batch_wrote_of_a_branch_stays_with_an_organization_that_is_kept(office, world):
    batch = office.take(known(world.a_single, **built("星河机电新支部"), employees=3))
    Organization.objects.get(pk=world.a_single.pk).save(update_fields=["address"])
    assert undo(batch, user=world.county_admin) == Counter({KEPT: 1})
    assert PartyBranch.objects.get(pk=world.a_own_branch.pk).name == "星河机电新支部"


def test_a_name_that_another_branch_bears_by_now_is_not_given_back(office, world):
    batch = office.take(known(world.a_single, **built("星河机电新支部")))
    PartyBranch.objects.create(name=world.a_own_branch.name, region=world.town_a)
    undo(batch, user=world.county_admin)
    assert PartyBranch.objects.get(pk=world.a_own_branch.pk).name == "星河机电新支部"


def test_a_row_whose_earlier_guide_was_deleted_since_is_refused(office, world):
    office.take(known(world.a_none, guide="郝佳", unit="县司法局"))
    batch = office.take(known(world.a_none, guide="无"))
    Guide.objects.get(name="郝佳").delete()
    assert undo(batch, user=world.county_admin) == Counter({REFUSED: 1})
    assert notes(batch) == ["原来的党建指导员已被删去"]


def test_a_batch_is_undone_once_and_only_after_it_was_applied(office, world):
    batch = office.plan(firm(1))
    with pytest.raises(CannotImport, match="待写入"):
        undo(batch, user=world.county_admin)
    batch = office.take(firm(1))
    undo(batch, user=world.county_admin)
    with pytest.raises(CannotImport, match="已撤销"):
        undo(batch, user=world.county_admin)


def test_the_same_file_can_be_imported_again_after_its_undo(office, world):
    rows = everything(world)
    first = office.take(*rows)
    undo(first, user=world.county_admin)
    again = office.take(*rows)
    assert outcomes(again) == outcomes(first)
    before = dump()
    third = office.take(firm(1, established="2021"), as_of=LATER)
    undo(third, user=world.county_admin)
    assert dump() == before


@pytest.mark.parametrize("number", [5, 60])
def test_the_statements_of_an_undo_do_not_grow_with_the_rows(office, world, number, django_assert_max_num_queries):
    rows = [
        firm(n, **built(f"新泰{n}号党支部" if n % 2 else "城关镇新业联合党支部", "单独组建" if n % 2 else "联合组建"))
        for n in range(number)
    ]
    batch = office.take(*rows)
    office.take(*[{**row, "employees": 3} for row in rows[:2]], as_of=date(2025, 7, 1))
    with django_assert_max_num_queries(80):
        undo(batch, user=world.county_admin)

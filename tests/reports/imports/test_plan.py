"""The stored plan: what a batch would do, written down before anything is written."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from liangxin.dates import today
from orgs.choices import Mode
from orgs.models import Organization, PartyBranch
from reports.imports.applying import apply, import_files
from reports.imports.batches import CannotImport, make_batch, replan
from reports.imports.outcome import outcome_json, totals
from reports.imports.preview import accepted, offers
from reports.models import ImportBatch, ImportRow
from tests.reports.imports.office import DAY, LATER, built, counts, dump, firm, known, outcomes

pytestmark = pytest.mark.django_db
OUTSIDE = "该统一社会信用代码已由其他乡镇登记，请联系县级管理员"


def codes(batch):
    """The finding codes of each row."""
    return [[one["code"] for one in row.findings] for row in batch.rows.order_by("id")]


def changes(batch):
    """{field: (old, new)} of each row."""
    rows = batch.rows.order_by("id")
    return [{one["field"]: (one["old"], one["new"]) for one in row.changes} for row in rows]


def test_planning_writes_nothing_but_the_plan(office, world):
    before, rows = dump(), counts()
    batch = office.plan(firm(1, **built("新泰一号党支部")), known(world.a_joint, built="否"))
    assert (outcomes(batch), batch.state) == (["new", "changed"], ImportBatch.State.PLANNED)
    assert (dump(), counts()) == (before, rows)


def test_a_day_that_has_not_come_is_refused(office, world):
    tomorrow = today() + timedelta(days=1)
    for take_in in (make_batch, import_files):
        with pytest.raises(CannotImport, match="晚于今天"):
            take_in([office.file(firm(1))], user=world.county_admin, as_of=tomorrow)
    assert not ImportBatch.objects.exists()


def test_today_is_a_day_to_import(office, world):
    assert outcomes(office.plan(firm(1), as_of=today())) == ["new"]


@pytest.mark.parametrize("name", ["county_viewer", "town_a_viewer", "auditor", "system_admin", "guide_user"])
def test_who_may_not_import_is_told_so(office, world, name):
    with pytest.raises(CannotImport, match="没有导入权限"):
        office.plan(firm(1), user=getattr(world, name))


def test_a_clerk_may_not_import_for_another_town(office, world):
    with pytest.raises(CannotImport, match="石桥镇不在您的管理范围内"):
        office.plan(firm(1), user=world.town_a_clerk, region=world.town_b)


def test_the_same_file_again_writes_no_row_of_any_register_or_history(office, world):
    rows = [
        firm(1, **built("新泰一号党支部", founded="2024-05"), guide="郝佳", unit="县司法局", union="是"),
        firm(2, **built("城关镇新业联合党支部", "联合组建", founded="2023")),
        firm(3, **built("城关镇新业联合党支部", "区域联建", founded="2023-07"), closed="2025-06"),
        known(world.a_single, employees=121, women="是", **built("星河机电新支部")),
        known(world.a_functional, built="否"),
        known(world.a_none, town="城关镇", village="东门社区", industry="制造业", operating="否"),
        {**known(world.b_none), "name": "单氏食品集团有限公司"},
        firm(4, code=None),
        firm(5, village="没有这个村"),
    ]
    office.take(*rows)
    before, tables = dump(), counts()
    again = office.take(*rows)
    assert set(outcomes(again)) == {"same"}
    assert (dump(), counts()) == (before, tables)


def test_the_numbers_of_a_batch_add_up(office, world):
    batch = office.take(
        firm(1),
        firm(1, name="另一个名字有限公司"),
        firm(2, employees="约30"),
        firm(3, town="没有的镇"),
        known(world.a_none, full=1),
        known(world.a_shop),
        firm(4, code="91330199MA0000004X"),
    )
    (sheet,) = outcome_json(batch)["files"][0]["sheets"]
    assert sheet["rows"] == sheet["new"] + sheet["changed"] + sheet["same"] + sheet["error_rows"] == 7
    assert (sheet["new"], sheet["changed"], sheet["same"], sheet["error_rows"]) == (2, 1, 1, 3)
    total = totals(batch)
    assert (total["rows"], total["error_rows"], total["refused"]) == (7, 3, 0)
    assert sheet["warning_rows"] == total["warning_rows"] == 1


def test_rows_with_errors_are_never_written(office, world):
    batch = office.take(
        firm(1, employees="约30"),
        firm(2, built="是"),
        firm(3, town="没有的镇"),
        known(world.a_none, established="昨天"),
    )
    assert set(outcomes(batch)) == {"error"}
    assert not batch.rows.filter(written=True).exists()
    assert not Organization.objects.filter(name__startswith="新泰机械").exists()


def test_a_row_to_be_mended_is_not_told_to_name_the_branch_that_is_registered(office, world):
    batch = office.plan(known(world.a_single, built="是", employees="约30"), firm(2, built="是", employees="约30"))
    codes = [[one["code"] for one in row.findings] for row in batch.rows.order_by("number")]
    assert ("required" in codes[0], "required" in codes[1]) == (False, True)


def test_one_refused_file_does_not_keep_the_others_out(office, world, tmp_path):
    broken = tmp_path / "坏文件.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    empty = tmp_path / "空.csv"
    empty.write_text("随便写写\n", encoding="utf-8")
    more = [("坏文件.xlsx", broken), office.file(firm(2), name="二.xlsx"), ("空.csv", empty)]
    batch = office.take(firm(1), more=more)
    errors = [(file.name, bool(file.error)) for file in batch.files.all()]
    assert errors == [("摸排表2.xlsx", False), ("坏文件.xlsx", True), ("二.xlsx", False), ("空.csv", True)]
    assert outcomes(batch) == ["new", "new"]
    assert totals(batch)["refused"] == 2


def test_one_step_writes_what_preview_and_apply_write(office, world):
    rows = [firm(1, **built("新泰一号党支部")), known(world.a_joint, built="否"), firm(2, employees="约30"), firm(1)]
    with transaction.atomic():
        steps = _said(office.take(*rows, user=world.county_admin))
        stepwise = dump()
        transaction.set_rollback(True)
    at_once = import_files([office.file(*rows)], user=world.county_admin, as_of=DAY)
    assert _said(at_once) == steps
    assert [row[0] for row in steps] == ["new", "changed", "error", "error"]
    without_keys = [
        [sorted((name, str(value)) for name, value in row.items() if "id" not in name) for row in table]
        for table in dump().values()
    ]
    assert without_keys == [
        [sorted((name, str(value)) for name, value in row.items() if "id" not in name) for row in table]
        for table in stepwise.values()
    ]


def _said(batch):
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED
    return [(row.outcome, row.written, row.changes, row.findings) for row in batch.rows.order_by("id")]


def test_another_towns_organization_is_outside_with_one_fixed_sentence_and_no_name(office, world):
    stolen = {**known(world.b_none, town="城关镇"), "name": "随便什么有限公司"}
    batch = office.plan(stolen, user=world.town_a_clerk)
    row = batch.rows.get()
    assert (row.outcome, row.organization_id) == ("outside", None)
    (finding,) = [one for one in row.findings if one["code"] == "outside_scope"]
    assert finding["message"].endswith(OUTSIDE)
    assert world.b_none.name not in str(row.findings)


def test_a_town_clerks_rows_for_another_town_stay_out(office, world):
    batch = office.plan(firm(1, town="石桥镇"), firm(2), user=world.town_a_clerk)
    assert (outcomes(batch), codes(batch)) == (["error", "new"], [["outside_scope"], []])


def test_the_region_of_an_import_limits_the_county_as_well(office, world):
    batch = office.plan(firm(1, town="石桥镇"), firm(2), user=world.county_admin, region=world.town_a)
    assert codes(batch) == [["outside_scope"], []]


def test_a_name_of_another_town_is_no_match(office, world):
    row = {"town": "城关镇", "name": world.b_none.name, "kind": "非公企业"}
    assert outcomes(office.plan(row, user=world.town_a_clerk)) == ["new"]


@pytest.mark.parametrize(
    ("first", "second", "second_outcome"),
    [
        (firm(1), firm(1), "error"),
        (firm(1), firm(1, code=None), "error"),
        (firm(1, code=None), firm(1), "error"),
        (firm(1, code=None), firm(1, code=None), "error"),
        (firm(1), firm(2, name=firm(1)["name"]), "new"),
        (firm(1, code=None), firm(1, code=None, town="石桥镇"), "new"),
    ],
)
def test_the_same_new_organization_twice_is_repeated(office, world, first, second, second_outcome):
    batch = office.plan(first, second)
    assert outcomes(batch) == ["new", second_outcome]
    assert ("repeated" in codes(batch)[1]) is (second_outcome == "error")


def test_a_repeat_names_the_other_file(office, world):
    batch = office.plan(firm(1), more=[office.file(firm(1), name="另一份.xlsx")])
    (finding,) = [one for one in batch.rows.order_by("id").last().findings if one["code"] == "repeated"]
    assert "与文件“摸排表2.xlsx”工作表“Sheet1”第 2 行是同一家单位" in finding["message"]


def test_findings_name_sheet_row_and_column_and_keep_the_cells_value(office, world):
    batch = office.plan(firm(1), firm(2, town="没有的镇"))
    (finding,) = batch.rows.order_by("id").last().findings
    assert (finding["row"], finding["column"], finding["value"]) == (3, "所属乡镇", "没有的镇")
    assert finding["message"].startswith("工作表“Sheet1”第 3 行“所属乡镇”：")


def test_the_preview_says_old_and_new_in_words(office, world):
    batch = office.plan(
        known(world.a_joint, employees=20, built="否", closed="2025-06-01", union="是"),
        known(world.a_single, category="私营企业", union="否"),
    )
    first, second = changes(batch)
    assert first["从业人员"] == ("18", "20")
    assert first["注销时间"] == ("", "2025年6月1日")
    assert second["单位类别"] == ("", "私营企业")
    assert second["群团组织"] == ("工会", "")


def test_the_preview_says_what_a_closing_ends(office, world):
    batch = office.plan(known(world.a_single, closed="2025-05-01"), known(world.a_some, closed="2025-05"))
    first, second = changes(batch)
    assert first["覆盖关系"] == (f"单独组建：{world.a_own_branch.name}", "随注销于2025年5月1日终止")
    assert first["群团组织"] == ("工会", "随注销于2025年5月1日终止")
    assert second["党建指导员"] == ("覃明", "随注销于2025年5月1日终止")


def test_blank_means_no_is_offered_once_for_a_column_of_ticks_and_taken_up(office, world):
    rows = [known(world.a_single, union="√"), known(world.b_none, women="√"), known(world.a_none, union="√")]
    batch = office.plan(*rows)
    offered = {one["column"]: one for one in offers(batch)}
    assert set(offered) == {"是否建立工会", "是否建立妇联"}
    assert not any(one["accepted"] for one in offered.values())
    assert [list(one) for one in changes(batch)] == [[], [], ["群团组织"]]
    chosen = accepted(batch, [offered["是否建立妇联"]["token"], "7:made:up"])
    replan(batch, user=world.county_admin, blank_no=chosen)
    assert outcomes(batch) == ["same", "same", "changed"]
    replan(batch, user=world.county_admin, blank_no=accepted(batch, [one["token"] for one in offered.values()]))
    batch.refresh_from_db()
    assert [one["accepted"] for one in offers(batch)] == [True, True]
    apply(batch, user=world.county_admin)
    assert list(world.b_none.mass_groups.on(LATER).values_list("kind", flat=True)) == ["women"]
    assert list(world.a_none.mass_groups.on(LATER).values_list("kind", flat=True)) == ["union"]


def test_blank_that_means_no_ends_what_is_registered(office, world):
    rows = [known(world.a_single), known(world.a_none, union="√")]
    batch = office.plan(*rows)
    assert outcomes(batch) == ["same", "changed"]
    replan(batch, user=world.county_admin, blank_no=accepted(batch, [one["token"] for one in offers(batch)]))
    assert changes(batch)[0] == {"群团组织": ("工会", "")}
    replan(batch, user=world.county_admin, blank_no=[])
    assert outcomes(batch) == ["same", "changed"]


def test_a_batch_that_was_applied_is_not_planned_again(office, world):
    batch = office.take(firm(1))
    with pytest.raises(CannotImport, match="已写入"):
        replan(batch, user=world.county_admin, blank_no=[])


def test_a_towns_survey_does_not_change_another_towns_branch(office, world):
    row = firm(1, **built(world.b_general.name, "挂靠组建", founded="2019-03-03", branch_level="党委"))
    batch = office.plan(row, user=world.town_a_clerk)
    apply(batch, user=world.town_a_clerk)
    branch = PartyBranch.objects.get(pk=world.b_general.pk)
    assert (branch.established, branch.version) == ("2018-01-01", world.b_general.version)
    assert branch.coverages.get(mode=Mode.AFFILIATED).start.isoformat() == "2018-01-01"


def test_text_that_is_too_long_for_its_column_never_reaches_the_database(office, world):
    batch = office.take(
        firm(1, name="长" * 201),
        firm(2, guide="名" * 61, unit="县司法局"),
        firm(3, **built("支" * 201)),
        firm(4, **built("㈱" * 199)),  # three characters each when folded
    )
    assert outcomes(batch) == ["error", "new", "error", "error"]


def test_a_batch_without_rows_is_dropped_on_the_command_line(office, world, tmp_path):
    path = tmp_path / "空.csv"
    path.write_text("随便写写\n", encoding="utf-8")
    batch = import_files([("空.csv", path)], user=world.county_admin, as_of=DAY)
    assert (batch.rows.count(), ImportBatch.objects.get(pk=batch.pk).state) == (0, ImportBatch.State.DROPPED)


@pytest.mark.parametrize("number", [4, 60])
def test_the_statements_of_an_import_do_not_grow_with_the_rows(office, world, number, django_assert_max_num_queries):
    def rows(**cells):
        joint = built("城关镇新业联合党支部", "联合组建")
        branches = [joint if n % 2 else built(f"新泰{n}号党支部") for n in range(number)]
        return [firm(n, **branches[n], guide=f"郝佳{n % 9}", unit="县司法局", **cells) for n in range(number)]

    with django_assert_max_num_queries(60):
        import_files([office.file(*rows(union="是"))], user=world.county_admin, as_of=DAY)
    with django_assert_max_num_queries(60):
        import_files([office.file(*rows(union="否", employees=5))], user=world.county_admin, as_of=LATER)
    with django_assert_max_num_queries(40):
        batch = import_files([office.file(*rows(union="否", employees=5))], user=world.county_admin, as_of=LATER)
    assert Counter(outcomes(batch)) == Counter({ImportRow.Outcome.SAME: number})

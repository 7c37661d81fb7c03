"""What the preview shows: findings by cause, in the words of the sheet."""

import pytest

from reports.imports.preview import CAUSES, causes, said_there
from tests.reports.imports.office import built, firm, known

pytestmark = pytest.mark.django_db


def wheres(batch):
    return {(one.code, one.is_error): one.where for one in causes(batch)}


def test_one_sheet_needs_no_name(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2, employees="几十", full="三"), firm(3, code=None))
    assert wheres(batch) == {("bad_number", True): "第 2、3 行", ("no_code", False): "第 4 行"}


def test_several_files_are_named(office, world):
    other = office.file(firm(2, employees="几十"), name="石桥镇.xlsx")
    batch = office.plan(firm(1, employees="约30"), more=[other])
    assert wheres(batch) == {("bad_number", True): "摸排表2.xlsx Sheet1 第 2 行；石桥镇.xlsx Sheet1 第 2 行"}


def test_only_the_first_rows_are_named_and_all_are_counted(office, world):
    batch = office.plan(*(firm(n, employees="约30") for n in range(9)))
    (cause,) = causes(batch)
    assert (cause.rows, cause.where) == (9, "第 2、3、4、5、6、7 行等")


def test_errors_come_first_and_an_example_says_the_cell(office, world):
    batch = office.plan(firm(1, code=None), firm(2, code=None), firm(3, employees="约30"))
    first, second = causes(batch)
    assert (first.code, second.code) == ("bad_number", "no_code")
    assert first.example == "“从业人员数”：“约30”不是数字，请写整数，如 30"


def test_a_column_that_nobody_understood_is_said_of_the_header(office, world, tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("单位名称,单位类型,天气情况,心情好坏\n甲有限公司,非公企业,晴,好\n", encoding="utf-8")
    found = {one.code: one.where for one in causes(office.plan(more=[("表.csv", path)]))}
    assert found["not_understood"].startswith("表头")


def test_a_message_is_shortened_only_by_the_place_it_names(office, world):
    batch = office.plan(firm(1), firm(2, town="没有的镇"), known(world.a_none, **built("新支部")))
    (row,) = batch.rows.filter(outcome="error")
    assert said_there(row.findings[0], row.sheet).startswith("“所属乡镇”：不知道“没有的镇”是哪个乡镇")


def test_the_preview_says_all_that_a_new_row_states(office, client, world):
    client.force_login(world.county_admin)
    batch = office.plan(
        firm(1, village="东门社区", employees="12人", full=4, operating="是", zone="青溪工业园", head="王芳")
    )
    ((_, _, _, changes),) = client.get(f"/imports/{batch.pk}/").context["lines"]
    said = {one["field"]: (one["old"], one["new"]) for one in changes}
    assert said["所在辖区"] == ("", "东门社区")
    assert (said["从业人员"], said["正式党员"], said["是否“三有”"]) == (("", "12"), ("", "4"), ("", "是"))
    assert (said["园区商圈"], said["负责人"]) == (("", "青溪工业园"), ("", "王芳"))


@pytest.mark.nodb
def test_every_code_of_the_design_has_a_title_and_advice():
    listed = {
        *("required", "bad_date", "bad_number", "bad_choice", "unknown_region", "outside_scope", "damaged_number"),
        *("repeated", "several", "contradiction", "check_digit", "kind_mismatch", "no_code", "no_start", "renamed"),
        *("older", "not_understood"),
    }
    assert listed <= CAUSES.keys()
    assert all(title and advice for title, advice in CAUSES.values())

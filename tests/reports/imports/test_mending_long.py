"""Mended texts that are too long: said so, wherever the length is noticed."""

import pytest

from reports.imports.rereading import reread
from tests.reports.imports.office import firm
from tests.reports.imports.test_mending import bad, place, put, send  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
LONG = "超过 2000 个字，请改短"


@pytest.mark.parametrize("name", ["某" * 250 + "公司", "㍿" * 600, "说明：" + "某" * 300])
def test_a_name_that_is_too_long_is_called_so_also_when_the_file_is_read_again(office, world, name):
    batch = office.plan(firm(1, employees="约30"), firm(2), user=world.town_a_clerk)
    (row,) = bad(batch)
    put(batch, row, world.town_a_clerk, name=name, employees="30")
    for _ in range(2):
        (row,) = bad(batch)
        assert [one["message"] for one in row.findings] == [
            "工作表“Sheet1”第 2 行“单位名称”：单位名称超过 200 个字，请核对后填写"
        ]
        reread(batch, user=world.town_a_clerk)
    put(batch, row := bad(batch)[0], world.town_a_clerk, name="新泰机械一厂")
    assert (bad(batch), batch.rows.get(number=row.number).name) == ([], "新泰机械一厂")


def test_a_blanked_name_is_still_called_missing(office, world):
    batch = office.plan(firm(1, employees="约30"), user=world.town_a_clerk)
    (row,) = bad(batch)
    put(batch, row, world.town_a_clerk, name="", employees="30")
    assert [one["message"] for one in bad(batch)[0].findings][-1].endswith("没有填单位名称")


def test_a_cell_longer_than_a_file_may_have_is_marked_and_not_stored(office, world, send):  # noqa: F811
    batch = office.plan(firm(1, employees="约30"), user=world.town_a_clerk)
    (row,) = bad(batch)
    texts = {place(row, "name"): "某" * 2001, place(row, "employees"): "30"}
    checked = send("import_mend_check", batch, {"rows": {row.pk: texts}}, world.town_a_clerk).json()
    assert checked["rows"][str(row.pk)] == {place(row, "name"): ["error", LONG], place(row, "employees"): ["", ""]}
    where = place(row, "employees")
    same = {"row": row.pk, "place": int(where), "old": "约30", "new": "3" * 2001}
    bodies = ({"rows": {row.pk: texts}}, {"rows": {row.pk: {where: "30"}}, "same": [same]})
    for body in bodies:
        answer = send("import_mend_save", batch, body, world.town_a_clerk)
        assert (answer.status_code, answer.json()["said"]) == (409, f"有一格{LONG}")
    assert bad(batch)[0].mended == {}

"""Columns with values and no header: asked about with their values, answered for the one file that has them."""

import pytest

from reports.imports.mapping import headers_of, open_headers
from reports.models import HeaderAnswer
from tests import workbooks
from tests.reports.imports.office import DAY
from tests.reports.imports.test_mapping import CODE, HEADER, ROW, asked, columns, press
from tests.workbooks import table
from tests.world import credit_code

pytestmark = pytest.mark.django_db
BARE = [*HEADER[:4], None]
TITLE = "第 5 列"


def rows(count=3):
    return [[*ROW[:1], f"新泰{n}厂", credit_code("91", 6100 + n), "非公企业", 20 + n] for n in range(count)]


def test_a_column_without_a_header_is_shown_with_its_values_and_read_as_told(plan, client, world):
    batch = plan(BARE, *rows())
    (header,) = [one for one in headers_of(batch) if one.asked]
    assert (header.leaf, header.samples, header.places) == (TITLE, ["20", "21", "22"], [("摸排表.xlsx", "Sheet1", "E")])
    client.force_login(world.county_admin)
    text = client.get(columns(batch)).content.decode()
    assert TITLE in text
    assert "没有可记的字，回答只用于这个文件" in text
    press(client, world.county_admin, batch, {TITLE: "employees"})
    assert list(batch.rows.values_list("facts__employees", flat=True)) == [20, 21, 22]
    assert not HeaderAnswer.objects.exists()
    batch.refresh_from_db()
    assert batch.options["headless"] == [["摸排表.xlsx", "Sheet1", 5, "employees"]]
    assert (open_headers(batch), [one["code"] for one in batch.files.get().sheets[0]["findings"]]) == (0, [])
    assert "按回答读作“从业人员数”" in client.get(columns(batch) + "?all=1").content.decode()
    assert asked(plan(BARE, *rows(), name="第二次.xlsx")) == [TITLE]


def test_the_answer_is_taken_back_or_is_not_to_import(plan, client, world):
    batch = plan(BARE, *rows())
    for meant, said, left in (("-", [["摸排表.xlsx", "Sheet1", 5, ""]], 0), ("", [], 1)):
        mark = next(one.fingerprint for one in headers_of(batch) if one.headless)
        client.force_login(world.county_admin)
        client.post(columns(batch) + "?all=1", {"how": "always", f"h-{mark}": meant})
        batch.refresh_from_db()
        assert (batch.options["headless"], open_headers(batch)) == (said, left)


def test_a_few_remarks_beside_the_table_are_not_asked_about_but_can_be_told(plan, client, world):
    batch = plan(BARE, *rows()[:1], *[row[:4] for row in rows(6)[1:]])
    assert (asked(batch), open_headers(batch)) == ([], 0)
    client.force_login(world.county_admin)
    assert TITLE not in client.get(columns(batch)).content.decode()
    assert TITLE in client.get(columns(batch) + "?all=1").content.decode()


def test_the_name_column_may_be_the_one_without_a_header(plan, client, world):
    batch = plan(["乡镇", None, "统一社会信用代码", "单位类型", "从业人员数"], ROW)
    assert batch.rows.count() == 0
    press(client, world.county_admin, batch, {"第 2 列": "name"})
    assert (batch.rows.get().name, batch.rows.get().credit_code) == ("新泰机械有限公司", CODE)


def test_what_is_told_of_it_outranks_a_header_that_was_read_as_the_same_field(plan, client, world):
    batch = plan([*HEADER[:4], "从业人员数", None], [*ROW, 99])
    press(client, world.county_admin, batch, {"第 6 列": "employees"})
    assert batch.rows.get().facts["employees"] == 99


def test_two_files_and_a_repeated_header_do_not_share_the_answer(office, client, world):
    """The same column of another file is another one; further down under a repeated header it is the same."""
    lines = {"甲.xlsx": [BARE, *rows(2), [], BARE, *rows(4)[2:]], "乙.xlsx": [BARE, *rows(6)[4:]]}
    paths = [(name, workbooks.save(office.folder, name, workbooks.xlsx(table(*all_)))) for name, all_ in lines.items()]
    batch = office.plan(user=world.county_admin, as_of=DAY, more=paths)
    first, second = [one for one in headers_of(batch) if one.headless]
    client.force_login(world.county_admin)
    client.post(columns(batch), {"how": "always", f"h-{first.fingerprint}": "employees"})
    found = list(batch.rows.order_by("pk").values_list("file__name", "facts__employees"))
    assert found == [*(("甲.xlsx", 20 + n) for n in range(4)), ("乙.xlsx", None), ("乙.xlsx", None)]
    assert second.places[0][0] == "乙.xlsx"

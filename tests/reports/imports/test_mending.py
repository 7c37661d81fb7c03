"""Rows that stay out are mended on the page: cells checked, texts stored, only the touched rows planned anew."""

import json

import pytest
from django.urls import reverse

from orgs.models import Organization
from reports.imports.applying import apply
from reports.imports.batches import CannotImport, replan
from reports.imports.mending import Alike, mend, spread
from reports.imports.mending_check import check_cells
from reports.imports.rereading import reread
from reports.models import ImportRow
from tests.reports.imports.office import built, firm, known, outcomes

pytestmark = pytest.mark.django_db
ERROR = ImportRow.Outcome.ERROR


def place(row: ImportRow, key: str) -> str:
    """The number of the column that is read as `key`, as JSON has it."""
    sheet = next(sheet for sheet in row.file.sheets if sheet["sheet"] == row.sheet)
    return next(str(one["place"]) for one in sheet["columns"] if one["key"] == key)


def bad(batch) -> list[ImportRow]:
    return list(batch.rows.filter(outcome=ERROR).order_by("id"))


def put(batch, row, user, **texts):
    """Mend fields of one row."""
    return mend(batch, {row.pk: {place(row, key): text for key, text in texts.items()}}, user=user)


def state(batch):
    return list(batch.rows.order_by("id").values("number", "outcome", "facts", "changes", "findings", "mended", "town"))


def test_a_mended_row_goes_in_as_if_the_file_had_said_so(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2, employees=5), user=world.town_a_clerk)
    (row,) = bad(batch)
    result = put(batch, row, world.town_a_clerk, employees="30")
    row.refresh_from_db()
    assert result.good == [row.pk]
    assert result.planned == 1
    assert (row.outcome, row.facts["employees"], row.mended) == ("new", 30, {place(row, "employees"): "30"})
    apply(batch, user=world.town_a_clerk)
    assert Organization.objects.get(name=firm(1)["name"]).standings.get().employees == 30


def test_a_row_mended_wrongly_stays_out_and_says_why(office, world):
    batch = office.plan(firm(1, employees="约30"), user=world.county_admin)
    (row,) = bad(batch)
    result = put(batch, row, world.county_admin, employees="三十")
    assert result.good == []
    assert [one.pk for one in result.bad] == [row.pk]
    assert "三十" in result.bad[0].findings[0]["message"]
    assert result.bad[0].mended == {place(row, "employees"): "三十"}


def test_what_was_mended_stays_mended_when_the_file_is_read_again(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2, employees="约40"), user=world.county_admin)
    first, second = bad(batch)
    put(batch, first, world.county_admin, employees="30")
    put(batch, second, world.county_admin, name="")
    before = state(batch)
    reread(batch, user=world.county_admin)
    assert state(batch) == before
    replan(batch, user=world.county_admin)
    assert state(batch) == before


def test_rows_that_depend_on_a_mended_row_are_planned_with_it(office, world):
    same = {**firm(1), "employees": 7}
    batch = office.plan(firm(1, employees=5), same, firm(2), firm(3, **built("新泰支部")), user=world.county_admin)
    assert outcomes(batch) == ["new", "error", "new", "new"]
    (row,) = bad(batch)
    result = put(batch, row, world.county_admin, name=firm(9)["name"], credit_code=firm(9)["code"])
    assert outcomes(batch) == ["new", "new", "new", "new"]
    assert result.planned == 2


def test_rows_beside_are_left_as_they_are(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2), known(world.a_joint, employees=20), user=world.county_admin)
    world.a_joint.version += 1
    world.a_joint.save(update_fields=["version"])
    before = state(batch)[1:]
    (row,) = bad(batch)
    assert put(batch, row, world.county_admin, employees="30").planned == 1
    assert state(batch)[1:] == before


def test_a_row_mended_to_a_registered_organization_is_planned_with_the_row_that_names_it_too(office, world):
    """The two rows share no word; only the register knows that they are the same."""
    renamed = {**known(world.a_joint), "name": "明远新贸易有限公司"}
    wrong = {"name": world.a_joint.name, "kind": "非公企业", "town": "城关镇", "code": "", "employees": "约20"}
    batch = office.plan(renamed, wrong, user=world.county_admin)
    assert outcomes(batch) == ["changed", "error"]
    row = batch.rows.get(number=3)
    result = put(batch, row, world.county_admin, employees="20")
    row.refresh_from_db()
    assert (result.planned, row.outcome) == (2, "error")
    assert [one["code"] for one in row.findings if one["severity"] == "error"] == ["repeated"]


def test_rows_that_share_only_a_guide_are_not_planned_again(office, world):
    guide = {"guide": "覃明", "unit": "县市场监督管理局"}
    batch = office.plan(firm(1, employees="约30", **guide), firm(2, **guide), user=world.county_admin)
    (row,) = bad(batch)
    assert put(batch, row, world.county_admin, employees="30").planned == 1


def test_a_detail_of_a_guide_is_stated_by_the_first_row_that_goes_in(office, world):
    guide = {"guide": "覃明", "unit": "县发展和改革局"}
    guide = [known(world.a_some, **guide), known(world.a_none, **guide), known(world.a_joint, **guide)]
    guide[0]["employees"] = "约30"
    for row in guide[1:]:
        row["employees"] = "30"
    world.guide.unit = ""
    world.guide.save()
    batch = office.plan(*guide, user=world.county_admin)
    (row,) = bad(batch)
    result = put(batch, row, world.county_admin, employees="30")
    assert result.planned == 2
    before = state(batch)
    replan(batch, user=world.county_admin)
    assert state(batch) == before
    stated = [any(one["field"] == "指导员工作单位" for one in row["changes"]) for row in before]
    assert stated == [True, False, False]


def test_an_emptied_row_stays_out(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2), user=world.county_admin)
    (row,) = bad(batch)
    texts = dict.fromkeys(row.cells, "")
    result = mend(batch, {row.pk: texts}, user=world.county_admin)
    assert [one.pk for one in result.bad] == [row.pk]
    assert outcomes(batch) == ["error", "new"]
    reread(batch, user=world.county_admin)
    assert outcomes(batch) == ["error", "new"]
    assert bad(batch)[0].mended == texts


def test_a_batch_that_waits_no_more_cannot_be_mended(office, world):
    batch = office.plan(firm(1, employees="约30"), firm(2), user=world.county_admin)
    (row,) = bad(batch)
    apply(batch, user=world.county_admin)
    with pytest.raises(CannotImport, match="已写入"):
        put(batch, row, world.county_admin, employees="30")


def test_a_change_spreads_to_all_rows_that_said_the_same_in_every_sheet(office, world):
    other = office.file(firm(5, employees="约30", full=1), firm(6, employees="约50"), name="另一份.xlsx")
    batch = office.plan(firm(1, employees="约30"), firm(2, employees="约40"), user=world.county_admin, more=[other])
    rows = bad(batch)
    change = Alike(rows[0].pk, place(rows[0], "employees"), "约30", "30")
    texts = spread(batch, [change], {rows[0].pk: {place(rows[0], "employees"): "30"}})
    assert texts == {row.pk: {place(row, "employees"): "30"} for row in (rows[0], rows[2])}
    mend(batch, texts, user=world.county_admin)
    assert outcomes(batch) == ["new", "error", "new", "error"]


CELLS = [
    ("employees", "约30", "error", "不是数字"),
    ("employees", "30", "", ""),
    ("employees", "", "", ""),
    ("name", " ", "error", "没有填单位名称"),
    ("name", "长" * 201, "error", "超过 200 个字"),
    ("established", "去年", "error", "不是能读懂的日期"),
    ("town", "城管镇", "error", "不知道“城管镇”"),
    ("town", "城关", "", ""),
    ("village", "东门", "", ""),
    ("village", "西门社区", "warning", "城关镇没有叫“西门社区”"),
    ("mode", "随便", "error", "不在可选范围"),
]


@pytest.mark.parametrize(("key", "text", "severity", "sentence"), CELLS)
def test_a_cell_is_checked_by_the_rule_of_its_column(office, world, key, text, severity, sentence):
    row = firm(1, **built("新泰支部"), employees="约30", established="2019", village="东门社区")
    batch = office.plan(row, user=world.county_admin)
    (row,) = bad(batch)
    said = check_cells(batch, {row.pk: {place(row, key): text}})[row.pk][place(row, key)]
    assert said[0] == severity
    assert sentence in said[1]


def test_a_village_is_looked_up_in_the_town_that_the_row_is_changed_to(office, world):
    batch = office.plan(firm(1, employees="约30", village="石桥村"), user=world.county_admin)
    (row,) = bad(batch)
    town, village = place(row, "town"), place(row, "village")
    assert check_cells(batch, {row.pk: {village: "石桥村"}})[row.pk][village][0] == "warning"
    assert check_cells(batch, {row.pk: {village: "石桥村", town: "石桥镇"}})[row.pk][village] == ("", "")


def test_checking_costs_the_same_for_one_cell_and_for_many(office, world, django_assert_num_queries):
    batch = office.plan(*(firm(n, employees="约30", village="西门") for n in range(30)), user=world.county_admin)
    rows = bad(batch)
    village = place(rows[0], "village")
    for some in (rows[:1], rows):
        with django_assert_num_queries(7):
            check_cells(batch, {row.pk: {village: "西门"} for row in some})


@pytest.fixture
def send(client, world):
    """Post JSON to a page of a batch as a user: (name, batch, body) → response."""

    def sent(name, batch, body, user=None):
        client.force_login(user or world.county_admin)
        address = reverse(f"reports:{name}", args=[batch.pk])
        return client.post(address, json.dumps(body), content_type="application/json")

    return sent


def test_the_page_checks_saves_and_tells_what_is_left(office, world, send):
    batch = office.plan(firm(1, employees="约30"), firm(2, employees="约40"), user=world.town_a_clerk)
    first, second = bad(batch)
    where = place(first, "employees")
    body = {"rows": {first.pk: {where: "30"}, second.pk: {where: "四十"}}}
    checked = send("import_mend_check", batch, body, world.town_a_clerk).json()["rows"]
    assert checked[str(first.pk)][where] == ["", ""]
    assert checked[str(second.pk)][where][0] == "error"
    told = send("import_mend_save", batch, body, world.town_a_clerk).json()
    assert (told["good"], told["left"], told["said"]) == ([first.pk], 1, "改好 1 行，还有 1 行要改。")
    assert list(told["bad"]) == [str(second.pk)]
    assert "四十" in told["bad"][str(second.pk)]["cells"][where][1]


def test_the_page_mends_rows_of_other_pages_that_said_the_same(office, world, send):
    batch = office.plan(*(firm(n, employees="约30") for n in (1, 2)), firm(3, employees="约9"), user=world.town_a_clerk)
    first = bad(batch)[0]
    where = place(first, "employees")
    same = [{"row": first.pk, "place": int(where), "old": "约30", "new": "30"}]
    told = send("import_mend_save", batch, {"rows": {first.pk: {where: "30"}}, "same": same}, world.town_a_clerk).json()
    assert (len(told["good"]), told["left"]) == (2, 1)
    assert outcomes(batch) == ["new", "new", "error"]


def test_what_no_database_holds_is_left_out_of_a_mended_cell(office, world, send):
    batch = office.plan(firm(1, employees="约30"), user=world.county_admin)
    (row,) = bad(batch)
    texts = {place(row, "employees"): "3\x000\ud800", place(row, "name"): "新泰\x0b机械一厂"}
    assert send("import_mend_save", batch, {"rows": {row.pk: texts}}).json()["good"] == [row.pk]
    assert batch.rows.get().facts["employees"] == 30
    assert batch.rows.get().name == "新泰机械一厂"


def test_rows_of_another_batch_are_not_touched(office, world, send):
    mine = office.plan(firm(1, employees="约30"), user=world.town_a_clerk)
    theirs = office.plan(firm(2, employees="约30"), user=world.county_admin)
    (row,) = bad(theirs)
    body = {"rows": {row.pk: {place(row, "employees"): "30"}}}
    assert send("import_mend_check", mine, body, world.town_a_clerk).json() == {"rows": {}}
    assert send("import_mend_save", mine, body, world.town_a_clerk).json()["good"] == []
    assert send("import_mend_save", theirs, body, world.town_a_clerk).status_code == 404
    assert outcomes(theirs) == ["error"]


@pytest.mark.parametrize(
    "body", [{}, {"rows": []}, {"rows": {"x": {}}}, {"rows": {"1": {"1": 5}}}, {"rows": {"1": []}}, 7]
)
def test_nonsense_is_refused_in_words(office, world, send, body):
    batch = office.plan(firm(1, employees="约30"), user=world.county_admin)
    for name in ("import_mend_check", "import_mend_save"):
        answer = send(name, batch, body)
        assert (answer.status_code, answer.json()["said"]) == (400, "改动的格式不对，请刷新页面")


def test_a_refusal_is_said_and_nothing_changes(office, world, send):
    batch = office.plan(firm(1, employees="约30"), firm(2), user=world.county_admin)
    (row,) = bad(batch)
    apply(batch, user=world.county_admin)
    answer = send("import_mend_save", batch, {"rows": {row.pk: {place(row, "employees"): "30"}}})
    assert (answer.status_code, answer.json()["said"]) == (409, "这次导入已写入，不能再改")


def test_the_grid_shows_the_bad_columns_first_and_what_was_mended(office, world, client):
    batch = office.plan(firm(1, employees="约30", established="去年"), firm(2), user=world.county_admin)
    (row,) = bad(batch)
    put(batch, row, world.county_admin, established="2019")
    client.force_login(world.county_admin)
    page = client.get(reverse("reports:import_mend", args=[batch.pk]))
    (block,) = page.context["blocks"]
    assert [column["key"] for column in block.columns[:2]] == ["name", "employees"]
    cells = {cell.place: cell for cell in block.lines[0].cells}
    assert (cells[place(row, "established")].text, cells[place(row, "established")].severity) == ("2019", "")
    assert cells[place(row, "employees")].severity == "error"


def test_a_row_that_came_to_stay_out_later_shows_the_cells_of_its_file(office, world, client):
    batch = office.plan({**firm(1), "name": world.a_none.name, "code": "", "employees": 4}, user=world.town_a_clerk)
    assert outcomes(batch) == ["changed"]
    batch.rows.update(outcome="error")
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("reports:import_mend", args=[batch.pk]))
    assert [cell.text for cell in page.context["blocks"][0].lines[0].cells if cell.is_name] == [world.a_none.name]


def test_an_id_number_typed_into_a_cell_is_kept_nowhere(office, world):
    batch = office.plan(firm(1, employees="约30", address="东街"), user=world.county_admin)
    (row,) = bad(batch)
    put(batch, row, world.county_admin, address="找张三 11010519491231002X", employees="30")
    row.refresh_from_db()
    stored = json.dumps([row.facts, row.findings, row.cells, row.mended], ensure_ascii=False)
    assert "19491231" not in stored
    assert "找张三" in stored

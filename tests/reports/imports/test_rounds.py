"""Rounds of the survey: which towns have given what, the pre-filled workbooks, the reminder, and who sees which."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.dates import today
from orgs.models import Organization, Region
from reports.imports.applying import apply, drop
from reports.imports.batches import make_batch
from reports.imports.undoing import undo
from reports.ledgers import LEDGERS
from reports.models import ImportBatch, Round
from reports.rounds import ABSENT, DONE, ERRORS, GIVEN, running, standing
from reports.rounds_books import SURVEYED
from tests import workbooks
from tests.reports.imports.office import DAY, firm, known, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(world):
    """A round in which all three towns owe a file, long overdue."""
    made = Round.objects.create(name="2025年第二季度摸排", as_of=DAY, due=date(2025, 7, 10))
    made.towns.add(world.town_a, world.town_b, world.town_c)
    return made


@pytest.fixture
def give(office, world, third):
    """Rows as a batch of the round, planned by a user."""

    def given(*rows, user=world.county_admin, **how):
        batch = office.plan(*rows, user=user, **how)
        batch.round = third
        batch.save(update_fields=["round"])
        return batch

    return given


def states(round, user):
    """Name of the town → how it stands."""
    return {line.town.name: line.state for line in standing(round, user)}


def line_of(round, user, town):
    return next(line for line in standing(round, user) if line.town == town)


def test_a_town_goes_from_absent_to_given_to_done(give, third, world):
    admin = world.county_admin
    assert states(third, admin) == {"城关镇": ABSENT, "石桥镇": ABSENT, "柳溪乡": ABSENT}
    batch = give(firm(1), firm(2, town="石桥镇"))
    assert states(third, admin) == {"城关镇": GIVEN, "石桥镇": GIVEN, "柳溪乡": ABSENT}
    apply(batch, user=admin)
    assert states(third, admin) == {"城关镇": DONE, "石桥镇": DONE, "柳溪乡": ABSENT}
    line = line_of(third, admin, world.town_a)
    assert (line.rows, line.written, line.errors, line.overdue) == (1, 1, 0, False)
    assert [one.pk for one in line.batches] == [batch.pk]
    assert line_of(third, admin, world.town_c).overdue
    undo(batch, user=admin)
    assert set(states(third, admin).values()) == {ABSENT}


def test_rows_that_stayed_out_are_errors_until_they_come_again(give, third, world):
    admin = world.county_admin
    first = give(firm(1), firm(2, employees="约30"), firm(3, employees="二十"))
    apply(first, user=admin)
    line = line_of(third, admin, world.town_a)
    assert (line.state, line.errors, line.written) == (ERRORS, 2, 1)
    assert line.missing == "有 2 行没有写入，需改正后再交"
    second = give(firm(2, employees=30))
    apply(second, user=admin)
    assert line_of(third, admin, world.town_a).errors == 1
    renamed = firm(3, employees=20)
    apply(give({**renamed, "name": "新泰机械叁号有限公司"}), user=admin)  # the code tells that it is the same
    assert line_of(third, admin, world.town_a).state == DONE


def test_a_nameless_row_waits_for_a_batch_without_errors(give, third, world):
    apply(give(firm(1), {**firm(2, employees=5), "name": None, "code": None}), user=world.county_admin)
    assert states(third, world.county_admin)["城关镇"] == ERRORS
    apply(give(firm(2)), user=world.county_admin)
    assert states(third, world.county_admin)["城关镇"] == DONE


def test_what_another_town_registered_is_not_for_the_town_to_mend(give, third, world):
    row = known(world.b_none, town="城关镇")
    batch = give(firm(1), row, user=world.town_a_clerk)
    assert outcomes(batch) == ["new", "outside"]
    apply(batch, user=world.town_a_clerk)
    assert states(third, world.county_admin)["城关镇"] == DONE


def test_a_dropped_batch_counts_for_nothing_and_an_old_plan_is_no_debt(give, third, world):
    admin = world.county_admin
    drop(give(firm(1)))
    assert states(third, admin)["城关镇"] == ABSENT
    give(firm(1))
    apply(give(firm(1)), user=admin)
    assert states(third, admin)["城关镇"] == DONE


def test_a_row_that_names_no_town_counts_for_the_batchs(give, third, world):
    row = {key: value for key, value in firm(1).items() if key != "town"}
    give(row, user=world.town_a_clerk)
    assert states(third, world.county_admin) == {"城关镇": GIVEN, "石桥镇": ABSENT, "柳溪乡": ABSENT}
    give({**row, "town": "不知道镇"}, user=world.town_b_clerk)
    assert states(third, world.county_admin)["石桥镇"] == ERRORS


def test_a_batch_that_is_being_read_counts_as_given(third, world):
    ImportBatch.objects.create(round=third, as_of=DAY, region=world.town_b, state=ImportBatch.State.READING)
    assert states(third, world.county_admin)["石桥镇"] == GIVEN


def test_a_file_in_which_nothing_is_read_is_an_error_of_its_town(give, third, world, tmp_path):
    path = workbooks.save(tmp_path, "表.xlsx", workbooks.xlsx(workbooks.table(["没有表头"])))
    give(user=world.town_b_clerk, more=[("表.xlsx", path)])
    line = line_of(third, world.county_admin, world.town_b)
    assert (line.state, line.missing) == (ERRORS, "交的文件里没有读到单位，需改正后再交")


def test_the_register_counts_what_exists_on_the_day(third, world):
    line = line_of(third, world.county_admin, world.town_a)
    assert line.registered == 8  # nine of town A, of which one was closed before


def test_a_town_sees_its_own_line_and_its_own_batches_only(client, give, third, world):
    give(firm(1), firm(2, town="石桥镇"))
    assert states(third, world.town_a_clerk) == {"城关镇": GIVEN}
    assert line_of(third, world.town_a_clerk, world.town_a).batches == []  # the county's upload
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("reports:round", args=[third.pk])).content.decode()
    assert "石桥镇" not in page
    assert "已交" in page


def test_the_queries_of_a_round_do_not_grow_with_its_towns(client, give, third, world):
    client.force_login(world.county_admin)
    address = reverse("reports:round", args=[third.pk])
    asked = []
    for number in range(2):
        give(firm(number), firm(90 + number, employees="约3"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
        third.towns.add(*(Region.objects.create(code=f"3301991{number}{n}", name=f"{number}{n}镇") for n in range(8)))
    assert asked[0] == asked[1] < 22


def test_an_upload_belongs_to_the_round_of_its_day_or_the_chosen_one(client, office, third, world):
    client.force_login(world.town_a_clerk)

    def upload(as_of, **fields):
        data = {"files": [SimpleUploadedFile("表.xlsx", office.file(firm(1))[1].read_bytes())], "as_of": as_of}
        response = client.post(reverse("reports:upload"), {**data, **fields})
        return response, ImportBatch.objects.first()

    assert upload("2025-06-30")[1].round == third
    assert upload("2025-06-29")[1].round is None
    assert upload("2025-06-30", round=third.pk)[1].round == third
    response, _ = upload("2025-06-29", round=third.pk)
    assert "情况日期是 2025-06-30" in response.context["form"].errors["round"][0]
    third.towns.set([world.town_b])
    assert upload("2025-06-30")[1].round is None


def test_the_upload_page_asks_nothing_that_the_round_says(client, third, world):
    client.force_login(world.town_a_clerk)
    assert "as_of" not in client.get(reverse("reports:upload")).context["form"].initial
    given = client.get(reverse("reports:upload"), {"round": third.pk}).context["form"].initial
    assert given == {"as_of": DAY, "round": third.pk}
    third.due = today()
    third.save()
    assert client.get(reverse("reports:upload")).context["form"].initial == {"as_of": given["as_of"]}
    assert client.get(reverse("reports:upload"), {"round": "x"}).status_code == 200


def test_pre_filled_workbooks_import_back_without_a_change(client, third, world, tmp_path):
    client.force_login(world.county_admin)
    response = client.get(reverse("reports:round_workbooks", args=[third.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as bundle:
        assert bundle.namelist() == [f"{town}{third.name}.xlsx" for town in ("城关镇", "石桥镇", "柳溪乡")]
        books = {name: bundle.read(name) for name in bundle.namelist()}
    held = 0
    for name, content in books.items():
        path = workbooks.save(tmp_path, name, content)
        batch = make_batch([(name, path)], user=world.county_admin, as_of=DAY)
        assert set(outcomes(batch)) <= {"same"}, [row.changes or row.findings for row in batch.rows.all()]
        held += batch.rows.count()
    assert held == Organization.objects.filter(closed="").count() - 1  # one stands at the county, in no town


def test_a_pre_filled_workbook_locks_its_codes_and_nothing_else(client, third, world):
    client.force_login(world.town_a_clerk)
    response = client.get(reverse("reports:round_workbook", args=[third.pk, world.town_a.code]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [page.title for page in book if page.sheet_state == "visible"] == [LEDGERS[key].title for key in SURVEYED]
    page = book.worksheets[0]
    row = next(cells[0].row for cells in page.iter_rows() if any(c.value == "星河机电有限公司" for c in cells))
    code = next(cell for cell in page[row] if cell.value == world.a_single.credit_code)
    assert page.protection.sheet
    assert not page.protection.sort  # openpyxl and the format say what is forbidden
    assert [cell.coordinate for cell in page[row] if cell.protection.locked] == [code.coordinate]
    below = page.cell(page.max_row, code.column)
    assert below.value is None
    assert not below.protection.locked
    assert not page.column_dimensions[code.column_letter].protection.locked
    assert page.data_validations.dataValidation
    stranger = client.get(reverse("reports:round_workbook", args=[third.pk, world.town_b.code]))
    assert stranger.status_code == 404


def test_a_filled_in_workbook_brings_changes_and_new_organizations(client, third, world, tmp_path):
    client.force_login(world.town_a_clerk)
    response = client.get(reverse("reports:round_workbook", args=[third.pk, world.town_a.code]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    page = book.worksheets[0]
    heads = {page.cell(row, n).value: n for row in range(1, 6) for n in range(1, page.max_column + 1)}
    rows = [number for number in range(1, page.max_row + 1) if page.cell(number, 1).value in (1, 2, 3)]
    titles = {leaf.key: leaf.title for leaf in LEDGERS["enterprises"].leaves if not leaf.survey}
    page.cell(rows[0], heads[titles["employees"]]).value = 77
    new = next(n for n in range(rows[-1], page.max_row) if not page.cell(n, heads[titles["name"]]).value)
    page.cell(new, heads[titles["name"]]).value = "新发现有限公司"
    file = io.BytesIO()
    book.save(file)
    path = workbooks.save(tmp_path, "a.xlsx", file.getvalue())
    batch = make_batch([("城关镇.xlsx", path)], user=world.town_a_clerk, as_of=DAY)
    found = outcomes(batch)
    assert (found.count("changed"), found.count("new")) == (1, 1)
    assert set(found) == {"changed", "new", "same"}


def test_the_county_begins_and_changes_a_round(client, world):
    client.force_login(world.county_admin)
    address = reverse("reports:round_new")
    form = client.get(address).context["form"]
    assert len(form.initial["towns"]) == 3
    wrong = client.post(address, {"name": "一", "as_of": "2025-06-30", "due": "2025-06-01"})
    assert set(wrong.context["form"].errors) == {"due", "towns"}
    towns = [world.town_a.pk, world.town_b.pk]
    good = {"name": "2025年第二季度", "as_of": "2025-06-30", "due": "2025-07-10", "towns": towns}
    response = client.post(address, good)
    made = Round.objects.get()
    assert response.headers["Location"] == reverse("reports:round", args=[made.pk])
    assert (made.user, made.towns.count()) == (world.county_admin, 2)
    assert client.post(address, good).context["form"].errors["name"] == ["已有同名的轮次，请换一个名称"]
    client.post(reverse("reports:round_edit", args=[made.pk]), {**good, "due": "2025-07-20"})
    made.refresh_from_db()
    assert made.due == date(2025, 7, 20)


def test_the_reminder_names_the_towns_that_lag_and_what_they_owe(client, give, third, world):
    apply(give(firm(1), firm(2, town="石桥镇"), firm(3, town="石桥镇", employees="约3")), user=world.county_admin)
    client.force_login(world.county_admin)
    response = client.get(reverse("reports:round_reminder", args=[third.pk]))
    assert [(line.town.name, line.missing) for line in response.context["lines"]] == [
        ("石桥镇", "有 1 行没有写入，需改正后再交"),
        ("柳溪乡", "还没有交摸排表"),
    ]
    text = response.content.decode()
    assert "2025年7月10日" in text
    assert "青溪县" in text


def test_the_workbench_tells_a_town_of_the_running_round(client, give, third, world):
    client.force_login(world.town_a_clerk)
    page = client.get("/").content.decode()
    assert "本轮摸排" in page
    assert ABSENT in page
    apply(give(firm(1), user=world.town_a_clerk), user=world.town_a_clerk)
    assert "本轮摸排" not in client.get("/").content.decode()
    client.force_login(world.county_admin)
    todo = client.get("/").context["todo"]
    assert [(item["count"], item["what"]) for item in todo][:1] == [(2, f"个乡镇没有完成{third.name}")]
    client.force_login(world.town_a_viewer)
    assert "本轮摸排" not in client.get("/").content.decode()
    Round.objects.create(name="下一轮", as_of=DAY + timedelta(days=1), due=DAY + timedelta(days=9))
    assert running(world.town_a_clerk) is None

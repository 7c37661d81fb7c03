"""The pages of a round in a real browser, from its beginning to the reminder, and the marked workbook's place."""

from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from reports.imports.batches import make_batch
from reports.models import ImportBatch, Round
from tests import workbooks
from tests.browser.looking import BOTH
from tests.reports.imports.office import DAY, firm, sheet_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.axe,
]


def test_a_round_from_its_beginning_to_the_reminder(look, world, tmp_path):
    looking = look(world.county_admin, *BOTH)
    looking.open(reverse("reports:rounds"))
    looking.open(reverse("reports:round_new"))
    looking.page.fill("[name=name]", "2025年第二季度摸排")
    looking.go("[type=submit].default")
    looking.page.wait_for_selector(".errornote")
    looking.look("a round without its days")
    looking.page.fill("[name=as_of]", "2025-06-30")
    looking.page.fill("[name=due]", "2025-07-10")
    looking.go("[type=submit].default")
    made = Round.objects.get()
    looking.page.wait_for_url(f"**/rounds/{made.pk}/")
    content = workbooks.xlsx(sheet_of([firm(1), firm(2, employees="约30")]))
    path = workbooks.save(tmp_path, "表.xlsx", content)
    batch = make_batch([("城关镇.xlsx", path)], user=world.county_admin, as_of=DAY)
    ImportBatch.objects.filter(pk=batch.pk).update(round=made)
    for address in (
        reverse("reports:rounds"),
        reverse("reports:round", args=[made.pk]),
        reverse("reports:round", args=[made.pk]) + "?state=已导入",
        reverse("reports:round_edit", args=[made.pk]),
        reverse("reports:round_reminder", args=[made.pk]),
        reverse("reports:upload") + f"?round={made.pk}",
        reverse("reports:import", args=[batch.pk]),
        "/",
    ):
        looking.open(address)
    clerk = look(world.town_a_clerk, *BOTH)
    clerk.open("/")
    clerk.open(reverse("reports:round", args=[made.pk]))
    made.towns.set([world.town_b])
    clerk.open(reverse("reports:round", args=[made.pk]))
    assert looking.faults + clerk.faults == []


def test_the_marked_workbook_is_mended_and_uploaded_again(look, world, tmp_path):
    looking = look(world.town_a_clerk, "desk")
    (tmp_path / "表.xlsx").write_bytes(workbooks.xlsx(sheet_of([firm(1), firm(2, employees="约30")])))

    def upload(path):
        looking.page.goto(looking.base + reverse("reports:upload"))
        looking.page.set_input_files("input[type=file]", path)
        looking.page.fill("[name=as_of]", "2025-06-30")
        looking.go("#content [type=submit]", "导入预览")

    upload(tmp_path / "表.xlsx")
    with looking.page.expect_download() as download:
        looking.page.click("text=下载 1 行待改")
    assert download.value.suggested_filename == "表（待改）.xlsx"
    mended = tmp_path / "表（待改）.xlsx"
    download.value.save_as(mended)
    book = openpyxl.load_workbook(mended)
    next(c for cells in book.active.iter_rows() for c in cells if c.value == "约30").value = 30
    book.save(mended)
    upload(mended)
    assert looking.page.is_visible("text=写入 1 行") or looking.page.is_visible("[value='写入 1 行']")
    assert list(ImportBatch.objects.latest("pk").rows.values_list("outcome", flat=True)) == ["new"]
    assert date(2025, 6, 30) == DAY

"""What was said "this time" holds for the rows that come back mended; nobody is asked twice."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from liangxin.grids import read_file
from reports.imports.answering import answer_headers, answer_kinds, answer_values
from reports.imports.applying import apply
from reports.imports.batches import replan
from reports.imports.carrying import carried_from
from reports.imports.mapping import headers_of, open_headers
from reports.imports.rereading import reread
from reports.imports.returned import RETURNED, given_back_by, heading_of
from reports.imports.returning import file_back
from reports.imports.values import open_values
from reports.models import HeaderAnswer, ImportBatch, ValueAnswer
from tests import workbooks
from tests.reports.imports.test_returning import red, saved
from tests.workbooks import table
from tests.world import credit_code

pytestmark = pytest.mark.django_db
HEADER = ["乡镇", "单位名称", "统一社会信用代码", "单位类别", "职工规模", None, "成立时间"]
MENDED = "2019-07-01"


def rows(category="私营大户"):
    return [
        ["城关镇", f"新泰{n}厂", credit_code("91", 6100 + n), category, 20 + n, 3 + n, "不知道" if n else MENDED]
        for n in range(3)
    ]


class Desk:
    """A clerk who uploads, answers for this time only, and mends what comes back."""

    def __init__(self, client, user, folder):
        self.client, self.user, self.folder = client, user, folder
        client.force_login(user)

    def upload(self, *files):
        given = [SimpleUploadedFile(name, content) for name, content in files]
        page = self.client.post(reverse("reports:upload"), {"files": given, "as_of": "2025-06-30"})
        assert page.status_code == 302
        return ImportBatch.objects.latest("pk")

    def answer(self, batch):
        said = {"职工规模": "employees", "第 6 列": "full_members"}
        given = {one.fingerprint: said[one.leaf] for one in headers_of(batch) if one.leaf in said}
        answer_headers(batch, given, headers_of(batch), always=False, user=self.user)
        answer_values(batch, [("category", "私营大户", None, "私营企业", False)], user=self.user)
        reread(batch, user=self.user)
        replan(batch, user=self.user, policy={"guide": "leave"})

    def mended(self, batch):
        """(name, content) of the file that comes back, with its red cells mended."""
        returned = file_back(batch)
        book = openpyxl.load_workbook(returned.content)
        for cell in red(book.active):
            assert cell.value == "不知道"
            cell.value = MENDED
        return returned.name, saved(book)


@pytest.fixture
def desk(client, world, tmp_path):
    return Desk(client, world.town_a_clerk, tmp_path)


def content(*lines):
    return workbooks.xlsx(table(HEADER, *lines))


def test_the_mended_file_is_not_asked_about_again(desk, client):
    batch = desk.upload(("摸排.xlsx", content(*rows())))
    assert (open_headers(batch), open_values(batch)) == (2, 1)
    desk.answer(batch)
    apply(batch, user=desk.user)
    assert batch.rows.filter(written=True).count() == 1
    again = desk.upload(desk.mended(batch))
    assert carried_from(again) == [batch.pk]
    assert (open_headers(again), open_values(again)) == (0, 0)
    found = again.rows.order_by("number").values_list("facts__employees", "facts__full_members", "facts__category")
    assert list(found) == [(21, 4, "private"), (22, 5, "private")]
    assert again.options["policy"] == {"guide": "leave"}
    assert not HeaderAnswer.objects.exists()
    assert not ValueAnswer.objects.exists()
    assert "那次选了“只这一次”" in client.get(reverse("reports:import", args=[again.pk])).content.decode()
    apply(again, user=desk.user)
    assert again.rows.filter(written=True).count() == 2


def test_a_second_round_carries_what_the_first_was_told(desk):
    batch = desk.upload(("摸排.xlsx", content(*rows())))
    desk.answer(batch)
    again = desk.upload((file_back(batch).name, file_back(batch).content.read()))
    third = desk.upload(desk.mended(again))
    assert [carried_from(one) for one in (again, third)] == [[batch.pk], [again.pk]]
    assert (open_headers(third), third.rows.filter(outcome="new").count()) == (0, 2)


def test_what_was_said_of_a_file_goes_with_that_file_though_others_come_too(desk):
    """Both files look alike; only of one sheet it was said what its headless column is and which kind its rows are."""
    lines = rows("")
    batch = desk.upload(("甲.xlsx", content(*lines)), ("乙.xlsx", content(*lines)))
    first = next(one for one in headers_of(batch) if one.headless and one.places[0][0] == "甲.xlsx")
    answer_headers(batch, {first.fingerprint: "full_members"}, headers_of(batch), always=False, user=desk.user)
    answer_kinds(batch, {("甲.xlsx", "Sheet1"): "enterprise"})
    reread(batch, user=desk.user)
    one, other = batch.files.order_by("name").reverse()
    assert one.name == "甲.xlsx"
    backs = [file_back(batch, file=file.pk) for file in (one, other)]
    again = desk.upload(*((back.name, back.content.read()) for back in backs), ("丙.xlsx", content(*rows())))
    assert again.options["kinds"] == [["甲" + RETURNED + ".xlsx", "Sheet1", "enterprise"]]
    assert again.options["headless"] == [["甲" + RETURNED + ".xlsx", "Sheet1", 6, "full_members"]]
    members = again.rows.exclude(facts__full_members=None).values_list("file__name", flat=True).distinct()
    assert list(members.order_by()) == ["甲" + RETURNED + ".xlsx"]


def test_the_number_in_a_file_opens_no_import_of_somebody_else(desk, client, world, tmp_path):
    batch = desk.upload(("摸排.xlsx", content(*rows())))
    desk.answer(batch)
    stranger = Desk(client, world.town_b_clerk, tmp_path)
    again = stranger.upload(desk.mended(batch))
    assert (carried_from(again), "values" in again.options) == ([], False)
    assert open_headers(again) == 2


def test_a_file_that_says_no_number_or_a_wrong_one_is_read_as_any_other(desk):
    for heading in ("错误说明", "错误说明（导入0）", "错误说明（导入99999999）", "错误说明（导入" + "9" * 30 + "）"):
        given = workbooks.xlsx(table([*HEADER, heading], *(row + ["以前的话"] for row in rows())))
        batch = desk.upload((f"摸排{RETURNED}.xlsx", given))
        assert (batch.rows.count(), carried_from(batch)) == (3, [])


@pytest.mark.nodb
def test_the_heading_says_which_import(tmp_path):
    for heading, number in ((heading_of(12), 12), ("错误说明", 0), ("错误说明 （导入12）\n", 12), ("说明", 0)):
        path = workbooks.save(tmp_path, "表.xlsx", workbooks.xlsx(table(["单位名称", heading], ["新泰", "错"])))
        assert given_back_by(read_file(path, "表.xlsx").grids[0]) == number

"""The grid of dues, receipts, arrears and rates as people use them."""

import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.choices import Payer
from members.models import DuesBand, DuesBase, DuesPayment, PartyMember
from members.services.dues import Based, Paid, save_grid
from orgs.services.writing import OutsideScope

YEAR = 2025  # it is over on any day that a test runs on
JANUARY = date(YEAR, 1, 1)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(world):
    return signed_in(world.town_a_clerk)


def member(world, name="燕飞", base="4000", start=date(2020, 1, 1), end=None, branch=None, **values):
    found = PartyMember.objects.create(name=name, **values)
    found.memberships.create(branch=branch or world.a_own_branch, start=start, end=end)
    if base:
        DuesBase.objects.create(member=found, base=Decimal(base), start=start)
    return found


def grid_of(world, branch=None):
    return f"/dues/{(branch or world.a_own_branch).pk}/{YEAR}/"


def save(client, world, cells, branch=None, **values):
    """What a browser posts: the page's own boxes with some of them changed."""
    address = grid_of(world, branch)
    grid = client.get(address + "?since=1").context["grid"]
    boxes = {box.name: box.text for row in grid.rows for box in row.boxes}
    posted = {**boxes, "opened": grid.opened(), "since": "1", "paid": "2025-12-31", **cells, **values}
    return client.post(address, posted, follow=True)


def months(client, world, name="燕飞", branch=None):
    rows = client.get(grid_of(world, branch)).context["grid"].rows
    return next(row.account for row in rows if row.account.name == name)


def test_the_grid_shows_what_is_owed_and_takes_what_is_paid(world, clerk):
    one = member(world)
    account = months(clerk, world)
    assert [month.due for month in account.months] == [Decimal("40.00")] * 12
    page = save(clerk, world, {f"p-{one.pk}-1": "40", f"p-{one.pk}-2": " ４０.00元 ", f"p-{one.pk}-3": "15.5"})
    assert "已保存 3 处改动" in page.content.decode()
    rows = DuesPayment.objects.order_by("month").values_list("month__month", "amount", "paid", "branch")
    paid, branch = date(2025, 12, 31), world.a_own_branch.pk
    assert [*rows] == [
        (1, Decimal("40"), paid, branch),
        (2, Decimal("40"), paid, branch),
        (3, Decimal("15.5"), paid, branch),
    ]
    assert months(clerk, world).arrears(date(YEAR, 4, 1)) == Decimal("24.50")
    assert DuesPayment.history.filter(history_user=world.town_a_clerk).count() == 3


def test_a_payment_is_changed_and_cleared(world, clerk):
    one = member(world)
    DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=JANUARY, amount=40)
    DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=date(YEAR, 2, 1), amount=40)
    save(clerk, world, {f"p-{one.pk}-1": "45", f"p-{one.pk}-2": ""})
    assert [(row.month.month, row.amount) for row in DuesPayment.objects.all()] == [(1, Decimal("45.00"))]
    assert DuesPayment.history.filter(history_type="-").count() == 1


def test_a_base_holds_from_the_chosen_month_on(world, clerk):
    one = member(world)
    save(clerk, world, {f"b-{one.pk}": "6000"}, since="7")
    assert [month.due for month in months(clerk, world).months] == [Decimal("40.00")] * 6 + [Decimal("90.00")] * 6
    bases = [(row.start, row.end, row.base) for row in one.duesbases.order_by("start")]
    assert bases == [(date(2020, 1, 1), date(YEAR, 7, 1), Decimal(4000)), (date(YEAR, 7, 1), None, Decimal(6000))]
    address = grid_of(world) + "?since=7"
    opened = clerk.get(address).context["grid"].opened()
    clerk.post(address, {"opened": opened, "since": "7", f"b-{one.pk}": "2000", f"t-{one.pk}": Payer.RETIRED.value})
    assert one.duesbases.count() == 2
    assert months(clerk, world).months[11].due == Decimal("10.00")


def test_a_first_base_ends_where_a_later_one_begins(world):
    one = member(world, base=None)
    DuesBase.objects.create(member=one, base=5000, start=date(YEAR, 9, 1))
    based = [Based(one.pk, Payer.WORKING.value, Decimal(3000))]
    save_grid(branch=world.a_own_branch, payments=[], bases=based, since=JANUARY, paid=None, by=world.town_a_clerk)
    assert [(row.start, row.end) for row in one.duesbases.order_by("start")] == [
        (JANUARY, date(YEAR, 9, 1)),
        (date(YEAR, 9, 1), None),
    ]


def test_each_wrong_cell_says_what_is_wrong_and_nothing_is_saved(world, clerk):
    one, other = member(world), member(world, "荀安")
    cells = {f"p-{one.pk}-1": "四十", f"p-{one.pk}-2": "40", f"p-{other.pk}-1": "1.005", f"b-{other.pk}": ""}
    page = save(clerk, world, cells)
    text = page.content.decode()
    assert all(said in text for said in ("有 3 格要改正", "“四十”不是金额", "小数多于两位", "请填写基数"))
    assert {box.name: box.text for box in page.context["grid"].errors} == {
        name: text for name, text in cells.items() if name != f"p-{one.pk}-2"
    }
    assert 'value="40"' in text  # what was typed stays
    assert not DuesPayment.objects.exists()


def test_a_month_is_filled_with_what_is_owed_without_a_script_too(world, clerk):
    one, _ = member(world), member(world, "荀安", base=None)
    third = member(world, "单晓燕", base="2000")
    DuesPayment.objects.create(member=third, branch=world.a_own_branch, month=date(YEAR, 3, 1), amount=1)
    save(clerk, world, {}, fill="3")
    assert dict(DuesPayment.objects.values_list("member", "amount")) == {one.pk: Decimal(40), third.pk: Decimal(1)}


def test_a_second_editor_does_not_overwrite_the_first(world, clerk):
    one = member(world)
    opened = clerk.get(grid_of(world)).context["grid"].opened()
    DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=JANUARY, amount=40)
    posted = {"opened": opened, "since": "1", f"p-{one.pk}-1": "30", f"p-{one.pk}-2": ""}
    assert "别人改成了“40”" in clerk.post(grid_of(world), posted).content.decode()
    assert DuesPayment.objects.get().amount == 40
    untouched = {"opened": opened, "since": "1", f"p-{one.pk}-1": "", f"p-{one.pk}-2": "40"}
    clerk.post(grid_of(world), untouched)
    assert DuesPayment.objects.count() == 2


def test_who_changes_the_branch_owes_where_the_month_ends(world, clerk):
    one = member(world, end=date(YEAR, 3, 15))
    one.memberships.create(branch=world.a_joint_branch, start=date(YEAR, 3, 15))
    here, there = months(clerk, world), months(clerk, world, branch=world.a_joint_branch)
    assert [month.first.month for month in here.months if month.here] == [1, 2]
    assert [month.first.month for month in there.months if month.here] == list(range(3, 13))
    DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=date(YEAR, 3, 1), amount=40)
    assert months(clerk, world, branch=world.a_joint_branch).months[2].elsewhere == world.a_own_branch.pk
    assert f"在{world.a_own_branch}缴纳" in clerk.get(grid_of(world, world.a_joint_branch)).content.decode()
    page = save(clerk, world, {f"p-{one.pk}-3": "50"}, branch=world.a_joint_branch)
    assert "没有改动" in page.content.decode()  # it has no box there
    with pytest.raises(ValidationError, match="已在"):
        save_grid(
            branch=world.a_joint_branch,
            payments=[Paid(one.pk, date(YEAR, 3, 1), Decimal(50))],
            bases=[],
            since=JANUARY,
            paid=None,
            by=world.town_a_clerk,
        )


def test_who_left_or_joined_in_the_year_owes_only_for_the_months_in_it(world, clerk):
    member(world, left="2025-06")
    member(world, "荀安", start=date(YEAR, 10, 31))
    assert sum(month.here for month in months(clerk, world).months) == 5
    assert [month.first.month for month in months(clerk, world, "荀安").months if month.here] == [10, 11, 12]


def test_strangers_and_readers_change_nothing(world):
    one = member(world)
    assert signed_in(world.town_b_clerk).get(grid_of(world)).status_code == 404
    reader = signed_in(world.town_a_viewer)
    assert '<input type="text"' not in reader.get(grid_of(world)).content.decode()
    assert reader.post(grid_of(world), {}).status_code == 403
    for user in (world.town_b_clerk, world.town_a_viewer):
        paid = [Paid(one.pk, JANUARY, Decimal(1))]
        with pytest.raises(OutsideScope):
            save_grid(branch=world.a_own_branch, payments=paid, bases=[], since=JANUARY, paid=None, by=user)
    stranger = member(world, "外人", branch=world.b_general)
    paid = [Paid(stranger.pk, JANUARY, Decimal(1))]
    with pytest.raises(ValidationError, match="不在这个党支部"):
        save_grid(branch=world.a_own_branch, payments=paid, bases=[], since=JANUARY, paid=None, by=world.town_a_clerk)


@pytest.mark.parametrize("opened", ["", "[]", "{", '{"p-1-1": {"a": 1}}', "null"])
def test_a_broken_memory_of_the_page_is_no_fault(world, clerk, opened):
    one = member(world)
    page = clerk.post(grid_of(world), {"opened": opened, "since": "1", f"p-{one.pk}-1": "40"})
    assert page.status_code in (200, 302)


def test_a_day_that_has_not_come_or_a_month_that_is_none_is_said(world, clerk):
    one = member(world)
    page = save(clerk, world, {f"p-{one.pk}-1": "40"}, paid="2099-01-01").content.decode()
    assert "缴纳日期不能晚于今天" in page
    assert save(clerk, world, {f"p-{one.pk}-1": "40"}, since="13").status_code == 200
    assert not DuesPayment.objects.exists()


def test_receipts_add_up_and_every_number_opens_its_payments(world):
    one, other = member(world), member(world, "外人", branch=world.b_general)
    for month, who, branch, amount in (
        (1, one, world.a_own_branch, "40.10"),
        (3, one, world.a_own_branch, "0.20"),
        (4, one, world.a_own_branch, "40"),
        (12, other, world.b_general, "7"),
    ):
        DuesPayment.objects.create(member=who, branch=branch, month=date(YEAR, month, 1), amount=Decimal(amount))
    county = signed_in(world.county_admin)
    rows = county.get(f"/dues/?year={YEAR}").context["rows"]
    assert [(row["label"], [str(amount) for amount, _ in row["cells"]]) for row in rows] == [
        ("城关镇", ["40.30", "40.00", "0", "0", "80.30"]),
        ("石桥镇", ["0", "0", "0", "7.00", "7.00"]),
        ("合计", ["40.30", "40.00", "0", "7.00", "87.30"]),
    ]
    for row in rows:
        for amount, url in row["cells"]:
            assert county.get(url).context["total"] == amount
    opened = county.get(rows[0]["url"]).context["rows"]
    assert [row["label"] for row in opened] == [world.a_own_branch.name, "合计"]
    whole = county.get(f"/dues/?year={YEAR}&all=1").context["rows"]
    assert [row["label"] for row in whole] == [
        "城关镇",
        world.a_own_branch.name,
        "石桥镇",
        world.b_general.name,
        "合计",
    ]
    assert [row["label"] for row in signed_in(world.town_b_clerk).get(f"/dues/?year={YEAR}").context["rows"]] == [
        world.b_general.name,
        "合计",
    ]


def test_arrears_name_the_months_and_who_has_no_base_is_listed_apart(world, clerk):
    one = member(world)
    member(world, "荀安", base=None)
    for month in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12):
        amount = 39 if month == 4 else 40
        DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=date(YEAR, month, 1), amount=amount)
    page = clerk.get(f"/dues/arrears/?year={YEAR}")
    assert [(line["one"].name, line["months"], line["amount"]) for line in page.context["lines"]] == [
        ("燕飞", "3月、4月", Decimal("41.00"))
    ]
    unknown = clerk.get(page.context["unknown_url"]).context["lines"]
    assert [line["one"].name for line in unknown] == ["荀安"]


def test_the_workbook_holds_the_grid(world, clerk):
    one = member(world)
    DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=JANUARY, amount=Decimal("40.10"))
    book = clerk.get(f"/dues/{world.a_own_branch.pk}/{YEAR}.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0].values)
    line = next(row for row in rows if row[0] == "燕飞")
    assert line[:4] == ("燕飞", "在职", 4000, 40.1)
    assert line[-3:] == (480, 40.1, 440)  # what is too much for one month pays for no other


def test_a_new_table_holds_from_its_day_and_the_old_one_before_it(world):
    member(world)
    county = signed_in(world.county_admin)
    lines = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0", "form-0-up_to": "3500", "form-0-rate": "0.5"}
    lines |= {"form-1-rate": "2.5"}
    page = county.post("/dues/rates/", {"payer": "working", "start": "2025-07-01", **lines}, follow=True)
    assert "新标准已保存" in page.content.decode()
    due = [month.due for month in months(county, world).months]
    assert due == [Decimal("40.00")] * 6 + [Decimal("100.00")] * 6
    assert DuesBand.objects.filter(payer="working", end=date(2025, 7, 1)).count() == 4
    refused = county.post("/dues/rates/", {"payer": "working", "start": "2025-01-01", **lines}).content.decode()
    assert "已有更晚的标准" in refused
    again = {**lines, "form-1-rate": "3"}
    county.post("/dues/rates/", {"payer": "working", "start": "2025-07-01", **again})
    assert DuesBand.objects.filter(payer="working", start=date(2025, 7, 1)).count() == 2


BAD_RATES = [
    ({"form-0-up_to": "3000", "form-0-rate": "1"}, "留空"),
    ({"form-0-rate": "1", "form-1-rate": "2"}, "留空"),
    ({"form-0-rate": "1", "form-0-fixed": "2"}, "只填一项"),
    ({"form-0-up_to": "1", "form-0-rate": "1", "form-1-up_to": "1", "form-1-rate": "1", "form-2-rate": "2"}, "相同"),
    ({"form-0-rate": "101"}, "100%"),
    ({"form-0-rate": "-1"}, "大于或等于"),
]


@pytest.mark.parametrize(("lines", "said"), BAD_RATES)
def test_a_table_that_leaves_a_base_without_a_rate_is_refused(world, lines, said):
    count = DuesBand.objects.count()
    posted = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0", "payer": "working", "start": "2025-07-01", **lines}
    page = signed_in(world.county_admin).post("/dues/rates/", posted).content.decode()
    assert said in page
    assert DuesBand.objects.count() == count


PAGES = ("grid", "/dues/?year=2025&all=1", "/dues/payments/?year=2025", "/dues/arrears/?year=2025")


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_members(world, path):
    client = signed_in(world.county_admin)
    address = grid_of(world) if path == "grid" else path

    def queries(rows):
        for number in range(rows):
            one = member(world, f"燕{number}")
            DuesPayment.objects.create(member=one, branch=world.a_own_branch, month=JANUARY, amount=1)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    client.get(address)
    assert queries(5) == queries(40)


def test_saving_takes_the_same_number_of_statements_for_few_and_many(world, clerk):
    def statements(rows):
        cells = {f"p-{member(world, f'燕{number}').pk}-1": "40" for number in range(rows)}
        grid = clerk.get(grid_of(world)).context["grid"]
        with CaptureQueriesContext(connection) as found:
            clerk.post(grid_of(world), {"opened": grid.opened(), "since": "1", **cells})
        return len(found)

    assert statements(3) == statements(30)
    assert DuesPayment.objects.count() == 33
    assert json.loads(clerk.get(grid_of(world)).context["grid"].opened())

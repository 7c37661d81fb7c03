"""A registration list as a batch: what is read of it, what it changes, and how it is taken back."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from orgs.scope import CONSOLE
from reports.imports import applying, rereading, undoing
from reports.imports.batches import CannotImport, replan
from reports.models import ImportBatch, Registration
from reports.registrations.export import blank_book, list_book
from reports.registrations.planning import has_ended
from reports.registrations.taking import apply_list, gone, make_list, undo_list
from tests.reports.imports.office import dump
from tests.reports.registrations.authority import DAY, LATER, line_of
from tests.world import credit_code

pytestmark = pytest.mark.django_db
NEW = ("新泰机械有限公司", credit_code("91", 7001), "青溪县石桥镇石桥村3号", "郝建国", "2024-05-06", "存续", "")
OTHER = ("安平商贸有限公司", credit_code("91", 7002), "", "", "2023", "注销", "2025-02-03")


def outcomes(batch):
    return list(batch.rows.order_by("id").values_list("outcome", flat=True))


def test_a_list_becomes_lines_with_their_places(authority, world):
    batch = authority.hand_over(NEW, OTHER)
    first, second = Registration.objects.current().order_by("pk")
    assert (first.name, first.credit_code, first.head_name, first.established) == (
        NEW[0],
        NEW[1],
        "郝建国",
        "2024-05-06",
    )
    assert (first.region, first.ended, first.kind) == (world.village_b1, False, "enterprise")
    assert (second.region, second.ended, second.closed) == (world.county, True, "2025-02-03")
    assert batch.rows.filter(written=True).count() == 2


def test_a_unit_lies_where_the_register_has_it_whatever_its_address_says(authority, world):
    authority.hand_over(line_of(world.b_none, address="青溪县城关镇东门社区1号"))
    assert Registration.objects.get().region == world.town_b


def test_taking_a_list_over_changes_no_register(authority):
    before = dump()
    authority.hand_over(NEW, OTHER)
    assert dump() == before


def test_the_next_list_says_what_is_new_changed_same_and_gone(authority):
    authority.hand_over(NEW, OTHER)
    moved = (*NEW[:2], "青溪县石桥镇5号", *NEW[3:])
    third = ("永和食品厂", credit_code("91", 7003), "", "", "", "存续", "")
    batch = authority.plan(moved, third, as_of=LATER)
    assert outcomes(batch) == ["changed", "new"]
    assert batch.rows.first().changes == [{"field": "住所（地址）", "old": NEW[2], "new": "青溪县石桥镇5号"}]
    assert [one.name for one in gone(batch)] == [OTHER[0]]
    assert outcomes(authority.plan(NEW, OTHER, as_of=LATER)) == ["same", "same"]


def test_the_newest_list_of_each_source_is_the_current_one_and_undo_goes_back(authority):
    authority.hand_over(NEW, OTHER)
    authority.hand_over(("爱心协会", credit_code("51", 7004), "", "", "", "正常", ""), source="civil")
    newer = authority.hand_over(OTHER, as_of=LATER)
    assert set(Registration.objects.current().values_list("name", flat=True)) == {OTHER[0], "爱心协会"}
    undo_list(newer, user=authority.user)
    names = set(Registration.objects.current().values_list("name", flat=True))
    assert names == {NEW[0], OTHER[0], "爱心协会"}
    newer.refresh_from_db()
    assert (newer.state, set(newer.rows.values_list("undo", flat=True))) == ("undone", {"back"})
    assert not newer.registrations.exists()


def test_an_older_list_taken_over_later_does_not_become_the_current_one(authority):
    authority.hand_over(NEW, as_of=LATER)
    authority.hand_over(OTHER, as_of=DAY)
    assert [one.name for one in Registration.objects.current()] == [NEW[0]]


def test_lines_that_cannot_stand_stay_out_and_say_why(authority):
    rounded = ("某某厂房租赁部", 913301990000007000, "", "", "", "存续", "")
    undated = ("恒达建材有限公司", credit_code("91", 7005), "", "", "前年", "存续", "")
    batch = authority.plan(NEW, NEW, ("", credit_code("91", 7006), "", "", "", "", ""), rounded, undated)
    assert outcomes(batch) == ["new", "error", "error", "error", "new"]
    codes = [[one["code"] for one in row.findings] for row in batch.rows.order_by("id")]
    assert codes == [[], ["repeated"], ["required"], ["damaged_number"], ["bad_date"]]
    assert apply_list(batch, user=authority.user) == 2


def test_titles_totals_and_repeated_headers_are_no_lines(authority):
    header = ("序号", "企业名称", "统一社会信用代码", "住所", "法定代表人", "成立日期", "登记状态", "注销日期")
    batch = authority.plan(NEW, header[1:], ("合计：1 户", "", "", "", "", "", ""), above=("青溪县市场主体登记名单",))
    assert outcomes(batch) == ["new"]


def test_a_numbered_line_with_nothing_but_a_name_is_a_unit_and_a_note_is_none(authority, tmp_path):
    batch = authority.hand_over(("永和食品厂", "", "", "", "", "", ""))
    assert outcomes(batch) == ["new"]
    path = tmp_path / "noted.xlsx"
    path.write_bytes(list_book(authority.user, "market"))
    book = load_workbook(path)
    book.active.append(["", "审核人：麦穗"])
    book.save(path)
    batch = make_list([("登记名单.xlsx", path)], user=authority.user, as_of=LATER, source="market")
    assert outcomes(batch) == ["same"]


def test_a_file_without_a_header_of_ours_is_refused_in_words(authority):
    batch = authority.plan(("红旗路", "3"), header=("序号", "道路", "长度"))
    assert "没有找到登记名单" in batch.files.get().error
    assert not batch.rows.exists()


def test_a_file_that_is_no_workbook_stops_no_other(authority, tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    uploads = [("坏的.xlsx", broken), authority.file(NEW)]
    batch = make_list(uploads, user=authority.user, as_of=DAY, source="market")
    assert [bool(file.error) for file in batch.files.all()] == [True, False]
    assert outcomes(batch) == ["new"]


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        ("存续", False),
        ("在业", False),
        ("开业", False),
        ("正常", False),
        ("未注销", False),
        ("注销", True),
        ("已注销", True),
    ]
    + [("吊销，未注销", True), ("迁出", True), ("撤销", True), ("", False)],
)
def test_a_state_says_whether_the_unit_is_registered_still(state, ended):
    assert has_ended({"state": state}) is ended


def test_a_closing_day_without_a_state_ends_a_unit(authority):
    assert has_ended({"closed": "2025-01"})
    assert not has_ended({"closed": "2999-01-01"})


def test_only_who_manages_the_county_hands_lists_over(authority, world):
    with pytest.raises(CannotImport):
        authority.plan(NEW, user=world.town_a_clerk)
    batch = authority.plan(NEW)
    with pytest.raises(CannotImport):
        apply_list(batch, user=world.town_a_clerk)
    assert apply_list(batch, user=CONSOLE) == 1
    with pytest.raises(CannotImport):
        apply_list(batch, user=CONSOLE)


def test_the_acts_of_surveys_leave_lists_alone(authority):
    batch = authority.plan(NEW)
    for act in (applying.apply, replan, rereading.reread):
        with pytest.raises(CannotImport):
            act(batch, user=authority.user)
    apply_list(batch, user=authority.user)
    with pytest.raises(CannotImport):
        undoing.undo(ImportBatch.objects.get(pk=batch.pk), user=authority.user)
    assert Registration.objects.count() == 1


def test_the_exported_list_imports_back_without_a_change(authority, tmp_path):
    third = ("青溪县东门社区便民店", "", "青溪县城关镇东门社区", "麦穗", "2024-05", "存续", "")
    authority.hand_over(NEW, OTHER, third)
    path = tmp_path / "back.xlsx"
    path.write_bytes(list_book(authority.user, "market"))
    batch = make_list([("登记名单.xlsx", path)], user=authority.user, as_of=LATER, source="market")
    assert outcomes(batch) == ["same"] * 3
    assert not gone(batch).exists()
    places = [row.facts["region"] for row in batch.rows.order_by("id")]
    assert places == [one.region.code for one in Registration.objects.order_by("pk")]


WORDS = st.text("青溪新泰安平恒达永和机械商贸建材厂店部（）()·-ＡＢab12 ", min_size=2, max_size=30)
DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(str)
LINES = st.fixed_dictionaries(
    {
        "name": WORDS.map("厂{}".format),
        "address": st.sampled_from(["", "青溪县城关镇东门社区1号", "石桥镇石桥村", "外省某市"]) | WORDS,
        "head": st.sampled_from(["", "郝建国", "欧阳 小红", "张三、李四", "张三/李四"]),
        "established": DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4]) | st.just(""),
        "state": st.sampled_from(["", "存续", "在业", "注销", "吊销，未注销", "迁出"]),
        "closed": DAYS | st.just(""),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=12))
def test_whatever_a_list_holds_it_comes_back_from_its_export_without_a_change(lines, authority, tmp_path):
    with transaction.atomic():
        stated = []
        for number, (line, coded) in enumerate(lines):
            name, *rest = line.values()
            stated.append((name, credit_code("91", 7000 + number) if coded else "", *rest))
        taken = authority.hand_over(*stated)
        good = taken.rows.filter(written=True).count()
        path = tmp_path / "back.xlsx"
        path.write_bytes(list_book(authority.user, "market"))
        batch = make_list([("登记名单.xlsx", path)], user=authority.user, as_of=LATER, source="market")
        assert outcomes(batch) == ["same"] * good
        assert not gone(batch).exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize("value", ["9" * 300, "_x0000_ABC", "＝1+1", "=HYPERLINK(1)", 1e300, True])
def test_an_odd_cell_ends_in_a_line_or_a_finding(authority, value):
    columns = ("恒达建材有限公司", credit_code("91", 7005), "东门路1号", "郝建国", "2020-01-01", "存续", "")
    for place in range(len(columns)):
        batch = authority.plan((*columns[:place], value, *columns[place + 1 :]))
        assert batch.rows.count() <= 1
        assert not batch.files.get().error
        apply_list(batch, user=authority.user)


def test_the_blank_template_filled_in_imports_as_new(authority, tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank_book())
    book = load_workbook(path)
    header = next(row for row in book.active.iter_rows() if any(cell.value == "名称" for cell in row))
    for cell in header:
        value = {"名称": NEW[0], "统一社会信用代码": NEW[1], "登记状态": "存续"}.get(cell.value)
        if value:
            book.active.cell(cell.row + 1, cell.column, value)
    book.save(path)
    batch = make_list([("登记名单.xlsx", path)], user=authority.user, as_of=DAY, source="market")
    assert [(row.outcome, row.name, row.credit_code) for row in batch.rows.all()] == [("new", NEW[0], NEW[1])]

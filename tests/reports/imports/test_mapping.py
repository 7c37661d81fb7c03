"""Headers that nobody knows, or that two columns claim: asked once, remembered by their words, for the whole county."""

import pytest
from django.urls import reverse

from reports.imports.answering import answer_headers, is_meaning
from reports.imports.batches import CannotImport
from reports.imports.headers import fingerprint, fingerprints
from reports.imports.mapping import headers_of, open_headers, suggestions
from reports.imports.rereading import reread
from reports.models import HeaderAnswer, ImportBatch
from tests import workbooks
from tests.reports.imports.office import DAY
from tests.reports.imports.sheets import clean_one, column_of
from tests.workbooks import table
from tests.world import credit_code

pytestmark = pytest.mark.django_db
CODE = credit_code("91", 6001)


def columns(batch):
    return reverse("reports:import_columns", args=[batch.pk])


def asked(batch):
    return [header.leaf for header in headers_of(batch) if header.asked]


def mark(batch, leaf):
    return next(header.fingerprint for header in headers_of(batch) if header.leaf == leaf)


def press(client, user, batch, answers: dict, **more):
    """Answer headers (leaf → drop-down value) on the page."""
    client.force_login(user)
    fields = {f"h-{mark(batch, leaf)}": value for leaf, value in answers.items()}
    return client.post(columns(batch), {"how": "always", **fields, **more}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


HEADER = ["乡镇", "企业名称", "统一社会信用代码", "单位类型", "职工规模"]
ROW = ["城关镇", "新泰机械有限公司", CODE, "非公企业", 25]


@pytest.mark.nodb
@pytest.mark.parametrize("other", ["职工 规模", "职工\n规模", "（职工）规模", "职工规模 ", "一、职工规模"])
def test_blanks_breaks_and_brackets_make_no_other_header(other):
    assert fingerprint(("党员情况", other)) == fingerprint(("党员情况", "职工规模"))


@pytest.mark.nodb
def test_another_parent_or_another_word_makes_another_header():
    assert fingerprint(("负责人", "电话")) != fingerprint(("书记", "电话")) != fingerprint(("电话",))


@pytest.mark.nodb
def test_columns_that_nothing_else_tells_apart_are_told_by_their_order():
    marks = fingerprints({4: ("备注",), 9: ("备注",), 2: ("单位名称",)})
    assert len(set(marks.values())) == 3
    assert marks[4] == fingerprint(("备注",))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("column", "good"),
    [
        ("", True),
        ("employees", True),
        ("mode=单独组建", True),
        ("nothing", False),
        ("employees=3", False),
        ("mode=", True),
    ],
)
def test_only_a_field_of_the_ledgers_can_be_meant(column, good):
    assert is_meaning(column) is good


def test_a_header_that_nobody_knows_is_asked_about_with_its_values_and_suggestions(plan):
    batch = plan(HEADER, ROW)
    (header,) = [one for one in headers_of(batch) if one.asked]
    assert (header.leaf, header.samples, header.places) == ("职工规模", ["25"], [("摸排表.xlsx", "Sheet1", "E")])
    assert suggestions(header)[0] == "employees"


def test_what_was_answered_is_read_at_once_and_by_itself_from_then_on(plan, client, world):
    batch = plan(HEADER, ROW, user=world.town_a_clerk)
    landed = press(client, world.town_a_clerk, batch, {"职工规模": "employees"})
    assert told(landed) == ["已按表头对应重新读取。"]
    assert landed.redirect_chain == [(reverse("reports:import", args=[batch.pk]), 302)]
    assert batch.rows.get().facts["employees"] == 25
    remembered = HeaderAnswer.objects.get()
    assert (remembered.leaf, remembered.column, remembered.user) == ("职工规模", "employees", world.town_a_clerk)
    moved = ["职工\n规模", *HEADER[:4]]  # another place, another user, another file
    later = plan(moved, [ROW[4], *ROW[:4]], user=world.county_admin, name="第二次.xlsx")
    assert later.rows.get().facts["employees"] == 25
    assert open_headers(later) == 0


def test_an_answer_for_this_time_is_not_remembered(plan, client, world):
    batch = plan(HEADER, ROW)
    press(client, world.county_admin, batch, {"职工规模": "employees"}, how="once")
    assert batch.rows.get().facts["employees"] == 25
    assert not HeaderAnswer.objects.exists()
    assert asked(plan(HEADER, ROW, name="第二次.xlsx")) == ["职工规模"]


def test_not_to_be_imported_is_an_answer_too(plan, client, world):
    batch = plan([*HEADER, "满意度"], [*ROW, "满意"])
    press(client, world.county_admin, batch, {"职工规模": "", "满意度": ""}, rest="没选的都不导入")
    assert set(HeaderAnswer.objects.values_list("column", flat=True)) == {""}
    file = batch.files.get()
    assert [one["code"] for sheet in file.sheets for one in sheet["findings"]] == []
    assert open_headers(batch) == 0


def test_an_answer_outranks_the_column_that_claimed_the_field(plan, client, world):
    batch = plan([*HEADER[:4], "从业人员数", "在册职工"], [*ROW[:4], 25, 31])
    press(client, world.county_admin, batch, {"在册职工": "employees"})
    assert batch.rows.get().facts["employees"] == 31
    assert asked(ImportBatch.objects.get(pk=batch.pk)) == ["从业人员数"]


def test_two_columns_that_claim_one_field_are_both_asked_about(plan):
    batch = plan([*HEADER[:4], "从业人员数", "职工总数"], [*ROW[:4], 25, 31])
    assert asked(batch) == ["从业人员数", "职工总数"]
    rivals = {header.leaf: header.rivals for header in headers_of(batch) if header.rivals}
    assert rivals == {"从业人员数": ["职工总数"], "职工总数": ["从业人员数"]}


def test_two_columns_of_a_sheet_cannot_be_answered_alike(plan, client, world):
    batch = plan([*HEADER, "在册职工"], [*ROW, 31])
    page = press(client, world.county_admin, batch, {"职工规模": "employees", "在册职工": "employees"})
    assert "“职工规模”和“在册职工”都选了“从业人员数”，请只留一列" in page.content.decode()
    assert not HeaderAnswer.objects.exists()


def test_a_column_of_ticks_may_mean_one_choice(plan, client, world):
    header = [*HEADER[:4], "党组织名称", "自己建", "几家合建"]
    rows = [
        [*ROW[:4], "新泰党支部", "√", ""],
        [*ROW[:1], "新泰机械二厂", credit_code("91", 6002), "非公企业", "合建支部", "", "√"],
    ]
    batch = plan(header, *rows)
    press(client, world.county_admin, batch, {"自己建": "mode=单独组建", "几家合建": "mode=联合组建"})
    assert [facts["mode"] for facts in batch.rows.order_by("id").values_list("facts", flat=True)] == ["single", "joint"]


def test_the_same_header_in_many_files_is_asked_once(office, world):
    paths = [
        (f"{n}.xlsx", workbooks.save(office.folder, f"{n}.xlsx", workbooks.xlsx(table(HEADER, ROW)))) for n in "甲乙丙"
    ]
    (header,) = [one for one in headers_of(office.plan(user=world.county_admin, more=paths)) if one.asked]
    assert [file for file, _, _ in header.places] == ["甲.xlsx", "乙.xlsx", "丙.xlsx"]


def test_taking_an_answer_back_lets_the_product_judge_again(plan, client, world):
    batch = plan(HEADER, ROW)
    press(client, world.county_admin, batch, {"职工规模": "employees"})
    client.post(columns(batch) + "?all=1", {"how": "always"})
    assert not HeaderAnswer.objects.exists()
    assert asked(ImportBatch.objects.get(pk=batch.pk)) == ["职工规模"]


def test_all_columns_are_shown_on_demand(plan, client, world):
    client.force_login(world.county_admin)
    batch = plan(HEADER, ROW)
    assert [header.leaf for header in client.get(columns(batch)).context["headers"]] == ["职工规模"]
    wide = client.get(columns(batch), {"all": "1"}).context["headers"]
    assert sorted(header.leaf for header in wide) == sorted(HEADER)


def test_nothing_chosen_is_said(plan, client, world):
    page = press(client, world.county_admin, plan(HEADER, ROW), {})
    assert told(page) == ["还没有选择。请为每一列选它是什么，或选“不导入”。"]


def test_a_batch_that_was_dropped_takes_no_answer(plan, world):
    batch = plan(HEADER, ROW)
    ImportBatch.objects.update(state=ImportBatch.State.DROPPED)
    with pytest.raises(CannotImport, match="已放弃"):
        answer_headers(batch, {}, headers_of(batch), always=True, user=world.county_admin)
    with pytest.raises(CannotImport, match="已放弃"):
        reread(batch, user=world.county_admin)


def test_reading_again_keeps_what_was_mended_and_what_was_said_of_blanks(office, plan, client, world):
    batch = plan([*HEADER, "是否规上", "工会"], [*ROW, "", "√"], [*ROW[:1], "新泰二厂", "", "", "12", "约", ""])
    row = batch.rows.order_by("id")[1]
    row.mended = {"4": "非公企业"}
    row.save(update_fields=["mended"])
    file = batch.files.get()
    batch.options = {"blank_no": [[file.pk, "Sheet1", "union"]]}
    batch.save(update_fields=["options"])
    press(client, world.county_admin, batch, {"职工规模": "employees"})
    first, second = batch.rows.order_by("id")
    assert second.mended == {"4": "非公企业"}
    assert (second.facts["kind"], second.facts["employees"]) == ("enterprise", 12)
    assert "union" not in second.facts  # what the file says; planning alone took 否 for the blank
    assert first.facts["union"] is True


@pytest.mark.nodb
def test_without_answers_a_sheet_is_read_as_before():
    sheet = clean_one(HEADER, ROW)
    assert column_of(sheet, "employees") == [None]
    assert sheet.columns[4]["claims"] == []


def test_the_page_says_so_when_the_import_waits_no_more(plan, client, world):
    batch = plan(HEADER, ROW)
    ImportBatch.objects.update(state=ImportBatch.State.DROPPED)
    client.force_login(world.county_admin)
    page = client.get(columns(batch))
    assert "不能再改" in page.content.decode()
    assert batch.as_of == DAY


def test_an_answered_tick_column_stands_beside_those_that_are_known(plan, client, world):
    header = [*HEADER[:4], "党组织名称", "单独组建", "几家合建"]
    more = ["城关镇", "新泰机械二厂", credit_code("91", 6002), "非公企业", "合建支部", "", "√"]
    batch = plan(header, [*ROW[:4], "新泰党支部", "√", ""], more)
    press(client, world.county_admin, batch, {"几家合建": "mode=联合组建"})
    assert [facts["mode"] for facts in batch.rows.order_by("id").values_list("facts", flat=True)] == ["single", "joint"]


def test_what_no_ledger_has_is_no_meaning(plan, world):
    batch = plan(HEADER, ROW)
    with pytest.raises(ValueError, match="nothing"):
        answer_headers(batch, {"f": "nothing"}, headers_of(batch), always=True, user=world.county_admin)


def test_an_answer_given_beside_another_column_holds_beside_it_next_time(plan, client, world):
    batch = plan([*HEADER[:4], "从业人员数", "在册职工"], [*ROW[:4], 25, 31])
    press(client, world.county_admin, batch, {"在册职工": "employees"})
    again = plan([*HEADER[:4], "在册职工", "从业人员数"], [*ROW[:4], 32, 25], name="下一季.xlsx")
    assert again.rows.get().facts["employees"] == 32

"""design.md, Import: each finding, its severity, and what is never guessed."""

from datetime import date, datetime, timedelta

import pytest

from tests.proof.rules.desk import LATER, built, code_for, firm, sheet_of, unbuilt
from tests.workbooks import Sheet

pytestmark = pytest.mark.django_db

KEPT_OUT = [
    ("required", firm(name=None)),
    ("required", firm(built="是", mode="单独组建")),
    ("bad_date", firm(established="约2019年")),
    ("bad_date", firm(established="二〇二五年底")),
    ("bad_date", firm(established="2019-02-30")),
    ("bad_date", firm(established="2019.13")),
    ("bad_date", firm(established="2019年7月至今")),
    ("bad_date", firm(closed="去年")),
    ("bad_date", built(founded="不详年")),
    ("bad_number", firm(full="约30")),
    ("bad_number", firm(full="三")),
    ("bad_number", firm(full=-1)),
    ("bad_number", firm(full=1.5)),
    ("bad_number", firm(employees="10-20")),
    ("bad_choice", firm(built="待定")),
    ("bad_choice", built(mode="随便组建", founded="2020-03-15")),
    ("unknown_region", firm(town="无此镇")),
    ("damaged_number", firm(code=915206261234567000)),
    ("damaged_number", firm(code=9.15206261234567e17)),
    ("damaged_number", firm(code="9.15206E+17")),
    ("contradiction", unbuilt(branch="恒达公司党支部")),
    ("contradiction", firm(established="2020-05-01", closed="2019-12-31")),
]
MARKED = [
    ("bad_choice", firm(category="什么都有")),
    ("bad_choice", firm(industry="星际航行")),
    ("unknown_region", firm(village="无此村")),
    ("check_digit", firm(code=code_for("恒达")[:17] + ("0" if code_for("恒达")[17] != "0" else "1"))),
    ("kind_mismatch", firm(code=code_for("恒达", "52"))),
    ("no_code", firm(code=None)),
    ("no_start", built()),
]

DATES = [
    (date(2019, 7, 1), "2019-07-01"),
    (datetime(2019, 7, 1, 9, 30), "2019-07-01"),
    (43647, "2019-07-01"),
    (20190701, "2019-07-01"),
    ("20190701", "2019-07-01"),
    ("2019.7.1", "2019-07-01"),
    ("2019.07.01", "2019-07-01"),
    ("2019/7/1", "2019-07-01"),
    ("2019年7月1日", "2019-07-01"),
    ("2019-07-01", "2019-07-01"),
    (" 2019 年 7 月 1 日 ", "2019-07-01"),
    ("２０１９年７月１日", "2019-07-01"),
    ("2019.07", "2019-07-01"),
    ("2019.7", "2019-07-01"),
    ("2019年7月", "2019-07-01"),
    ("2019-7", "2019-07-01"),
    ((2019.07, "0.00"), "2019-07-01"),
    ((2021.1, "0.00"), "2021-10-01"),
    ("2021.1", "2021-01-01"),
    ((date(2019, 7, 1), 'yyyy"年"m"月"'), "2019-07-01"),
    ("86.7", "1986-07-01"),
    ("2019", "2019-01-01"),
    (2019, "2019-01-01"),
    ("2019年", "2019-01-01"),
]


def numbered(rows):
    """The rows as those of organizations that differ: names and codes that a row does not set itself are its own."""
    for number, (_, row) in enumerate(rows, 1):
        own = firm(f"第{number}家")
        yield {**row, **{key: own[key] for key in ("name", "code") if row[key] == firm()[key]}}


def test_each_error_keeps_its_row_out_and_the_good_rows_go_in(desk):
    answer = desk.survey(firm("好"), *numbered(KEPT_OUT), firm("也好"))
    assert answer.errors == {(row, code) for row, (code, _) in enumerate(KEPT_OUT, 3)}
    assert (answer.counts, answer.exit_code) == ((2, 0, 0, len(KEPT_OUT)), 3)
    assert desk.figure("total") == 2


def test_each_warning_marks_its_row_and_lets_it_in(desk):
    answer = desk.survey(firm("好"), *numbered(MARKED))
    assert (answer.errors, answer.warnings) == (set(), {(row, code) for row, (code, _) in enumerate(MARKED, 3)})
    assert (answer.counts, answer["warning_rows"]) == ((len(MARKED) + 1, 0, 0, 0), len(MARKED))
    assert answer.exit_code == 0


def test_a_finding_says_row_column_value_code_severity_and_what_to_do(desk):
    sheet = sheet_of((firm(established="约2019年"),), "摸排表")
    header = next(place for place, value in sheet.cells.items() if value == "成立时间")
    sheet.cells[header] = "成立\n时间 "
    (finding,) = desk.sheets(sheet).sheets[0]["findings"]
    assert finding.keys() == {"row", "column", "value", "code", "severity", "message"}
    assert (finding["row"], finding["column"], finding["value"]) == (3, "成立时间", "约2019年")
    assert "约2019年" in finding["message"]


def test_all_findings_of_a_row_come_at_once(desk):
    answer = desk.survey(firm(established="约2019年", full="三", built="待定", town="无此镇"))
    assert {code for _, code in answer.errors} == {"bad_date", "bad_number", "bad_choice", "unknown_region"}


def test_the_same_organization_twice_in_the_batch_keeps_the_later_row_out(desk):
    answer = desk.survey(firm("甲", full=1), firm("乙"), firm("甲", full=5))
    assert (answer.counts, answer.errors) == ((2, 0, 0, 1), {(4, "repeated")})
    assert desk.figure("full_members") == 1


def test_twice_by_name_without_a_code_is_repeated_too(desk):
    answer = desk.survey(firm("甲", code=None), firm("甲", code=None))
    assert answer.errors == {(3, "repeated")}


def test_单独_with_two_organizations_in_one_branch_is_a_contradiction(desk):
    answer = desk.survey(built("甲", "甲公司党支部", founded="2020"), built("乙", "甲公司党支部", founded="2020"))
    assert {code for _, code in answer.errors} == {"contradiction"}
    assert answer["error_rows"] >= 1


def test_a_column_that_nobody_can_place_is_told_and_not_dropped_silently(desk):
    sheet = sheet_of((firm(),))
    sheet.put(1, sheet.last_column + 1, "神秘指标甲")
    sheet.put(2, sheet.last_column, "四十二")
    answer = desk.sheets(sheet)
    assert answer.counts == (1, 0, 0, 0)
    found = [finding for finding in answer.sheets[0]["findings"] if finding["code"] == "not_understood"]
    assert [(finding["column"], finding["severity"]) for finding in found] == [("神秘指标甲", "warning")]


def test_dates_are_read_as_people_write_them(desk):
    answer = desk.survey(*(firm(f"第{number}家", established=cell) for number, (cell, _) in enumerate(DATES)))
    assert (answer.errors, answer.warnings) == (set(), set())
    days = sorted({begins for _, begins in DATES})
    eves = [str(date.fromisoformat(day) - timedelta(days=1)) for day in days]
    told = {day: desk.figure("total", day) for day in (*eves, *days)}
    assert told == {day: sum(begins <= day for _, begins in DATES) for day in (*eves, *days)}


def test_counts_of_people_are_read_as_people_write_them(desk):
    cells = [3, 3.0, "3", "3人", "3名", "３", " 3 ", "３ 人"]
    assert desk.survey(*(firm(f"第{number}家", full=cell) for number, cell in enumerate(cells))).warnings == set()
    assert (desk.figure("should_build"), desk.figure("full_members")) == (len(cells), 3 * len(cells))


def test_yes_and_no_are_read_as_people_write_them(desk):
    yes = ["是", "有", "√", "✔", "●", "Y", "y", "1", 1, " 是 ", "已建立"]
    no = ["否", "无", "×", "✕", "N", "n", "0", 0, "未建立"]
    covered = [{**built(f"甲{number}", founded="2020"), "built": cell} for number, cell in enumerate(yes)]
    before = [built(f"乙{number}", founded="2020") for number in range(len(no))]
    desk.survey(*covered, *before)
    assert desk.figure("single") == len(yes) + len(no)
    desk.survey(*({**firm(f"乙{number}"), "built": cell} for number, cell in enumerate(no)), day=LATER)
    assert (desk.figure("single"), desk.figure("single", LATER)) == (len(yes) + len(no), len(yes))


def test_an_individual_business_is_outside_the_base_until_somebody_says_yes(desk):
    desk.survey(
        firm("甲", category="个体工商户"),
        firm("乙", code=code_for("乙", "92")),
        firm("丙", category="个体工商户", operating="是"),
        firm("丁", operating="否"),
        firm("戊"),
    )
    assert desk.figure("total") == 2


def test_a_number_that_nobody_stated_counts_as_none(desk):
    desk.survey(built("甲", founded="2020"), unbuilt("乙", full=3))
    total = desk.figures()["total"]
    assert (total["should_build"], total["should_built"], total["full_members"]) == (1, 0, 3)


def test_cells_with_errors_and_formulas_without_results_are_told_and_not_taken_as_blank(desk):
    sheet = Sheet()
    sheet.add(["所属乡镇", "单位名称", "统一社会信用代码", "单位类型", "正式党员数"])
    sheet.add(["河口镇", "甲公司", code_for("甲"), "非公企业", "#REF!"])
    sheet.add(["河口镇", "乙公司", code_for("乙"), "非公企业", "=SUM(A1:A2)"])
    answer = desk.sheets(sheet)
    assert {row for row, _ in answer.errors | answer.warnings} == {2, 3}

"""What the cells of a row say together: kind, branch, dates, what is missing (design.md, Import)."""

import pytest

from liangxin.codes import credit_code_check
from tests.reports.imports.sheets import clean_one, codes_of

pytestmark = pytest.mark.nodb


BUILT_WRONG = [("contradiction", "error", "是否建立党组织")]
MODE_WRONG = [("contradiction", "error", "组建方式")]


def code(prefix: str) -> str:
    """A credit code of a class."""
    body = f"{prefix}360726MA35TQJY0"
    return body + credit_code_check(body)


def row_of(header, values, **options):
    """The one row of a sheet of one row."""
    sheet = clean_one(header, values, **{"name": "非公企业", **options})
    (row,) = sheet.rows
    return row


def test_a_row_without_a_name_is_required_and_keeps_its_facts():
    row = row_of(["序号", "单位名称", "从业人员数"], [1, "", 5])
    assert codes_of(row) == [("required", "error", "单位名称")]
    assert row.facts["employees"] == 5


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        (["单位名称", "两新组织类型", "企业类型"], ["甲", "社会组织", "私营企业"], "social"),
        (["单位名称", "企业类型", "人数"], ["甲", "社会团体", ""], "enterprise"),
    ],
)
def test_the_kind_column_comes_before_the_sheet_and_the_sheet_before_the_category(header, values, kind):
    assert row_of(header, values).facts["kind"] == kind


def test_the_category_comes_before_the_code_and_the_code_tells_the_kind_else():
    header = ["单位名称", "统一社会信用代码", "类别"]
    by_category = row_of(header, ["甲", code("91"), "社会团体"], name="Sheet1")
    assert by_category.facts["kind"] == "social"
    assert codes_of(by_category) == [("kind_mismatch", "warning", "统一社会信用代码")]
    assert row_of(header, ["甲", code("52"), ""], name="Sheet1").facts["kind"] == "social"


def test_a_kind_that_nothing_tells_is_required():
    row = row_of(["单位名称", "从业人员数"], ["甲", 3], name="Sheet1")
    assert codes_of(row) == [("required", "error", "")]


def test_a_category_cell_may_hold_the_kind_and_the_other_way_round():
    row = row_of(["单位名称", "类别"], ["甲", "非公企业"], name="Sheet1")
    assert (row.facts["kind"], "category" in row.facts) == ("enterprise", False)
    row = row_of(["单位名称", "两新组织类型"], ["甲", "民办非企业单位"], name="Sheet1")
    assert (row.facts["kind"], row.facts["category"]) == ("social", "service")


@pytest.mark.parametrize("prefix", ["51", "52", "53", "31"])
def test_a_social_code_in_a_sheet_of_enterprises_is_a_kind_mismatch(prefix):
    row = row_of(["单位名称", "统一社会信用代码", "人数"], ["甲", code(prefix), ""])
    assert codes_of(row) == [("kind_mismatch", "warning", "统一社会信用代码")]


@pytest.mark.parametrize(
    ("values", "facts", "codes"),
    [
        (["是", "单独组建", "甲支部"], {"built": True, "mode": "single", "branch_name": "甲支部"}, []),
        (["", "单独组建", "甲支部"], {"built": True, "mode": "single", "branch_name": "甲支部"}, []),
        (["", "", "甲支部"], {"built": True, "branch_name": "甲支部"}, []),
        (["是", "", "甲支部"], {"built": True, "branch_name": "甲支部"}, []),
        (["是", "单独组建", ""], {"built": True, "mode": "single"}, []),
        (["单独组建", "", "甲支部"], {"built": True, "mode": "single", "branch_name": "甲支部"}, []),
        (["否", "", ""], {"built": False}, []),
        (["否", "未建", "无"], {"built": False}, []),
        (["", "未建", ""], {"built": False}, []),
        (["", "", ""], {}, []),
        (
            ["否", "", "甲支部"],
            {"built": False, "branch_name": "甲支部"},
            BUILT_WRONG,
        ),
        (["否", "联合", ""], {"built": False, "mode": "joint"}, BUILT_WRONG),
        (["是", "未建", "甲支部"], {"built": True, "branch_name": "甲支部"}, MODE_WRONG),
        (["", "未建", "甲支部"], {"built": False, "branch_name": "甲支部"}, MODE_WRONG),
    ],
)
def test_built_mode_and_branch_name_must_agree(values, facts, codes):
    row = row_of(["单位名称", "是否建立党组织", "组建方式", "党组织名称"], ["甲公司", *values])
    assert {key: fact for key, fact in row.facts.items() if key not in ("name", "kind")} == facts
    assert codes_of(row) == codes


def test_two_ticks_in_one_group_are_a_bad_choice_named_by_the_group():
    header = (["单位名称", "组建方式", "<", "企业类型", "<"], ["^", "单独组建", "联合组建", "私营企业", "外商投资企业"])
    sheet = clean_one(*header, ["甲公司", "√", "√", "√", "√"], name="非公企业")
    assert codes_of(sheet.rows[0]) == [("bad_choice", "error", "组建方式"), ("bad_choice", "warning", "企业类型")]


def test_a_cross_or_a_blank_in_a_group_states_nothing():
    header = (["单位名称", "组建方式", "<"], ["^", "单独组建", "联合组建"])
    sheet = clean_one(*header, ["甲公司", "×", ""], ["乙公司", "", ""], name="非公企业")
    assert [("mode" in row.facts, row.findings) for row in sheet.rows] == [(False, []), (False, [])]


@pytest.mark.parametrize(
    ("established", "closed", "codes"),
    [
        ("2019-07-01", "2019-06-30", [("contradiction", "error", "注销时间")]),
        ("2019-07-01", "2019-07", []),
        ("2019", "2019-01-01", []),
        ("2020", "2019", [("contradiction", "error", "注销时间")]),
    ],
)
def test_closed_before_founded_is_a_contradiction_as_far_as_the_dates_can_tell(established, closed, codes):
    assert codes_of(row_of(["单位名称", "成立时间", "注销时间"], ["甲公司", established, closed])) == codes


def test_all_findings_of_a_row_come_at_once():
    header = ["单位名称", "统一社会信用代码", "成立时间", "从业人员数", "是否建立党组织"]
    row = row_of(header, ["", "无", "二〇二〇年", "约30", "待定"])
    assert sorted(code for code, _, _ in codes_of(row)) == sorted(
        ["no_code", "bad_date", "bad_number", "bad_choice", "required"]
    )
    assert row.has_error

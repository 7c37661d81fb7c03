"""What towns write where a choice, a number or a date is asked: read as what it says, or refused, never half read."""

import pytest

from tests.reports.imports.sheets import clean_one, codes_of

pytestmark = pytest.mark.nodb

STATED = [
    ("是否建立党组织", "是（联合）", {"built": True, "mode": "joint"}),
    ("是否建立党组织", "已单独组建", {"built": True, "mode": "single"}),
    ("是否建立党组织", "否（没有党员）", {"built": False, "unbuilt_reason": "no_members"}),
    ("是否建立党组织", "□是 ☑否", {"built": False}),
    ("是否建立党组织", "是√ 否□", {"built": True}),
    ("是否建立党组织", "╳", {"built": False}),
    ("是否建立党组织", "应建未建", {"built": False}),
    ("组建方式", "单独成立党支部", {"mode": "single"}),
    ("组建方式", "单独组建（党委）", {"mode": "single"}),
    ("组建方式", "①单独组建", {"mode": "single"}),
    ("组建方式", "2.联合组建", {"mode": "joint"}),
    ("组建方式", "联合组建（行业统建）", {"mode": "trade"}),
    ("组建方式", "区域联合党支部", {"mode": "regional"}),
    ("组建方式", "□单独 ☑联合 □挂靠", {"mode": "joint"}),
    ("党组织类别", "党支部（联合）", {"branch_level": "joint_branch"}),
    ("未建立党组织原因", "正式党员不足3名", {"unbuilt_reason": "too_few"}),
    ("未建立党组织原因", "②党员人数不足3名", {"unbuilt_reason": "too_few"}),
    ("企业类型", "1.私营企业", {"category": "private"}),
    ("从业人员数", "共12人。", {"employees": 12}),
    ("行业门类", "C.制造业", {"industry": "C"}),
    ("经营状态", "注销", {"operating": False}),
]
REFUSED = [
    ("是否建立党组织", "是（筹建中）", "bad_choice"),
    ("是否建立党组织", "否（挂靠）", "bad_choice"),
    ("是否建立党组织", "☑是☑否", "bad_choice"),
    ("组建方式", "单独组建（联合）", "bad_choice"),
    ("从业人员数", "12 3", "bad_number"),
    ("成立时间", "190701", "bad_date"),
]


def row_with(header, value):
    sheet = clean_one(["企业名称", "所属乡镇", header], ["青溪县甲机械有限公司", "城关镇", value])
    return sheet.rows[0]


@pytest.mark.parametrize(("header", "value", "facts"), STATED)
def test_an_answer_is_read_as_it_is_meant(header, value, facts):
    row = row_with(header, value)
    assert row.facts.items() >= facts.items()
    assert not row.has_error


@pytest.mark.parametrize(("header", "value", "code"), REFUSED)
def test_an_answer_of_two_minds_keeps_the_row_out(header, value, code):
    assert (code, "error", header) in codes_of(row_with(header, value))


@pytest.mark.parametrize("value", ["□", "□是 □否", "☐"])
def test_boxes_of_which_none_is_checked_state_nothing(value):
    row = row_with("是否建立党组织", value)
    assert "built" not in row.facts
    assert not row.has_error

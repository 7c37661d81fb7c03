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


@pytest.mark.parametrize(
    "text", ["否", "×", "0", "筹建中", "未建立党组织", "无党组织", "拟建", "待建", "√", "不具备条件"]
)
def test_an_answer_in_place_of_the_branchs_name_founds_no_branch(text):
    row = row_with("党组织名称", text)
    assert {"branch_name", "built"}.isdisjoint(row.facts)


@pytest.mark.parametrize("text", ["无锡商会联合党支部", "未来科技公司党支部", "不锈钢厂党支部（联合）", "东街社区党委"])
def test_a_branch_may_begin_with_a_word_that_denies(text):
    row = row_with("党组织名称", text)
    assert (row.facts["branch_name"], row.facts["built"]) == (text, True)


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("张三 李四", "张三、李四"),
        ("张 三", "张三"),
        ("张\n三", "张三"),
        ("张三\n李四", "张三、李四"),
        ("欧阳\n小红", "欧阳小红"),
        ("欧阳 小红", "欧阳小红"),
        ("张三 副镇长", "张三副镇长"),
        ("王 小明", "王小明"),
    ],
)
def test_blanks_stand_between_people_or_inside_a_name(text, guide):
    assert row_with("党建指导员姓名", text).facts["guide_name"] == guide


@pytest.mark.parametrize("text", ["否", "×", "0", "待定"])
def test_an_answer_in_place_of_a_guide_is_nobody(text):
    row = row_with("党建指导员姓名", text)
    assert "guide_name" not in row.facts
    assert ("not_understood", "warning", "党建指导员姓名") in codes_of(row)


def test_control_characters_are_dropped():
    assert row_with("负责人", "张\x07三\x0b").facts["head_name"] == "张三"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("138000\n00001", "13800000001"),
        ("13800000001\n13800000002", "13800000001、13800000002"),
        ("0571 88880000", "057188880000"),
    ],
)
def test_a_phone_broken_over_lines_is_one(text, phone):
    assert row_with("联系电话", text).facts["head_phone"] == phone


def test_short_tick_columns_beside_longer_ones_are_ways_to_tick_too():
    heads = ["企业名称", "所属乡镇", "单独组建", "联合组建", "挂靠", "未建"]
    rows = [clean_one(heads, [f"甲{at}厂", "城关镇", *["√" if at == n else "" for n in range(4)]]) for at in range(4)]
    told = [(row.facts.get("built"), row.facts.get("mode")) for sheet in rows for row in sheet.rows]
    assert told == [(True, "single"), (True, "joint"), (True, "affiliated"), (False, None)]

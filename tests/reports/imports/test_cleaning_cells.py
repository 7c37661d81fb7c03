"""Each notation of a cell that domain.md §5 names is read, and what cannot be read is never guessed."""

from datetime import date, datetime

import pytest

from tests.reports.imports.sheets import clean_one, read, stated

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (12, 12),
        (12.0, 12),
        (0, 0),
        ("12", 12),
        ("１２", 12),
        ("12人", 12),
        ("12 名", 12),
        ("12.0", 12),
        ("1,200", 1200),
        ("'12", 12),
        (" 12 ", 12),
        ("无", 0),
    ],
)
def test_a_count_of_people_is_read(value, number):
    assert stated("正式党员数", value) == {"full_members": number}


@pytest.mark.parametrize("value", ["/", "-", "—", "——", "／"])
def test_a_dash_alone_states_nothing(value):
    assert stated("正式党员数", value) == {}
    assert stated("成立时间", value) == {}
    assert stated("地址", value) == {}
    assert stated("是否规上", value) == {}


@pytest.mark.parametrize(
    "value",
    ["约30", "三", "30余", "30多人", "-3", -3, 2.5, "2.5", "十二", "3-5", "3人以上", "1,20", date(2020, 1, 1), True],
)
def test_what_is_no_plain_count_is_a_bad_number(value):
    assert read("正式党员数", value) == ({}, [("bad_number", "error")])


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (300, "300"),
        (12.5, "12.5"),
        ("300万元", "300"),
        ("300 万", "300"),
        ("1,234.50", "1234.5"),
        ("０.５", "0.5"),
        (0, "0"),
    ],
)
def test_an_amount_in_ten_thousands_is_read(value, amount):
    assert stated("年营业收入（万元）", value) == {"revenue": amount}


@pytest.mark.parametrize("value", ["300元", "3亿元", "约300", "-5", -5, "三百万"])
def test_what_is_no_plain_amount_is_a_bad_number(value):
    assert read("年营业收入（万元）", value) == ({}, [("bad_number", "error")])


@pytest.mark.parametrize(
    ("value", "partial"),
    [
        (date(2019, 7, 1), "2019-07-01"),
        (datetime(2019, 7, 1), "2019-07-01"),
        (43647, "2019-07-01"),
        (43647.0, "2019-07-01"),
        ("20190701", "2019-07-01"),
        (20190701, "2019-07-01"),
        ("2019.7.1", "2019-07-01"),
        ("2019/7/1", "2019-07-01"),
        ("2019年7月1日", "2019-07-01"),
        ("2019.07", "2019-07"),
        ("2019年7月", "2019-07"),
        ("2019-7", "2019-07"),
        ("２０１９年７月", "2019-07"),
        ("86.7", "1986-07"),
        ("2019", "2019"),
        (2019, "2019"),
        ("2019年", "2019"),
        ("不详", None),
    ],
)
def test_a_date_keeps_its_precision(value, partial):
    assert stated("成立时间", value) == ({"established": partial} if partial else {})


def test_a_month_typed_as_a_number_is_read_as_the_clerk_sees_it():
    assert stated("成立时间", 2021.1, "shown:2021.10") == {"established": "2021-10"}
    assert stated("成立时间", date(2019, 7, 1), "shown:2019-07") == {"established": "2019-07"}
    assert read("成立时间", 2021.1) == ({}, [("bad_date", "error")])


@pytest.mark.parametrize(
    "value", ["二〇一九年底", "约2019年", "2019.13", "2019-02-30", "7月1日", "2019年至今", "32", 5, True]
)
def test_what_is_no_plain_date_is_a_bad_date(value):
    assert read("成立时间", value) == ({}, [("bad_date", "error")])


@pytest.mark.parametrize("value", ["√", "✔", "✓", "●", "是", "1", 1, 1.0, "１", "有", "Y", "y", "已建", True])
def test_yes_in_every_notation(value):
    assert stated("是否建立工会", value) == {"union": True}


@pytest.mark.parametrize("value", ["×", "✗", "x", "否", "0", 0, "无", "N", "没有", "未建", False])
def test_no_in_every_notation(value):
    assert stated("是否建立工会", value) == {"union": False}


def test_what_is_neither_yes_nor_no_is_kept_as_text_and_marked():
    assert read("是否建立工会", "筹建中") == ({"survey": {"union": "筹建中"}}, [("bad_choice", "warning")])


def test_what_is_neither_yes_nor_no_for_the_branch_keeps_the_row_out():
    assert read("是否建立党组织", "待定") == ({}, [("bad_choice", "error")])
    assert read("组建方式", "再议") == ({}, [("bad_choice", "error")])


@pytest.mark.parametrize(
    ("header", "value", "facts"),
    [
        ("企业类型", "私营企业", {"category": "private"}),
        ("企业类型", "个体户", {"category": "self_employed"}),
        ("企业类型", "私营企业（有限责任公司）", {"category": "private"}),
        ("企业类型", "其他", {"category": "other_enterprise"}),
        ("所属行业", "制造业", {"industry": "C"}),
        ("所属行业", "C", {"industry": "C"}),
        ("所属行业", "C13农副食品加工业", {"industry": "C"}),
        ("所属行业", "农林牧渔业", {"industry": "A"}),
        ("未建原因", "党员不足3名", {"unbuilt_reason": "too_few"}),
        ("未建原因", "其他（正在筹备）", {"unbuilt_reason": "other", "unbuilt_text": "正在筹备"}),
        ("党组织类型", "支部委员会", {"branch_level": "branch"}),
        ("新兴领域", "物业、外卖配送", {"tags": ["property", "takeaway"]}),
        ("是否小个专", "是", {"tags": ["small"]}),
        ("是否小个专", "否", {}),
        ("政治面貌", "群众", {"head_is_member": False}),
        ("政治面貌", "中共党员", {"head_is_member": True}),
        ("群团组织", "工会、妇联", {"union": True, "women": True}),
        ("群团组织", "无", {"union": False, "league": False, "women": False}),
        ("是否直管", "是", {"direct": True}),
        ("经营状况", "停业", {"operating": False}),
        ("是否规上", "规下企业", {"above_scale": False}),
    ],
)
def test_choices_are_read_by_the_words_people_use(header, value, facts):
    assert stated(header, value) == facts


@pytest.mark.parametrize(
    ("header", "value", "key"),
    [
        ("企业类型", "国企", "category"),
        ("所属行业", "特种养殖", "industry"),
        ("所属行业", "C 教育", "industry"),
        ("未建原因", "老板出国了", "unbuilt_reason"),
    ],
)
def test_a_text_that_is_no_choice_is_kept_and_marked(header, value, key):
    assert read(header, value) == ({"survey": {key: value}}, [("bad_choice", "warning")])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("单独建立", {"mode": "single", "built": True}),
        ("联合", {"mode": "joint", "built": True}),
        ("片区联建", {"mode": "regional", "built": True}),
        ("挂靠东江社区党支部", {"mode": "affiliated", "built": True}),
        ("功能型党支部", {"mode": "functional", "built": True}),
        ("未建", {"built": False}),
        ("无", {"built": False}),
    ],
)
def test_the_way_to_build_says_whether_there_is_a_branch(value, expected):
    assert stated("组建方式", value) == expected


@pytest.mark.parametrize(
    ("header", "finding"),
    [
        ("正式党员数", ("bad_number", "error")),
        ("成立时间", ("bad_date", "error")),
        ("统一社会信用代码", ("damaged_number", "error")),
        ("是否建立党组织", ("bad_choice", "error")),
        ("地址", ("not_understood", "warning")),
    ],
)
@pytest.mark.parametrize("mark", ["error:#REF!", "no_result"])
def test_a_formula_that_failed_is_said(header, finding, mark):
    facts, findings = read(header, None, mark)
    assert (facts, findings[:1]) == ({}, [finding])


def test_a_text_longer_than_the_register_keeps_is_said_and_not_cut():
    assert read("负责人", "张" * 101) == ({}, [("not_understood", "warning")])


@pytest.mark.parametrize("text", ["=1+1", '他说"好"', "a\tb", "<b>&", "'引号", "第一行\n第二行"])
def test_odd_text_is_kept_as_it_is(text):
    assert stated("一企一策", text) == {"plan_note": text}


def test_former_names_are_a_list():
    assert stated("曾用名", "甲厂；乙厂") == {"former_names": ["甲厂", "乙厂"]}
    assert stated("曾用名", "甲公司、乙公司") == {"former_names": ["甲公司", "乙公司"]}
    assert stated("曾用名", "甲、乙公司") == {"former_names": ["甲、乙公司"]}


def test_a_finding_is_a_whole_sentence_with_its_place():
    sheet = clean_one(["单位名称", "从业\n人员数"], ["甲公司", "约30"], name="城关镇企业")
    (one,) = sheet.rows[0].findings
    assert one.message == "工作表“城关镇企业”第 2 行“从业人员数”：“约30”不是数字，请写整数，如 30"
    assert (one.column, one.value, one.row) == ("从业人员数", "约30", 2)

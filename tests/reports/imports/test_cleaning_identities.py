"""Names of branches and people, phones and credit codes are read in each notation, and never guessed."""

import pytest

from tests.reports.imports.sheets import CODE, read, stated

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize("value", ["无", "未建", "/", "—"])
def test_a_branch_that_is_not_there_has_no_name(value):
    assert stated("党组织名称", value) == {}


@pytest.mark.parametrize(("value", "name"), [("无", ""), ("—", ""), ("——", ""), ("暂无", ""), ("王 五", "王五")])
def test_a_guide_or_the_word_that_ends_a_posting(value, name):
    assert stated("党建指导员姓名", value) == {"guide_name": name}


@pytest.mark.parametrize("value", ["/", "-"])
def test_a_stroke_in_a_guide_cell_states_nothing(value):
    assert stated("党建指导员姓名", value) == {}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("张 三", "张三"),
        ("张三、李四", "张三、李四"),
        ("张三，李四", "张三、李四"),
        ("张三\n李四", "张三、李四"),
        ("John Smith", "John Smith"),
    ],
)
def test_people_are_kept_as_text(value, name):
    assert stated("负责人", value) == {"head_name": name}


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("'13800000000", "13800000000"),
        ("１３８０００００００", "1380000000"),
        ("0797-1234567", "0797-1234567"),
        ("13800000000\n13900000000", "13800000000、13900000000"),
    ],
)
def test_phones_are_text(value, phone):
    assert stated("负责人电话", value) == {"head_phone": phone}


def test_name_and_phone_in_one_cell_are_told_apart():
    assert stated("负责人姓名及电话", "张三 13800000000") == {"head_name": "张三", "head_phone": "13800000000"}
    assert stated("负责人姓名及电话", "张三") == {"head_name": "张三"}


@pytest.mark.parametrize(
    "value", [CODE, f"'{CODE}", CODE.lower(), f" {CODE[:8]} {CODE[8:]}", "９１３６０７２６ＭＡ３５ＴＱＪＹ０Ｂ"]
)
def test_a_credit_code_is_compared_without_blanks_and_width(value):
    assert read("统一社会信用代码", value)[0] == {"credit_code": CODE}


def test_a_wrong_check_digit_or_length_is_a_warning_and_the_code_is_kept():
    assert read("统一社会信用代码", "91360726MA35TQJY0X") == (
        {"credit_code": "91360726MA35TQJY0X"},
        [("check_digit", "warning")],
    )
    assert read("统一社会信用代码", 360726210001234) == (
        {"credit_code": "360726210001234"},
        [("check_digit", "warning")],
    )


def test_a_code_that_is_no_code_is_not_kept():
    assert read("统一社会信用代码", "见附件") == ({}, [("check_digit", "warning")])


@pytest.mark.parametrize("value", ["", "无", "办理中", "/"])
def test_a_row_without_a_code_is_marked(value):
    assert read("统一社会信用代码", value) == ({}, [("no_code", "warning")])


@pytest.mark.parametrize("value", [9.13607261234568e17, 913607261234567936, "9.13607E+17", "913607261234568000"])
def test_a_code_that_the_office_suite_rounded_is_refused(value):
    assert read("统一社会信用代码", value) == ({}, [("damaged_number", "error")])

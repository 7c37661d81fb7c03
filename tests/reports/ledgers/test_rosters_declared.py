"""The ledgers of people, branches and guides: which headers they know, and what their cells state."""

import pytest

from orgs.choices import Level
from reports.ledgers import ROSTERS, every_ledger
from reports.ledgers.roster_kinds import Derived, IdNumber
from reports.ledgers.words import header_forms

pytestmark = pytest.mark.nodb
GOOD_ID = "00000019900307009X"  # of no region; its check digit is right
# As the national system exports them (domain.md §5), the blank at the end included.
NATIONAL = (
    "姓名",
    "性别",
    "公民身份号码",
    "民族",
    "出生日期",
    "学历",
    "人员类别",
    "学位",
    "所在党支部",
    "手机号码",
    "入党日期",
    "转正日期",
    "党龄",
    "新社会阶层类型",
    "工作岗位",
    "从事专业技术职务",
    "是否农民工 ",
    "现居住地",
    "户籍所在地",
    "是否失联党员",
    "是否流动党员",
)


def words(ledger) -> dict:
    """Header word → the keys of the columns that know it, by title and by spelling that needs no parent."""
    found = {}
    for column in ledger.readable:
        for word in dict.fromkeys(header_forms(text)[0] for text in (column.title, *column.also)):
            found.setdefault(word, []).append(column.key)
    return found


def column(ledger: str, key: str):
    """The column of a roster."""
    return next(one for one in ROSTERS[ledger].readable if one.key == key)


def test_the_set_has_six_ledgers_in_their_order():
    assert [ledger.title for ledger in every_ledger().values()] == [
        "非公企业",
        "社会组织",
        "党组织",
        "党员",
        "入党积极分子和发展党员",
        "党建指导员",
    ]


@pytest.mark.parametrize("ledger", ROSTERS.values(), ids=lambda ledger: ledger.key)
def test_no_header_word_means_two_columns(ledger):
    assert {word: keys for word, keys in words(ledger).items() if len(keys) > 1} == {}


def test_every_header_of_the_national_roster_is_known():
    known = words(ROSTERS["members"])
    assert [header for header in NATIONAL if header_forms(header)[0] not in known] == []


@pytest.mark.parametrize("ledger", ROSTERS.values(), ids=lambda ledger: ledger.key)
def test_a_roster_names_its_register_and_marks_what_it_switches(ledger):
    assert ledger.record.count(".") == 1
    assert set(getattr(ledger, "switchable", ())) <= {leaf.key for leaf in ledger.leaves}


@pytest.mark.parametrize(
    ("ledger", "key", "cell", "stated"),
    [
        ("members", "name", "张 三", {"name": "张三"}),
        ("members", "sex", "男性", {"sex": "1"}),
        ("members", "ethnicity", "汉", {"ethnicity": "汉族"}),
        ("members", "ethnicity", "穿青人", {"ethnicity": "穿青人"}),
        ("members", "education", "大专", {"education": "30"}),
        ("members", "education", "硕士研究生", {"education": "10"}),
        ("members", "person", "中共预备党员", {"person": "probationary"}),
        ("members", "state", "口袋党员", {"state": "pocket"}),
        ("members", "id_number", GOOD_ID.lower(), {"id_number": GOOD_ID}),
        ("members", "id_number", "0000************5X", {}),
        ("members", "phone", "138****0001", {}),
        ("members", "phone", 13800000001.0, {"phone": "13800000001"}),
        ("members", "joined", "2019.7", {"joined": "2019-07"}),
        ("members", "migrant", "否", {"migrant": False}),
        ("members", "floating", "是", {"floating": True}),
        ("members", "party_age", 12, {}),
        ("branches", "level", "联合支部", {"level": Level.JOINT_BRANCH}),
        ("branches", "secretary_source", "企业主", {"secretary_source": "owner"}),
        ("branches", "members", "12人", {}),
        ("candidates", "step_3", "2024年3月1日", {"step_3": "2024-03-01"}),
        ("candidates", "ended_why", "取消预备资格", {"ended_why": "cancelled"}),
        ("guides", "organizations", "甲公司、乙协会", {"organizations": ["甲公司", "乙协会"]}),
    ],
)
def test_a_cell_states(ledger, key, cell, stated):
    read = column(ledger, key).clean(cell)
    assert (read.facts, read.problem) == (stated, None)


@pytest.mark.parametrize(
    ("ledger", "key", "cell", "code", "severity"),
    [
        ("members", "name", "无", "required", "error"),
        ("members", "id_number", 1.9900307e17, "damaged_number", "error"),
        ("members", "id_number", "000000199003070000", "damaged_number", "error"),
        ("members", "id_number", "000000199003070051", "check_digit", "warning"),
        ("members", "id_number", "1234", "check_digit", "warning"),
        ("members", "person", "群众", "bad_choice", "warning"),
        ("members", "birth", "三月", "bad_date", "error"),
        ("candidates", "step_1", "2024年3月", "bad_date", "error"),
        ("branches", "name", "筹建中", "not_understood", "warning"),
    ],
)
def test_a_cell_is_refused(ledger, key, cell, code, severity):
    read = column(ledger, key).clean(cell)
    assert (read.facts, read.problem.code, read.problem.severity) == ({}, code, severity)


def test_no_sentence_about_an_id_number_repeats_it():
    number = IdNumber("id_number", "公民身份号码")
    for cell in ("000000199003070051", "000000199003070000", "1234567890"):
        assert cell not in number.clean(cell).problem.sentence


def test_what_is_computed_is_never_read():
    derived = [leaf for ledger in ROSTERS.values() for leaf in ledger.leaves if isinstance(leaf, Derived)]
    assert derived
    assert all(leaf.clean("12") == leaf.failed("error:#REF!") == leaf.clean(None) for leaf in derived)

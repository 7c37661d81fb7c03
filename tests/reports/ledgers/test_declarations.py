"""A ledger is declared once and checks itself at import."""

import pytest

from orgs.choices import Kind
from reports.ledgers import LEDGERS, Group, Ledger
from reports.ledgers.columns import Answer, Text
from reports.ledgers.extracts import find_book

pytestmark = pytest.mark.nodb


@pytest.fixture
def ledgers():
    """LEDGERS, put back afterwards."""
    before = dict(LEDGERS)
    yield LEDGERS
    LEDGERS.clear()
    LEDGERS.update(before)


def test_a_ledger_is_found_by_key_and_by_title():
    assert find_book("enterprises") == find_book("非公企业")
    assert [part.ledger.kind for part in find_book("未建党组织").parts] == [Kind.ENTERPRISE, Kind.SOCIAL]


def test_an_unknown_ledger_names_the_known_ones():
    with pytest.raises(KeyError, match="enterprises（非公企业）.*terms（换届）"):
        find_book("donors")


def test_a_ledger_without_columns_is_refused():
    with pytest.raises(TypeError, match="columns"):

        class Empty(Ledger):
            key, title, kind = "empty", "空", "enterprise"


def test_a_key_used_twice_is_refused():
    with pytest.raises(TypeError, match="used twice"):

        class Again(Ledger):
            key, title, kind, columns = "enterprises", "又一个", "enterprise", (Text("name", "名称"),)


def test_a_fact_in_two_columns_is_refused(ledgers):
    with pytest.raises(TypeError, match="name"):

        class Twice(Ledger):
            key, title, kind = "twice", "两次", "enterprise"
            columns = (Text("name", "名称"), Group("别处", Text("name", "单位")))


def test_one_line_adds_a_survey_column(ledgers):
    class Small(Ledger):
        key, title, kind = "small", "小表", "enterprise"
        columns = (Text("name", "名称"), Answer("stars", "星级"))

    small = ledgers["small"]
    assert small.cells({"name": "甲公司", "survey": {"stars": 5}}) == ["甲公司", 5]
    assert small.cells({"name": "甲公司"}) == ["甲公司", None]


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=lambda ledger: ledger.key)
def test_blank_facts_make_blank_cells(ledger):
    assert set(ledger.cells({}, None)) == {None}


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=lambda ledger: ledger.key)
def test_answers_that_were_no_choice_are_shown_as_they_were_written(ledger):
    titles = [leaf.key for leaf in ledger.leaves]
    cells = ledger.cells({"survey": {"category": "国企", "industry": "特种养殖"}})
    assert (cells[titles.index("category")], cells[titles.index("industry")]) == ("国企", "特种养殖")

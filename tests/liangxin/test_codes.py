"""Codes are checked by their standards, letters in every place included."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from liangxin.codes import (
    CREDIT_ALPHABET,
    clean_code,
    code_class,
    credit_code_check,
    credit_code_problem,
    id_number_problem,
)

pytestmark = pytest.mark.nodb

bodies = st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17)
digits_first = st.builds(
    "".join, st.tuples(st.text("0123456789", min_size=8, max_size=8), st.text(CREDIT_ALPHABET, min_size=9, max_size=9))
)


def by_the_standard(body):
    """GB 32100, written out: 31 − Σ code·3^i mod 31."""
    total = sum(CREDIT_ALPHABET.index(letter) * 3**place for place, letter in enumerate(body))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


@given(bodies)
def test_the_check_character_is_the_standards(body):
    assert credit_code_check(body) == by_the_standard(body)
    assert credit_code_problem(body + by_the_standard(body)) is None


@given(bodies, st.sampled_from(CREDIT_ALPHABET))
def test_any_other_check_character_is_a_problem(body, letter):
    expected = None if letter == by_the_standard(body) else "check"
    assert credit_code_problem(body + letter) == expected


@given(digits_first, st.sampled_from(CREDIT_ALPHABET))
def test_the_stock_library_agrees_where_it_is_right(body, letter):
    """It rejects letters among the first eight, so only bodies that begin with digits are compared."""
    assert (credit_code_problem(body + letter) is None) == uscc.is_valid(body + letter)


@given(bodies, st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET))
def test_one_mistyped_character_is_always_found(body, place, letter):
    wrong = body[:place] + letter + body[place + 1 :]
    expected = None if wrong == body else "check"
    assert credit_code_problem(wrong + by_the_standard(body)) == expected


@given(bodies, st.integers(0, 15))
def test_two_swapped_characters_are_always_found(body, place):
    wrong = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    expected = None if wrong == body else "check"
    assert credit_code_problem(wrong + by_the_standard(body)) == expected


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91110000600037341L", None),
        ("91350100M000100Y43", None),
        ("9135010OM000100Y43", "alphabet"),
        ("91350100m000100Y43", "alphabet"),
        ("91350100M000100Y4３", "alphabet"),
        ("91350100M000100Y44", "check"),
        ("350100100000012", "length"),
        ("600037341", "length"),
        ("91350100M000100Y433", "length"),
        ("", "length"),
    ],
)
def test_credit_codes(code, problem):
    assert credit_code_problem(code) == problem


def test_the_class_of_a_code_is_its_prefix_and_old_numbers_have_none():
    assert code_class("52350100M000100Y43") == "52"
    assert code_class("350100100000012") == ""
    assert code_class("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "91350100M000100Y43",
        "91350100m000100y43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        " 9135 0100 M000 100Y 43\n",
        "'91350100M000100Y43",
        "‘91350100M000100Y43",
        "\ufeff91350100M000100Y43\u200b",
        "91350100\u3000M000100Y43\u00a0",
    ],
)
def test_a_typed_code_is_cleaned(typed):
    assert clean_code(typed) == "91350100M000100Y43"


@given(st.text(max_size=24))
def test_any_text_is_either_a_good_code_or_has_a_named_problem(text):
    once = clean_code(text)
    assert credit_code_problem(once) in (None, "length", "alphabet", "check")
    assert id_number_problem(once) in (None, "length", "alphabet", "date", "check")


@given(
    st.sampled_from(["110101", "330102", "440305", "510104"]),
    st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
)
def test_the_check_of_an_id_number_is_the_stock_librarys(region, birth, order, check):
    """Its table of regions is left out: which counties existed when is not for a check digit to say."""
    number = f"{region}{birth:%Y%m%d}{order:03}{check}"
    expected = None if ric.calc_check_digit(number) == check else "check"
    assert id_number_problem(number) == expected


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("11010519491231002X", None),
        ("110105194912310021", "check"),
        ("11010519491331002X", "date"),
        ("11010519490229002X", "date"),
        ("1101051949123100X2", "alphabet"),
        ("11010519491231002x", "alphabet"),
        ("110105491231002", "length"),
        ("", "length"),
    ],
)
def test_id_numbers(number, problem):
    assert id_number_problem(number) == problem

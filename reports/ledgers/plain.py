"""Texts that state just themselves: told by one look, as most names, codes, addresses and phones of a survey are.

Reading such a cell step by step costs ten times as much, and each of these texts comes once, so that nothing is saved
by remembering it. A text that does not match may state itself as well; its column's `clean` says.
"""

import re
from collections.abc import Callable

from liangxin.codes import credit_code_problem
from reports.ledgers.columns import Answer, Column, Text
from reports.ledgers.numbers import CreditCode
from reports.ledgers.people import Address, BranchName, Name, Phone, RegionName, Town

LONGEST = 50  # characters; a column that keeps fewer has no such texts
# Five characters are more than any word for "none"; a letter or digit first is no apostrophe, no dash and no blank.
TEXT = re.compile(r"\w[^\s\x00-\x1f\x7f\xa0\u200b\u3000\ufeff]{4,49}")
# Of Chinese characters from the start, so no number; without a sign that could stand between two names.
NAME = re.compile(r"[\u4e00-\u9fff][\w()（）·]{4,49}")
BRANCH = re.compile(r"(?![否无没未暂拟正筹应不待计尚])[\u4e00-\u9fff][\w()（）]{4,49}")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-\d{7,8}", re.ASCII)


def is_credit_code(text: str) -> bool:
    """Whether a text is a credit code as it is compared, with the right check character."""
    return credit_code_problem(text) is None


# By the very kind: one that is made of another may read its texts in its own way.
PLAIN: dict[type[Column], Callable[[str], object]] = {
    **dict.fromkeys((Text, Answer, Town, RegionName, Address), TEXT.fullmatch),
    Name: NAME.fullmatch,
    BranchName: BRANCH.fullmatch,
    Phone: PHONE.fullmatch,
    CreditCode: is_credit_code,
}


def plainly(column: Column) -> Callable[[str], object]:
    """Says of a text whether it surely states itself, and nothing else, in `column`."""
    check = PLAIN.get(type(column), _never)
    return check if column.most >= LONGEST or check is is_credit_code else _never


def _never(text: str) -> bool:
    return False

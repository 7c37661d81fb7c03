"""ID numbers as people type them: cleaned, checked, and compared with sex and birth (domain.md §4).

No sentence here repeats the number: messages end up on screens, in previews and in logs.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError

from liangxin.codes import clean_code, id_birth, id_is_male, id_number_problem
from liangxin.dates import said, today
from members.choices import Sex

EARLIEST = "1900-01-01"
PROBLEMS = {
    "length": "公民身份号码应为 18 位",
    "alphabet": "公民身份号码只能是 17 位数字加 1 位数字或 X",
    "date": "公民身份号码第 7 至 14 位不是出生日期",
    "check": "公民身份号码最后一位校验不对，请与证件核对",
}


def clean_number(text: str) -> str:
    """A number as typed → as it is stored: narrow, without blanks and hyphens, X as a capital. "" for none."""
    return re.sub(r"[-‐‑–—]", "", clean_code(text))


def number_problem(number: str, day: date | None = None) -> str | None:
    """What is wrong with a cleaned number, in a Chinese sentence, or None. `day` is today when not given."""
    if problem := id_number_problem(number):
        return PROBLEMS[problem]
    if not EARLIEST <= id_birth(number) <= (day or today()).isoformat():
        return PROBLEMS["date"]
    return None


def checked_number(text: str) -> str:
    """The cleaned number, "" for none. Raises ValidationError with a sentence."""
    number = clean_number(text)
    if number and (problem := number_problem(number)):
        raise ValidationError(problem)
    return number


def sex_of(number: str) -> Sex:
    """The sex that a sound number tells."""
    return Sex.MALE if id_is_male(number) else Sex.FEMALE


def birth_of(number: str) -> str:
    """The day of birth that a sound number tells, as 1990-03-07."""
    return id_birth(number)


def disagreements(number: str, *, sex: str = "", birth: str = "") -> dict[str, str]:
    """Where a sound number says otherwise than the register: {field: sentence}. What is not stated cannot disagree.

    A birth known to the month or year agrees when the number's day lies in it.
    """
    found = {}
    if number and sex and sex != sex_of(number):
        found["sex"] = f"性别与公民身份号码不符：号码表示“{sex_of(number).label}”，请核对哪一个写错了"
    if number and birth and not birth_of(number).startswith(birth):
        found["birth"] = f"出生日期与公民身份号码不符：号码表示{said(birth_of(number))}，请核对哪一个写错了"
    return found

"""Check digits of 统一社会信用代码 (GB 32100-2015) and 公民身份号码 (GB 11643-1999), and how the latter are hidden.

A wrong check digit says that a code was mistyped somewhere, not what it should be: nothing here repairs a code.
"""

import re
import unicodedata
from datetime import date
from operator import mul

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
CREDIT_VALUES = bytes.maketrans(CREDIT_ALPHABET.encode(), bytes(range(31)))

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
# Digits of any width, with blanks or hyphens where people put them; at least the 15 of the numbers before 1999
LONG_NUMBER = re.compile(
    r"(?<!\d)\d(?:[ \u3000\xa0\u200b-]{0,2}\d){13,16}(?:[ \u3000\xa0\u200b-]{0,2}[\dXxＸｘ])?(?![\d])"
)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # of the organization's own code inside a credit code (GB 11714)

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


def clean_code(text: str) -> str:
    """A code as typed → as it is compared: narrow capitals, without blanks, invisible marks and a leading '."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lstrip("'‘’`").upper()


def credit_code_check(body: str) -> str:
    """The check character of the first 17 characters of a credit code. All 17 must be of its alphabet."""
    return CREDIT_ALPHABET[-sum(map(mul, body.encode().translate(CREDIT_VALUES), CREDIT_WEIGHTS)) % 31]


def credit_code_problem(code: str) -> str | None:
    """What is wrong with a cleaned credit code: "length" (not 18), "alphabet", "check", or None.

    Letters are allowed in all places: real codes have them among the first eight as well.
    """
    if len(code) != 18:
        return "length"
    if code.strip(CREDIT_ALPHABET):  # something is left when a character is foreign
        return "alphabet"
    return None if credit_code_check(code[:17]) == code[17] else "check"


def code_class(code: str) -> str:
    """The two characters that tell who registered what: "91" 企业, "92" 个体工商户, "52" 民办非企业单位 …

    "" for anything but 18 characters: an old registration number has no such prefix.
    """
    return code[:2] if len(code) == 18 else ""


def id_number_check(body: str) -> str:
    """The check character of the first 17 digits of an ID number (GB 11643)."""
    return ID_CHECKS[sum(map(mul, map(int, body), ID_WEIGHTS)) % 11]


def id_number_problem(number: str) -> str | None:
    """What is wrong with a cleaned ID number: "length" (not 18), "alphabet", "date" (of birth), "check", or None."""
    if len(number) != 18:
        return "length"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "alphabet"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "date"
    return None if id_number_check(number[:17]) == number[17] else "check"


def id_birth(number: str) -> str:
    """The day of birth, as 1990-03-07, in an ID number without a problem."""
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def id_is_male(number: str) -> bool:
    """Whether an ID number without a problem is a man's: its 17th digit is odd."""
    return int(number[16]) % 2 == 1


def is_id_number(text: str) -> bool:
    """Whether a text, blanks and hyphens aside, is an 18-digit ID number: a day of birth and the check digit are right.

    A credit code of digits only that happens to look like one is told by the check digit of the organization's code
    inside it.
    """
    number = clean_code(text).replace("-", "")
    if id_number_problem(number) or not "1900" <= number[6:10] <= "2099":
        return False
    return credit_code_problem(number) is not None or _body_check(number[8:16]) != number[16]


def _body_check(body: str) -> str:
    """The check character of the 8 characters of an organization's code (GB 11714)."""
    rest = (
        11 - sum(weight * CREDIT_ALPHABET.find(letter) for weight, letter in zip(BODY_WEIGHTS, body, strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


def without_id_numbers(text: str, *, expected: bool = False) -> str:
    """`text` with the middle of each ID number starred out; 15 to 18 digits pass for one where they are `expected`.

    Where nobody expects them (a credit code, a telephone, an account) a number is one only when all of it fits.
    """
    if len(text) < 14:
        return text
    return LONG_NUMBER.sub(lambda found: _starred(found[0]) if expected or is_id_number(found[0]) else found[0], text)


def _starred(number: str) -> str:
    plain = clean_code(number).replace("-", "")
    return f"{plain[:4]}{'*' * (len(plain) - 6)}{plain[-2:]}"

"""统一社会信用代码 (GB 32100), written apart from the product's own."""

from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
COUNTY = "431299"


def check_digit(code: str) -> str:
    """The 18th character of a 统一社会信用代码 (GB 32100): 17 characters in, one out."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code))
    return ALPHABET[(31 - total % 31) % 31]


def credit_code(rng: Random, prefix: str, taken: set[str]) -> str:
    """A valid code of the class `prefix` that nobody else has."""
    while True:
        body = prefix + COUNTY + "".join(rng.choice(ALPHABET) for _ in range(9))
        code = body + check_digit(body)
        if code not in taken:
            taken.add(code)
            return code

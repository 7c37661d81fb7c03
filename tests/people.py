"""Made-up people for tests: ID numbers of a county that does not exist, with a right check digit."""

from liangxin.codes import ID_CHECKS, ID_WEIGHTS


def id_number(birth: str = "1990-03-07", number: int = 1, *, male: bool = True, place: str = "330199") -> str:
    """A made-up ID number of who was born on `birth`; `number` (0 to 499) tells those of one day and sex apart."""
    body = f"{place}{birth.replace('-', '')}{number * 2 + male:03}"
    return body + ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True)) % 11]

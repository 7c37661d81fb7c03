"""Phones as those see them who read but do not call: 139****5332."""

import re
from collections.abc import Sequence

DIGITS = re.compile(r"\d[\d -]{5,}\d")


def masked(text: str) -> str:
    """`text` with the middle of each phone number starred out."""
    return DIGITS.sub(lambda found: _starred(found[0]), text)


def _starred(number: str) -> str:
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    return f"{number[:2]}****{number[-2:]}"


def without_phones(facts: dict) -> dict:
    """The facts of a row with every phone masked, those among the survey's answers too."""
    shown = {key: masked(value) if _is_phone(key) else value for key, value in facts.items()}
    if survey := facts.get("survey"):
        shown["survey"] = _masked_answers(survey)
    return shown


def without_phone_columns(columns: dict[str, Sequence]) -> dict[str, Sequence]:
    """The same for facts by columns."""
    shown = dict(columns)
    for key in filter(_is_phone, columns):
        shown[key] = [value and masked(value) for value in columns[key]]
    if "survey" in columns:
        shown["survey"] = [survey and _masked_answers(survey) for survey in columns["survey"]]
    return shown


def _is_phone(key):
    return key.endswith("phone")


def _masked_answers(survey):
    return {key: masked(str(value)) if _is_phone(key) else value for key, value in survey.items()}

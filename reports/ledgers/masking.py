"""Phones as those see them who read but do not call: 139****5332."""

import re

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
    shown = {key: masked(value) if key.endswith("_phone") else value for key, value in facts.items()}
    if survey := facts.get("survey"):
        shown["survey"] = {
            key: masked(str(value)) if key.endswith("_phone") else value for key, value in survey.items()
        }
    return shown

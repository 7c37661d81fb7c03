"""Telephone numbers in lists: officials who only read see them masked."""

import re

NUMBER = re.compile(r"\d{7,}")


def masked(text: str) -> str:
    """Each number with its middle hidden: 13800001234 → 138****1234."""
    return NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 7) + found[0][-4:], text)


def phone_column(user) -> str:
    """Which of the two columns a list shows to `user`."""
    return "phone" if user.sees_phones else "phone_masked"

"""Number formats whose cells show less, or other, than their value says.

Kinds: "month" (2019年7月), "year" (2019年), "tenth" (two decimals, so that a month 2021.10 typed as a number keeps its
zero on screen only) and "" for all the rest.
"""

import datetime
import re

# Built-in formats of the Chinese office suites (ECMA-376 18.8.30, zh-cn) and of all: number -> kind
BUILT_IN = {2: "tenth", 17: "month", 27: "month", 36: "month", 50: "month", 52: "month", 57: "month"}

DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))

_NOISE = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]')
_TWO_DECIMALS = re.compile(r"[#0]*0\.00\s*")


def kind_of(code: str) -> str:
    """The kind of a number format code such as `yyyy"年"m"月"`."""
    if code.lower().startswith(("general", "g/")):
        return ""
    shown = _NOISE.sub("", code).split(";", 1)[0].lower()
    if _TWO_DECIMALS.fullmatch(shown):
        return "tenth"
    if not re.search(r"y|e(?![+-])", shown) or re.search(r"[dhs0#?]", shown):
        return ""
    return "month" if "m" in shown else "year"


def is_date(code: str) -> bool:
    """Whether a number format code shows a date or a time of day."""
    shown = _NOISE.sub("", code).lower()
    return not shown.startswith(("general", "g/")) and bool(re.search(r"[ymdhs]", shown))


def mark_of(kind: str, value, dated: bool, date1904: bool = False) -> str:
    """What a cell of that kind shows where it matters, else "". A date comes as ISO text with `dated`."""
    if kind == "tenth":
        return (
            f"{value:.2f}" if type(value) is float and 1 <= value < 2101 and f"{value:.9f}"[-9:] == "100000000" else ""
        )
    if not dated:
        if type(value) is not int or not 366 <= value < 73_051:
            return ""
        first = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)
        value = (first + datetime.timedelta(days=value)).isoformat()
    return value[:7] if kind == "month" else value[:4]

"""How clerks write dates, counts and names (domain.md §5)."""

from datetime import date

from tests.proof.columns import Style

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def wide(text: str) -> str:
    """The text with full-width digits."""
    return text.translate(WIDE)


def spaced(name: str) -> str:
    """A two-character name written with a blank inside: 张 三."""
    return f"{name[0]} {name[1]}" if len(name) == 2 else name


def old_year(year: int) -> str:
    """A year of the last century in two digits."""
    return str(year % 100) if 1930 < year < 2000 else str(year)


REAL_DATES = Style(
    day=lambda day: (day, "yyyy-mm-dd"),
    month=lambda year, month: (date(year, month, 1), 'yyyy"年"m"月"'),
    year=lambda year: (year, None),
)
DOTTED = Style(
    day=lambda day: (f"{day.year}.{day.month}.{day.day}", None),
    month=lambda year, month: (f"{year}.{month:02}", None),
    year=lambda year: (f"{year}年", None),
    yes="有",
    no="无",
    count=lambda count: f"{count}人",
    person=spaced,
)
EIGHT_DIGITS = Style(
    day=lambda day: (f"{day:%Y%m%d}", None),
    month=lambda year, month: (f"{year}.{month}", None),
    year=lambda year: (str(year), None),
    yes="√",
    no="×",
    count=str,
)
CHINESE = Style(
    day=lambda day: (f"{day.year}年{day.month}月{day.day}日", None),
    month=lambda year, month: (f"{year}年{month}月", None),
    year=lambda year: (f"{year}年", None),
    count=lambda count: f"{count}名",
)
SERIALS = Style(
    day=lambda day: ((day - date(1899, 12, 30)).days, None),
    month=lambda year, month: (f"{year}-{month}", None),
    year=lambda year: (year, None),
    yes="Y",
    no="N",
    count=float,
)
SLASHES = Style(
    day=lambda day: (f"{day.year}/{day.month}/{day.day}", None),
    month=lambda year, month: (f"{year}-{month:02}", None),
    year=lambda year: (str(year), None),
    yes="1",
    no="0",
)
NUMBERS = Style(
    day=lambda day: (int(f"{day:%Y%m%d}"), None),
    month=lambda year, month: (float(f"{year}.{month:02}"), "0.00"),
    year=lambda year: (year, None),
    yes=1,
    no=0,
)
OLD_HAND = Style(
    day=lambda day: (f"{day.year}.{day.month}.{day.day} ", None),
    month=lambda year, month: (f"{old_year(year)}.{month}", None),
    year=lambda year: (f" {year}", None),
    yes="是 ",
    no="否",
    count=lambda count: f" {count} ",
    person=spaced,
)
FULL_WIDTH = Style(
    day=lambda day: (wide(f"{day.year}年{day.month}月{day.day}日"), None),
    month=lambda year, month: (wide(f"{year}年{month}月"), None),
    year=lambda year: (wide(str(year)), None),
    count=lambda count: wide(str(count)),
)

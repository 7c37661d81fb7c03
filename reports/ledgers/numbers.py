"""Column kinds for numbers, dates and codes: what is not plainly one is refused, never guessed."""

import re
from decimal import Decimal, InvalidOperation

from liangxin.codes import clean_code, credit_code_problem
from liangxin.dates import UnreadableDate, read_partial
from reports.ledgers.columns import ERROR, NOTHING, WARNING, Column, Problem, Read
from reports.ledgers.words import BLANKS, cell_text, narrow

THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
PEOPLE = re.compile(r"共?计?(\d+)(?:\.0+)?(?:人|名|个|位)?[。.]?", re.ASCII)
APART = re.compile(r"\d\s+\d")  # "12 3" is two numbers, not 123
MONEY = re.compile(r"(\d+(?:\.\d+)?)(?:万元|万)?", re.ASCII)
NONE = frozenset(("无", "没有"))
MOST_PEOPLE = 10_000_000
NO_CODE = frozenset(
    ("无", "没有", "暂无", "办理中", "正在办理", "未办理", "未办", "待办", "无证", "申办中", "在办", "无代码")
)
CODE = re.compile(r"[0-9A-Z]{8,18}", re.ASCII)
ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
YUAN = Decimal("0.0001")  # 元 in 万元
SAFE = 10**15  # office suites keep 15 significant digits
UNKNOWN_DATES = frozenset(
    ("无", "不详", "未知", "不清楚", "时间不详", "不明", "未注销", "存续", "在营", "正常", "在业", "未成立", "未建")
)


def refused(code: str, mark: str, hint: str) -> Read:
    """A cell the office suite could not compute, in a column where a wrong value keeps the row out."""
    name = mark.partition(":")[2]
    what = f"单元格是错误值 {name}" if name else "公式没有保存结果"
    return Read({}, Problem(code, ERROR, f"{what}，{hint}"))


class Number(Column):
    """A count of people: whole and not negative. Reads 12, "１２人", "12.0", "1,200"."""

    export = "number"
    hint = "请写整数，如 30"

    def clean(self, value, shown=""):
        """Numbers as they are; text through read(). What the cell shows (12 as 12.00) does not matter here."""
        if type(value) is int and 0 <= value < MOST_PEOPLE:
            return Read({self.key: value})
        text = cell_text(value)
        return NOTHING if text in BLANKS else self.read(text, value)

    def read(self, text, value):
        """The number, or bad_number."""
        if text in NONE:
            return Read({self.key: 0})
        plain = narrow(text)
        if THOUSANDS.match(plain):
            plain = plain.replace(",", "")
        number = None if isinstance(value, bool) or APART.search(text) else self.number(plain)
        if number is None:
            return Read({}, Problem("bad_number", ERROR, f"“{text}”不是数字，{self.hint}"))
        return Read({self.key: number})

    def number(self, plain: str):
        """The number in the text, None when it is not plainly one."""
        found = PEOPLE.fullmatch(plain)
        return int(found[1]) if found and int(found[1]) < MOST_PEOPLE else None

    def failed(self, mark):
        """A sum that failed is not a number."""
        return refused("bad_number", mark, self.hint)

    def fits(self, value):
        """Anything that reads as a number."""
        return self.clean(value).problem is None


class Money(Number):
    """An amount in 万元 (the header may say 元 or 亿元), kept as decimal text with at most four places."""

    hint = "请写以万元为单位的数字，如 300 或 12.5"
    places = Decimal("0.0001")

    def __init__(self, *args, factor=Decimal(1), **kwargs):
        super().__init__(*args, **kwargs)
        self.factor = factor

    def clean(self, value, shown=""):
        """As text: 300, 12.5, "300万元"."""
        text = cell_text(value)
        return NOTHING if text in BLANKS else self.read(text, value)

    def number(self, plain):
        """The amount in 万元 without needless zeros; None when it is not plainly one."""
        found = MONEY.fullmatch(plain.removesuffix("元") if self.factor == YUAN else plain)
        if not found or (self.factor != 1 and found[0] != found[1]):  # the header's unit and the cell's contradict
            return None
        try:
            amount = (Decimal(found[1]) * self.factor).quantize(self.places)
        except InvalidOperation:
            return None
        return plain_decimal(amount) if amount < 10**12 else None

    def shown(self, value):
        """A number cell."""
        return Decimal(str(value))


def plain_decimal(amount: Decimal) -> str:
    """300.0000 → "300", 12.50 → "12.5"."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class PartialDate(Column):
    """A date of any precision, an ISO prefix (liangxin.dates)."""

    export = "date"
    hint = "请写成 2024-03-01、2024年3月 或 2024"

    def read(self, text, value):
        """What the clerk sees decides over the number behind it."""
        if text in UNKNOWN_DATES:
            return NOTHING
        try:
            return Read({self.key: read_partial(value if text == cell_text(value) else text)})
        except UnreadableDate:
            return Read({}, Problem("bad_date", ERROR, f"“{text}”不是能读懂的日期，{self.hint}"))

    def failed(self, mark):
        """No date."""
        return refused("bad_date", mark, self.hint)

    def fits(self, value):
        """Anything that reads as a date."""
        return self.clean(value).problem is None


class CreditCode(Column):
    """统一社会信用代码: a wrong check character is a warning, a number the office suite rounded an error."""

    repeats = False
    damaged = "是被办公软件改成数字的代码，末几位已经不对，请把单元格设为文本后重新填写 18 位代码"

    def clean(self, value, shown=""):
        """Text and short numbers; a blank is no_code (see absent())."""
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= SAFE:
            return Read({}, Problem("damaged_number", ERROR, f"“{cell_text(value)}”{self.damaged}"))
        text = cell_text(value)
        return self.absent() if text in BLANKS else self.read(text, value)

    def read(self, text, value):
        """The code as it is compared."""
        code = clean_code(text)
        problem = credit_code_problem(code)
        if problem is None:
            return Read({self.key: code})
        if ROUNDED.fullmatch(code) or (len(code) == 18 and code.isdigit() and code.endswith("000")):
            return Read({}, Problem("damaged_number", ERROR, f"“{text}”{self.damaged}"))
        if code in NO_CODE:
            return self.absent()
        if not CODE.fullmatch(code):
            return Read({}, Problem("check_digit", WARNING, f"“{text}”不是统一社会信用代码，没有读入，请核对"))
        what = (
            "校验位不对"
            if problem == "check"
            else f"不是 18 位（现有 {len(code)} 位）"
            if problem == "length"
            else "含有不该有的字母"
        )
        return Read({self.key: code}, Problem("check_digit", WARNING, f"“{text}”{what}，已照原样读入，请核对"))

    def absent(self) -> Read:
        """The warning for a row without a code."""
        return Read({}, Problem("no_code", WARNING, "没有统一社会信用代码，只能按名称对应，请尽量补填"))

    def failed(self, mark):
        """The code cannot be known: the row stays out rather than being matched by name alone."""
        return refused("damaged_number", mark, "请按文本重新填写 18 位代码")

    def fits(self, value):
        """18 characters."""
        return len(cell_text(value)) == 18

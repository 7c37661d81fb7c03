"""Column kinds that only rosters have: whose line it is, ID numbers, whole days, and what is shown but never read."""

import re

from liangxin.codes import clean_code, id_number_problem
from liangxin.names import normal_branch_name
from members.ethnicities import read_ethnicity
from reports.ledgers.choices import Choice, YesNo
from reports.ledgers.columns import ERROR, NOTHING, WARNING, Column, Problem, Read, Text
from reports.ledgers.numbers import SAFE, PartialDate, refused
from reports.ledgers.people import NOBODY, BranchName, Person, Phone, people_apart
from reports.ledgers.words import BLANKS, NONE_WORDS, cell_text, narrow, one_line, parts_of

STARS = re.compile(r"[*＊]{2,}")
ROUNDED_ID = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d{14,15}0{3,4}", re.ASCII | re.IGNORECASE)
NO_NAME = re.compile(r"\d{4}|[*＊]")  # a number, or what is left of one, beside the name
UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")  # what web pages leave inside words
ROUNDED_PHONE = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
HIDDEN_ID = re.compile(r"\d{4}\*{9,12}[\dX]{2}")  # as liangxin.codes.without_id_numbers leaves one
NO_ID = frozenset(("无", "没有", "暂无", "不详", "未知", "未提供", "略"))
DAY = 10  # characters of a date that says the day


class PersonName(Person):
    """姓名 of the person whose line it is: one person; without a name the row stays out."""

    repeats = False

    def read(self, text, value):
        """The name; blanks inside a Chinese name off. Two names in one cell are two lines (domain.md §5)."""
        text = UNSEEN.sub("", text)
        name = one_line(text).lstrip("'’‘")
        if text in NONE_WORDS or NOBODY.fullmatch(narrow(text)):
            return Read({}, Problem("required", ERROR, f"“{text}”不是姓名，请填写姓名"))
        if len(name) > self.most:
            return Read({}, Problem("required", ERROR, f"姓名超过 {self.most} 个字，请核对后填写"))
        if len(parts := parts_of("、".join(people_apart(text)))) > 1:
            return Read({}, Problem("required", ERROR, f"“{name}”像是 {len(parts)} 个人，请每人填一行"))
        if NO_NAME.search(narrow(name)):
            return Read({}, Problem("required", ERROR, "姓名里有号码，请只填姓名，号码填在自己的栏里"))
        return Read({self.key: name})

    def failed(self, mark):
        """No name."""
        return Read({}, Problem("required", ERROR, "姓名没有可读的值（公式出错或没有结果），请直接填写姓名"))


class RosterBranchName(BranchName):
    """党组织名称 of the branch whose line it is, or (`required` False) of the branch to which a person belongs."""

    repeats = True

    def stated(self, value):
        """The name as written, unless nothing of it remains when it is compared."""
        if not normal_branch_name(value):
            return Read({}, Problem("required", ERROR, f"“{value}”不是党组织名称，请填全称"))
        return super().stated(value)


class StarredPhone(Phone):
    """A phone; one that an export has starred out (139****5332) states nothing."""

    def read(self, text, value):
        """The phones; one of which the last digits are lost is not kept."""
        if ROUNDED_PHONE.fullmatch(text):
            return Read(
                {}, Problem("damaged_number", WARNING, "号码被办公软件改成数字，末几位已经不对，没有读入，请重填")
            )
        if HIDDEN_ID.fullmatch(text):
            return Read({}, Problem("not_understood", WARNING, "这是公民身份号码，不是手机号码，没有读入，请重填"))
        return NOTHING if STARS.search(text) else super().read(text, value)


class IdNumber(Column):
    """公民身份号码. A masked one states nothing; one that is damaged or not plainly right is not read in."""

    repeats = False
    damaged = "是被办公软件改成数字的号码，末几位已经不对，请把单元格设为文本后重新填写 18 位号码"

    def clean(self, value, shown=""):
        """The number as it is compared: 18 characters, X in capitals."""
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= SAFE:
            return self._refused("damaged_number", ERROR, self.damaged)
        text = cell_text(value)
        return NOTHING if text in BLANKS or text in NO_ID or STARS.search(text) else self.read(text, value)

    def read(self, text, value):
        """The number, or why it is none. The sentence never repeats it."""
        number = clean_code(text).replace("-", "")
        problem = id_number_problem(number)
        if problem is None:
            return Read({self.key: number})
        if ROUNDED_ID.fullmatch(number):
            return self._refused("damaged_number", ERROR, self.damaged)
        why = {
            "length": f"不是 18 位（现有 {len(number)} 位）",
            "alphabet": "含有不该有的字符",
            "date": "第 7 至 14 位不是出生日期",
            "check": "校验位不对",
        }[problem]
        return self._refused("check_digit", WARNING, f"{why}，没有读入，请核对")

    def failed(self, mark):
        """The number cannot be known."""
        return refused("damaged_number", mark, "请按文本重新填写 18 位号码")

    def fits(self, value):
        """18 characters, or a masked number."""
        return len(cell_text(value)) == 18

    @staticmethod
    def _refused(code, severity, why):
        return Read({}, Problem(code, severity, f"公民身份号码{why}"))


class OneOf(Choice):
    """One of a closed list of a roster; what is not on it is not kept, but the row goes in."""

    mixed = False

    def read(self, text, value):
        """The choice's value, or a warning."""
        if text in NONE_WORDS:
            return NOTHING
        found = self.find(text)
        if found is not None:
            return Read({self.key: found.value})
        some = "、".join(self.labels)
        return Read({}, Problem("bad_choice", self.severity, f"“{text[:40]}”不在可选范围内，没有读入，请填：{some}"))


class Ethnicity(Text):
    """民族, by the name of the standard where one is meant (汉 → 汉族)."""

    def read(self, text, value):
        """The name."""
        return super().read(read_ethnicity(text), value)


class Flag(YesNo):
    """是 or 否 of a roster; anything else is not kept."""

    mixed = False

    def read(self, text, value):
        """True or False."""
        state = self.state(text)
        if state is None:
            return Read({}, Problem("bad_choice", WARNING, f"“{text[:40]}”没有读入，请填 是 或 否"))
        return Read({self.key: state})


class WholeDay(PartialDate):
    """A date of which the day must be known, as a rule counts days or months from it."""

    hint = "请写到日，如 2024-03-01"

    def read(self, text, value):
        """The day as an ISO date; a month or a year alone is refused."""
        result = super().read(text, value)
        day = result.facts.get(self.key)
        if day and len(day) != DAY:
            return Read({}, Problem("bad_date", ERROR, f"“{text}”没有写到日，{self.hint}"))
        return result


class Derived(Column):
    """What the register computes (支龄, 人数): written for the reader, never read back.

    export: "text" or "number".
    """

    def __init__(self, key, title, *, export="text", **kwargs):
        super().__init__(key, title, **kwargs)
        self.export = export

    def read(self, text, value):
        """Nothing."""
        return NOTHING

    def clean(self, value, shown=""):
        """Nothing, whatever stands there."""
        return NOTHING

    def failed(self, mark):
        """Nothing: it would not have been read."""
        return NOTHING

"""Survey workbooks as the made-up county's towns keep them: two layouts of .xlsx and a plain CSV."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from orgs.choices import Category, Industry, Level, Mode, UnbuiltReason

Getter = Callable[[dict], object]


def text(key: str) -> Getter:
    """The fact as it is."""
    return lambda facts: facts.get(key, "")


def label(key: str, choices) -> Getter:
    """The fact's word on the official forms."""
    return lambda facts: choices(facts[key]).label if facts.get(key) else ""


def yes_no(key: str) -> Getter:
    """是 or 否, blank when nobody stated it."""
    return lambda facts: {True: "是", False: "否"}.get(facts.get(key), "")


def tick(key: str, value=True) -> Getter:
    """√ when the fact has this value."""
    return lambda facts: "√" if facts.get(key) == value else ""


def day(key: str, sign: str) -> Getter:
    """A partial date with `sign` between its parts, or in Chinese."""

    def written(facts):
        parts = facts.get(key, "").split("-")
        if sign == "年" and parts[0].isdigit():
            return "".join(part.lstrip("0") + unit for part, unit in zip(parts, "年月日", strict=False) if part)
        return sign.join(parts)

    return written


PLAIN = (  # (group, column, what it shows); "" is a column without a group
    ("", "单位名称", text("name")),
    ("", "统一社会信用代码", text("credit_code")),
    ("", "单位类别", label("category", Category)),
    ("", "所属行业", label("industry", Industry)),
    ("", "村（社区）", text("village")),
    ("", "成立时间", day("established", "-")),
    ("", "从业人员数", text("employees")),
    ("", "正式党员数", text("full_members")),
    ("", "预备党员数", text("probationary_members")),
    ("", "是否建立党组织", yes_no("built")),
    ("", "组建方式", label("mode", Mode)),
    ("", "党组织名称", text("branch_name")),
    ("", "党组织类别", label("branch_level", Level)),
    ("", "党组织成立时间", day("branch_established", "-")),
    ("", "未建立党组织原因", label("unbuilt_reason", UnbuiltReason)),
    ("", "指导员姓名", text("guide_name")),
    ("", "指导员单位", text("guide_unit")),
    ("", "负责人", text("head_name")),
    ("", "联系电话", text("head_phone")),
)
WIDE = (
    ("", "所在村\n（社区）", text("village")),
    ("基本情况", "企业（社会组织）名称", text("name")),
    ("基本情况", "信用代码", text("credit_code")),
    ("基本情况", "类别", label("category", Category)),
    ("基本情况", "登记时间", day("established", "年")),
    ("基本情况", "员工人数", text("employees")),
    ("负责人", "姓名", text("head_name")),
    ("负责人", "联系 电话", text("head_phone")),
    ("党员数", "正式党员", text("full_members")),
    ("党员数", "预备党员", text("probationary_members")),
    ("", "是否建立党组织", yes_no("built")),
    *(("组建方式", mode.label, tick("mode", mode.value)) for mode in Mode),
    ("党组织", "名称", text("branch_name")),
    ("党组织", "成立时间", day("branch_established", "年")),
    ("党建指导员", "姓名", text("guide_name")),
    ("党建指导员", "单位", text("guide_unit")),
    ("群团组织", "工会", tick("union")),
    ("群团组织", "共青团", tick("league")),
    ("群团组织", "妇联", tick("women")),
)


ODD = (*WIDE, ("", "经营方向", label("industry", Industry)))  # with a column that nobody knows


@dataclass(frozen=True)
class Survey:
    """One workbook to be written: whose, of which day, in which layout."""

    town: str
    day: date
    layout: tuple
    rows: list[dict]


def write_xlsx(path: Path, survey: Survey) -> None:
    """A workbook with title, reporting unit, header of one or two levels, rows, total and notes."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("两新组织")
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    head = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center", "bold": True})
    title = book.add_format({"align": "center", "bold": True, "font_size": 18})
    last = len(survey.layout)
    sheet.merge_range(0, 0, 0, last, f"{survey.day.year}年两新组织党建工作摸排表", title)
    sheet.write_string(1, 0, f"填报单位（盖章）：{survey.town}")
    sheet.write_string(1, last - 3, f"填表日期：{survey.day.year}年{survey.day.month}月{survey.day.day}日")
    first = _header(sheet, survey.layout, head)
    sheet.set_column(1, last, 14)
    for number, facts in enumerate(survey.rows, 1):
        sheet.write_number(first + number - 1, 0, number, cell)
        for column, (_, _, getter) in enumerate(survey.layout, 1):
            sheet.write(first + number - 1, column, getter(facts), cell)
    below = first + len(survey.rows)
    sheet.write_string(below, 0, "合计", cell)
    sheet.write_string(below + 1, 0, "注：本表按季度更新，一企一行。")
    sheet.write_string(below + 2, 0, "审核人：")
    book.close()


def _header(sheet, layout, style) -> int:
    """Write the header from the third row on; gives the number of the first row below it."""
    groups = [group for group, _, _ in layout]
    levels = 2 if any(groups) else 1
    for column, (group, name, _) in enumerate((("", "序号", None), *layout)):
        if group:
            sheet.write_string(3, column, name, style)
        elif levels == 2:
            sheet.merge_range(2, column, 3, column, name, style)
        else:
            sheet.write_string(2, column, name, style)
    for group in dict.fromkeys(filter(None, groups)):
        first = groups.index(group) + 1
        sheet.merge_range(2, first, 2, first + groups.count(group) - 1, group, style)
    return 2 + levels


def write_csv(path: Path, survey: Survey) -> None:
    """A CSV as an office suite saves it."""
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(name for _, name, _ in survey.layout)
        rows.writerows([getter(facts) for _, _, getter in survey.layout] for facts in survey.rows)


def news(rng: Random, rows: list[dict], as_of: date) -> None:
    """What a quarter brings: other numbers, a new branch, other telephones."""
    for facts in rng.sample(rows, len(rows) // 6):
        facts["employees"] = facts.get("employees", 0) + rng.randint(1, 12)
    for facts in rng.sample(rows, len(rows) // 20):
        facts["head_phone"] = f"1380000{rng.randrange(10_000):04}"
    for facts in _unbuilt(rows)[:1]:
        name = f"中共{facts['name']}支部委员会"
        facts |= {"built": True, "mode": Mode.SINGLE.value, "branch_name": name, "branch_level": Level.BRANCH.value}
        facts["branch_established"] = as_of.isoformat()
        facts["full_members"] = max(facts.get("full_members", 0), 3)
        facts.pop("unbuilt_reason", None)


def mistakes(rows: list[dict]) -> None:
    """What clerks get wrong: four rows that stay out, one of them with a name cut short, and one with a warning."""
    for facts in _unbuilt(rows)[:1]:
        facts["branch_name"] = "中共青溪县临时联合支部委员会"
    built = [facts for facts in rows if facts.get("built")]
    wrongs = ({"established": "去年底"}, {"employees": "约30"}, {"credit_code": ""}, {"village": "第三网格"})
    for facts, wrong in zip(built[2::5], wrongs, strict=False):
        facts |= wrong
    company = next((facts for facts in rows if facts["name"].endswith("有限公司") and facts not in built[2::5]), None)
    if company:
        company |= {"name": company["name"].removesuffix("有限公司"), "credit_code": ""}


def _unbuilt(rows: Iterable[dict]) -> list[dict]:
    return [facts for facts in rows if not facts.get("built")]


def row_of(unit, rng: Random) -> dict:
    """The row of an organization that nobody registered yet."""
    one = unit.organization
    return {
        "name": one.name,
        "credit_code": one.credit_code or "",
        "category": unit.category,
        "industry": unit.industry,
        "village": unit.region.name if unit.region is not unit.place.region else "",
        "established": one.established,
        "employees": unit.employees,
        "full_members": rng.randint(0, 2),
        "probationary_members": 0,
        "built": False,
        "unbuilt_reason": UnbuiltReason.TOO_FEW.value,
        "head_name": one.head_name,
        "head_phone": one.head_phone,
    }

"""Regions from a CSV file with the columns code and name."""

import csv
import io
from dataclasses import dataclass

from django.db import transaction

from orgs.models import Region
from orgs.models.regions import COUNTY, LENGTHS, TOWN, VILLAGE

TITLES = {"code": ("code", "代码", "区划代码"), "name": ("name", "名称", "区划名称")}
PARENT = {TOWN: COUNTY, VILLAGE: TOWN}


class RegionsRefused(ValueError):
    """Nothing was written; `problems` holds a sentence for each row that is wrong."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Loaded:
    """How many rows of the file were new, were renamed, were known already."""

    new: int
    renamed: int
    same: int


@transaction.atomic
def load_regions(content: bytes) -> Loaded:
    """Write the regions of a CSV file, all or none; the same file again changes nothing.

    Raises RegionsRefused with every problem at once, rows counted as a spreadsheet shows them.
    """
    names = read_rows(content)
    known = Region.objects.in_bulk(list(names), field_name="code")
    new = [Region(code=code, name=name) for code, name in names.items() if code not in known]
    renamed = [region for code, region in known.items() if region.name != names[code]]
    for region in renamed:
        region.name = names[region.code]
    for region in [*new, *renamed]:  # a county has some hundreds; save() keeps search keys and history
        region.save()
    return Loaded(len(new), len(renamed), len(names) - len(new) - len(renamed))


def read_rows(content: bytes) -> dict[str, str]:
    """Names by code, in the order of the codes. Raises RegionsRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RegionsRefused(["文件不是 UTF-8 编码：请另存为“CSV UTF-8”后再试。"]) from problem
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        places = {key: next((header.index(t) for t in titles if t in header), None) for key, titles in TITLES.items()}
        if None in places.values():
            raise RegionsRefused(["第 1 行：表头要有 code 和 name 两列。"])
        names, first_row, problems = {}, {}, []
        for cells in rows:
            code, name = (cells[at].strip() if at < len(cells) else "" for at in (places["code"], places["name"]))
            if not any(cell.strip() for cell in cells):
                continue
            code = without_zeros(code)
            if wrong := problem_of(code, name, names):
                row = f"（与第 {first_row[code]} 行）" if code in first_row else ""
                problems.append(f"第 {rows.line_num} 行：{wrong}{row}")
                continue
            names[code] = name
            first_row.setdefault(code, rows.line_num)
    except csv.Error as problem:
        raise RegionsRefused([f"第 {rows.line_num} 行：不是完整的 CSV（{problem}）。"]) from problem
    problems += orphans(names, first_row)
    if problems:
        raise RegionsRefused(problems)
    if not names:
        raise RegionsRefused(["文件里没有辖区。"])
    return dict(sorted(names.items()))


def without_zeros(code: str) -> str:
    """National lists write every code with 12 digits; a village or town numbered 000 does not exist."""
    while len(code) in (VILLAGE, TOWN) and code.isascii() and code.isdigit() and code.endswith("000"):
        code = code[:-3]
    return code


def problem_of(code: str, name: str, names: dict[str, str]) -> str:
    """What is wrong with a row; empty when nothing is."""
    if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
        return f"代码“{code}”应为 2、4、6、9 或 12 位数字。"
    if not name:
        return f"代码 {code} 没有名称。"
    if len(name) > Region._meta.get_field("name").max_length:
        return f"代码 {code} 的名称太长。"
    if names.get(code, name) != name:
        return f"代码 {code} 重复，名称不同：“{names[code]}”和“{name}”"
    return ""


def orphans(names: dict[str, str], rows: dict[str, int]) -> list[str]:
    """Towns without their county and villages without their town, in the file and in the register."""
    above = {code: code[: PARENT[len(code)]] for code in names if len(code) in PARENT}
    missing = {code: parent for code, parent in above.items() if parent not in names}
    known = set(Region.objects.filter(code__in=set(missing.values())).values_list("code", flat=True))
    return [
        f"第 {rows[code]} 行：{names[code]}（{code}）的上级 {parent} 不在文件里，也没有登记。"
        for code, parent in missing.items()
        if parent not in known
    ]

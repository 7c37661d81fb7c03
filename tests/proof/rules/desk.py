"""A clerk's desk for tests of single rules: small sheets go in through the command line, figures come out of it.

The county has two towns, 河口镇 and 龙泉镇, and a 新民村 in each.
"""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from tests import workbooks
from tests.proof.codes import COUNTY, credit_code
from tests.proof.product import coverage, import_survey, load_regions
from tests.workbooks import Sheet

TOWN, OTHER_TOWN = "431299101", "431299102"
VILLAGE, OTHER_VILLAGE = "431299101201", "431299102201"
REGIONS = f"""code,name
{COUNTY},青岭县
{TOWN},河口镇
{OTHER_TOWN},龙泉镇
{VILLAGE},新民村
431299101202,桥头村
{OTHER_VILLAGE},新民村
"""
DAY, LATER, LAST = "2025-06-30", "2025-09-30", "2025-12-31"
HEADERS = {
    "town": "所属乡镇",
    "village": "所在村（社区）",
    "name": "单位名称",
    "code": "统一社会信用代码",
    "kind": "单位类型",
    "category": "单位类别",
    "industry": "所属行业",
    "established": "成立时间",
    "closed": "注销时间",
    "operating": "是否实体运营",
    "employees": "从业人员数",
    "full": "正式党员数",
    "built": "是否建立党组织",
    "mode": "组建方式",
    "branch": "党组织名称",
    "founded": "党组织成立时间",
    "guide": "党建指导员姓名",
    "unit": "党建指导员单位",
    "union": "是否建立工会",
    "women": "是否建立妇联",
}


def code_for(name: str, prefix: str = "91") -> str:
    """A valid code that belongs to the name."""
    return credit_code(Random(name), prefix, set())


def firm(short: str = "恒达", /, **cells: Any) -> dict[str, Any]:
    """A row by the keys of HEADERS: an enterprise of 河口镇 with a valid code, unless the cells say otherwise."""
    return {
        "town": "河口镇", "name": f"青岭县{short}有限公司", "code": code_for(short), "kind": "非公企业", **cells
    }  # fmt: skip


def built(
    short: str = "恒达", branch: str | None = None, mode: str | None = "单独组建", **cells: Any
) -> dict[str, Any]:
    """A row of an enterprise with a branch."""
    return firm(short, built="是", mode=mode, branch=branch or f"{short}公司党支部", **cells)


def unbuilt(short: str = "恒达", /, **cells: Any) -> dict[str, Any]:
    """A row of an enterprise without a branch."""
    return firm(short, built="否", **cells)


def sheet_of(rows: tuple[dict[str, Any], ...], *above: Any, name: str = "Sheet1") -> Sheet:
    """A sheet with a column for each key that some row has; lines `above` the header."""
    keys = [key for key in HEADERS if any(key in row for row in rows)]
    sheet = Sheet(name)
    for line in above:
        sheet.add(line if isinstance(line, list) else [line])
    sheet.add([HEADERS[key] for key in keys])
    for number, row in enumerate(rows, sheet.last_row + 1):
        for column, key in enumerate(keys, 1):
            value = row.get(key)
            sheet.put(number, column, *(value if isinstance(value, tuple) else (value,)))
    return sheet


@dataclass(frozen=True, slots=True)
class Answer:
    """What `import_survey --json` said of one file (or of all of them together)."""

    exit_code: int
    json: dict[str, Any]

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """All sheets of all files."""
        return [sheet for file in self.json["files"] for sheet in file["sheets"]]

    @property
    def refusals(self) -> list[str | None]:
        """Each file's refusal, None for a file that was read."""
        return [file["error"] for file in self.json["files"]]

    def __getitem__(self, figure: str) -> int:
        return sum(sheet[figure] for sheet in self.sheets)

    def findings(self, severity: str) -> set[tuple[int, str]]:
        """(row, code) of the findings of a severity."""
        return {
            (finding["row"], finding["code"])
            for sheet in self.sheets
            for finding in sheet["findings"]
            if finding["severity"] == severity
        }

    @property
    def errors(self) -> set[tuple[int, str]]:
        """(row, code) of what keeps rows out."""
        return self.findings("error")

    @property
    def warnings(self) -> set[tuple[int, str]]:
        """(row, code) of what only marks rows."""
        return self.findings("warning")

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """(new, changed, same, rows with errors); they add up to the rows."""
        counts = self["new"], self["changed"], self["same"], self["error_rows"]
        assert sum(counts) == self["rows"]
        return counts


class Desk:
    """Takes surveys in and tells figures."""

    def __init__(self, folder):
        self.folder, self.number = folder, itertools.count(1)
        load_regions(folder, REGIONS)

    def survey(self, *rows: dict[str, Any], day: str = DAY, **how: Any) -> Answer:
        """Import rows as one sheet; see `files` for `how`."""
        return self.sheets(sheet_of(rows), day=day, **how)

    def sheets(self, *sheets: Sheet, day: str = DAY, name: str = "", **how: Any) -> Answer:
        """Import sheets as one workbook."""
        return self.files({name or f"附件{next(self.number)}.xlsx": workbooks.xlsx(*sheets)}, day=day, **how)

    def files(self, files: dict[str, bytes], *options: str, day: str = DAY, region: str = COUNTY) -> Answer:
        """Import files by name; `region` and `options` are those of the command."""
        folder = self.folder / f"batch{next(self.number)}"
        folder.mkdir()
        paths = [str(workbooks.save(folder, name, content)) for name, content in files.items()]
        return Answer(*import_survey(paths, day, *options, region=region))

    def figures(self, day: str = DAY, region: str = COUNTY, by: str = "region") -> dict[str, dict[str, Any]]:
        """The coverage table by key."""
        return coverage(day, by, region=region)

    def figure(self, key: str, day: str = DAY, region: str = COUNTY) -> int:
        """One figure of the total row."""
        return self.figures(day, region)["total"][key]

    def begins(self, figure: str, day: str) -> bool:
        """Is the figure 0 on the eve of the day, and 1 on it?"""
        eve = str(date.fromisoformat(day) - timedelta(days=1))
        return (self.figure(figure, eve), self.figure(figure, day)) == (0, 1)

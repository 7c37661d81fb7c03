"""The twelve workbooks of the story: a quarter's survey as towns send it, a third of it wrong in some way."""

from pathlib import Path

from orgs.models import Organization, Region
from tests import workbooks
from tests.reports.imports.office import firm, known, sheet_of
from tests.workbooks import Sheet, table

MORE_TOWNS = ("白马镇", "青山镇", "清水乡", "东河镇", "西岭乡", "南湖街道", "北门街道", "长乐镇", "永安乡")
ABSENT = ("a_none", "a_should")  # stand in the register and in none of the files, in the order of their names
UNKNOWN_HEADER = "职工规模"
STRANGE_TOWN, STRANGE_CATEGORY = "柳西乡", "私营大户"
MENDED = ("31", "2018年5月", "30")  # what the clerk makes of the three cells


def add_towns() -> None:
    """Three towns are in the world; with these there are twelve."""
    for number, name in enumerate(MORE_TOWNS, 4):
        Region.objects.create(code=f"330199{number:03}", name=name)


def write(folder: Path, world) -> list[Path]:
    """Write the files and give their paths."""
    files = {
        "城关镇.xlsx": workbooks.xlsx(sheet_of(_town_a(world))),
        "石桥镇.xls": workbooks.xls(sheet_of(_town_b(world))),
        "柳溪乡.csv": workbooks.csv(sheet_of(_town_c()), encoding="gb18030"),
    }
    for number, town in enumerate(MORE_TOWNS):
        rows = [firm(100 * number + n, town=town, employees=str(10 + n), established="2019") for n in range(3)]
        files[f"{town}.xlsx"] = workbooks.xlsx(MADE.get(town, sheet_of)(rows))
    return [workbooks.save(folder, name, content) for name, content in files.items()]


def _town_a(world) -> list[dict]:
    there = [one for name, one in vars(world).items() if name.startswith("a_") and name not in ABSENT]
    return [known(one, town="城关镇") for one in there if isinstance(one, Organization) and not one.closed]


def _town_b(world) -> list[dict]:
    return [known(world.b_joint, town="石桥镇", employees="46"), known(world.b_none, town="石桥镇")]


def _town_c() -> list[dict]:
    """Two rows that name a town nobody knows."""
    return [firm(2000 + n, town=STRANGE_TOWN, employees="8") for n in range(2)]


def _with_unknown_header(rows) -> Sheet:
    sheet = sheet_of(rows)
    place = next(place for place, text in sheet.cells.items() if text == "从业人员数")
    sheet.cells[place] = UNKNOWN_HEADER
    return sheet


def _with_strange_category(rows) -> Sheet:
    header = ["乡镇", "单位名称", "信用代码", "单位类型", "单位类别"]
    lines = [[row["town"], row["name"], row["code"], "非公企业", STRANGE_CATEGORY] for row in rows]
    return table(["附件2"], ["两新组织摸排表"], header, *lines)


def _with_bad_cells(rows) -> Sheet:
    """Three cells to mend, and a row without a name, which stays out."""
    rows[0]["employees"], rows[1]["established"], rows[2]["employees"] = "约30", "去年春天", "3o"
    return sheet_of([*rows, firm(990, town=rows[0]["town"], name=None, employees="5", established="2020")])


MADE = {"白马镇": _with_unknown_header, "青山镇": _with_strange_category, "清水乡": _with_bad_cells}

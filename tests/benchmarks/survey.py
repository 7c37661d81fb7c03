"""A made-up survey of one county as its rows state it, and as the workbook of 30 columns that a town would hand in."""

from collections.abc import Iterator
from pathlib import Path

from liangxin import books
from liangxin.codes import credit_code_check
from reports.ledgers import LEDGERS
from reports.ledgers.columns import spelled
from reports.ledgers.export import heading_of, ledger_columns
from tests.benchmarks.county import TOWNS, VILLAGES

COLUMNS = frozenset(
    spelled(
        "name credit_code category industry town village address registered_address established operating above_scale"
        " head_name head_phone head_is_member employees full_members probationary_members activists built mode"
        " branch_name branch_level branch_established unbuilt_reason guide_name guide_unit guide_post union women"
        " remark"
    )
)
INDUSTRIES = "ABCDEFGHIJ"
TRADES = ("机电设备", "精密铸造", "农产品加工", "电子商务", "竹木制品", "新材料科技")


def facts(number: int) -> dict:
    """What one row states: three of four organizations are covered, every other one of these by a joint branch."""
    body = f"91330199MA{number:07}"
    place = f"青溪县第{number % TOWNS + 1}镇{number % VILLAGES + 1}村工业路{number % 997}号"
    row = {
        "name": f"青溪第{number}号{TRADES[number % len(TRADES)]}有限公司",
        "credit_code": body + credit_code_check(body),
        "town": f"第{number % TOWNS + 1}镇",
        "village": f"{number % VILLAGES + 1}村",
        "address": place,
        "registered_address": f"{place}{number % 7 + 1}幢",
        "established": f"{2000 + number % 20}-{1 + number % 12:02}",
        "category": "private",
        "industry": INDUSTRIES[number % len(INDUSTRIES)],
        "operating": True,
        "above_scale": number % 9 == 0,
        "employees": number % 300,
        "full_members": number % 6,
        "probationary_members": number % 2,
        "activists": number % 3,
        "head_name": f"负责人{number % 700}",
        "head_phone": f"139{number:08}",
        "head_is_member": number % 5 == 0,
        "built": number % 4 != 0,
        "union": number % 3 == 0,
        "women": number % 5 == 0,
        "survey": {"remark": f"第{number}户，已上门核对"},
    }
    return row | (_covered(number) if row["built"] else _guided(number))


def _covered(number: int) -> dict:
    joint = number % 2 == 1
    name = f"中共青溪第{number // 80 if joint else number}号{'联合' if joint else ''}支部委员会"
    level, mode = ("joint_branch", "joint") if joint else ("branch", "single")
    return {"mode": mode, "branch_name": name, "branch_level": level, "branch_established": "2021-03"}


def _guided(number: int) -> dict:
    guide = {"guide_name": f"指导员{number % 200}", "guide_unit": "县市场监督管理局", "guide_post": "副科长"}
    return {"unbuilt_reason": "too_few", **guide}


def write(path: Path, count: int) -> None:
    """The workbook of `count` rows: a title, two header rows with merges, 30 columns."""
    ledger = LEDGERS["enterprises"]
    places = [place for place, leaf in enumerate(ledger.leaves) if leaf.key in COLUMNS]
    if len(places) != len(COLUMNS):
        raise AssertionError("the ledger has lost a column of the survey")
    keep = iter([leaf.key in COLUMNS for leaf in ledger.leaves])
    columns = list(_kept(ledger_columns(ledger), keep))
    rows = (ledger.cells(facts(number)) for number in range(count))
    sheet = books.Sheet(
        "非公企业", columns, ([row[place] for place in places] for row in rows), title=heading_of(ledger, "青溪县")
    )
    books.write_book(path, [sheet])


def _kept(columns, keep: Iterator[bool]):
    """The tree of columns without the leaves that `keep` leaves out, in their order."""
    for column in columns:
        if not column.children:
            if next(keep):
                yield column
        elif children := tuple(_kept(column.children, keep)):
            yield books.Column(column.title, children=children)

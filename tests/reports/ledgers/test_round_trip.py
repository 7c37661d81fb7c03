"""A ledger that is exported reads back as the same facts (design.md, idea 2), whatever odd values it holds."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liangxin.books import Sheet, write_book
from liangxin.codes import credit_code_check
from liangxin.grids import read_file
from orgs.choices import CATEGORY_KIND, Category, Industry, Level, Mode, TagKind, UnbuiltReason
from reports.imports.cleaning import clean_grid, clean_workbook
from reports.ledgers import LEDGERS
from reports.ledgers.export import ledger_columns
from tests.reports.imports.sheets import grid

pytestmark = pytest.mark.nodb

# Characters that names and notes hold, those that formulas begin with, and signs that mean something to the cleaner.
LETTERS = st.text("甲乙丙公司镇村党支部合计无是否表注ABxyz019=+-@'\"&<>（）()、，；:：/ .。", max_size=12)
PLAIN = LETTERS.map(lambda text: "安" + text.strip() + "远")
DATES = st.sampled_from(["2019", "2019-07", "2019-07-01", "1986-12", "2021-10"])
COUNTS = st.integers(0, 5000)
YES_NO = st.booleans()
CODES = st.integers(0, 10**9 - 1).map(lambda n: f"91360726{n:09d}").map(lambda body: body + credit_code_check(body))
PHONES = st.sampled_from(["13800000000", "0797-1234567", "13800000000、13900000000"])
PEOPLE = st.sampled_from(["张三", "欧阳修", "张三、李四", "John Smith", "阿依古丽·买买提"])

UNIT = {
    "credit_code": CODES,
    "former_names": st.lists(
        PLAIN.filter(lambda text: not set(text) & set("；;、，,")), min_size=1, max_size=2, unique=True
    ),
    "industry": st.sampled_from(Industry.values),
    "town": st.just("城关镇"),
    "village": st.just("东江社区"),
    "zone": PLAIN,
    "address": PLAIN,
    "registered_address": PLAIN,
    "established": DATES,
    "closed": st.just("2025-03"),
    "closed_reason": PLAIN,
    "supervisor": PLAIN,
    "direct": YES_NO,
    "operating": YES_NO,
    "operating_reason": PLAIN,
    "head_name": PEOPLE,
    "head_phone": PHONES,
    "head_is_member": YES_NO,
    "head_is_secretary": YES_NO,
    "employees": COUNTS,
    "full_members": COUNTS,
    "probationary_members": COUNTS,
    "activists": COUNTS,
    "elsewhere_members": COUNTS,
    "unbuilt_reason": st.sampled_from(UnbuiltReason.values),
    "unbuilt_text": PLAIN,
    "plan_note": st.one_of(PLAIN, st.just("一是=SUM(A1)\n二是“指导”")),
    "charter_on": DATES,
    "guide_name": st.one_of(PEOPLE, st.just("")),
    "guide_unit": PLAIN,
    "guide_post": PLAIN,
    "guide_phone": PHONES,
    "union": YES_NO,
    "league": YES_NO,
    "women": YES_NO,
    "tags": st.lists(st.sampled_from(TagKind.values), min_size=1, max_size=3, unique=True),
    "survey": st.fixed_dictionaries(
        {}, optional={"secretary_name": PLAIN, "superior": PLAIN, "remark": st.one_of(PLAIN, COUNTS)}
    ).filter(bool),
}
BRANCH = {
    "mode": st.sampled_from(Mode.values),
    "branch_level": st.sampled_from(Level.values),
    "branch_established": DATES,
}
FIRM = {"above_scale": YES_NO, "revenue": st.sampled_from(["0", "300", "12.5", "0.0001", "99999999999"])}


@st.composite
def facts(draw, kind):
    """The facts of an organization, as the register gives them."""
    own = FIRM if kind == "enterprise" else {}
    categories = [category.value for category, of in CATEGORY_KIND.items() if of == kind]
    optional = {**UNIT, **own, "category": st.sampled_from(categories)}
    found = draw(st.fixed_dictionaries({"name": PLAIN}, optional=optional))
    match draw(st.sampled_from(["built", "not built", "unknown"])):
        case "built":
            found |= {"built": True, "branch_name": draw(PLAIN)}
            found |= draw(st.fixed_dictionaries({}, optional=BRANCH))
        case "not built":
            found["built"] = False
    return {"kind": kind, **found}


def as_grid(ledger, rows):
    """The ledger as a grid: title, header with merges, rows; without the writer and the reader of files."""
    header, spans = _header(ledger)
    body = [ledger.cells(one, number) for number, one in enumerate(rows, 1)]
    plain = [[float(cell) if isinstance(cell, Decimal) else cell for cell in line] for line in body]
    found = grid(*header, *plain, name=ledger.title)
    found.merges = spans
    return found


def _header(ledger):
    top, below, spans, place = [], [], [], 1
    for column in ledger_columns(ledger):
        if not column.children:
            top.append(column.title)
            below.append("")
            spans.append((1, place, 2, place))
            place += 1
            continue
        top += [column.title, *[""] * (len(column.children) - 1)]
        below += [child.title for child in column.children]
        spans.append((1, place, 1, place + len(column.children) - 1))
        place += len(column.children)
    return [top, below], spans


@pytest.mark.parametrize("key", LEDGERS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_a_ledger_writes_it_reads_back(key, data):
    ledger = LEDGERS[key]
    rows = data.draw(st.lists(facts(ledger.kind), min_size=1, max_size=4))
    sheet = clean_grid(as_grid(ledger, rows), "台账.xlsx")
    assert [one for one in sheet.findings if one.code != "no_code"] == []
    assert [row.facts for row in sheet.rows] == rows
    assert [one for row in sheet.rows for one in row.findings if one.code not in ("no_code", "kind_mismatch")] == []


@pytest.mark.parametrize("key", LEDGERS)
def test_a_ledger_on_disk_is_recognised_and_reads_back(key, tmp_path):
    ledger = LEDGERS[key]
    category = Category.PRIVATE if ledger.kind == "enterprise" else Category.ASSOCIATION
    rows = [
        {
            "kind": ledger.kind,
            "name": f"=CONCAT(第{number}家)",
            "category": category.value,
            "town": "城关镇",
            "established": ["2019", "2019-07", "2019-07-01"][number % 3],
            "employees": number,
            "head_phone": "013800000000",
            "built": bool(number % 2),
            "plan_note": "一是指导\n二是“帮建”",
            **({"branch_name": "中共'甲'支部", "mode": "joint"} if number % 2 else {}),
        }
        for number in range(40)
    ]
    path = tmp_path / "台账.xlsx"
    lines = (ledger.cells(one, number) for number, one in enumerate(rows, 1))
    columns = ledger_columns(ledger)
    write_book(path, [Sheet(ledger.title, columns, lines, title=f"某县{ledger.heading}", left="填报单位：某县")])
    (sheet,) = clean_workbook(read_file(path, path.name))
    assert sheet.ledger == ledger.key
    assert [row.facts for row in sheet.rows] == rows


@pytest.mark.parametrize("key", LEDGERS)
def test_a_blank_template_holds_no_rows_and_no_riddles(key, tmp_path):
    ledger = LEDGERS[key]
    path = tmp_path / "模板.xlsx"
    write_book(
        path, [Sheet(ledger.title, ledger_columns(ledger), (), title=ledger.heading, left="填报单位：", blank_rows=50)]
    )
    (sheet,) = clean_workbook(read_file(path, path.name))
    assert (sheet.rows, sheet.findings, sheet.ledger) == ([], [], ledger.key)

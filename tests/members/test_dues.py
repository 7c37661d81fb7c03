"""Dues as tables: the bands at their edges, rounding, what people type; and no binary number anywhere near money."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangxin.periods import BEGINNING
from members import dues
from members.choices import Payer
from members.defaults import BANDS
from members.dues import Band, Table

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]
MAY = date(2026, 5, 31)


def money(text):
    return None if text is None else Decimal(text)


TABLE = Table(
    Band(payer.value, money(up_to), money(rate), money(fixed), BEGINNING) for payer, up_to, rate, fixed in BANDS
)
AMOUNTS = [  # payer, base, due
    (Payer.WORKING, "0", "0.00"),
    (Payer.WORKING, "2999.99", "15.00"),  # 14.99995
    (Payer.WORKING, "3000", "15.00"),
    (Payer.WORKING, "3000.01", "30.00"),
    (Payer.WORKING, "3333.50", "33.34"),  # 33.335: half a cent goes up
    (Payer.WORKING, "3332.50", "33.33"),  # 33.325 too, where binary numbers would go down
    (Payer.WORKING, "5000", "50.00"),
    (Payer.WORKING, "5000.01", "75.00"),
    (Payer.WORKING, "10000", "150.00"),
    (Payer.WORKING, "10000.01", "200.00"),
    (Payer.RETIRED, "5000", "25.00"),
    (Payer.RETIRED, "5000.01", "50.00"),
    (Payer.SPECIAL, "800", "0.20"),
]


@pytest.mark.parametrize(("payer", "base", "due"), AMOUNTS)
def test_the_whole_base_is_charged_at_the_rate_of_its_band(payer, base, due):
    assert str(TABLE.amount(payer.value, Decimal(base), MAY)) == due


def test_a_month_is_charged_by_the_table_of_its_time():
    old = Band("working", None, Decimal("0.5"), None, BEGINNING, date(2026, 7, 1))
    new = Band("working", None, Decimal(1), None, date(2026, 7, 1))
    table = Table([new, old])
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [table.amount("working", Decimal(1000), day) for day in days] == [Decimal("5.00"), Decimal("10.00")]


def test_without_a_line_nothing_is_claimed_to_be_known():
    capped = Table([Band("working", Decimal(3000), Decimal(1), None, date(2026, 1, 1))])
    assert capped.amount("working", Decimal(3001), MAY) is None
    assert capped.amount("working", Decimal(3000), date(2025, 12, 31)) is None
    assert capped.amount("retired", Decimal(3000), MAY) is None


READ = [
    ("15", "15.00"),
    (" 15.5 ", "15.50"),
    ("１５．５０", "15.50"),
    ("¥1,234.50", "1234.50"),
    ("15元", "15.00"),
    ("0", "0.00"),
]
READ += [("15.00", "15.00"), ("15.500", "15.50")]


@pytest.mark.parametrize(("text", "amount"), READ)
def test_money_is_read_as_people_write_it(text, amount):
    assert str(dues.read_amount(text)) == amount


@pytest.mark.parametrize("text", ["", "  ", "元"])
def test_a_blank_is_no_payment(text):
    assert dues.read_amount(text) is None


@pytest.mark.parametrize(
    "text", ["-5", "1e3", "NaN", "Infinity", "十五", "15.005", "1.2.3", "+5", "1_000", "9" * 13, "9" * 400]
)
def test_what_is_no_money_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="“"):
        dues.read_amount(text)


@pytest.mark.parametrize(("amount", "text"), [("15.00", "15"), ("15.50", "15.50"), ("0.00", "0"), (None, "")])
def test_an_amount_is_written_as_a_cell_shows_it(amount, text):
    assert dues.written(money(amount)) == text


def test_a_month_is_over_after_its_last_day():
    assert dues.last_day(date(2024, 2, 1)) == date(2024, 2, 29)
    assert not dues.is_over(date(2024, 2, 1), date(2024, 2, 29))
    assert dues.is_over(date(2024, 2, 1), date(2024, 3, 1))


def test_no_binary_number_comes_near_money():
    files = list((ROOT / "members").rglob("*dues*.py"))
    assert len(files) >= 8
    found = []
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) in (float, complex):
                found.append(f"{path.name}:{node.lineno} {node.value}")
            if isinstance(node, (ast.Name, ast.Attribute)) and "float" in ast.unparse(node).lower():
                found.append(f"{path.name}:{node.lineno} {ast.unparse(node)}")
            if isinstance(node, ast.Name) and node.id == "round":
                found.append(f"{path.name}:{node.lineno} round")
    assert found == []
    assert "parseFloat" not in (ROOT / "static/dues.js").read_text(encoding="utf-8")

"""Rows kept by columns behave as a dict of dicts does, and take nothing on trust from the child."""

import datetime
import io
import json
import subprocess
import sys
from random import Random

import pytest

from liangxin.grids import Row, Rows, cells, parent
from liangxin.grids.limits import BROKEN, TOO_MANY_CELLS
from tests.liangxin.grids.lines import sent

pytestmark = pytest.mark.nodb

VALUES = ["是", "否", "甲\u2063乙", 1, True, 1.5, 1e16, "2019-07-01", datetime.date(2019, 7, 1)]
VALUES += [datetime.datetime(2019, 7, 1, 3), "长" * 2_000]


def some_rows(rng: Random, count: int) -> dict[int, dict]:
    """Rows with gaps between them and in them, whose columns repeat themselves or not."""
    numbers, pools = sorted(rng.sample(range(1, count * 2), count)), [rng.sample(VALUES, 3) for _ in range(9)]
    rows = {}
    for number in numbers:
        places = sorted(rng.sample(range(9), rng.randint(1, 9)))
        rows[number] = {at + 2: f"第{number}" if at % 3 == 0 else rng.choice(pools[at]) for at in places}
    return rows


def said(rows) -> str:
    """Rows as text, which tells 1 from True."""
    return repr({number: dict(sorted(cells.items())) for number, cells in rows.items()})


@pytest.mark.parametrize("seed", range(20))
def test_changes_are_those_of_a_dict(seed):
    rng = Random(seed)
    plain = some_rows(rng, rng.choice((1, 5, 700)))
    rows = Rows(plain)
    for _ in range(200):
        number, place, value = rng.randint(1, 1_500), rng.randint(1, 12), rng.choice((None, None, "新", 7))
        rows.put(number, place, value)
        plain.setdefault(number, {})[place] = value
        plain[number] = {at: one for at, one in plain[number].items() if one is not None}
        if not plain[number]:
            del plain[number]
    numbers = sorted(plain)
    assert said(rows) == said({number: plain[number] for number in numbers})
    assert (list(rows), len(rows)) == (numbers, len(plain))
    assert [number in rows for number in range(1, 1_501)] == [number in plain for number in range(1, 1_501)]
    some = sorted(rng.sample(numbers, len(numbers) // 2))
    for wanted in (numbers, some, some[:1], []):
        assert rows.column(5, wanted) == [plain[number].get(5) for number in wanted]
    assert all(Row(rows, number) == plain[number] for number in some)
    assert rows.places(numbers) >= {place for cells in plain.values() for place in cells}


def test_a_row_that_is_not_there_is_none():
    assert Rows().get(3) is None
    with pytest.raises(KeyError):
        Rows({1: {1: "甲"}})[2]


@pytest.mark.parametrize("seed", range(20))
def test_what_the_child_writes_is_what_the_parent_holds(seed):
    rng = Random(seed)
    given = some_rows(rng, rng.choice((1, 249, 250, 251, 900)))
    grid = sent((number, list(row), list(row.values())) for number, row in given.items())
    assert said(grid.rows) == said({number: dict(sorted(row.items())) for number, row in given.items()})


def test_blank_rows_and_columns_are_left_out():
    stream = io.BytesIO()
    lines = [(1, range(1, 4), ["", " ", "甲"]), (2, range(1, 4), ["", "\u3000", "\x00"]), (3, range(1, 4), ["", "", 2])]
    cells.Writer(stream).grid("表", True, lines)
    _, (_, numbers, columns), *_ = map(json.loads, stream.getvalue().splitlines())
    assert (numbers, [place for place, *_ in columns]) == ([1, 3], [3])


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('["rows",[2,1],[[1,"",["a","b"],[]]]]', BROKEN),
        ('["rows",[0],[[1,"",["a"],[]]]]', BROKEN),
        ('["rows",[1,2],[[1,"",["a"],[]]]]', BROKEN),
        ('["rows",[1],[[1,"x",["a"],[]]]]', BROKEN),
        ('["rows",[1],[[1,"",["a"],[7]]]]', BROKEN),
        ('["rows",[1],[[1,"",["never"],[0]]]]', BROKEN),
        ('["rows",[1],[[1,"",[["a"]],[]]]]', BROKEN),
        ('["rows",["1"],[[1,"",["a"],[]]]]', BROKEN),
        ('["rows",[1],[[[],"",["a"],[]]]]', BROKEN),
        (
            '["rows",'
            + str(list(range(1, 1_001)))
            + ","
            + json.dumps([[n, "\u0100" * 1_000, [0], []] for n in range(17_000)])
            + "]",
            TOO_MANY_CELLS,
        ),
    ],
    ids=[
        "falling",
        "no number",
        "short column",
        "no letter",
        "no date there",
        "no date",
        "no cell",
        "text",
        "no column",
        "huge",
    ],
)
def test_a_child_that_says_nonsense_is_not_believed(rows, why, tmp_path):
    answer = tmp_path / "answer"
    answer.write_text(f'["workbook","xlsx"]\n["grid","表",true]\n{rows}\n["done"]\n', encoding="utf-8")
    code = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
    with subprocess.Popen([sys.executable, "-c", code, str(answer)], stdout=subprocess.PIPE) as process:
        assert parent._listen(process, "表.xlsx")[1] == why
        process.stdout.close()

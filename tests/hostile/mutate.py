"""Good surveys of many layouts with bytes, parts and cells harmed, imported the whole way: planned, written, undone.

Each ends in rows and findings or in a refusal, never in anything else, and leads back to the register as it was.
Many: `python -m tests.hostile.mutate COUNT [SEED]`. It prints the seed, and the number of a file that broke the rule.
"""

import os
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

from tests.liangxin.grids.mutate import mutated, mutated_parts
from tests.workbooks import edit_parts

ODD = [
    *("", " ", "=1+1", "#REF!", "-1", "0", "1e400", "９９", "NaN", "Infinity", "true", "43647", "2021.1", "1900-02-29"),
    *("2024-13-45", "二〇二五年底", "约30", "√", "×", "合计", "小计", "注：", "以下空白", "单位名称", "是否建立党组织"),
    *(
        "城关镇",
        "县外",
        "91330199MA00050024",
        "9.13302E+17",
        "9" * 400,
        "字" * 300,
        "甲\u202e乙\u200b丙\ufeff",
        "𠮷😀é",
    ),
    *(
        "\ud83d",
        "\x00",
        "\x07\x1b",
        "'; DROP TABLE x; --",
        "<b>&amp;</b>",
        "{{ 1 }}",
        "%s%n",
        "../../etc/passwd",
        "\\N",
    ),
    *(
        "110101199003070011",
        "13800000000、13900000000",
        "张三；李四\n王五",
        "；",
        "、",
        "（",
        "）（",
        "//",
        "—",
        "null",
    ),
]
TEXT = re.compile(rb"(<(?:\w+:)?t(?: [^>]*)?>)([^<]*)(</)")
NUMBER = re.compile(rb"(<(?:\w+:)?v>)([^<]*)(</)")
WAYS = ("bytes", "parts", "cells", "cells", "cells")


def odd(chance: random.Random) -> str:
    """A text that nobody expects."""
    return "".join(chance.choice(ODD) for _ in range(chance.choice((1, 1, 1, 2, 3))))


def with_odd_cells(data: bytes, chance: random.Random) -> bytes:
    """A workbook or a text of which some cells say something else."""
    share = chance.choice((0.005, 0.05, 0.5))

    def written(text: str) -> bytes:
        plain = "".join(f"_x{ord(one):04X}_" if one < " " or "\ud800" <= one <= "\udfff" else one for one in text)
        return escape(plain).encode()

    def other(found):
        return found[1] + (written(odd(chance)) if chance.random() < share else found[2]) + found[3]

    if data.startswith(b"PK"):
        harmed = edit_parts(data, r"xl/(worksheets/sheet\d+|sharedStrings)\.xml", lambda part: TEXT.sub(other, part))
        number = re.compile(rb"\d+")

        def figure(found):
            return found[1] + (number.sub(b"7", found[2]) if chance.random() < share / 5 else found[2]) + found[3]

        return edit_parts(harmed, r"xl/worksheets/sheet\d+\.xml", lambda part: NUMBER.sub(figure, part))
    if data.startswith(b"\xd0\xcf"):
        return mutated(data, chance)
    cells = re.split(rb"([,\t;\r\n]+)", data)
    for place in range(0, len(cells), 2):
        if chance.random() < share:
            cells[place] = odd(chance).encode(chance.choice(("utf-8", "gb18030")), "replace")
    return b"".join(cells)


def harmed(data: bytes, folder: Path, chance: random.Random) -> bytes:
    """A file with some harm done."""
    how = chance.choice(WAYS)
    if how == "cells":
        return with_odd_cells(data, chance)
    if how == "parts" and data.startswith(b"PK"):
        return mutated_parts(data, folder, chance)
    return mutated(data, chance)


def run(count: int, seed: int, folder: Path) -> Counter:
    """Import `count` harmed files made from `seed`; how many were refused, planned, and had rows to write.

    A database with the county of tests.proof must be there; it is as before afterwards.
    """
    from tests.proof.surveys import FIRST_DAY, story

    files = [file for file in story(seed % 7).files[0] if len(file.content) < 200_000]
    outcomes: Counter = Counter()
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        file = chance.choice(files)
        path = folder / "mutated"
        path.write_bytes(harmed(file.content, folder, chance))
        try:
            outcomes[_whole_way(file.name, path, FIRST_DAY, check=number % 10 == 0)] += 1
        except Exception as fault:
            fault.add_note(f"seed {seed}, file {number} ({file.name})")
            raise
    return outcomes


class _Back(Exception):
    """Leads out of a transaction that is not to be kept."""


def _whole_way(name: str, path: Path, day, *, check: bool) -> str:
    """Plan, write and undo one file; what became of it."""
    from django.db import transaction

    from orgs.scope import CONSOLE
    from reports.imports.applying import apply
    from reports.imports.batches import make_batch
    from reports.imports.undoing import undo
    from tests.reports.imports.office import dump

    outcome = ""
    try:
        with transaction.atomic():
            batch = make_batch([(name, path)], user=CONSOLE, as_of=day)
            file = batch.files.get()
            outcome = "refused" if file.error else "planned"
            if file.error and name not in file.error:
                raise AssertionError(f"no clear refusal: {file.error}")
            if batch.rows.filter(outcome__in=("new", "changed")).exists():
                outcome = "written"
                before = dump() if check else None
                apply(batch, user=CONSOLE)
                undo(batch, user=CONSOLE)
                if check and dump() != before:
                    raise AssertionError("the undo does not lead back")
            raise _Back
    except _Back:
        return outcome


def prepare(folder: Path):
    """Write the county of the proof's story."""
    from tests.proof.county import regions_csv
    from tests.proof.product import load_regions
    from tests.proof.surveys import story

    load_regions(folder, regions_csv(story(1).counties[0]))


def main(count: int, seed: int):
    """Run in a database of its own, which is thrown away."""
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "liangxin.settings", "LIANGXIN_VAR": scratch, "DATABASE_URL": ""}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        prepare(Path(scratch))
        print(dict(run(count, seed, Path(scratch))))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1000,
        int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6),
    )

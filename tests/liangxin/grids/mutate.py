"""Good files with bytes changed, cut, doubled and swapped: each must be read or refused, never anything else.

Many: `python -m tests.liangxin.grids.mutate COUNT [SEED]`. It prints the seed and each file that broke the rule.
"""

import random
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import xlwt

from liangxin.grids import Refused, Workbook, read_file


def good_files(folder: Path) -> list[Path]:
    """One small file of each format that is read."""
    workbook = openpyxl.Workbook()
    for row in range(1, 30):
        workbook.active.append([f"示例单位{row}", row, row / 7, "是"])
    workbook.active.merge_cells("A1:B1")
    workbook.create_sheet("选项")["C3"] = "=1+1"
    workbook.save(folder / "good.xlsx")
    old = xlwt.Workbook(encoding="utf-8")
    page = old.add_sheet("台账")
    for row in range(30):
        page.write(row, 0, f"示例单位{row}")
        page.write(row, 1, row / 7)
    old.save(folder / "good.xls")
    table = "".join(f'示例单位{row},{row},"东街,{row}号"\n' for row in range(60))
    (folder / "good.csv").write_bytes(table.encode("gb18030"))
    lines = "".join(f"<tr><td rowspan=2>示例单位{row}<td colspan='2'>{row}</tr>" for row in range(60))
    (folder / "good-page.xls").write_text(f"<html><table>{lines}</table></html>", encoding="utf-8")
    return [folder / name for name in ("good.xlsx", "good.xls", "good.csv", "good-page.xls")]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to eight small harms done."""
    harmed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(harmed))
        length = chance.choice((1, 1, 2, 4, 16, 512))
        how = chance.randrange(5)
        if how == 0:
            harmed[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            harmed[at : at + length] = chance.randbytes(length)
        elif how == 2 and len(harmed) > length + 600:
            del harmed[at : at + length]
        elif how == 3:
            harmed[at:at] = harmed[at : at + length]
        else:
            harmed[at : at + length] = chance.choice((b"\x00", b"\xff", b"\x7f")) * length
    return bytes(harmed)


def mutated_parts(data: bytes, folder: Path, chance: random.Random) -> bytes:
    """An .xlsx whose parts are harmed inside, packed anew, so that the zip around them is sound."""
    source, target = folder / "whole.xlsx", folder / "repacked.xlsx"
    source.write_bytes(data)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        harmed = chance.choice(names)
        for name in names:
            new.writestr(name, mutated(old.read(name), chance) if name == harmed else old.read(name))
    return target.read_bytes()


def outcome(path: Path, name: str) -> str:
    """ "read" or "refused"; every other outcome is an exception."""
    try:
        found = read_file(path, name)
    except Refused as refusal:
        if not str(refusal).startswith(f"“{name}”"):
            raise AssertionError(f"a refusal that does not name its file: {refusal}") from refusal
        return "refused"
    if not isinstance(found, Workbook):
        raise AssertionError(f"no workbook: {found!r}")
    return "read"


def run(count: int, seed: int, folder: Path) -> Counter:
    """Read `count` mutated files made from `seed`; gives how many were read and refused."""
    outcomes: Counter = Counter()
    files = good_files(folder)
    kinds = [*files, files[0]]  # the last one is harmed inside its zip
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = number % len(kinds)
        data = kinds[kind].read_bytes()
        data = mutated_parts(data, folder, chance) if kind == len(files) else mutated(data, chance)
        path = folder / "mutated"
        path.write_bytes(data)
        try:
            outcomes[outcome(path, kinds[kind].name)] += 1
        except Exception as fault:
            fault.add_note(f"seed {seed}, file {number} ({kinds[kind].name})")
            raise
    return outcomes


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    began = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"seed {began}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        print(dict(run(wanted, began, Path(scratch))))

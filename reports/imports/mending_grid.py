"""The grid in which rows that stay out are mended: for each sheet its own columns, the bad ones first."""

from dataclasses import dataclass, field

from reports.imports.preview import said_there
from reports.imports.rows import ERROR
from reports.models import ImportBatch, ImportRow

ROW = "row"  # the place of a message that concerns no single column
HIDDEN = frozenset(("", "serial"))  # keys of columns that are not read


@dataclass
class Cell:
    """One cell of the grid."""

    place: str
    text: str
    sentence: str = ""
    severity: str = ""
    mended: bool = False
    is_name: bool = False


@dataclass
class Line:
    """One row of the grid: its key, its number in the sheet, its cells, and what is wrong with the row as a whole."""

    pk: int
    number: int
    cells: list[Cell]
    said: list[str]


@dataclass
class Block:
    """The rows of one sheet under its own columns: (column number, letter, header, parent headers)."""

    file: str
    sheet: str
    columns: list[dict]
    lines: list[Line] = field(default_factory=list)


def blocks_of(batch: ImportBatch, rows: list[ImportRow]) -> list[Block]:
    """`rows` (with their cells) as blocks, in file order."""
    files = {file.pk: file for file in batch.files.all()}
    sheets = {(pk, sheet["sheet"]): sheet for pk, file in files.items() for sheet in file.sheets}
    grouped: dict[tuple[int, str], list[ImportRow]] = {}
    for row in rows:
        grouped.setdefault((row.file_id, row.sheet), []).append(row)
    blocks = []
    for place, mine in grouped.items():
        columns = _columns(sheets[place].get("columns", ()), mine)
        block = Block(files[place[0]].name, place[1], columns)
        block.lines = [_line(row, columns) for row in mine]
        blocks.append(block)
    return blocks


def said_by_place(row: ImportRow, columns: list[dict]) -> dict[str, list[tuple[str, str]]]:
    """Column number → (severity, sentence) of the findings of a row; those about no column stand under ROW."""
    by_fact: dict[str, str] = {}
    for column in columns:
        by_fact.setdefault(column["key"], str(column["place"]))
    shown = {str(column["place"]) for column in columns}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in row.findings:
        place = str(one.get("place") or by_fact.get(one.get("fact") or "", ROW))
        said = (one["severity"], _short(one, row.sheet))
        found.setdefault(place if place in shown else ROW, []).append(said)
    return found


def _short(finding: dict, sheet: str) -> str:
    """The sentence of a finding where row and column are seen anyway."""
    return said_there(finding, sheet).removeprefix(f"“{finding['column']}”").removeprefix("：")


def _columns(columns, rows: list[ImportRow]) -> list[dict]:
    """The columns that are read: the name, those with errors, then the others as in the file."""
    known: dict[str, dict] = {}
    for column in columns:
        if column["key"] not in HIDDEN:
            known.setdefault(str(column["place"]), column)
    kept = list(known.values())
    bad = {
        place
        for row in rows
        for place, said in said_by_place(row, kept).items()
        if any(severity == ERROR for severity, _ in said)
    }
    name = next((column["place"] for column in kept if column["key"] == "name"), 0)
    return sorted(kept, key=lambda one: (one["place"] != name, str(one["place"]) not in bad, one["place"]))


def _line(row: ImportRow, columns: list[dict]) -> Line:
    said, texts = said_by_place(row, columns), {**row.cells, **row.mended}
    cells = []
    for column in columns:
        place = str(column["place"])
        cell = Cell(place, texts.get(place, ""), mended=place in row.mended, is_name=column["key"] == "name")
        if place in said:
            cell.severity, cell.sentence = min(said[place], key=lambda one: one[0] != ERROR)
        cells.append(cell)
    whole = [sentence for severity, sentence in said.get(ROW, ()) if severity == ERROR]
    return Line(row.pk, row.number, cells, whole)


def line_said(row: ImportRow, batch: ImportBatch) -> dict:
    """What is wrong with a row after it was planned, as the page takes it over: by column number, and as a whole."""
    file = next(file for file in batch.files.all() if file.pk == row.file_id)
    sheet = next(sheet for sheet in file.sheets if sheet["sheet"] == row.sheet)
    line = _line(row, _columns(sheet.get("columns", ()), [row]))
    return {
        "cells": {cell.place: [cell.severity, cell.sentence] for cell in line.cells if cell.sentence},
        "said": line.said,
    }

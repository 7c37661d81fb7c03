"""One mended cell checked as it is left: what the column itself says of the text, and whether its place is known.

What needs the register or other rows (a repeat, a branch, another town's code) is found when the rows are planned.
"""

from collections.abc import Iterable

from orgs.choices import folded
from orgs.models import Region
from reports.imports.answers import answers_for
from reports.imports.meaning import EVERYWHERE
from reports.imports.places import Places
from reports.imports.planning import LIMITS
from reports.imports.rows import ERROR, WARNING, PlaceHints
from reports.ledgers.answers import tick_state
from reports.ledgers.columns import Column
from reports.ledgers.fields import fields
from reports.ledgers.words import BLANKS, cell_text
from reports.models import ImportBatch, ImportRow

Said = tuple[str, str]  # severity ("" when nothing is wrong), sentence


class Checker:
    """Checks cells of a batch. Seven queries at most, whatever the number of cells."""

    def __init__(self, batch: ImportBatch):
        self.batch, self._places, self.values = batch, None, answers_for(batch).values
        self.sheets = {(file.pk, sheet["sheet"]): sheet for file in batch.files.all() for sheet in file.sheets}

    @property
    def places(self) -> Places:
        """The regions of the county, loaded when a place is asked for."""
        if self._places is None:
            self._places = Places(Region.objects.root(), self.batch.region)
        return self._places

    def columns(self, row: ImportRow) -> dict[str, dict]:
        """Column number as JSON has it → what is known of the column (cleaning_columns.columns_of)."""
        found: dict[str, dict] = {}
        for column in self.sheets[row.file_id, row.sheet].get("columns", ()):
            found.setdefault(str(column["place"]), column)
        return found

    def check(self, row: ImportRow, texts: dict[str, str]) -> dict[str, Said]:
        """What is wrong with each of `texts` (column number → text) in place of cells of `row`."""
        columns, now = self.columns(row), {**row.cells, **row.mended, **texts}
        return {place: self._cell(row, columns.get(place), text, columns, now) for place, text in texts.items()}

    def _cell(self, row, column: dict | None, text: str, columns: dict, now: dict) -> Said:
        field = fields().get(column["key"]) if column else None
        if field is None:
            return "", ""  # nobody reads it
        text = cell_text(text)
        if column["choice"]:
            return _ticked(field, text)
        if text in BLANKS:
            return (ERROR, "没有填单位名称，请补上") if field.key == "name" else ("", "")
        limit = LIMITS.get(field.key)
        if limit and len(text) > limit:
            return ERROR, f"超过 {limit} 个字，请改短"
        meant = self.values.get((field.key, folded(text), ""))  # what clerks said of this value
        if meant == "" or (meant and field.key in EVERYWHERE):
            return "", ""
        problem = field.clean(meant or text).problem
        if problem:
            return problem.severity, problem.sentence
        return self._place(row, field.key, text, columns, now)

    def _place(self, row, key: str, text: str, columns: dict, now: dict) -> Said:
        """Whether a town or village is known, and lies where this import may write."""
        if key == "town":
            town = self.places.town_named(text)
            if town is None:
                return ERROR, f"不知道“{text}”是哪个乡镇（街道），请按辖区名称填写"
            if not self.places.inside_limit(town):
                return ERROR, f"{town.name}不在这次导入的范围（{self.batch.region.name}）内"
        elif key == "village":
            stated = [now.get(place) for place, one in columns.items() if one["key"] == "town"]
            facts = {"town": cell_text(stated[0])} if stated and stated[0] else row.facts
            hints = PlaceHints(**self.sheets[row.file_id, row.sheet]["hints"])
            town, _ = self.places.of_row(facts, hints)
            if town is None or (key, folded(text), town.code) in self.values:
                return "", ""
            if self.places.village(town, text) is None:
                return WARNING, f"{town.name}没有叫“{text}”的村（社区），按{town.name}写入，请核对"
        return "", ""


def _ticked(field: Column, text: str) -> Said:
    """A cell of one-tick-per-choice columns."""
    if text in BLANKS or tick_state(text) is not None:
        return "", ""
    return getattr(field, "severity", WARNING), f"“{text}”不是打勾，选中请填 √，否则留空"


def check_cells(batch: ImportBatch, texts: dict[int, dict[str, str]]) -> dict[int, dict[str, Said]]:
    """Row key → column number → what is wrong with the text, for rows of `batch`; unknown rows are left out."""
    checker = Checker(batch)
    return {row.pk: checker.check(row, texts[row.pk]) for row in _rows(batch, texts)}


def _rows(batch: ImportBatch, keys: Iterable[int]):
    columns = ("pk", "batch", "file_id", "sheet", "number", "facts", "cells", "mended")
    return batch.rows.filter(pk__in=keys).only(*columns)

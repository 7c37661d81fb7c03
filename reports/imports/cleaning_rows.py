"""Rows: their cells read by their columns, then what the facts of each say together (design.md, Import)."""

from collections.abc import Mapping
from functools import partial

from orgs.choices import folded
from reports.imports.cleaning_part import ColumnReader, Part
from reports.imports.cleaning_sense import Notes, Sense
from reports.imports.layouts_body import Entry
from reports.imports.rows import WARNING, CleanRow
from reports.ledgers.answers import tick_state
from reports.ledgers.columns import Problem, Read, Serial
from reports.ledgers.words import BLANKS, cell_text


def meaning(values: dict, slot, value, shown: str = "") -> Read:
    """What a value states; one of which a clerk said what it means (`values` of rows.Answers) is read so."""
    if values and slot.column.mixed:
        meant = values.get((slot.column.key, folded(shown or cell_text(value)), ""))
        if meant is not None:
            value, shown = meant, ""
    return slot.column.clean(value, shown)


class RowCleaner:
    """Reads the rows of one block; remembers what recurring values mean, column by column."""

    def __init__(self, grid, layout, marks: dict, kind: tuple[str, str], shared: dict, values: dict):
        self.sheet, self.marks, self.shared = grid.rows, marks, shared
        self.slots = {place: slot for place, slot in layout.slots.items() if slot.column}
        self.skipped = {place for place, slot in self.slots.items() if isinstance(slot.column, Serial)}
        self.notes = Notes(grid.name, self.slots)
        self.sense = Sense(self.notes, layout.keys, kind)
        self.meaning = partial(meaning, values)  # no method of its own, which would hold all rows in memory
        self.samples: dict[int, object] = {}  # columns that nobody knows → a value of theirs
        self.readers = [
            ColumnReader(slot, self.meaning) for place, slot in self.slots.items() if place not in self.skipped
        ]
        self.rows: list[CleanRow] = []

    def clean(self, entries: list[Entry]) -> list[CleanRow]:
        """The rows of some organizations, as few or as many as are at hand."""
        rows = [CleanRow(entry.number, {}) for entry in entries]
        cells = [self._whole(entry, row) for entry, row in zip(entries, rows, strict=True)]
        part = Part(self.sheet, [row.number for row in rows], cells)
        for reader in self.readers:
            part.add(reader)
        self._sample(part)
        stated = part.rows(len(rows))
        for at, (entry, row) in enumerate(zip(entries, rows, strict=True)):
            row.cells = cells[at]
            if at in part.odd or entry.more or row.number in self.marks or row.number in self.shared:
                self._by_cell(row)
            else:
                row.facts = stated[at]
            self.sense.settle(entry, row)
        self.rows += rows
        return rows

    def _sample(self, part: Part) -> None:
        """Remember a value of each column that nobody knows."""
        for place in part.places() - self.slots.keys() - self.samples.keys():
            said = (value for value in part.values(place) if value is not None and cell_text(value) not in BLANKS)
            if (value := next(said, None)) is not None:
                self.samples[place] = value

    def _by_cell(self, row: CleanRow) -> None:
        """What the cells of a row state, one after the other."""
        facts, survey, ticks, tags = row.facts, {}, {}, []
        cells, marks, shared = row.cells, self.marks.get(row.number), self.shared.get(row.number, ())
        for place, value in cells.items():
            slot = self.slots.get(place)
            if slot is None:
                continue
            if slot.facts:
                self._tick(row, slot, value, ticks, survey)
                continue
            if shared and place in shared:
                self._shared(row, slot, value)
                continue
            key = value if type(value) is str else (type(value), value)
            read = None if marks else slot.memo.get(key)
            if read is None:
                read = self._read(slot, key, value, marks.get(place, "") if marks else "")
            if slot.column.mixed:
                _take_mixed(read.facts, row, survey, tags)
            elif read.facts:
                (survey if slot.column.survey else facts).update(read.facts)
            if read.problem:
                self.notes.problem(row, slot, value, read.problem)
        if marks:
            self._failed(row, marks, cells)
            row.cells = _as_shown(cells, marks)
        self._ticked(row, ticks, tags)
        facts |= {key: found for key, found in (("tags", tags), ("survey", survey)) if found}

    def _read(self, slot, key, value, mark: str) -> Read:
        """What a cell states, of which the office suite may show other than its value; recurring values are kept."""
        shown = mark[6:] if mark.startswith("shown:") else ""
        read = self.meaning(slot, value, shown)
        if slot.column.repeats and not shown:
            slot.memo[key] = read
        return read

    def _whole(self, entry: Entry, row: CleanRow) -> Mapping:
        """The cells of all rows over which the name is merged: blanks filled from below, differences said."""
        if not entry.more:
            return entry.cells
        cells = dict(entry.cells)
        for more in entry.more:
            for place, value in more.items():
                if cells.setdefault(place, value) != value and place in self.slots and place not in self.skipped:
                    sentence = "同一单位占了几行，这一格与首行不同，只读了首行，请合并填写"
                    self.notes.problem(row, self.slots[place], value, Problem("not_understood", WARNING, sentence))
        return cells

    def _shared(self, row: CleanRow, slot, value) -> None:
        sentence = "这个数字合并在几家单位上，不知道各是多少，没有读入，请分别填写"
        self.notes.problem(row, slot, value, Problem("not_understood", WARNING, sentence))

    def _failed(self, row: CleanRow, marks: dict[int, str], cells: Mapping) -> None:
        """Cells that the office suite could not compute."""
        for place, mark in marks.items():
            slot = self.slots.get(place)
            if slot is None or mark.startswith("shown:") or place in cells or place in self.skipped:
                continue
            problem = slot.column.failed(mark).problem
            self.notes.problem(row, slot, mark.partition(":")[2], problem)

    def _tick(self, row: CleanRow, slot, value, ticks: dict, survey: dict) -> None:
        """A cell of one-tick-per-choice columns."""
        text = cell_text(value)
        state = tick_state(value)
        if state is True:
            ticks.setdefault(slot.column.key, []).append(slot)
        elif state is None and text not in BLANKS:
            if slot.facts == {"unbuilt_reason": "other"}:
                row.facts["unbuilt_text"] = text[:300]
                ticks.setdefault(slot.column.key, []).append(slot)
                return
            severity = getattr(slot.column, "severity", WARNING)
            sentence = f"“{text}”不是打勾，选中请填 √，否则留空"
            if severity == WARNING:
                survey[slot.column.key] = text
            self.notes.problem(row, slot, value, Problem("bad_choice", severity, sentence))

    def _ticked(self, row: CleanRow, ticks: dict, tags: list) -> None:
        """One tick states the choice; two are bad_choice; tags may be several."""
        for key, slots in ticks.items():
            if key == "tags":
                tags.extend(tag for slot in slots for tag in slot.facts["tags"] if tag not in tags)
                continue
            stated = [slot.facts for slot in slots]
            if all(facts == stated[0] for facts in stated):
                row.facts.update(stated[0])
                continue
            several = "、".join(slot.leaf for slot in slots)
            severity = getattr(slots[0].column, "severity", WARNING)
            sentence = f"同时选了{several}，只能选一项"
            self.notes.say(row, "bad_choice", severity, sentence, column=slots[0].choice, value=several, slot=slots[0])

    def offers(self) -> list[tuple[str, str]]:
        """(header leaf, fact key) of the columns of √ and blanks only, with at least one of each."""
        return [
            (reader.slot.leaf, reader.key)
            for reader in sorted(self.readers, key=lambda reader: reader.slot.place)
            if reader.asks and 0 < reader.ticked < len(self.rows)
        ]

    def settle_blanks(self, accepted: frozenset) -> None:
        """State 否 for the blanks of the columns of which the clerk said so."""
        for _, key in self.offers():
            if key in accepted:
                for row in self.rows:
                    if key != "built" or not (row.facts.get("branch_name") or row.facts.get("mode")):
                        row.facts.setdefault(key, False)


def _take_mixed(given: dict, row: CleanRow, survey: dict, tags: list) -> None:
    """Take what a choice states: a fact, tags that add up, or a text kept as an answer."""
    for key, fact in given.items():
        if key == "tags":
            tags.extend(tag for tag in fact if tag not in tags)
        elif key == "survey":
            survey.update(fact)
        else:
            row.facts[key] = fact


def _as_shown(cells: Mapping, marks: dict[int, str]) -> dict:
    """The cells of a row with what the office suite displays, where that differs from the value."""
    return dict(cells) | {place: mark[6:] for place, mark in marks.items() if mark.startswith("shown:")}

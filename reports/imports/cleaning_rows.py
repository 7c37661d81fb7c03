"""One row: its cells read by their columns, then what the facts say together (design.md, Import)."""

from liangxin.codes import code_class
from liangxin.dates import first_day, last_day
from orgs.choices import CATEGORY_KIND, CODE_KIND, Category, Kind
from reports.imports.layouts_body import Entry
from reports.imports.rows import ERROR, WARNING, CleanRow, finding
from reports.ledgers.answers import tick_state
from reports.ledgers.choices import Built, YesNo
from reports.ledgers.columns import Problem, Serial
from reports.ledgers.words import BLANKS, cell_text


class RowCleaner:
    """Reads the rows of one block; remembers what recurring values mean, column by column."""

    def __init__(self, sheet: str, layout, marks: dict, kind: tuple[str, str], shared: dict[int, list[int]]):
        self.sheet, self.layout, self.marks, self.shared = sheet, layout, marks, shared
        self.kind, self.loose_kind = kind  # by title and sheet name; by header words or file name
        self.slots = {place: slot for place, slot in layout.slots.items() if slot.column}
        self.skipped = {place for place, slot in self.slots.items() if isinstance(slot.column, Serial)}
        self.leaf_of = {slot.column.key: slot.leaf for slot in self.slots.values() if not slot.is_tick}
        self.keys = layout.keys
        self.samples: dict[int, object] = {}  # columns that nobody knows → a value of theirs
        self.count = 0
        self.only_ticks = {
            place: 0 for place, slot in self.slots.items() if type(slot.column) in (YesNo, Built) and not slot.is_tick
        }
        self.rows: list[CleanRow] = []

    def clean(self, entry: Entry) -> CleanRow:
        """One organization's row."""
        row = CleanRow(entry.number, {})
        facts, survey, ticks, tags = row.facts, {}, {}, []
        slots, marks, shared = self.slots, self.marks.get(entry.number), self.shared.get(entry.number, ())
        cells = self._whole(entry, row)
        for place, value in cells.items():
            slot = slots.get(place)
            if slot is None:
                self._sample(place, value)
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
                self._take_mixed(place, value, read.facts, row, survey, tags)
            elif read.facts:
                (survey if slot.column.survey else facts).update(read.facts)
            if read.problem:
                self._problem(row, slot.leaf, value, read.problem)
        if marks:
            self._failed(row, marks, cells)
        self._ticked(row, ticks, tags)
        facts |= {key: found for key, found in (("tags", tags), ("survey", survey)) if found}
        self._settle(entry, row)
        self.rows.append(row)
        self.count += 1
        return row

    def _sample(self, place: int, value) -> None:
        """Remember a value of a column that nobody knows."""
        if place not in self.samples and cell_text(value) not in BLANKS:
            self.samples[place] = value

    @staticmethod
    def _read(slot, key, value, mark: str):
        """What a cell states that was not read before."""
        shown = mark[6:] if mark.startswith("shown:") else ""
        read = slot.column.clean(value, shown)
        if slot.column.repeats and not shown:
            slot.memo[key] = read
        return read

    def _take_mixed(self, place: int, value, given: dict, row: CleanRow, survey: dict, tags: list) -> None:
        """Take what a choice states: a fact, tags that add up, or a text kept as an answer."""
        if place in self.only_ticks:
            if tick_state(value) is True:
                self.only_ticks[place] += 1
            else:
                del self.only_ticks[place]
        for key, fact in given.items():
            if key == "tags":
                tags.extend(tag for tag in fact if tag not in tags)
            elif key == "survey":
                survey.update(fact)
            else:
                row.facts[key] = fact

    def _whole(self, entry: Entry, row: CleanRow) -> dict:
        """The cells of all rows over which the name is merged: blanks filled from below, differences said."""
        if not entry.more:
            return entry.cells
        cells = dict(entry.cells)
        for more in entry.more:
            for place, value in more.items():
                if cells.setdefault(place, value) != value and place in self.slots and place not in self.skipped:
                    sentence = "同一单位占了几行，这一格与首行不同，只读了首行，请合并填写"
                    self._problem(row, self.slots[place].leaf, value, Problem("not_understood", WARNING, sentence))
        return cells

    def _problem(self, row: CleanRow, leaf: str, value, problem: Problem) -> None:
        """Note a Problem of a cell as a Finding."""
        text = cell_text(value)
        row.findings.append(
            finding(
                self.sheet, problem.code, problem.severity, problem.sentence, row=row.number, column=leaf, value=text
            )
        )

    def _note(self, row: CleanRow, code: str, severity: str, sentence: str, key: str = "", value: str = "") -> None:
        """Note what the facts of a row say together; `key`: the fact that is named."""
        leaf = self.leaf_of.get(key, "")
        row.findings.append(finding(self.sheet, code, severity, sentence, row=row.number, column=leaf, value=value))

    def _shared(self, row: CleanRow, slot, value) -> None:
        sentence = "这个数字合并在几家单位上，不知道各是多少，没有读入，请分别填写"
        self._problem(row, slot.leaf, value, Problem("not_understood", WARNING, sentence))

    def _failed(self, row: CleanRow, marks: dict[int, str], cells: dict) -> None:
        """Cells that the office suite could not compute."""
        for place, mark in marks.items():
            slot = self.slots.get(place)
            if slot is None or mark.startswith("shown:") or place in cells or place in self.skipped:
                continue
            problem = slot.column.failed(mark).problem
            self._problem(row, slot.leaf, mark.partition(":")[2], problem)

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
            self._problem(row, slot.leaf, value, Problem("bad_choice", severity, sentence))

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
            row.findings.append(
                finding(
                    self.sheet, "bad_choice", severity, sentence, row=row.number, column=slots[0].choice, value=several
                )
            )

    def _settle(self, entry: Entry, row: CleanRow) -> None:
        """What follows from the facts together."""
        facts = row.facts
        if entry.town:
            facts["group_town"] = entry.town
        if entry.village and "village" not in facts:
            facts["village"] = entry.village
        if "members_total" in facts or "members_here" in facts:
            self._members(row)
        if "credit_code" in self.keys and "credit_code" not in facts and not self._code_told(row):
            place = next(place for place, slot in self.slots.items() if slot.column.key == "credit_code")
            self._problem(row, self.slots[place].leaf, "", self.slots[place].column.absent().problem)
        if not facts.get("name") and not any(one.code == "required" for one in row.findings):
            self._note(row, "required", ERROR, "没有填单位名称", "name")
        self._kind(entry, row)
        self._coverage(row)
        closed, established = facts.get("closed"), facts.get("established")
        if closed and established and last_day(closed) < first_day(established):
            self._note(
                row,
                "contradiction",
                ERROR,
                f"注销时间（{closed}）早于成立时间（{established}），请核对",
                "closed",
                closed,
            )

    def _code_told(self, row: CleanRow) -> bool:
        """Whether a finding already says what is wrong with the code."""
        return any(one.code in ("no_code", "damaged_number", "check_digit") for one in row.findings)

    def _members(self, row: CleanRow) -> None:
        """党员总数: the full members when no column gives them, less the probationary ones beside it.

        Of them only those whose 组织关系 is here, when a column gives these or says of which (其中) it is elsewhere.
        """
        facts = row.facts
        stated = {key: facts.pop(key) for key in ("members_total", "members_here") if key in facts}
        counted = "members_here" if "members_here" in stated else "members_total"
        total = stated[counted]
        if "full_members" in self.keys:
            facts.setdefault("survey", {}).update(stated)
            return
        less = facts.get("probationary_members", 0)
        if counted == "members_total" and self.leaf_of.get("elsewhere_members", "").startswith("其中"):
            less += facts.get("elsewhere_members", 0)
        full = total - less
        if full < 0:
            sentence = f"党员总数 {total} 少于其中的预备党员和组织关系不在本单位的党员（{less}），请核对"
            self._note(row, "bad_number", ERROR, sentence, counted, str(total))
            return
        if len(stated) > 1:
            facts.setdefault("survey", {})["members_total"] = stated["members_total"]
        facts["full_members"] = full

    def _kind(self, entry: Entry, row: CleanRow) -> None:
        """The kind column; the group row or the sheet; the category; the code's prefix; else required."""
        facts = row.facts
        code_kind = CODE_KIND.get(code_class(facts.get("credit_code", "")))
        category = facts.get("category")
        of_category = CATEGORY_KIND.get(Category(category)) if category and category != "other" else None
        kind = facts.get("kind") or entry.kind or self.kind or of_category or code_kind or self.loose_kind
        if not kind:
            sentence = "看不出是非公企业还是社会组织，请填单位类别或统一社会信用代码"
            self._note(row, "required", ERROR, sentence, "kind")
            return
        facts["kind"] = Kind(kind).value
        if category == "other":
            other = Category.OTHER_ENTERPRISE if kind == Kind.ENTERPRISE else Category.OTHER_SOCIAL
            facts["category"] = other.value
        if code_kind and code_kind != kind:
            code, said = facts["credit_code"], Kind(kind).label
            sentence = f"代码以 {code[:2]} 开头，一般是{Kind(code_kind).label}，这里填的是{said}，请核对"
            self._note(row, "kind_mismatch", WARNING, sentence, "credit_code", code)

    def _coverage(self, row: CleanRow) -> None:
        """是否建立, 组建方式 and 党组织名称 must agree; any of them says that there is a branch."""
        facts = row.facts
        none, built, mode, name = (
            facts.pop("mode_none", False),
            facts.get("built"),
            facts.get("mode"),
            facts.get("branch_name"),
        )
        if facts.pop("mode_other", False):
            self._note(row, "bad_choice", ERROR, "组建方式勾选了“其他”，看不出是哪一种，请写明", "mode", "其他")
        if none and built is None:
            facts["built"] = built = False
            key = "mode"
        elif none and built:
            self._note(row, "contradiction", ERROR, "填了已建立党组织，组建方式却是未建，请核对", "mode")
            return
        else:
            key = "built"
        if built is False and (name or mode):
            what = f"党组织名称“{name}”" if name else "组建方式"
            self._note(row, "contradiction", ERROR, f"填了没有建立党组织，却填了{what}，请核对", key, "否")
        elif built is None and (name or mode) and not self._unreadable(row):
            facts["built"] = built = True

    def _unreadable(self, row: CleanRow) -> bool:
        """Whether the row says something about coverage that could not be read."""
        return any(one.code == "bad_choice" and one.severity == ERROR for one in row.findings)

    def offers(self) -> list[tuple[str, str]]:
        """(header leaf, fact key) of the columns of √ and blanks only, with at least one of each."""
        return [
            (self.slots[place].leaf, self.slots[place].column.key)
            for place, ticked in sorted(self.only_ticks.items())
            if 0 < ticked < self.count
        ]

    def settle_blanks(self, accepted: frozenset) -> None:
        """State 否 for the blanks of the columns of which the clerk said so."""
        for _, key in self.offers():
            if key in accepted:
                for row in self.rows:
                    if key != "built" or not (row.facts.get("branch_name") or row.facts.get("mode")):
                        row.facts.setdefault(key, False)

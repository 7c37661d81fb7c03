"""What the facts of a row say together, and the findings of a row (design.md, Import)."""

from liangxin.codes import code_class
from liangxin.dates import first_day, last_day
from orgs.choices import CATEGORY_KIND, CODE_KIND, Category, Kind
from reports.imports.layouts_body import Entry
from reports.imports.rows import ERROR, WARNING, CleanRow, finding
from reports.ledgers.columns import Problem
from reports.ledgers.words import cell_text

# As facts have them: making a member of a choice class takes as long as the rest of what is settled for a row.
KIND_OF_CATEGORY = {category.value: kind.value for category, kind in CATEGORY_KIND.items()}
KIND_OF_CODE = {prefix: kind.value for prefix, kind in CODE_KIND.items()}


class Notes:
    """Writes findings into the rows of one sheet; `slots` are the columns that are read, by their number."""

    def __init__(self, sheet: str, slots: dict):
        self.sheet = sheet
        self.leaf_of = {slot.column.key: slot.leaf for slot in slots.values() if not slot.is_tick}
        self.slot_of = {slot.column.key: slot for slot in reversed(slots.values())}

    def say(self, row: CleanRow, code: str, severity: str, sentence: str, *, column: str, value: str, slot=None):
        """Add a Finding about a column of the row; without `slot` about the whole row."""
        where = {"fact": slot.column.key, "place": slot.place} if slot else {}
        found = finding(self.sheet, code, severity, sentence, row=row.number, column=column, value=value, **where)
        row.findings.append(found)

    def problem(self, row: CleanRow, slot, value, problem: Problem):
        """Note a Problem of a cell."""
        text = cell_text(value)
        self.say(row, problem.code, problem.severity, problem.sentence, column=slot.leaf, value=text, slot=slot)

    def note(self, row: CleanRow, code: str, severity: str, sentence: str, key: str = "", value: str = ""):
        """Note what the facts of a row say together; `key`: the fact that is named."""
        slot, leaf = self.slot_of.get(key), self.leaf_of.get(key, "")
        self.say(row, code, severity, sentence, column=leaf, value=value, slot=slot)
        row.findings[-1].fact = key


class Sense:
    """Settles what follows from the facts of each row together.

    keys: facts that have a column; kind: of the rows by title and sheet name, and the looser one by header words or
    file name, "" for none.
    """

    def __init__(self, notes: Notes, keys: set[str], kind: tuple[str, str]):
        self.notes, self.keys = notes, keys
        self.kind, self.loose_kind = kind

    def settle(self, entry: Entry, row: CleanRow) -> None:
        """What follows from the facts together."""
        facts = row.facts
        if entry.town:
            facts["group_town"] = entry.town
        if entry.village and "village" not in facts:
            facts["village"] = entry.village
        if "members_total" in facts or "members_here" in facts:
            self._members(row)
        if "credit_code" in self.keys and "credit_code" not in facts and not self._code_told(row):
            slot = self.notes.slot_of["credit_code"]
            self.notes.problem(row, slot, "", slot.column.absent().problem)
        if not facts.get("name") and not any(one.code == "required" for one in row.findings):
            self.notes.note(row, "required", ERROR, "没有填单位名称", "name")
        self._kind(entry, row)
        self._coverage(row)
        closed, established = facts.get("closed"), facts.get("established")
        if closed and established and last_day(closed) < first_day(established):
            self.notes.note(
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
        if counted == "members_total" and self.notes.leaf_of.get("elsewhere_members", "").startswith("其中"):
            less += facts.get("elsewhere_members", 0)
        full = total - less
        if full < 0:
            sentence = f"党员总数 {total} 少于其中的预备党员和组织关系不在本单位的党员（{less}），请核对"
            self.notes.note(row, "bad_number", ERROR, sentence, counted, str(total))
            return
        if len(stated) > 1:
            facts.setdefault("survey", {})["members_total"] = stated["members_total"]
        facts["full_members"] = full

    def _kind(self, entry: Entry, row: CleanRow) -> None:
        """The kind column; the group row or the sheet; the category; the code's prefix; else required."""
        facts = row.facts
        code_kind = KIND_OF_CODE.get(code_class(facts.get("credit_code", "")))
        category = facts.get("category")
        of_category = KIND_OF_CATEGORY.get(category)
        kind = facts.get("kind") or entry.kind or self.kind or of_category or code_kind or self.loose_kind
        if not kind:
            sentence = "看不出是非公企业还是社会组织，请填单位类别或统一社会信用代码"
            self.notes.note(row, "required", ERROR, sentence, "kind")
            return
        facts["kind"] = kind
        if category == "other":
            other = Category.OTHER_ENTERPRISE if kind == Kind.ENTERPRISE else Category.OTHER_SOCIAL
            facts["category"] = other.value
        if code_kind and code_kind != kind:
            code, said = facts["credit_code"], Kind(kind).label
            sentence = f"代码以 {code[:2]} 开头，一般是{Kind(code_kind).label}，这里填的是{said}，请核对"
            self.notes.note(row, "kind_mismatch", WARNING, sentence, "credit_code", code)

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
            self.notes.note(row, "bad_choice", ERROR, "组建方式勾选了“其他”，看不出是哪一种，请写明", "mode", "其他")
        if none and built is None:
            facts["built"] = built = False
            key = "mode"
        elif none and built:
            self.notes.note(row, "contradiction", ERROR, "填了已建立党组织，组建方式却是未建，请核对", "mode")
            return
        else:
            key = "built"
        if built is False and (name or mode):
            what = f"党组织名称“{name}”" if name else "组建方式"
            self.notes.note(row, "contradiction", ERROR, f"填了没有建立党组织，却填了{what}，请核对", key, "否")
        elif built is None and (name or mode) and not self._unreadable(row):
            facts["built"] = built = True

    def _unreadable(self, row: CleanRow) -> bool:
        """Whether the row says something about coverage that could not be read."""
        return any(one.code == "bad_choice" and one.severity == ERROR for one in row.findings)

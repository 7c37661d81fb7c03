"""How an import treats what the register holds, group by group: overwrite, fill blanks only, leave alone.

The stored facts of a row stay what the file says; planning works on a copy from which is taken what is not to be
written, and the row says what was left alone. A new organization has nothing to protect: its basics go in whatever
was chosen, and other groups that are left alone are not read.
"""

from collections.abc import Iterable
from datetime import date

from liangxin.names import normal_name
from orgs.models.regions import TOWN
from reports.imports.drafts import Draft
from reports.imports.holding import held_of, is_filled, label_for, says_the_same, words_for
from reports.imports.rows import ERROR, NOTE
from reports.ledgers import LEDGERS
from reports.ledgers.base import answer_titles
from reports.ledgers.manners import FACTS_OF, GROUPS, Manner
from reports.models import ImportBatch

LEFT = "left_alone"  # the code of the NOTE that says what was not written
OVERWRITE, FILL, LEAVE = Manner.OVERWRITE.value, Manner.FILL.value, Manner.LEAVE.value
PLACED = ("town", "group_town", "village")  # they place the row; what they change is the standing's region


def default_for(batch: ImportBatch) -> dict[str, str]:
    """Group → manner that the ledgers of the batch's sheets begin with; the first sheet that says one decides."""
    chosen = dict.fromkeys(GROUPS, OVERWRITE)
    keys = [sheet["ledger"] for file in batch.files.all() for sheet in file.sheets]
    for key in reversed([key for key in keys if key in LEDGERS]):
        chosen |= LEDGERS[key].manners
    return chosen


def chosen_for(batch: ImportBatch) -> dict[str, str]:
    """Group → manner of the batch: what the clerk chose, else the default."""
    return default_for(batch) | batch.options.get("policy", {})


def in_words(batch: ImportBatch) -> str:
    """What the batch does not simply write: "概况只补空白，指导员不写入"; "" when it writes everything."""
    chosen = chosen_for(batch)
    return "，".join(
        f"{title}{Manner(chosen[key]).label}" for key, (title, _, _) in GROUPS.items() if chosen[key] != OVERWRITE
    )


def policy_of(batch: ImportBatch) -> "Policy | None":
    """What planning needs; None when everything is written, so that it costs nothing."""
    chosen = chosen_for(batch)
    return Policy(chosen, batch.as_of) if set(chosen.values()) != {OVERWRITE} else None


class Policy:
    """Takes out of drafts what an import is told not to write."""

    def __init__(self, chosen: dict[str, str], as_of: date):
        self.chosen, self.as_of = chosen, as_of
        self.titles = answer_titles()

    def spare(self, drafts: Iterable[Draft]):
        """Let no row stay out for a cell that is not read: such an error becomes a note (`restored` takes it back)."""
        groups = [group for group, manner in self.chosen.items() if manner == LEAVE and group != "basics"]
        unread = {fact for group in groups for fact in FACTS_OF[group]}
        for draft in drafts:
            if draft.out:
                draft.findings = [_spared(one) if one.get("fact") in unread else one for one in draft.findings]

    def narrow(self, drafts: Iterable[Draft]):
        """Give every draft that goes in a narrowed copy of its facts, and say what was left alone."""
        for draft in drafts:
            if not draft.out:
                self._narrow(draft)

    def _narrow(self, draft: Draft):
        draft.stated = draft.said
        facts = draft.facts = dict(draft.facts)
        left = []
        for group, manner in self.chosen.items():
            if manner == OVERWRITE or (draft.record is None and (manner == FILL or group == "basics")):
                continue
            for fact in [fact for fact in FACTS_OF[group] if fact in facts]:
                self._take(draft, fact, fills=manner == FILL, left=left)
        if left:
            draft.find(LEFT, NOTE, "", "按所选的写入方式没有写入：" + "；".join(left), "")

    def _take(self, draft: Draft, fact: str, *, fills: bool, left: list[str]):
        """Take one fact out unless it fills a blank."""
        if fact in PLACED:
            self._take_place(draft, fact, fills, left)
        elif fact == "name":
            self._take_name(draft, left)
        elif fact == "survey":
            self._take_survey(draft, fills, left)
        elif not fills or is_filled(draft.record, fact, self.as_of):
            held, stated = held_of(draft.record, fact, self.as_of), draft.facts.pop(fact)
            if not says_the_same(fact, held, stated):
                left.append(_left(label_for(fact), words_for(fact, held), words_for(fact, stated)))

    def _take_place(self, draft, fact, fills, left):
        """The region that the row states: the row is placed by it, the standing keeps its own."""
        held = draft.record and draft.record.standing_on(self.as_of)
        if not held or not draft.region_stated:  # new; or the file does not say, or an earlier column was taken out
            return
        if fills and held.region.level == TOWN and draft.village_stated and held.region.code == draft.region.town_code:
            return
        if not draft.region.code.startswith(held.region.code) and not held.region.code.startswith(draft.region.code):
            left.append(_left("所在辖区", held.region.name, draft.region.name))
        draft.region_stated = draft.village_stated = False

    def _take_name(self, draft, left):
        held = draft.record.organization.name
        if normal_name(held) != normal_name(draft.facts["name"]):
            left.append(_left("单位名称", held, draft.facts["name"]))
        draft.facts["name"] = held

    def _take_survey(self, draft, fills, left):
        held = draft.record.organization.survey if draft.record else {}
        stated = draft.facts["survey"]
        kept = {key: value for key, value in stated.items() if fills and held.get(key) in (None, "")}
        for key in sorted(stated.keys() - kept.keys()):
            if held.get(key) != stated[key]:
                left.append(_left(self.titles.get(key, key), str(held.get(key, "")), str(stated[key])))
        draft.facts["survey"] = kept


def _left(label: str, held: str, stated: str) -> str:
    """从业人员仍为 18（表中 20）."""
    return f"{label}仍为 {held}（表中 {stated}）" if held else f"{label}（表中 {stated}）"


def _spared(finding: dict) -> dict:
    """An error as a note that remembers what it was."""
    return {**finding, "severity": NOTE, "was": ERROR} if finding["severity"] == ERROR else finding


def restored(finding: dict) -> dict:
    """A stored finding as cleaning found it, whatever the import was told to write."""
    return {key: finding["was"] if key == "severity" else finding[key] for key in finding if key != "was"}

"""Which registered person a row means: by the sealed ID number's index, else by name and birth (and branch).

Never guessed: where two could be meant, the row stays out as several (domain.md §5; design.md, Match).
"""

from collections import defaultdict

from liangxin.dates import refines
from liangxin.loading import load
from liangxin.names import normal_person
from members.models.people import Someone
from reports.imports.drafts import Draft
from reports.imports.register import together
from reports.rosters.planner import Record

KEYS = ("search_key",)
OUTSIDE = "这个公民身份号码已由其他乡镇登记，请联系县级管理员"


class People:
    """Registered people whom the rows may mean, of those that a user sees."""

    def __init__(self, visible, model: type[Someone], rows: list[dict]):
        self.by_index: dict[str, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        self.records: dict[int, Record] = {}
        self.foreign: set[str] = set()
        indexes = {row["id_number"]["index"] for row in rows if row.get("id_number")}
        for chunk in together(indexes):
            self.take(load(visible.filter(id_index__among=chunk), KEYS))
        for chunk in together(indexes - self.by_index.keys()):
            # Only that somebody has it is looked up beyond what the user sees (design.md, idea 5).
            self.foreign.update(model.objects.filter(id_index__among=chunk).values_list("id_index", flat=True))
        known = {index: record.subject.name for index, record in self.by_index.items()}
        named = [row for row in rows if not (row.get("id_number") and row["id_number"]["index"] in known)]
        names = {form for row in named if row.get("name") for form in (row["name"], normal_person(row["name"]))}
        for chunk in together(names):
            self.take(load(visible.filter(name__among=chunk).order_by("pk"), KEYS))

    def take(self, people: list[Someone]):
        """Add registered people, each once."""
        for one in people:
            if one.pk in self.records:
                continue
            record = self.records[one.pk] = Record(one)
            if one.id_index:
                self.by_index[one.id_index] = record
            self.by_name[normal_person(one.name)].append(record)

    def match(self, draft: Draft, *, together_with, noun: str):
        """Set `draft.record`, or keep the row out; neither is a new person.

        together_with: whether a record belongs to the branch that the row names.
        """
        facts, number = draft.facts, draft.facts.get("id_number")
        if number and (record := self.by_index.get(number["index"])):
            draft.record = record
            return
        if number and number["index"] in self.foreign:
            draft.outcome = "outside"
            draft.error("outside_scope", "id_number", OUTSIDE, number["shown"])
            return
        found = [one for one in self.by_name.get(normal_person(facts["name"]), ()) if may_be(one.subject, facts)]
        born = [one for one in found if facts.get("birth") and one.subject.birth]
        beside = [one for one in found if together_with(one)]
        both = [one for one in born if one in beside]
        unsure = born and beside and not both
        fitting = found if unsure else both or born or beside
        if len(fitting) == 1:
            draft.record = fitting[0]
        elif found:
            draft.outcome = "several"
            what = f"登记中有 {len(fitting)} 名" if len(fitting) > 1 else "登记中有"
            sentence = f"{what}同名的{noun}，无法确定是不是同一人，请补填公民身份号码或出生日期，或核对所在党支部"
            draft.error("several", "name", sentence)

    def rename(self, draft: Draft):
        """Say that a person, known by the number, is called otherwise."""
        held = draft.record.subject.name
        if normal_person(held) != normal_person(draft.facts["name"]):
            draft.warn("renamed", "name", f"登记的姓名是“{held}”，公民身份号码相同，按改名写入，请核对")


def may_be(one: Someone, facts: dict) -> bool:
    """Whether a namesake may be the person of a row: no other number, birth or sex."""
    birth, number = facts.get("birth"), facts.get("id_number")
    if number and one.id_index:
        return False
    if birth and one.birth and not (refines(birth, one.birth) or refines(one.birth, birth)):
        return False
    return not (facts.get("sex") and one.sex and facts["sex"] != one.sex)


def keys_of(draft: Draft) -> tuple[list, list]:
    """See Planner.keys: people of one name and birth in a branch are two only when each has a number of its own."""
    facts, number = draft.facts, draft.facts.get("id_number")
    same = (facts["name"], facts.get("birth"), draft.branch and draft.branch.pk)
    own = [number["index"]] if number else []
    if draft.record is not None:
        return [draft.record, *own], [draft.record, *own]
    if number:
        return [*own, (*same, "no number")], [*own, same]
    return [same], [same, (*same, "no number")]


def cross_check(draft: Draft, follows=("sex", "birth")):
    """Sex and birth as stated against those of the number; of what is not stated, `follows` are taken from it."""
    facts, number = draft.facts, draft.facts.get("id_number")
    if not number:
        return
    for fact, title in (("sex", "性别"), ("birth", "出生日期")):
        stated = facts.get(fact)
        if stated and not refines(number[fact], stated):
            draft.error("contradiction", fact, f"{title}与公民身份号码不符，请核对哪一个写错了")
        elif not stated and fact in follows:
            facts[fact] = number[fact]


def take_number(draft: Draft, changes):
    """Give a registered person, who has none, the row's ID number; only its hidden form is said."""
    one, number = draft.record.subject, draft.facts.get("id_number")
    if number and not one.id_index:
        draft.note("公民身份号码", "", number["shown"])
        changes.change(one, id_sealed=number["sealed"], id_index=number["index"])

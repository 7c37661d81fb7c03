"""What clerks said of the names of towns, villages and branches in files, taken up before rows are planned.

The stored facts of a row stay what the file says (Draft.stated); planning works on a copy.
"""

from liangxin.names import normal_branch_name
from orgs.choices import folded
from orgs.models import PartyBranch
from orgs.models.regions import TOWN
from reports.imports.drafts import Draft
from reports.imports.places import Places

EVERYWHERE = ("town", "supervisor")  # facts whose values mean the same in the whole county
IN_A_TOWN = ("village", "branch_name")  # facts whose values are looked up inside the row's town
BRANCHES = ("supervisor", "branch_name")


class Meanings:
    """Answers about places and branches: (fact, folded text, town code or "") → code of a region, or a branch's name.

    An answer "" leaves the cell aside. One whose region or branch is no longer there is not used, nor one about a text
    that names something registered by now: it was asked about because nobody knew it.
    """

    def __init__(self, places: Places, values: dict[tuple[str, str, str], str]):
        self.places = places
        self.values = {key: value for key, value in values.items() if key[0] in EVERYWHERE + IN_A_TOWN}
        self.branches = self._registered() if self.values else set()
        self._seen: dict[tuple[str, str, str], str | None] = {}

    def _registered(self) -> set[tuple[str, str]]:
        """(town or county code, normal name) of the branches that answers name and that are in force."""
        about = [(text, value) for (fact, text, _), value in self.values.items() if fact in BRANCHES]
        names = {normal_branch_name(name) for pair in about for name in pair if name}
        found = PartyBranch.objects.filter(normal_name__in=names, dissolved="") if names else PartyBranch.objects.none()
        return {(code[:TOWN], name) for code, name in found.values_list("region__code", "normal_name")}

    def take_up(self, drafts: list[Draft]):
        """Give the drafts of which an answer speaks a copy of their facts that says what is meant."""
        if not self.values:
            return
        asked = {fact for fact, _, _ in self.values}
        everywhere = [fact for fact in EVERYWHERE if fact in asked]
        in_a_town = [fact for fact in IN_A_TOWN if fact in asked]
        for draft in drafts:
            for fact in everywhere:
                self._take(draft, fact, "")
            if in_a_town:
                town, _ = self.places.of_row(draft.facts, draft.hints)
                for fact in in_a_town if town else ():
                    self._take(draft, fact, town.code)

    def _take(self, draft: Draft, fact: str, town: str):
        text = draft.facts.get(fact)
        if not text:
            return
        key = (fact, text, town)
        if key not in self._seen:
            self._seen[key] = self._meant(*key)
        meant = self._seen[key]
        if meant is None:
            return
        draft.stated = draft.said
        draft.facts = {key: value for key, value in draft.facts.items() if key != fact}
        if meant:
            draft.facts[fact] = meant

    def _meant(self, fact: str, text: str, town: str) -> str | None:
        """What an answer says of a text; None when none does, or what it names is gone."""
        meant = self.values.get((fact, folded(text), town))
        if meant is None or (meant and not self._is_there(fact, meant, town)):
            return None
        return None if self._is_known(fact, text, town) else meant

    def _is_there(self, fact: str, meant: str, town: str) -> bool:
        if fact not in BRANCHES:
            return meant in self.places.by_code
        places = (town,) if town else {place for place, _ in self.branches}
        return any((place, normal_branch_name(meant)) in self.branches for place in places)

    def _is_known(self, fact: str, text: str, town: str) -> bool:
        """Whether the register knows what the text names without any answer."""
        if fact == "town":
            return self.places.town_named(text) is not None
        if fact == "village":
            return self.places.village(self.places.by_code[town], text) is not None
        normal = normal_branch_name(text)
        if town:
            return (town, normal) in self.branches
        return sum(name == normal for _, name in self.branches) == 1  # of several an answer may tell which

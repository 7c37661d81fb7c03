"""Names that may mean the same organization: their cores, and which registered ones a row is nearly like.

Knows no database. Nearly alike is a question for a clerk, never an answer (design.md, Match: never guess).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from liangxin.codes import credit_code_problem
from liangxin.names import normal_name, normal_person

LEGAL_FORM = re.compile(r"(?:股份有限|有限责任|责任有限|股份|有限)?(?<!分)(?<!子)公司$")
IN_BRACKETS = re.compile(r"\([^()]*\)")
REGION_ENDING = re.compile(r"(?:省|自治区|市|地区|自治州|县|自治县|区|镇|乡|街道|街道办事处)$")
BETWEEN_PEOPLE = re.compile(r"[、，,;；/\s]+")
PHONE = re.compile(r"\d{7,}")
SHORTEST = 2  # characters of a core that tells anything
NOWHERE: frozenset[str] = frozenset()
SIMILAR = 0.6  # of SequenceMatcher: 明远商贸 and 明源商贸, not 明远商贸 and 明远物流


class Core(NamedTuple):
    """A name without its legal form, its brackets and the regions in front, which are kept apart."""

    places: frozenset[str]
    rest: str


class Known(NamedTuple):
    """What is compared of a registered organization."""

    pk: int
    town: str  # code of the region in which it lies
    name: str
    credit_code: str | None
    kind: str
    head_name: str
    head_phone: str
    former_names: Sequence[str] = ()


class Names:
    """Takes names apart; `regions` are the names of regions with which an organization's name may begin.

    towns: county, towns and what is above them are known without 县, 镇 … too; villages are not, as 东门 and 石桥 are
    common words in names.
    """

    def __init__(self, towns: Iterable[str], villages: Iterable[str] = ()):
        self.prefixes = {normal_name(name): normal_name(name) for name in villages}
        for name in map(normal_name, towns):
            stem = REGION_ENDING.sub("", name)
            stem = stem if len(stem) >= SHORTEST else name
            self.prefixes |= {name: stem, stem: stem}
        self.longest = max(map(len, self.prefixes), default=0)
        self.begins = {name[:SHORTEST] for name in self.prefixes}

    def core(self, name: str) -> Core:
        """The core of a name; of one that is all brackets or all region the whole."""
        whole = normal_name(name)
        rest = IN_BRACKETS.sub("", whole) if "(" in whole else whole
        if rest.endswith("公司"):
            rest = LEGAL_FORM.sub("", rest) or rest
        places = NOWHERE
        while rest[:SHORTEST] in self.begins and (prefix := self._prefix(rest)):
            places |= {self.prefixes[prefix]}
            rest = rest[len(prefix) :]
        return Core(places, rest if len(rest) >= SHORTEST else whole)

    def _prefix(self, text: str) -> str:
        """The longest name of a region with which the text begins, something being left after it."""
        for length in range(min(self.longest, len(text) - SHORTEST), 1, -1):
            if text[:length] in self.prefixes:
                return text[:length]
        return ""


class Index:
    """Registered organizations, found by core, by head and by phone."""

    def __init__(self, names: Names, known: Iterable[Known]):
        self.names = names
        self.by_core: dict[str, list[tuple[Core, Known]]] = defaultdict(list)
        self.by_person: dict[str, list[tuple[Core, Known]]] = defaultdict(list)
        for one in known:
            for name in one.former_names or ():
                former = names.core(name)
                self.by_core[former.rest].append((former, one))
            core = names.core(one.name)
            self.by_core[core.rest].append((core, one))
            for key in _people(one.head_name, one.head_phone):
                self.by_person[key].append((core, one))

    def __bool__(self):
        return bool(self.by_core)

    def near(self, facts: dict, town: str) -> list[Known]:
        """The organizations of `town` that a row which matches none may mean, the oldest first."""
        core, kind, code = self.names.core(str(facts["name"])), facts.get("kind"), facts.get("credit_code")
        is_valid = bool(code) and credit_code_problem(code) is None

        def may_be(one: Known) -> bool:
            if not one.town.startswith(town) or (kind and kind != one.kind):
                return False
            return not (is_valid and one.credit_code and surely_two(code, one.credit_code))

        found = {
            one.pk: one
            for other, one in self.by_core.get(core.rest, ())
            if (core.places <= other.places or core.places >= other.places) and may_be(one)
        }
        for key in _people(facts.get("head_name"), facts.get("head_phone")):
            for other, one in self.by_person.get(key, ()):
                if one.pk not in found and may_be(one) and similar(core.rest, other.rest):
                    found[one.pk] = one
        return [one for _, one in sorted(found.items())]


def surely_two(code: str | None, other: str | None) -> bool:
    """Whether two credit codes are valid and differ: then nobody asks, they are two organizations."""
    return bool(code and other and code != other) and not (credit_code_problem(code) or credit_code_problem(other))


def similar(one: str, other: str) -> bool:
    """Whether two cores are alike enough to ask when head or phone are the same."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST:
        return False
    if short in long:
        return True
    if 2 * sum(letter in long for letter in short) < SIMILAR * (len(short) + len(long)):  # cannot reach it
        return False
    return SequenceMatcher(None, short, long, autojunk=False).ratio() >= SIMILAR


def _people(name: str | None, phone: str | None) -> set[str]:
    """The people and phone numbers by which a head is known."""
    name, phone = str(name or ""), str(phone or "")
    if name.isalpha():  # one name, as it usually is
        people = {name} if len(name) > 1 else set()
    else:
        people = {part for part in map(normal_person, BETWEEN_PEOPLE.split(name)) if len(part) > 1}
    if phone:
        people.update(PHONE.findall(phone.replace("-", "")))
    return people

"""Which rows of a batch depend on one another, so that mending a few plans only those anew.

Two rows depend on each other when they may be the same organization or name the same branch: one is refused as a
repeat, one founds the branch for the others. Of the rows that name a guide only the first that states a detail
matters to the others, and only when the detail differs from the register.
"""

from collections import defaultdict
from collections.abc import Iterable

from liangxin.names import normal_branch_name, normal_name
from reports.imports.drafts import Draft
from reports.imports.register import people
from reports.models import ImportBatch, ImportRow

Key = tuple[str, str]
NAMES = ("name", "credit_code", "branch_name", "guide_name")
DETAILS = ("guide_unit", "guide_post", "guide_phone")


def keys_of(facts: dict, organization: int | None = None) -> set[Key]:
    """By what a row may depend on another one."""
    keys = {("code", str(facts.get("credit_code") or "")), ("name", normal_name(str(facts.get("name") or "")))}
    keys.add(("branch", normal_branch_name(str(facts.get("branch_name") or ""))))
    keys.add(("organization", str(organization or "")))
    return {key for key in keys if key[1]}


class Reach:
    """The dependencies among the stored rows of a batch; one query whatever their number."""

    def __init__(self, batch: ImportBatch):
        self.keys: dict[int, set[Key]] = {}
        self.rows: dict[Key, set[int]] = defaultdict(set)
        self.first: dict[tuple[str, str], int] = {}  # (guide, detail) → the first row that goes in and states it
        columns = ("pk", "organization", "outcome", *(f"facts__{name}" for name in NAMES + DETAILS))
        for pk, organization, outcome, *values in batch.rows.order_by("id").values_list(*columns):
            facts = dict(zip(NAMES + DETAILS, values, strict=True))
            self.join(pk, keys_of(facts, organization))
            if facts["guide_name"] and outcome not in ImportRow.KEPT_OUT:
                for person in people(str(facts["guide_name"])):
                    for detail in DETAILS:
                        if facts[detail]:
                            self.first.setdefault((person, detail), pk)

    def join(self, pk: int, keys: Iterable[Key]):
        """Let a row depend on others by further keys."""
        mine = self.keys.setdefault(pk, set())
        for key in keys:
            mine.add(key)
            self.rows[key].add(pk)

    def of(self, rows: Iterable[int]) -> set[int]:
        """`rows` and all that depend on them, directly or through others."""
        found, waiting = set(rows), list(rows)
        while waiting:
            for key in self.keys[waiting.pop()]:
                new = self.rows[key] - found
                found |= new
                waiting += new
        return found

    def learn(self, pk: int, draft: Draft) -> set[int]:
        """Take up what planning found of a row; gives further rows whose plan it may change."""
        known = draft.record.organization.pk if draft.record else None
        self.join(pk, [("organization", str(known))] if known else [])
        if not any(change["field"].startswith("指导员") for change in draft.changes):  # a detail, 党建指导员 is none
            return set()
        names = people(str(draft.facts.get("guide_name") or ""))
        return {self.first[name, detail] for name in names for detail in DETAILS if (name, detail) in self.first}


def reach_of(batch: ImportBatch, mended: Iterable[ImportRow]) -> Reach:
    """The dependencies of a batch, with those of `mended` rows by what they say now as well as by what they said."""
    reach = Reach(batch)
    for row in mended:
        reach.join(row.pk, keys_of(row.facts))
    return reach

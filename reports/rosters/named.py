"""Registered people of whom only the name is compared."""

from collections import defaultdict

from liangxin.loading import load
from liangxin.names import normal_person
from reports.imports.register import KEYS, together
from reports.rosters.planner import Record


class Namesakes:
    """Those of the rows' names, of the `visible` ones."""

    def __init__(self, visible, rows: list[dict]):
        self.records: dict[int, Record] = {}
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        names = {form for row in rows if row.get("name") for form in (row["name"], normal_person(row["name"]))}
        for chunk in together(names):
            for one in load(visible.filter(name__among=chunk).order_by("pk"), KEYS):
                record = self.records[one.pk] = Record(one)
                self.by_name[normal_person(one.name)].append(record)

    def named(self, name: str) -> list[Record]:
        """All who are called so."""
        return list(self.by_name.get(normal_person(name), ()))

"""A ledger as it is shown: two header rows over its leaves, numbers and codes told apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from liangxin.dates import said
from reports.ledgers.base import Table
from reports.ledgers.columns import Column, Serial
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Phone
from reports.ledgers.roster_kinds import IdNumber

WORD = 4  # characters that stay on one line on paper: 汉族, 正式党员
NAME = "name"  # the column that stays in view, beside the serial number
ALONE = (
    "党",
    "代码",
    "乡镇",
    "村",
    "类型",
    "成立",
    "人员",
    "方式",
    "日期",
    "时间",
    "书记",
    "单位",
)  # speak for themselves


@dataclass(frozen=True)
class Head:
    """A heading of the first row: it spans `leaves`; without a group's title they stand alone below an empty cell."""

    title: str
    leaves: tuple[Column, ...]


@dataclass(frozen=True)
class Shown:
    """A table on screen: its headings, and what of it is printed."""

    heads: list[Head]
    on_paper: frozenset[str]

    @property
    def paper(self) -> list[str]:
        """The headings of what is printed, each with its group's title where it does not speak for itself."""
        found = []
        for head in self.heads:
            for leaf in head.leaves:
                if leaf.key in self.on_paper:
                    alone = not head.title or any(word in leaf.title for word in ALONE)
                    found.append(leaf.title if alone else f"{head.title}{leaf.title}")
        return found

    def cells(self, facts: dict) -> list[tuple[str, str]]:
        """The cells of a row: (text, CSS classes)."""
        return [self._cell(leaf, facts) for head in self.heads for leaf in head.leaves]

    def _cell(self, leaf, facts):
        value, screen_only = leaf.cell(facts), "" if leaf.key in self.on_paper else " lx-screen"
        if value is None:
            return "", screen_only.strip()
        if (isinstance(leaf, PartialDate) or leaf.export == "date") and leaf.key in facts:
            return said(value), f"lx-code{screen_only}"
        if leaf.export == "number":
            return str(value), f"lx-num{screen_only}"
        whole = isinstance(leaf, CreditCode | Phone | IdNumber) or len(str(value)) <= WORD
        kind = "lx-code" if whole else ""
        return str(value), f"{kind}{screen_only}".strip()


def shown(table: Table, on_paper: Iterable[str]) -> Shown:
    """The groups of a table from the left, without the serial number and the name, which stand before them.

    A group within a group has a heading of its own. A layout prints what its ledger does, where it has it in one
    column; of several (one for each choice) none is printed.
    """
    heads = [Head(title, tuple(leaves)) for title, leaves in _runs(table.columns) if leaves]
    keys = [leaf.key for head in heads for leaf in head.leaves]
    return Shown(heads, frozenset(key for key in on_paper if keys.count(key) == 1))


def _runs(nodes, title=""):
    """(title, leaves) of each run of columns under one heading."""
    run = []
    for node in nodes:
        if isinstance(node, Column):
            if not node.own or node.key == NAME or isinstance(node, Serial):
                continue
            if title:
                run.append(node)
            else:
                yield "", [node]
        else:
            yield title, run
            run = []
            yield from _runs(node.children, node.title)
    yield title, run

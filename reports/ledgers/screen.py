"""A ledger as it is shown: two header rows over its leaves, numbers and codes told apart."""

from dataclasses import dataclass

from liangxin.dates import said
from reports.ledgers.base import Ledger
from reports.ledgers.columns import Column, Serial
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Phone

NAME = "name"  # the column that stays in view, beside the serial number
# A page of A4 has room for these; the workbook has all columns.
ON_PAPER = (
    "credit_code",
    "town",
    "village",
    "category",
    "established",
    "head_name",
    "head_phone",
    "employees",
    "full_members",
    "mode",
    "branch_name",
    "branch_established",
    "unbuilt_reason",
    "guide_name",
    "guide_phone",
)


@dataclass(frozen=True)
class Head:
    """A heading of the first row: it spans `leaves`; without a group's title they stand alone below an empty cell."""

    title: str
    leaves: tuple[Column, ...]


def heads(ledger: Ledger) -> list[Head]:
    """The groups of a ledger from the left, without the serial number and the name, which stand before them."""
    found = []
    for node in ledger.columns:
        if isinstance(node, Column):
            leaves, title = (node,), ""
        else:
            leaves, title = tuple(node.leaves()), node.title
        leaves = tuple(leaf for leaf in leaves if leaf.own and leaf.key != NAME and not isinstance(leaf, Serial))
        if leaves:
            found.append(Head(title, leaves))
    return found


def on_paper(head_list: list[Head]) -> list[str]:
    """The headings of what is printed, each with its group's title where it does not speak for itself."""
    found = []
    for head in head_list:
        for leaf in head.leaves:
            if leaf.key in ON_PAPER:
                alone = any(word in leaf.title for word in ("党", "代码", "乡镇", "村", "类型", "成立", "人员", "方式"))
                found.append(leaf.title if alone else f"{head.title}{leaf.title}")
    return found


def cells(head_list: list[Head], facts: dict) -> list[tuple[str, str]]:
    """The cells of a row under `head_list`: (text, CSS classes)."""
    return [_cell(leaf, facts) for head in head_list for leaf in head.leaves]


def _cell(leaf, facts):
    value, screen_only = leaf.cell(facts), "" if leaf.key in ON_PAPER else " lx-screen"
    if value is None:
        return "", screen_only.strip()
    if isinstance(leaf, PartialDate) and leaf.key in facts:
        return said(value), f"lx-code{screen_only}"
    if leaf.export == "number":
        return str(value), f"lx-num{screen_only}"
    kind = "lx-code" if isinstance(leaf, CreditCode | Phone) else ""
    return str(value), f"{kind}{screen_only}".strip()

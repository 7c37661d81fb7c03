"""The fields that a column of a file may mean, named and grouped as in the ledgers."""

from collections import Counter
from functools import cache

from orgs.choices import MassKind
from reports.ledgers.base import LEDGERS
from reports.ledgers.columns import Column, Group, Serial

SHORTEST = 3  # characters; a title as short as 姓名 or 人数 says nothing of whom it concerns
OF_SOMEBODY = frozenset(("是否党员", "工作单位"))
MASS = frozenset(MassKind.labels)
BESIDE = "台账之外"  # what towns' files hold beside the ledgers' own columns


@cache
def fields() -> dict[str, Column]:
    """Key → column of every field of every ledger, as the first ledger declares it; 序号 is none."""
    found = {}
    for ledger in LEDGERS.values():
        for column in ledger.readable:
            if not isinstance(column, Serial):
                found.setdefault(column.key, column)
    return found


@cache
def field_title(key: str) -> str:
    """How a field is called where no header stands above it: 党组织书记姓名; "" for a key that no ledger has.

    Ledgers that call it otherwise are named with it: 企业名称／社会组织名称.
    """
    named = [next((one for one in ledger.readable if one.key == key), None) for ledger in LEDGERS.values()]
    own = [one for one in named if one and one.own] or [one for one in named if one]
    return "／".join(dict.fromkeys(_title(column) for column in own))


def _title(column: Column) -> str:
    """The column's title, under its group's where the title alone does not say whose it is."""
    group, title = column.group, column.title
    if group is None or group.neutral or group.title in title or title in MASS:
        return title
    return f"{group.title}{title}" if len(title) <= SHORTEST or title in OF_SOMEBODY | _shared() else title


@cache
def _shared() -> frozenset[str]:
    """Titles that several fields have: 姓名, 联系电话."""
    titles = Counter(column.title for column in fields().values())
    return frozenset(title for title, number in titles.items() if number > 1)


@cache
def grouped_fields() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(group, ((key, title), …)) in the order of the ledgers, for a drop-down."""
    groups: dict[str, dict[str, str]] = {}
    for ledger in LEDGERS.values():
        for nodes, beside in ((ledger.columns, False), (ledger.extra, True)):
            for node in nodes:
                within = node.title if isinstance(node, Group) else BESIDE if beside else "其他"
                columns = node.leaves() if isinstance(node, Group) else (node,)
                taken = {key for names in groups.values() for key in names}
                for column in columns:
                    if column.key not in taken and column.key in fields():
                        groups.setdefault(within, {})[column.key] = field_title(column.key)
    return tuple((title, tuple(names.items())) for title, names in groups.items())

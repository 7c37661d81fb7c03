"""A ledger (台账): one declaration from which export, template, import, page and print come."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from liangxin.books import A4
from reports.ledgers.columns import Column, Group, Serial

LEDGERS = {}  # of organizations, which towns fill in: what a survey may be recognised as
ROSTERS = {}  # of people, branches and guides: exported, filled in and read like the others, but no survey's
LISTS = {}  # what other authorities hand over: declared alike, but no register of ours and no survey
SIX = ("enterprises", "socials", "branches", "members", "candidates", "guides")  # 六套台账, domain.md §3


class Table:
    """A tree of columns and the rows under it; `leaves` are the columns that stand in the workbook, from the left."""

    title = heading = ""
    columns: tuple = ()
    leaves: list[Column]
    paper = A4

    def cells(self, facts: dict, number: int | None = None) -> list:
        """One row of the ledger, in the order of `leaves`: str, int, Decimal or None.

        facts: by fact key, as an import row states them (answers under "survey"); number: the 序号.
        """
        return [number if isinstance(leaf, Serial) else leaf.cell(facts) for leaf in self.leaves]

    def rows(self, batches: Iterable[dict[str, Sequence]]) -> Iterator[Sequence]:
        """cells() of many rows, numbered from 1; their facts come by columns (reports.ledgers.rows)."""
        number = 1
        for columns in batches:
            size = len(next(iter(columns.values())))
            unknown = (None,) * size
            surveys = columns.get("survey", unknown)
            answered = set().union(*filter(None, surveys))
            found = []
            for leaf in self.leaves:
                if isinstance(leaf, Serial):
                    found.append(range(number, number + size))
                else:
                    asked = surveys if leaf.key in answered else ()
                    answers = [survey.get(leaf.key) if survey else None for survey in asked]
                    found.append(leaf.cells(columns.get(leaf.key, unknown), answers))
            yield from zip(*found, strict=True)
            number += size


class Form(Table):
    """A ledger without some of its columns."""

    def __init__(self, ledger: Table, hidden: frozenset[str]):
        self.title, self.heading, self.paper = ledger.title, ledger.heading, ledger.paper
        self.columns = tuple(_without(ledger.columns, hidden))
        self.leaves = [leaf for leaf in ledger.leaves if leaf.key not in hidden]


def _without(nodes, hidden):
    for node in nodes:
        if isinstance(node, Column):
            if node.key not in hidden:
                yield node
        elif left := [copy(child) for child in _without(node.children, hidden)]:  # a group takes its children over
            yield Group(node.title, *left, neutral=node.neutral, key=node.key)


class Ledger(Table):
    """A declared ledger; a subclass sets `key`, `title`, `kind` and `columns` and registers itself at import.

    registry: LEDGERS; ROSTERS for the register of `record` ("members.partymember"); LISTS for a list that another
    authority hands over (`class Ours(Ledger, registry=LISTS)`).

    columns: the tree that stands in the workbook; extra: columns that are only read from towns' files; manners: how an
    import treats groups of columns unless the clerk says otherwise (reports/ledgers/manners.py).
    Raises TypeError for an attribute missing, a ledger key or a fact used twice.
    """

    key = kind = ""
    extra: tuple = ()
    manners: dict[str, str] = {}
    record = "orgs.organization"  # the label of the model of which each row is one
    on_paper: tuple[str, ...] = ()  # the facts for which a printed page of A4 has room; the workbook has all

    def __init_subclass__(cls, registry: dict = LEDGERS, **kwargs):
        super().__init_subclass__(**kwargs)
        missing = [name for name in ("key", "title", "kind", "columns") if not getattr(cls, name, None)]
        if missing:
            raise TypeError(f"{cls.__name__}: set {', '.join(missing)}")
        if cls.key in registry:
            raise TypeError(f"ledger key used twice: {cls.key}")
        ledger = cls()
        facts = [(leaf.survey, leaf.key) for leaf in ledger.leaves]
        twice = {key for survey, key in facts if facts.count((survey, key)) > 1}
        if twice:
            raise TypeError(f"{cls.__name__}: fact in two columns: {', '.join(sorted(twice))}")
        registry[cls.key] = ledger

    def __init__(self):
        self.leaves = [leaf for leaf in leaves(self.columns) if leaf.own]
        self.readable = [*leaves(self.columns), *leaves(self.extra)]

    def groups(self):
        """All groups, those within groups included."""
        return list(groups((*self.columns, *self.extra)))


def leaves(nodes):
    """The columns under these nodes, from the left."""
    for node in nodes:
        if isinstance(node, Column):
            yield node
        else:
            yield from leaves(node.children)


def groups(nodes):
    """The groups among and under these nodes."""
    for node in nodes:
        if isinstance(node, Group):
            yield node
            yield from groups(node.children)


def every_ledger() -> dict[str, Ledger]:
    """The committee's ledgers by key: the six in their order, then what was declared beside them."""
    declared = {**LEDGERS, **ROSTERS}
    return {key: declared[key] for key in (*SIX, *(key for key in declared if key not in SIX))}


def answer_titles() -> dict[str, str]:
    """The answers kept in Organization.survey: key → its title, with the group's where several share a word."""
    answers = [leaf for ledger in LEDGERS.values() for leaf in ledger.readable if leaf.survey]
    named = {leaf.key: leaf.title for leaf in answers}
    shared = [title for title in named.values() if list(named.values()).count(title) > 1]
    beside = {leaf.key: f"{leaf.group.title}{leaf.title}" for leaf in answers if leaf.title in shared and leaf.group}
    return named | beside

"""From a header path (parents, leaf) to the ledger columns it may mean."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from reports.ledgers import LEDGERS, Column, Group
from reports.ledgers.choices import YesNo
from reports.ledgers.columns import Serial
from reports.ledgers.numbers import Number
from reports.ledgers.words import header_forms

SURE, LIKELY, WEAK, SLIGHT = 3.0, 2.0, 1.0, 0.5
TITLE = re.compile(r"^附件|^附表|(?:表|台账|名册|清单|名单)$")
ASKS = re.compile(r"是否(?:已?建立|已?建有|已?成立|已?组建|已建|属于|为|有)?|有无|有没有")
BEGINS = re.compile(r"所建|所在|所属|现有|其中|目前|本单位|本企业|单位|企业")
ENDS = re.compile(r"(?:总?人数|总?数量?|情况)$")
LAST_BRACKETS = re.compile(r"[（(][^（()）]*[）)]$")


class Candidate(NamedTuple):
    """A column that a header may mean, and how surely."""

    column: Column
    weight: float


class Words(NamedTuple):
    """All spellings of all ledgers, in compared form."""

    plain: dict[str, list[Column]]  # need no parent
    weak: dict[str, list[Column]]  # mean it where no parent says otherwise
    grouped: dict[tuple[str, str], Column]  # (group key, leaf)
    groups: list[tuple[str, Group]]  # word → group, longest first


@cache
def words() -> Words:
    """The tables, made once from the declarations."""
    found = Words({}, {}, {}, [])
    for ledger in LEDGERS.values():
        for group in ledger.groups():
            found.groups.extend((form, group) for word in group.words for form in header_forms(word))
        for column in ledger.readable:
            _add(found, column)
    found.groups.sort(key=lambda pair: -len(pair[0]))
    return found


def _add(found: Words, column: Column) -> None:
    group = column.group
    bound = group is not None and not group.neutral
    # 姓名 or 来源 alone say nothing, but 组建方式 does: a title longer than a leaf word stands for itself.
    short = bound and column.title in (
        "姓名",
        "联系电话",
        "职务",
        "工作单位",
        "来源",
        "姓名及电话",
        "人数",
        "学历",
        "年龄",
        "性别",
    )
    for word in (*column.also, *(() if short else (column.title,))):
        _put(found.plain, word, column)
    for word in column.weak:
        _put(found.weak, word, column)
    if not bound:
        return
    for leaf in (column.title, *column.leaf):
        for form in header_forms(leaf):
            found.grouped.setdefault((group.key, form), column)
            for word in group.words:
                for start in header_forms(word):
                    _put(found.plain, start + form, column)


def _put(table: dict[str, list[Column]], word: str, column: Column) -> None:
    for form in header_forms(word):
        columns = table.setdefault(form, [])
        if all(known.key != column.key for known in columns):
            columns.append(column)


@lru_cache(4096)
def group_of(parent: str) -> Group | None:
    """The group that a parent header names: the one whose longest word it contains, a person before 基本情况."""
    best = None
    for form in header_forms(parent):
        for word, group in words().groups:
            if word in form and (best is None or (best.neutral and not group.neutral)):
                best = group
                if not group.neutral:
                    return group
    return best


@lru_cache(8192)
def match(path: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The columns that a header path may mean, the surest first; () when nobody knows it."""
    *parents, leaf = path
    table, found, foreign = words(), {}, False
    forms = header_forms(leaf)
    for parent in reversed(parents):
        group = group_of(parent)
        if group is None:
            foreign = foreign or not is_title(parent)
            continue
        if group.neutral:
            continue
        for form in forms:
            if column := table.grouped.get((group.key, form)):
                found.setdefault(column.key, Candidate(column, SURE))
        foreign = True  # it is about that group, so a weak word does not mean the organization
    for form in _joined(parents, forms):
        for column in table.plain.get(form, ()):
            found.setdefault(column.key, Candidate(column, SURE - 0.5 * bool(found)))
    if not foreign:
        for form in forms:
            for column in table.weak.get(form, ()):
                found.setdefault(column.key, Candidate(column, WEAK))
    if not found:
        found = {column.key: Candidate(column, LIKELY) for form in forms for column in _loosely(form)}
    slight = {
        key: Candidate(one.column, SLIGHT) if isinstance(one.column, Serial) else one for key, one in found.items()
    }
    return tuple(sorted(slight.values(), key=lambda one: -one.weight))


def _loosely(form: str) -> list[Column]:
    """Columns whose words a header holds after 是否, 所在 … or before 数量 …, where that fits their kind."""
    plain = words().plain
    if asked := ASKS.match(form):
        rest = form[asked.end() :]
        names = [rest, *(rest.removesuffix(end) for end in ("组织", "单位", "企业") if rest.endswith(end))]
        return [column for name in names for column in plain.get(name, ()) if isinstance(column, YesNo)]
    if begins := BEGINS.match(form):
        return plain.get(form[begins.end() :], [])
    if ends := ENDS.search(form):
        return [column for column in plain.get(form[: ends.start()], ()) if isinstance(column, Number)]
    return []


def _joined(parents: list[str], forms: tuple[str, ...]):
    """The leaf's forms alone and after its parents, nearest first (党组织 over 名称 → 党组织名称)."""
    yield from forms
    before = ""
    for parent in reversed(parents):
        for start in header_forms(parent)[:2]:
            for form in forms[:1]:
                yield start + before + form
        before = header_forms(parent)[0] + before if header_forms(parent) else before


def is_title(parent: str) -> bool:
    """Whether a text above the header is a title (台账（一）) or a unit line rather than a parent."""
    bare = LAST_BRACKETS.sub("", parent)
    return len(parent) > 24 or "：" in parent or ":" in parent or bool(TITLE.search(bare))


@lru_cache(8192)
def ticked(path: tuple[str, ...]) -> tuple[Column, str, tuple] | None:
    """For one of several tick columns: the column it belongs to, its parent's text, the facts that a tick states.

    组建方式 over 单独组建 over 党支部 states both the mode and the level.
    """
    *parents, leaf = path
    for depth in range(len(parents), 0, -1):
        parent = tuple(parents[:depth])
        for one in match(parent):
            for form in (leaf, *header_forms(leaf)):
                facts = one.column.tick(form)
                if facts is None:
                    continue
                for middle in parents[depth:]:
                    facts = {**(one.column.tick(middle) or {}), **facts}
                return one.column, parents[depth - 1], tuple(facts.items())
    return _mode_and_level(parents, leaf)


def _mode_and_level(parents: list[str], leaf: str):
    """单独组建 over 党支部, 党总支, 党委."""
    if not parents:
        return None
    mode, level = _column("mode"), _column("branch_level")
    facts = mode.tick(parents[-1])
    below = level.tick(leaf) or mode.tick(leaf)
    return (mode, parents[-1], tuple({**facts, **below}.items())) if facts and below else None


@cache
def _column(key: str) -> Column:
    return next(column for ledger in LEDGERS.values() for column in ledger.readable if column.key == key)


@lru_cache(8192)
def lone_tick(leaf: str) -> tuple[Column, str, tuple] | None:
    """A tick column without a parent: 单独组建, 联合组建 side by side as leaves."""
    mode = _column("mode")
    facts = mode.tick(leaf) if len(leaf) > 2 else None
    return (mode, "", tuple(facts.items())) if facts else None


def is_header_word(value) -> bool:
    """Whether a cell could be a header cell of ours."""
    return isinstance(value, str) and len(value) < 60 and _known(value)


@lru_cache(8192)
def _known(text: str) -> bool:
    table = words()
    return any(form in table.plain or form in table.weak for form in header_forms(text))

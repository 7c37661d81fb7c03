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
TITLE = re.compile(r"^附件|^附表|(?:(?<!代)表|台账|名册|清单|名单)$")
ASKS = re.compile(r"是否(?:已?建立|已?建有|已?成立|已?组建|已建|属于|为|有)?|有无|有没有")
BEGINS = re.compile(r"所建|所在|所属|现有|其中|目前|本单位|本企业|单位|企业")
HARMLESS = re.compile(
    r"未建立?党组织|已建|未建|应建|基本|情况|信息|概况|设置|建设|建立|组建|选派|配备|现任|主要|单位|企业|社会组织|非公有?制?|两新|组织|经济|人员|队伍"
    r"|登记|注册|数据|统计|摸排|现状|派驻|联系|有关|相关|其中|简要|设立|覆盖|工作|年度|目前|数量|总数|人数|所在|姓名|联系电话|联系方式|电话|[本的及和与或已所数名个人家有无现党等]"
)
FIRST_OF_TWO = re.compile(r"(.{2,}?)(?:及|和|与|、|/|／)(?:职务|联系电话|电话|联系方式|手机号?码?|职称|身份证号码?)$")
SHORT = frozenset(["联系电话", "工作单位", "姓名及电话", "是否建立", "是否党员"])
MEMBERS = frozenset(("members", "party_members", "staff", "party"))
GENERIC_TITLES = frozenset(("name", "established"))
ENDS = re.compile(r"(?:总?人数|总?数量?|情况)$")
LAST_BRACKETS = re.compile(r"[（(][^（()）]*[）)]$")


class Candidate(NamedTuple):
    """A column that a header may mean, and how surely."""

    column: Column
    weight: float


class Words(NamedTuple):
    """All spellings of all ledgers, in compared form."""

    plain: dict[str, list[Column]]  # need no parent
    generic: dict[str, list[Column]]  # surely mean it where no parent says of whom
    weak: dict[str, list[Column]]  # mean it where no parent says otherwise
    grouped: dict[tuple[str, str], Column]  # (group key, leaf)
    groups: list[tuple[str, Group]]  # word → group, longest first


@cache
def words() -> Words:
    """The tables, made once from the declarations."""
    found = Words({}, {}, {}, {}, [])
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
    # 姓名 or 人数 alone say nothing, but 组建方式 does: a title longer than a leaf word stands for itself.
    own = () if bound and (len(column.title) < 4 or column.title in SHORT) else (column.title,)
    generic = not bound and column.key in GENERIC_TITLES
    for word in (*column.also, *(() if generic else own)):
        _put(found.plain, word, column)
    for word in (*column.generic, *(own if generic else ())):
        _put(found.generic, word, column)
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
    """The group that a parent header names: its longest word, beside which nothing else of weight is said.

    党建指导员选派情况 is the guide's; 党员活动室 is nobody's, so that no leaf under it is read as the members'.
    """
    neutral = None
    for form in header_forms(parent):
        for word, group in words().groups:
            if word not in form or (group.neutral and neutral):
                continue
            rest = form.replace(word, "", 1)
            for other in sorted((one for one, of in words().groups if of is group), key=len, reverse=True):
                rest = rest.replace(other, "")
            if HARMLESS.sub("", rest):
                continue
            if not group.neutral:
                return group
            neutral = group
    return neutral


@lru_cache(8192)
def match(path: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The columns that a header path may mean, the surest first; () when nobody knows it."""
    *parents, leaf = path
    parents = [parent for parent in parents if not is_title(parent)]
    groups = [group_of(parent) for parent in reversed(parents)]
    found = {}
    forms = header_forms(leaf)

    def claim(columns, weight):
        for column in columns:
            if _of_another(column, groups):
                continue
            found.setdefault(column.key, Candidate(column, SLIGHT if isinstance(column, Serial) else weight))

    table = words()
    for form in _joined(parents, forms):
        claim(table.plain.get(form, ()), SURE)
    for group in groups:
        if group and not group.neutral:
            claim((table.grouped[group.key, form] for form in forms if (group.key, form) in table.grouped), SURE)
            claim((one for form in forms for one in table.generic.get(form, ()) if one.group is group), SURE)
    for form in forms:
        claim(table.plain.get(form, ()), SURE - 0.5 * bool(found))
    known = any(group and not group.neutral for group in groups)
    if not known:  # else it is about that group, so a common word does not mean the organization
        of_whom = all(groups)  # no parent, or 基本情况 and the like
        for form in forms:
            generic = table.generic.get(form, ())
            claim(generic if of_whom else (one for one in generic if one.key == "name"), SURE if of_whom else WEAK)
            claim(table.weak.get(form, ()) if of_whom else (), WEAK)
    if not found:
        claim((column for form in forms for column in _loosely(form, known)), LIKELY)
    if not found:
        claim((column for form in _turned(parents, forms) for column in table.plain.get(form, ())), LIKELY)
    if any("联络员" in text for text in path) and not any("指导员" in text for text in path):
        found = {key: one._replace(weight=min(one.weight, LIKELY)) for key, one in found.items()}  # of the firm, maybe
    if not found and (first := FIRST_OF_TWO.match(leaf)):
        return tuple(one._replace(weight=min(one.weight, LIKELY)) for one in match((*parents, first[1])))
    return tuple(sorted(found.values(), key=lambda one: -one.weight))


def _of_another(column: Column, groups: list[Group | None]) -> bool:
    """Whether a parent names another subject that has a head, or members, of its own: 工会 over 负责人电话."""
    others = [group for group in groups if group and not group.neutral and group.key not in MEMBERS]
    if column.key != "members_total" and (column.group is None or column.group.key != "head"):
        return False
    return bool(others) and column.group not in others and column.group.key not in [group.key for group in others]


def _loosely(form: str, known: bool) -> list[Column]:
    """Columns whose words a header holds after 是否, 所在 … or before 数量 …, where that fits their kind."""
    plain = words().plain
    if "信用代码" in form and not known:
        return plain["信用代码"]
    if asked := ASKS.match(form):
        rest = form[asked.end() :]
        names = [rest, *(rest.removesuffix(end) for end in ("组织", "单位", "企业") if rest.endswith(end))]
        return [column for name in names for column in plain.get(name, ()) if isinstance(column, YesNo)]
    if begins := BEGINS.match(form):
        rest = form[begins.end() :]
        return plain.get(rest, []) or ([] if known else words().generic.get(rest, []))
    if ends := ENDS.search(form):
        return [column for column in plain.get(form[: ends.start()], ()) if isinstance(column, Number)]
    return []


def _joined(parents: list[str], forms: tuple[str, ...]):
    """The leaf after its parents, nearest first: 党组织 over 名称 → 党组织名称."""
    before = ""
    for parent in reversed(parents):
        starts = header_forms(parent)
        yield from (start + before + form for start in starts for form in forms)
        before = starts[0] + before if starts else before


def _turned(parents: list[str], forms: tuple[str, ...]):
    """The leaf before its parent, where the parent asks and the leaf says of whom: 成立时间 over 党组织."""
    if parents and group_of(parents[-1]) is None:
        yield from (form + asked for form in forms for asked in header_forms(parents[-1]))


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
    return _mode_and_level(parents, leaf) if parents else None


def _mode_and_level(parents: list[str], leaf: str):
    """单独组建 over 党支部, 党总支, 党委; beside it 联合组建; 未组建 over the reasons."""
    mode, level, reason = (column_of(key) for key in ("mode", "branch_level", "unbuilt_reason"))
    facts = mode.tick(parents[-1])
    if facts and facts != mode.other:
        below = reason.tick(leaf) if facts == mode.none else level.tick(leaf) or mode.tick(leaf)
        return (mode, parents[-1], tuple({**facts, **below}.items())) if below else None
    group = group_of(parents[-1])
    facts = mode.tick(leaf) if group and group.key in ("branch", "party") else None
    return (mode, parents[-1], tuple(facts.items())) if facts and facts != mode.other else None


@cache
def column_of(key: str) -> Column:
    """The column of a fact, as the first ledger declares it."""
    return next(column for ledger in LEDGERS.values() for column in ledger.readable if column.key == key)


@lru_cache(8192)
def lone_tick(leaf: str) -> tuple[Column, str, tuple] | None:
    """A tick column without a parent: 单独组建, 联合组建 side by side as leaves; 已建, 未建."""
    mode, built = column_of("mode"), column_of("built")
    if facts := mode.tick(ASKS.sub("", leaf, count=1)) if len(leaf) > 2 else None:
        return mode, "", tuple(facts.items())
    state = leaf.removesuffix("党组织")
    facts = built.tick(state) if state.startswith(("已", "未")) else None
    return (built, "", tuple(facts.items())) if facts else None


def is_header_word(value) -> bool:
    """Whether a cell could be a header cell of ours."""
    return isinstance(value, str) and len(value) < 60 and _known(value)


@lru_cache(8192)
def _known(text: str) -> bool:
    table = words()
    return any(form in table.plain or form in table.generic or form in table.weak for form in header_forms(text))

"""What each column of a header means: the surest claims first, values where two are possible, each fact once."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from reports.imports.headers import fingerprints, headless_title
from reports.imports.layouts_match import SURE, WEAK, Candidate, column_of, is_header_word, lone_tick, match, ticked
from reports.imports.rows import Answers
from reports.ledgers import Column
from reports.ledgers.columns import Serial
from reports.ledgers.fields import fields
from reports.ledgers.numbers import YUAN, Money

FITTING = 0.3  # share of the values that must bear out a weak claim
MISPLACED = 0.8  # share of the values that another choice column must know to take the place of one that does not
LOOKED_AT = 500  # rows below a header in which samples are looked for
SAMPLES = 60  # body cells that decide between two readings of a header
PERSONS = frozenset(("head", "secretary", "guide", "contact", "worker"))
REASONS = frozenset(("unbuilt_reason", "unbuilt_text", "plan_note"))  # what stands right of them is not the branch's
OTHERS = frozenset(("union", "league", "women", "mass_list", "venue", "guide_name", "guide_phone", "guide_post"))
UNDATED = frozenset(("venue", "guide_name", "guide_phone", "guide_post"))  # seldom asked since when they are there
SWAPPED = ("built", "mode", "branch_level")  # are filled in under one another's headers


@dataclass(slots=True)
class Slot:
    """What one column of a sheet means. A tick column states `facts` when its cell is ticked, for its `choice`."""

    leaf: str  # header text as the file has it, blanks off
    column: Column | None = None  # None: nobody knows it
    parents: tuple[str, ...] = ()  # header texts above it
    choice: str = ""  # the parent's text over a group of tick columns
    facts: dict = field(default_factory=dict)
    memo: dict = field(default_factory=dict)
    place: int = 0  # number of the column
    answered: bool = False  # whether a clerk said what the header means
    headless: bool = False  # whether it has no header, and a clerk said what its values are

    @property
    def key(self) -> str:
        """The field that it is read as; "" for none."""
        return self.column.key if self.column else ""

    @property
    def is_tick(self) -> bool:
        """Whether it is one of several tick columns."""
        return bool(self.facts)


@dataclass(slots=True)
class Layout:
    """A header block and the meaning of its columns."""

    top: int
    bottom: int
    slots: dict[int, Slot]
    score: float = 0.0

    @property
    def keys(self) -> set[str]:
        """Facts and answers that have a column here."""
        return {slot.column.key for slot in self.slots.values() if slot.column}

    def place_of(self, key: str) -> int | None:
        """The column number of a fact."""
        return next((place for place, slot in self.slots.items() if slot.column and slot.column.key == key), None)


def tick_columns(paths: dict[int, tuple[str, ...]], told: frozenset[str] = frozenset()) -> dict[int, tuple]:
    """Column → (ledger column, parent text, facts) of the tick groups: two or more choices under one header.

    told: fields of which a clerk said that a further column is one of their choices.
    """
    groups = {}
    for place, path in paths.items():
        if found := ticked(path) if len(path) > 1 else lone_tick(path[0]):
            groups.setdefault(found[0].key, {})[place] = found
    ticks = {
        place: found for key, group in groups.items() if len(group) > 1 or key in told for place, found in group.items()
    }
    for place in (*sorted(paths), *sorted(paths, reverse=True)):
        if place not in ticks and len(paths[place]) == 1 and (found := _joins(paths[place][0], place, ticks)):
            ticks[place] = found
    return ticks


def _joins(leaf: str, place: int, ticks: dict[int, tuple]):
    """未建 or 挂靠, too short to be sure alone, beside the columns 单独组建, 联合组建: one more way to tick."""
    mode = column_of("mode")
    if not any(near in ticks and ticks[near][0] is mode for near in (place - 1, place + 1)):
        return None
    facts = mode.tick(leaf)
    return (mode, "", tuple(facts.items())) if facts and facts != mode.other else None


def settle(grid, layout: Layout, paths: dict[int, tuple[str, ...]], answers: Answers) -> dict[int, Slot]:
    """Column → Slot: the surest claims first; where a header may mean two things its values decide; each fact once.

    answers: what clerks said of headers, which outranks the claims that they saw.
    """
    slots = {place: Slot(path[-1], parents=path[:-1], place=place) for place, path in paths.items()}
    told = answered(slots, paths, answers) if answers.headers else set()
    whole = {slots[place].key for place in told if not slots[place].is_tick}
    parts = frozenset(slots[place].key for place in told if slots[place].is_tick)
    ticks = {place: found for place, found in tick_columns(paths, parts).items() if found[0].key not in whole}
    ticks = {place: found for place, found in ticks.items() if place not in told}
    for place, (column, parent, facts) in ticks.items():
        slots[place] = replace(slots[place], column=column, choice=parent or column.title, facts=dict(facts))
    taken = {slot.column.key for slot in slots.values() if slot.column}
    open_claims = {place: list(match(path)) for place, path in paths.items() if place not in {*ticks, *told}}
    dated = sum(any(one.column.key == "established" for one in claims) for claims in open_claims.values()) > 1
    samples, parents, owned = Samples(grid, layout.bottom), {}, owners(open_claims)
    for sure in (True, False):
        for place in sorted(open_claims):
            claims = open_claims[place]
            if slots[place].column or (sure and (not claims or claims[0].weight < SURE)):
                continue
            if _continues(place, paths, claims):
                left = slots.get(place - 1)
                theirs = taken | {key for key, owner in owned.items() if owner != place}
                claims = beside(left, paths[place][-1:], theirs) + own_claims(left, paths[place][-1], claims, dated)
            alone = "branch_established" not in owned and len(paths[place]) == 1
            if alone and _among_branches(place, slots, open_claims):
                claims = [one for one in claims if one.column.key != "established"]
            claims = [one for one in claims if one.column.key not in taken and not _other(one, paths[place], parents)]
            if best := decide(claims, samples.of(place)):
                best = misplaced(best, samples.of(place), taken)
                slots[place].column = in_unit(best, slots[place].leaf)
                taken.add(best.key)
                if best.group and len(paths[place]) > 1:
                    parents.setdefault(best.group.key, paths[place][:-1])
    return slots


def settle_headless(layout: Layout, meanings: dict[int, str]) -> None:
    """Give columns without a header what clerks told of them (see `answered`); of two for one field they have it."""
    for place, meaning in meanings.items():
        key, _, choice = meaning.partition("=")
        column = fields().get(key)
        if place in layout.slots or (column is None and key):
            continue
        slot = Slot(headless_title(place), column=column, place=place, answered=True, headless=True)
        if choice:
            slot.choice, slot.facts = column.title, column.tick(choice) or {}
        elif key:
            for other in layout.slots.values():
                if other.key == key:
                    other.column, other.facts, other.choice = None, {}, ""
        layout.slots[place] = slot


def _continues(place: int, paths: dict[int, tuple[str, ...]], claims: list[Candidate]) -> bool:
    """Whether the column to the left may say of whom this one is: both stand alone, or it says nothing by itself."""
    near = paths.get(place - 1, ())
    return len(paths[place]) == 1 == len(near) or (not claims and bool(near) and near[:-1] == paths[place][:-1])


def answered(slots: dict[int, Slot], paths: dict[int, tuple[str, ...]], answers: Answers) -> set[int]:
    """Give the columns that clerks answered their meaning; their numbers. Of two for one field the left one has it.

    An answer is the key of a field, "" for none, or for one of several tick columns "mode=单独组建".
    """
    marks = fingerprints(paths)
    told, taken = set(), set()
    for place, mark in marks.items():
        key, _, choice = answers.headers.get(mark, "?").partition("=")
        column = fields().get(key)
        if (column is None and key) or (key and not choice and key in taken):
            continue
        if mark in answers.over and not choice and _gives_way(key, place, paths, marks, answers):
            continue
        slot = slots[place]
        slot.column, slot.answered = column and in_unit(column, slot.leaf), True
        if choice:
            slot.choice, slot.facts = column.title, column.tick(choice) or {}
        elif key:
            taken.add(key)
        told.add(place)
    return told


def _gives_way(key: str, place: int, paths: dict, marks: dict[int, str], answers: Answers) -> bool:
    """Whether an answer given for another layout would take a field from a column that surely is it, as its own is not.

    The columns that the clerk saw beside it, and those that are answered themselves, do not count.
    """
    settled = {*answers.headers, *answers.over[marks[place]]}
    others = {at: path for at, path in paths.items() if at != place and marks[at] not in settled}
    return key in surely_claimed(others) and key not in surely_claimed({place: paths[place]})


def surely_claimed(paths: dict[int, tuple[str, ...]]) -> set[str]:
    """The fields that some of these columns are by their headers alone, one-tick-per-choice columns included."""
    ticked_fields = {column.key for column, _, _ in tick_columns(paths).values()}
    claims = [claim[0] for claim in map(match, paths.values()) if claim]
    return ticked_fields | {one.column.key for one in claims if one.weight >= SURE}


def _other(one: Candidate, path: tuple[str, ...], parents: dict[str, tuple]) -> bool:
    """Whether it would mix two people: 姓名 under 校长 beside 电话 under 法定代表人 are not one head's."""
    group = one.column.group
    return bool(group) and group.key in PERSONS and len(path) > 1 and parents.get(group.key, path[:-1]) != path[:-1]


def _among_branches(place: int, slots: dict[int, Slot], open_claims: dict[int, list[Candidate]]) -> bool:
    """Whether 成立时间 stands where the header speaks of the branch, columns after its name."""
    if not slots[place].leaf.startswith(("成立", "建立", "设立")):
        return False
    for left in sorted((at for at in slots if at < place), reverse=True):
        claims = open_claims.get(left)
        column = slots[left].column or (claims[0].column if claims else None)
        if column and column.group and column.group.neutral:
            return False
        if column and column.group and column.group.key in ("branch", "secretary"):
            return True
    return False


def misplaced(column: Column, values: list, taken: set[str]) -> Column:
    """The choice column that the values belong to when the one the header names knows hardly any of them."""
    if column.key not in SWAPPED or not values or _share(column, values) >= FITTING:
        return column
    others = [column_of(key) for key in SWAPPED if key not in taken and key != column.key]
    return max(
        (one for one in others if _share(one, values) >= MISPLACED), key=lambda one: _share(one, values), default=column
    )


def _share(column: Column, values: list) -> float:
    return sum(column.fits(value) for value in values) / len(values)


def owners(open_claims: dict[int, list[Candidate]]) -> dict[str, int]:
    """Key of a fact that belongs to a group → the one column whose own header surely says so."""
    owned = {}
    for place, claims in open_claims.items():
        if claims and claims[0].weight >= SURE and claims[0].column.group and not claims[0].column.group.neutral:
            owned.setdefault(claims[0].column.key, place)
    return owned


def beside(left: Slot | None, path: tuple[str, ...], taken: set[str]) -> list[Candidate]:
    """In a header of one level 联系电话 right of 书记姓名 is the secretary's."""
    group = left.column.group if left and left.column else None
    if group is None or group.neutral or left.column.key in REASONS:
        return []
    return [one for one in match((group.title, *path)) if one.column.group is group and one.column.key not in taken]


def own_claims(left: Slot | None, leaf: str, claims: list[Candidate], dated: bool) -> list[Candidate]:
    """A weak word right of a person nobody knows is that person's; 成立时间 right of 工会 is the union's.

    `dated`: further columns may hold the organization's founding date; the only one is not given away so easily.
    """
    if left is None:
        return claims
    if left.column is None and left.leaf.endswith(("人", "员", "长", "姓名", "干部")):
        return [one for one in claims if one.weight > WEAK or (one.column.group and one.column.group.neutral)]
    others = OTHERS if dated else OTHERS - UNDATED
    if left.column and left.column.key in others and "注册" not in leaf and "登记" not in leaf:
        return [one for one in claims if one.column.key != "established"]
    return claims


def decide(claims: list[Candidate], values: list) -> Column | None:
    """The claim that the values bear out best; without values, or with equal ones, the surest."""
    if not claims or (len(claims) == 1 and claims[0].weight > WEAK):
        return claims[0].column if claims else None
    fitting = [_share(one.column, values) if values else 1 for one in claims]
    best = max(range(len(claims)), key=lambda at: (round(fitting[at], 1), claims[at].weight, -at))
    return claims[best].column if claims[best].weight > WEAK or fitting[best] >= FITTING else None


def in_unit(column: Column, leaf: str) -> Column:
    """Revenue whose header says 元 or 亿元 instead of 万元."""
    if not isinstance(column, Money) or "万元" in leaf or "元" not in leaf:
        return column
    factor = Decimal(10_000) if "亿元" in leaf else YUAN
    return Money(column.key, column.title, factor=factor)


class Samples:
    """The first values under the header, by column, made when a header is not certain."""

    def __init__(self, grid, bottom: int):
        self.grid, self.bottom, self.rows = grid, bottom, None

    def of(self, place: int) -> list:
        """The first values of a column, header words and blanks aside."""
        if self.rows is None:
            below = [number for number in sorted(self.grid.rows) if number > self.bottom][:LOOKED_AT]
            self.rows = [self.grid.rows[number] for number in below]
        values = [cells[place] for cells in self.rows if place in cells and not is_header_word(cells[place])]
        return values[:SAMPLES]


def is_serial(slot: Slot) -> bool:
    """Whether the column only counts rows."""
    return isinstance(slot.column, Serial)

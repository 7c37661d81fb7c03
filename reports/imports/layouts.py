"""Where a sheet's header is, how its levels join, and which column means what (domain.md §5)."""

from dataclasses import dataclass, field
from decimal import Decimal

from reports.imports.layouts_match import SURE, WEAK, Candidate, is_header_word, is_title, lone_tick, match, ticked
from reports.ledgers import Column
from reports.ledgers.columns import Serial
from reports.ledgers.numbers import YUAN, Money
from reports.ledgers.words import cell_text, leaf_text

LOOKED_AT = 60  # rows in which a header may begin
DEEPEST = 4  # levels: three, and one of tick columns below
FEWEST = 2  # columns known that make a header
LEAST = 1.0  # and how surely, in sure columns
TICK = 1.5
FITTING = 0.3  # share of the values that must bear out a weak claim
SAMPLES = 60  # body cells that decide between two readings of a header


@dataclass(slots=True)
class Slot:
    """What one column of a sheet means. A tick column states `facts` when its cell is ticked, for its `choice`."""

    leaf: str  # header text as the file has it, blanks off
    column: Column | None = None  # None: nobody knows it
    choice: str = ""  # the parent's text over a group of tick columns
    facts: dict = field(default_factory=dict)
    memo: dict = field(default_factory=dict)

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


class Header:
    """The cells of a sheet's first rows with merges filled, read as header paths."""

    def __init__(self, grid, first: int, last: int):
        self.grid = grid
        self.rows = {number: grid.rows[number] for number in range(first, last + DEEPEST) if number in grid.rows}
        self.anchors, self.deep = self._merges(first, last + DEEPEST)

    def _merges(self, first: int, last: int):
        """(row, column) → anchor of the merge over it; and row → the lowest row its merges reach."""
        used = max((max(cells) for cells in self.rows.values()), default=0)
        anchors, deep = {}, {}
        for top, left, bottom, right in self.grid.merges:
            if top > last or left not in self.rows.get(top, ()):  # an empty merge is no header cell
                continue
            for row in range(top, min(bottom, last) + 1):
                for place in range(left, min(right, max(used, left)) + 1):
                    anchors[row, place] = (top, left)
            deep[top] = max(deep.get(top, top), bottom)
        return anchors, deep

    def text(self, row: int, place: int) -> str:
        """The text over (row, place)."""
        row, place = self.anchors.get((row, place), (row, place))
        value = self.rows.get(row, {}).get(place)
        return leaf_text(cell_text(value)) if value is not None else ""

    def paths(self, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
        """Column → header texts from the top, a text once for all the rows it is merged over."""
        if any(self.deep.get(row, row) > bottom for row in range(top, bottom + 1)):
            return {}  # the block would cut a header cell in two
        places = sorted({place for row in range(top, bottom + 1) for place in self._places(row)})
        levels = [self._level(row, bottom, places) for row in range(top, bottom + 1)]
        levels[:-1] = [{} if _one_title(level, places) else level for level in levels[:-1]]
        paths = {}
        for place in places:
            path = []
            for row, level in zip(range(top, bottom + 1), levels, strict=True):
                source, text = level.get(place, (None, ""))
                if row < bottom and text and is_title(text):
                    continue  # of two titles side by side each would be the parent of half the sheet
                if text and (not path or path[-1][0] != source):
                    path.append((source or (row, place), text))
            if path:
                paths[place] = tuple(text for _, text in path)
        return paths

    def _places(self, row: int):
        yield from self.rows.get(row, ())
        yield from (place for (at, place) in self.anchors if at == row)

    def _level(self, row: int, bottom: int, places: list[int]) -> dict:
        """Column → (where the text stands, text) in one row; a blank right of a parent belongs to the parent."""
        level, left = {}, None
        for place in places:
            text = self.text(row, place)
            if text:
                level[place] = (self.anchors.get((row, place), (row, place)), text)
            elif row < bottom and left is not None and self._fills(row, bottom, left, place):
                level[place] = level[left]
            else:
                left = None
                continue
            left = place
        return level

    def _fills(self, row: int, bottom: int, left: int, place: int) -> bool:
        """Files without merges leave the parent's cell blank over its further children."""
        below = range(row + 1, bottom + 1)
        alone = (row, place) not in self.anchors and (row, left) not in self.anchors
        return alone and any(self.text(at, place) for at in below) and any(self.text(at, left) for at in below)


def _one_title(level: dict, places: list[int]) -> bool:
    """Whether one text stands over all columns: a title, parent of none."""
    return len(places) > 3 and len(level) == len(places) and len({source for source, _ in level.values()}) == 1


def find_layout(grid, first: int = 1, last: int | None = None) -> Layout | None:
    """The header block that begins first at or after row `first`; None when no row looks like one.

    Every block of up to four rows is scored by the columns it explains; the best of the first overlapping ones wins.
    """
    wanted = [number for number in sorted(grid.rows) if number >= first and (last is None or number <= last)][
        :LOOKED_AT
    ]
    if not wanted:
        return None
    header = Header(grid, wanted[0], wanted[-1])
    blocks = []
    for top in wanted:
        if sum(1 for value in grid.rows[top].values() if isinstance(value, str)) < 2:
            continue
        for bottom in range(top, top + DEEPEST):
            paths = header.paths(top, bottom)
            score = score_of(paths) - 0.05 * (bottom - top)
            if score > LEAST:
                blocks.append((top, bottom, score, paths))
    if not blocks:
        return None
    good = max(score for _, _, score, _ in blocks) * 0.6
    blocks = [block for block in blocks if block[2] >= good]
    end = blocks[0][0] + DEEPEST
    top, bottom, score, paths = max((block for block in blocks if block[0] < end), key=lambda block: block[2])
    layout = Layout(top, bottom, {}, score)
    layout.slots = settle(grid, layout, paths)
    return layout


def score_of(paths: dict[int, tuple[str, ...]]) -> float:
    """How many columns a header block explains, each fact once."""
    ticks = tick_columns(paths)
    claims = [match(path) for place, path in paths.items() if place not in ticks]
    seen, score = set(), TICK * len(ticks)
    for claim in sorted((claim for claim in claims if claim), key=lambda claim: -claim[0].weight):
        for one in claim:
            if one.column.key not in seen:
                seen.add(one.column.key)
                score += one.weight / SURE
                break
    return score if len(seen) + len(ticks) >= FEWEST else 0


def tick_columns(paths: dict[int, tuple[str, ...]]) -> dict[int, tuple]:
    """Column → (ledger column, parent text, facts) of the tick groups: two or more choices under one header."""
    groups = {}
    for place, path in paths.items():
        if found := ticked(path) if len(path) > 1 else lone_tick(path[0]):
            groups.setdefault(found[0].key, {})[place] = found
    return {place: found for group in groups.values() if len(group) > 1 for place, found in group.items()}


def settle(grid, layout: Layout, paths: dict[int, tuple[str, ...]]) -> dict[int, Slot]:
    """Column → Slot: the surest claims first; where a header may mean two things its values decide; each fact once."""
    ticks = tick_columns(paths)
    slots = {place: Slot(path[-1]) for place, path in paths.items()}
    for place, (column, parent, facts) in ticks.items():
        slots[place] = Slot(paths[place][-1], column, parent or column.title, dict(facts))
    taken = {slot.column.key for slot in slots.values() if slot.column}
    open_claims = {place: list(match(path)) for place, path in paths.items() if place not in ticks}
    samples = Samples(grid, layout.bottom)
    for sure in (True, False):
        for place in sorted(open_claims):
            claims = open_claims[place]
            if slots[place].column or (sure and (not claims or claims[0].weight < SURE)):
                continue
            if len(paths[place]) == 1:
                claims = beside(slots.get(place - 1), paths[place], taken) + own_claims(slots.get(place - 1), claims)
            if best := decide([one for one in claims if one.column.key not in taken], samples.of(place)):
                slots[place].column = in_unit(best, slots[place].leaf)
                taken.add(best.key)
    return slots


def beside(left: Slot | None, path: tuple[str, ...], taken: set[str]) -> list[Candidate]:
    """In a header of one level 联系电话 right of 书记姓名 is the secretary's."""
    group = left.column.group if left and left.column else None
    if group is None or group.neutral:
        return []
    return [one for one in match((group.title, *path)) if one.column.group is group and one.column.key not in taken]


def own_claims(left: Slot | None, claims: list[Candidate]) -> list[Candidate]:
    """Right of a person nobody knows (填表人) a weak word (联系电话) is that person's."""
    stranger = left is not None and left.column is None and left.leaf.endswith(("人", "员", "长", "姓名", "干部"))
    return [one for one in claims if one.weight > WEAK] if stranger else claims


def decide(claims: list[Candidate], values: list) -> Column | None:
    """The claim that the values bear out best; without values, or with equal ones, the surest."""
    if not claims or (len(claims) == 1 and claims[0].weight > WEAK):
        return claims[0].column if claims else None
    fitting = [sum(one.column.fits(value) for value in values) / len(values) if values else 1 for one in claims]
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
            self.rows = [self.grid.rows[number] for number in sorted(self.grid.rows) if number > self.bottom][:500]
        values = [cells[place] for cells in self.rows if place in cells and not is_header_word(cells[place])]
        return values[:SAMPLES]


def is_serial(slot: Slot) -> bool:
    """Whether the column only counts rows."""
    return isinstance(slot.column, Serial)

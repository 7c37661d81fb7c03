"""Where a sheet's header is, how its levels join, and which column means what (domain.md §5)."""

import re

from reports.imports.headers import fingerprints
from reports.imports.layouts_match import SURE, is_header_word, is_title, match
from reports.imports.layouts_settle import Layout, settle, settle_headless, tick_columns
from reports.imports.rows import NONE, Answers
from reports.ledgers.words import cell_text, header_forms, leaf_text, narrow

LOOKED_AT = 60  # rows in which a header may begin
DEEPEST = 4  # levels: three, and one of tick columns below
FEWEST = 2  # columns known that make a header
LEAST = 1.0  # and how surely, in sure columns
TICK = 1.5
SMALL = 3.0
DIGITS, YEARS = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(r"[（(][^（()）]{1,8}[)）]")
CODE = re.compile(r"(?=.*\d{6})[0-9A-Z]{15,18}")


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
        for top, left, bottom, right in sorted(self.grid.merges):
            # An empty merge is no header cell; one that overlaps another is no sane file's.
            if top > last or left not in self.rows.get(top, ()) or (top, left) in anchors:
                continue
            for row in range(top, min(bottom, last) + 1):
                for place in range(left, min(right, max(used, left)) + 1):
                    anchors[row, place] = (top, left)
            if bottom - top < DEEPEST:  # a longer one is a label beside the table
                deep[top] = max(deep.get(top, top), bottom)
        return anchors, deep

    def text(self, row: int, place: int) -> str:
        """The text over (row, place)."""
        row, place = self.anchors.get((row, place), (row, place))
        value = self.rows.get(row, {}).get(place)
        return leaf_text(cell_text(value)) if value is not None else ""

    def paths(self, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
        """Column → header texts from the top, a text once for all the rows it is merged over."""
        if any(self.deep.get(row, row) > bottom for row in range(top, bottom + 1)) or self._begins_inside(top):
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
                if not text or (path and path[-1][0] == source):
                    continue
                if path and UNIT.fullmatch(text):
                    path[-1] = (path[-1][0], path[-1][1] + text)
                else:
                    path.append((source or (row, place), text))
            if path:
                paths[place] = tuple(text for _, text in path)
        return paths

    def _begins_inside(self, top: int) -> bool:
        """Whether a header cell above reaches into row `top`, so that the block would lose its parents."""
        reach = (row for row in self.deep if row < top <= self.deep[row])
        return any(
            anchor[0] == row and not is_title(self.text(*anchor))
            for row in reach
            for (at, _), anchor in self.anchors.items()
            if at == top
        )

    def leaves_below(self, bottom: int, paths: dict[int, tuple[str, ...]]) -> bool:
        """Whether the row below holds leaves of this block's header: words or units, but no name of an organization."""
        below = self.rows.get(bottom + 1, {})
        names = [place for place, path in paths.items() if any(one.column.key == "name" for one in match(path)[:1])]
        words = [leaf_text(value) for value in below.values() if isinstance(value, str)]
        under_parent = any(place not in self.rows.get(bottom, {}) for place in below)
        if len(words) < 2 or not names or names[0] in below or _is_data(below):
            return False
        known = sum(is_header_word(word) or bool(UNIT.fullmatch(word)) for word in words)
        return known > 1 and known * 2 >= len(words) or (under_parent and all(len(word) <= 12 for word in words))

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


def find_layout(grid, first: int = 1, answers: Answers = NONE, file_name: str = "") -> Layout | None:
    """The header block that begins first at or after row `first`; None when no row looks like one.

    answers: what clerks said of headers counts as surely known; what they said of columns without a header of this
    sheet in the file `file_name` is added.
    Every block of up to four rows is scored by the columns it explains; the best of the first overlapping ones wins.
    """
    wanted = [number for number in sorted(grid.rows) if number >= first][:LOOKED_AT]
    if not wanted:
        return None
    header = Header(grid, wanted[0], wanted[-1])
    known = [row for row, cells in header.rows.items() if _has_header_word(cells, answers)]
    blocks = []
    for top in wanted:
        if sum(1 for value in grid.rows[top].values() if isinstance(value, str)) < 2:
            continue
        for bottom in range(top, top + DEEPEST):
            if _is_data(grid.rows.get(bottom, {})):
                break
            if not any(top <= row <= bottom for row in known):
                continue
            paths = header.paths(top, bottom)
            score = score_of(paths, answers.headers) - 0.05 * (bottom - top)
            if score > LEAST and not header.leaves_below(bottom, paths):
                blocks.append((top, bottom, score, paths))
    if not blocks:
        return None
    good = max(score for _, _, score, _ in blocks) * 0.6
    blocks = [block for block in blocks if block[2] >= good or _small_table(block)]
    end = blocks[0][1]  # a header that begins below another one is a further table's
    top, bottom, score, paths = max((block for block in blocks if block[0] <= end), key=lambda block: block[2])
    layout = Layout(top, bottom, {}, score)
    layout.slots = settle(grid, layout, paths, answers)
    settle_headless(layout, answers.headless.get((file_name, grid.name), {}))
    return layout


def first_layout(grid, file_name: str, answers: Answers) -> Layout | None:
    """The first header block of a sheet: where a clerk pointed, else the one that is found; None when there is none.

    One that a clerk pointed at is none when it cuts a header cell in two or holds no text.
    """
    place = answers.tops.get((file_name, grid.name))
    if not place:
        return find_layout(grid, answers=answers, file_name=file_name)
    top, bottom = place
    layout = Layout(top, bottom, {})
    paths = Header(grid, top, bottom).paths(top, bottom)
    layout.slots = settle(grid, layout, paths, answers)
    settle_headless(layout, answers.headless.get((file_name, grid.name), {}))
    return layout if paths else None


def _has_header_word(cells: dict, answers: Answers) -> bool:
    """Whether a row holds a header of the ledgers, or one that a clerk answered."""
    if any(is_header_word(value) for value in cells.values()):
        return True
    texts = (value for value in cells.values() if isinstance(value, str)) if answers.leaves else ()
    return any(form in answers.leaves for text in texts for form in header_forms(text)[:1])


def _is_data(cells: dict) -> bool:
    """Whether a row has a code in it, or a number beside few header words; a year may stand over a column."""
    texts = [narrow(cell_text(value)) for value in cells.values()]
    if any(CODE.fullmatch(text) for text in texts):
        return True
    if not any(DIGITS.fullmatch(text) and not YEARS.fullmatch(text) for text in texts):
        return False
    return sum(map(is_header_word, cells.values())) * 2 < len(texts)


def _small_table(block: tuple) -> bool:
    """Whether a header, though much poorer than one below it, names organizations and some facts of theirs."""
    _, _, score, paths = block
    return score >= SMALL and any(claim and claim[0].column.key == "name" for claim in map(match, paths.values()))


def score_of(paths: dict[int, tuple[str, ...]], headers: dict[str, str]) -> float:
    """How many columns a header block explains, each fact once; those that clerks answered (headers) surely."""
    told = {}
    if headers:
        told = {place: headers[mark] for place, mark in fingerprints(paths).items() if mark in headers}
    ticks = {place for place in tick_columns(paths) if place not in told}
    claims = [match(path) for place, path in paths.items() if place not in ticks and place not in told]
    seen = {key for key in told.values() if key}
    score = TICK * len(ticks) + len(seen)
    for claim in sorted((claim for claim in claims if claim), key=lambda claim: -claim[0].weight):
        for one in claim:
            if one.column.key not in seen:
                seen.add(one.column.key)
                score += one.weight / SURE
                break
    return score if len(seen) + len(ticks) >= FEWEST else 0

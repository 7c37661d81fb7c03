"""A town written once above the rows it is meant for, in a file that does not merge the cells."""

from reports.imports.layouts_match import is_header_word
from reports.ledgers import LEDGERS
from reports.ledgers.words import BLANKS, cell_text


def carried_towns(rows: dict[int, dict], layout) -> dict[int, dict[int, object]]:
    """Row → {column of the town: the town above}, for the rows that leave it blank; {} unless that is plainly meant.

    It is meant when the first row says a town, no town is said twice and below each at least one row says none: were
    each row to say its own, neighbours would repeat it. In our own ledger a blank says that there is no town.
    """
    town, name = layout.place_of("town"), layout.place_of("name")
    numbers = [row for row in rows if row > layout.bottom and name in rows[row]] if town else []
    body = [row for row in sorted(numbers) if not is_header_word(rows[row][name])]
    if not body or _is_ours(layout):
        return {}
    said = [cell_text(rows[row].get(town)) for row in body]
    towns = [text for text in said if text not in BLANKS]
    alone = any({text, below}.isdisjoint(BLANKS) for text, below in zip(said, [*said[1:], "none"], strict=True))
    if len(towns) < 2 or said[0] in BLANKS or len(set(towns)) < len(towns) or alone:
        return {}
    fills, above = {}, None
    for row, text in zip(body, said, strict=True):
        if text in BLANKS:
            fills[row] = {town: above}
        else:
            above = rows[row][town]
    return fills


def _is_ours(layout) -> bool:
    """Whether the sheet has every column of one of our ledgers."""
    leaves = {slot.leaf for slot in layout.slots.values()}
    return any(leaves.issuperset(leaf.title for leaf in ledger.leaves) for ledger in LEDGERS.values())

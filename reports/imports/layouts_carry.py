"""A town written once above the rows it is meant for, in a file that does not merge the cells."""

from liangxin.grids import Rows
from reports.imports.layouts_match import is_header_word
from reports.ledgers import LEDGERS
from reports.ledgers.words import BLANKS, cell_text


def carried_towns(rows: Rows, layout) -> dict[int, dict[int, object]]:
    """Row → {column of the town: the town above}, for the rows that leave it blank; {} unless that is plainly meant.

    It is meant when the first row says a town, no town is said twice and below each at least one row says none: were
    each row to say its own, neighbours would repeat it. In our own ledger a blank says that there is no town.
    """
    town, name = layout.place_of("town"), layout.place_of("name")
    if not town or _is_ours(layout):
        return {}
    below = sorted(row for row in rows if row > layout.bottom)
    columns = rows.column(name, below), rows.column(town, below)
    fills, towns, above, filled = {}, set(), None, True
    for row, called, said in zip(below, *columns, strict=True):
        if called is None or is_header_word(called):
            continue
        text = cell_text(said)
        if text in BLANKS and towns:
            fills[row], filled = {town: above}, True
        elif text in BLANKS or text in towns or not filled:
            return {}  # the first rows of most files say so
        else:
            towns.add(text)
            above, filled = said, False
    return fills if filled and len(towns) > 1 else {}


def _is_ours(layout) -> bool:
    """Whether the sheet has every column of one of our ledgers."""
    leaves = {slot.leaf for slot in layout.slots.values()}
    return any(leaves.issuperset(leaf.title for leaf in ledger.leaves) for ledger in LEDGERS.values())

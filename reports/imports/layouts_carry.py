"""A town written once above the rows it is meant for, in a file that does not merge the cells."""

from reports.imports.layouts_match import is_header_word
from reports.ledgers.words import BLANKS, cell_text


def carried_towns(rows: dict[int, dict], layout) -> dict[int, dict[int, object]]:
    """Row → {column of the town: the town above}, for the rows that leave it blank; {} unless that is plainly meant.

    It is meant when the first row says a town, no town is said twice, and at least half the rows say none: were
    each row to say its own, neighbours would repeat it.
    """
    town, name = layout.place_of("town"), layout.place_of("name")
    numbers = [row for row in rows if row > layout.bottom] if town else []
    body = [row for row in sorted(numbers) if name in rows[row] and not is_header_word(rows[row][name])]
    said = [cell_text(rows[row].get(town)) for row in body]
    towns = [text for text in said if text not in BLANKS]
    if not said or said[0] in BLANKS or len(set(towns)) < len(towns) or len(towns) * 2 > len(said):
        return {}
    fills, above = {}, None
    for row, text in zip(body, said, strict=True):
        if text in BLANKS:
            fills[row] = {town: above}
        else:
            above = rows[row][town]
    return fills

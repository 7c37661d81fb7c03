"""Where in a sheet a finding belongs, and what its rows say of one another."""

from dataclasses import dataclass, field

from reports.imports.layouts import find_layout, first_layout
from reports.imports.layouts_body import Body
from reports.imports.layouts_carry import carried_towns
from reports.imports.layouts_settle import Layout
from reports.imports.rows import NONE, Answers


@dataclass(slots=True)
class Block:
    """A header block with what stands below it."""

    layout: Layout
    follows: dict[int, int] = field(default_factory=dict)  # row → the row that holds the name merged over it
    carried: dict[int, dict[int, object]] = field(default_factory=dict)  # row → the town that is meant for it
    shared: list[tuple[int, int, int]] = field(default_factory=list)  # (first row, last row, column) of merged numbers

    @property
    def top(self) -> int:
        """The first row of the header."""
        return self.layout.top

    @property
    def bottom(self) -> int:
        """The last row of the header."""
        return self.layout.bottom

    def place_of(self, finding: dict, cells: dict[int, str]) -> int:
        """The column of the cell that a finding is about; that of the name when it is about the whole row.

        finding: as ImportRow.findings holds it, with the column by its text; cells: column → text of the row.
        Where several columns have that text, the cell that holds the finding's value is meant.
        """
        column, value = finding["column"], finding["value"]
        places = sorted(place for place, slot in self.layout.slots.items() if column in (slot.leaf, slot.choice))
        known = [place for place in places if self.layout.slots[place].column]
        if not column or not places:
            return self.layout.place_of("name") or min(cells, default=1)
        holding = [place for place in places if cells.get(place, "") == value]
        return next(iter((*(one for one in holding if one in known), *holding, *known, *places)))


def blocks_of(grid, answers: Answers = NONE, file_name: str = "") -> list[Block]:
    """The header blocks of a sheet from the top, as cleaning finds them."""
    blocks, said, wanted = [], None, sorted(grid.rows)
    layout = first_layout(grid, file_name, answers)
    while layout is not None and layout.place_of("name") is not None:
        body = Body(grid, layout, said)
        block = Block(layout, body.follows, carried_towns(grid.rows, layout))
        last = {(merge[0], merge[1]): merge[2] for merge in grid.merges}
        block.shared = [(row, last.get((row, place), row), place) for row, at in body.shared.items() for place in at]
        blocks.append(block)
        for _ in body.entries([number for number in wanted if number > layout.bottom]):
            pass  # only to come to the next header
        said = body.said
        following = {"first": body.next_header, "answers": answers, "file_name": file_name}
        layout = find_layout(grid, **following) if body.next_header else None
    return blocks

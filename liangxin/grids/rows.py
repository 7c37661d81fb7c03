"""The rows of a sheet, kept by columns: a third of the memory of a dict for each row, and quick to read by column."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import lt

PART = 250  # rows whose columns are kept together


class Part:
    """Some rows: their numbers, rising, and for each column that one of them fills its values; None for a blank."""

    __slots__ = ("numbers", "columns")

    def __init__(self, numbers: Sequence[int], columns: dict[int, list]):
        self.numbers, self.columns = numbers, columns

    def place(self, number: int) -> int | None:
        """Where a row stands among these; None when it is not one of them."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def row(self, at: int) -> dict:
        """The filled cells of a row."""
        return {place: value for place, values in self.columns.items() if (value := values[at]) is not None}


class Rows(Mapping):
    """Row number → its filled cells (column number → value), a dict made when it is asked for: change it by `put`."""

    __slots__ = ("parts", "held", "_firsts")

    def __init__(self, rows: Mapping[int, Mapping[int, object]] | None = None):
        self.parts: list[Part] = []
        self.held = 0  # places for cells, those of blank ones included
        self._firsts: list[int] = []
        numbers = sorted(rows or ())
        for first in range(0, len(numbers), PART):
            part = numbers[first : first + PART]
            places = sorted({place for number in part for place in rows[number]})
            self.add(part, {place: [rows[number].get(place) for number in part] for place in places})

    def add(self, numbers: Sequence[int], columns: dict[int, list]):
        """Put further rows below. Raises ValueError unless numbers rise and columns are as long."""
        if not numbers:
            return
        above = self.parts[-1].numbers[-1] if self.parts else 0
        if numbers[0] <= above or not all(map(lt, numbers, numbers[1:])):
            raise ValueError("rows must rise")
        if any(len(values) != len(numbers) for values in columns.values()):
            raise ValueError("a column has other rows")
        run = range(numbers[0], numbers[-1] + 1)
        self.parts.append(Part(run if len(run) == len(numbers) else numbers, columns))
        self._firsts.append(numbers[0])
        self.held += len(numbers) * len(columns)

    def _part(self, number: int) -> tuple[Part | None, int | None]:
        """The part that holds a row, or would, and the row's place in it."""
        if not self.parts:
            return None, None
        part = self.parts[max(bisect_right(self._firsts, number) - 1, 0)]
        return part, part.place(number)

    def __getitem__(self, number: int) -> dict:
        part, at = self._part(number)
        if at is None:
            raise KeyError(number)
        return part.row(at)

    def __contains__(self, number) -> bool:
        return self._part(number)[1] is not None

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(part.numbers for part in self.parts)

    def __len__(self) -> int:
        return sum(len(part.numbers) for part in self.parts)

    def items(self) -> Iterator[tuple[int, dict]]:
        """(row number, its cells), from the top."""
        return ((number, part.row(at)) for part in self.parts for at, number in enumerate(part.numbers))

    def values(self) -> Iterator[dict]:
        """The cells of each row, from the top."""
        return (cells for _, cells in self.items())

    def column(self, place: int | None, numbers: Sequence[int]) -> list:
        """The values of one column in some rows, which are here and rise; None for a blank."""
        found, begin = [], 0
        while begin < len(numbers):
            part = self._part(numbers[begin])[0]
            end = bisect_right(numbers, part.numbers[-1], begin)
            values = part.columns.get(place)
            first, last = part.place(numbers[begin]), part.place(numbers[end - 1])
            if values is None:
                found += [None] * (end - begin)
            elif last - first == end - begin - 1:
                found += values[first : last + 1]
            else:
                found += [values[part.place(number)] for number in numbers[begin:end]]
            begin = end
        return found

    def places(self, numbers: Sequence[int]) -> set[int]:
        """The columns that are filled in some part of the sheet from the first to the last of these rows."""
        parts = (part for part in self.parts if part.numbers[0] <= numbers[-1] and numbers[0] <= part.numbers[-1])
        return set().union(*(part.columns for part in parts))

    def columns(self) -> Iterator[tuple[Sequence[int], int, list]]:
        """(row numbers, column number, values) part by part; the lists are the sheet's own, to be changed in place."""
        for part in self.parts:
            for place, values in part.columns.items():
                yield part.numbers, place, values

    def put(self, number: int, place: int, value):
        """Change one cell; None blanks it, and a row without a filled cell is none."""
        part, at = self._part(number)
        if at is None:
            if value is None:
                return
            part, at = self._insert(part, number)
        if place not in part.columns:
            part.columns[place] = [None] * len(part.numbers)
            part.columns = dict(sorted(part.columns.items()))
        part.columns[place][at] = value
        if value is None:
            self.drop_blank(part)

    def _insert(self, part: Part | None, number: int) -> tuple[Part, int]:
        if part is None:
            self.add([number], {})
            return self.parts[0], 0
        part.numbers = list(part.numbers)
        insort(part.numbers, number)
        at = part.place(number)
        for values in part.columns.values():
            values.insert(at, None)
        self._firsts = [part.numbers[0] for part in self.parts]
        return part, at

    def drop_blank(self, *parts: Part):
        """Leave out the rows (of some parts only, if told) that have no filled cell."""
        for part in parts or self.parts:
            filled = [any(value is not None for value in row) for row in zip(*part.columns.values(), strict=True)]
            keep = [at for at, is_filled in enumerate(filled) if is_filled]
            if len(keep) < len(part.numbers):
                part.numbers = [part.numbers[at] for at in keep]
                part.columns = {place: [values[at] for at in keep] for place, values in part.columns.items()}
        self.parts = [part for part in self.parts if part.numbers]
        self._firsts = [part.numbers[0] for part in self.parts]


class Row(Mapping):
    """A row that is made from its sheet each time it is asked for."""

    __slots__ = ("_rows", "_number")

    def __init__(self, rows: Rows, number: int):
        self._rows, self._number = rows, number

    def __getitem__(self, place: int):
        return self._rows[self._number][place]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows[self._number])

    def __len__(self) -> int:
        return len(self._rows[self._number])

    def items(self) -> Iterable[tuple[int, object]]:
        """(column number, value) of the filled cells."""
        return self._rows[self._number].items()

"""Listing: how the rows of a ledger are found and read. A roster's rows are those of one model (`Ledger.record`)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from liangxin.names import normal_name
from orgs.models import Region
from orgs.models.regions import TOWN, VILLAGE
from orgs.scope import subtree
from reports.coverage.questions import Question
from reports.ledgers.base import Ledger
from reports.ledgers.rows import COUNTY_LEVEL, Columns

LISTINGS: dict[str, "Listing"] = {}  # by key of the ledger
CHUNK, BATCH = 2000, 5000  # rows fetched at a time, and rows whose dated facts are read at a time


class Listing:
    """How one ledger's rows are found and read; a subclass for `keys` registers itself.

    counter: the word behind a number of rows; thing: what a row is; parts: (key, title) of what the rows can be
    limited to, "" first; asks: what the parts are asked by.
    """

    keys: tuple[str, ...] = ()
    counter, thing, asks = "名", "人员", "范围"
    parts: tuple[tuple[str, str], ...] = (("", "全部"),)
    search = "search_key"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for key in cls.keys:
            if key in LISTINGS:
                raise TypeError(f"two listings of one ledger: {key}")
            LISTINGS[key] = cls()

    def found(self, ledger: Ledger, question: Question, part: str = "", text: str = "") -> QuerySet:
        """The rows of the ledger for a question, in order, of a part, that `text` finds.

        Raises KeyError for a part that there is not.
        """
        if part not in dict(self.parts):
            raise KeyError(part)
        rows = self.named(self.rows(ledger, question), text)
        return self.limited(rows, part, question) if part else rows

    def named(self, rows: QuerySet, text: str) -> QuerySet:
        """The rows one finds by `text`: part of a name, pinyin, initials; every word must fit."""
        for word in text.split():
            rows = rows.filter(**{f"{self.search}__contains": normal_name(word)})
        return rows

    def rows(self, ledger: Ledger, question: Question) -> QuerySet:
        """All rows, in order, inside the scope of who asks."""
        raise NotImplementedError

    def limited(self, rows: QuerySet, part: str, question: Question) -> QuerySet:
        """The rows of one part."""
        raise NotImplementedError

    def hidden(self) -> frozenset[str]:
        """The keys of columns that the county has switched off."""
        return frozenset()

    def columns(self, rows, question: Question, *, clear: bool = False) -> Iterator[Columns]:
        """The rows' facts by columns, a batch at a time, in the same few queries whatever its size.

        rows: of found(), or a list of them (one page); the column "record" holds their keys. clear: ID numbers in
        full instead of masked; who asks for them has logged it (members.services.reveals).
        """
        raise NotImplementedError

    def facts(self, rows, question: Question) -> Iterator[dict]:
        """The facts of each row, in order; what the register does not know is absent."""
        for columns in self.columns(rows, question):
            for values in zip(*columns.values(), strict=True):
                yield {key: value for key, value in zip(columns, values, strict=True) if value is not None}


def listing_of(ledger: Ledger) -> Listing:
    """The listing of a ledger."""
    return LISTINGS[ledger.key]


def in_batches(rows, *fields: str) -> Iterator[dict[str, Sequence]]:
    """The fields of rows by columns, a batch at a time: {"pk": …, field: …}. A list of rows keeps its order."""
    names = ("pk", *fields)
    if isinstance(rows, list):
        values: Iterator = iter([tuple(getattr(row, name) for name in names) for row in rows])
    else:
        values = rows.values_list(*names).iterator(chunk_size=CHUNK)
    while batch := list(islice(values, BATCH)):
        yield dict(zip(names, zip(*batch, strict=True), strict=True))


def known(values: Iterable) -> list:
    """None for what is not known: an empty text, an empty list."""
    return [value if value or value == 0 else None for value in values]


def by_key(keys: Sequence, rows: Iterable[tuple], width: int) -> list[tuple]:
    """For each key the rest of its last row among `rows` (key, …); `width` Nones where there is none."""
    found = {key: rest for key, *rest in rows}
    nothing = (None,) * width
    return list(zip(*(found.get(key, nothing) for key in keys), strict=True))


def within(question: Question, path: str):
    """The condition that the region code at `path` lies in the region asked about; None when none is."""
    return subtree(path, question.region.code) if question.region else None


class Places:
    """Names of towns and villages by region code, as the ledgers' columns have them."""

    def __init__(self):
        self.names = {code: name for code, name in Region.objects.values_list("code", "name") if len(code) >= TOWN}

    def columns(self, codes: Iterable[str | None]) -> tuple[list, list]:
        """The columns of towns and of villages; 县本级 for what is placed above the towns."""
        codes = list(codes)
        towns = [None if code is None else self.names.get(code[:TOWN], COUNTY_LEVEL) for code in codes]
        return towns, [self.names.get(code) if code and len(code) == VILLAGE else None for code in codes]

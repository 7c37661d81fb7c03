"""What the columns of a batch's files mean, header by header: for the page on which clerks say so."""

from dataclasses import dataclass, field
from functools import cache

from reports.imports.headers import headless_mark, headless_title
from reports.imports.nearness import likeness
from reports.ledgers.answers import tick_state
from reports.ledgers.choices import Choice, YesNo
from reports.ledgers.columns import Column
from reports.ledgers.fields import field_title, fields
from reports.ledgers.numbers import CreditCode, PartialDate
from reports.ledgers.people import Phone, RegionName, Town
from reports.ledgers.words import header_forms
from reports.models import ImportBatch

SERIAL = "serial"  # 序号 means nothing
LIKE = 0.5  # likeness of words from which a field is suggested
SUGGESTED = 3
SAMPLES = 5
TELLING = (CreditCode, PartialDate, Phone, Town, RegionName)  # kinds of columns that their values give away
TOLD, HINTED, DENIED = 0.5, 0.15, 0.4  # what values that fit add to likeness, and what others take away


@dataclass
class Header:
    """One header, wherever it stands in the files of a batch; the texts are those of its first place."""

    fingerprint: str
    leaf: str
    parents: list[str]
    key: str  # the field that it is read as, "" for none
    answered: bool
    choice: dict  # the facts that a tick states
    places: list[tuple[str, str, str]] = field(default_factory=list)  # (file, sheet, letter)
    samples: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)  # leaves of columns of its sheet that claim the same field
    taken: set[str] = field(default_factory=set)  # fields that other columns of its sheets are read as
    claims: list[str] = field(default_factory=list)
    headless: tuple[str, str, int] | None = None  # (file, sheet, column number) of one that has no text
    stray: bool = False  # it has no text, and few rows have a value in it
    near: list[str] = field(default_factory=list)  # titles of the fields that it may mean, for the page

    @property
    def asked(self) -> bool:
        """Whether the clerk should say what it means: nobody knows it, or two columns claim one field."""
        return not (self.answered or self.stray) and bool(self.samples) and (not self.key or bool(self.rivals))

    def rivals_with(self, other: "Header", column: str) -> bool:
        """Whether `other` stands beside it in a sheet and is read as the field `column`, or may be."""
        beside = {place[:2] for place in self.places} & {place[:2] for place in other.places}
        return other is not self and bool(beside) and (other.key == column or column in other.claims)

    @property
    def title(self) -> str:
        """The field that it is read as, in words; "" for none."""
        return field_title(self.key) if self.key else ""

    @property
    def ticks(self) -> bool:
        """Whether all its values are ticks and crosses."""
        return bool(self.samples) and all(tick_state(text) is not None for text in self.samples)


def headers_of(batch: ImportBatch) -> list[Header]:
    """All headers of the batch's files, in their order; the same header in twelve files once.

    A column with values and no header is one by itself, and comes after those that have one.
    """
    found: dict[str, Header] = {}
    for file in batch.files.all():
        for sheet in file.sheets:
            columns = [one for one in sheet.get("columns", ()) if one["key"] != SERIAL]
            for one in columns:
                if not one["fingerprint"] and (one["samples"] or one["answered"]):
                    header = _headless(one, file.name, sheet["sheet"])
                    found[header.fingerprint] = header
                elif one["fingerprint"]:
                    _join(found, one, (file.name, sheet["sheet"], one["letter"]), columns)
    return sorted(found.values(), key=lambda header: header.headless is not None)


def _headless(one: dict, file: str, sheet: str) -> Header:
    """A column without a header."""
    header = Header(
        headless_mark(file, sheet, one["place"]),
        headless_title(one["place"]),
        parents=[],
        headless=(file, sheet, one["place"]),
        stray=not one.get("full"),
        samples=one["samples"],
        places=[(file, sheet, one["letter"])],
        **{name: one[name] for name in ("key", "answered", "choice")},
    )
    return header


def _join(found: dict[str, Header], one: dict, place: tuple[str, str, str], columns: list[dict]):
    """Add a column to the header that it shares with columns of other sheets."""
    mark = one["fingerprint"]
    if mark not in found:
        names = ("leaf", "parents", "key", "answered", "choice", "claims")
        found[mark] = Header(fingerprint=mark, **{name: one[name] for name in names})
    header = found[mark]
    if not one["key"] and one["samples"]:  # read in one sheet, not in another: its values were told apart
        header.key, header.claims = "", one["claims"]
    header.places.append(place)
    header.samples += [text for text in one["samples"] if text not in header.samples][: SAMPLES - len(header.samples)]
    others = [other for other in columns if other is not one]
    header.taken |= {other["key"] for other in others if other["key"]}
    for other in others:
        rival = _rivals(one, other) and other["leaf"]
        if rival and rival not in header.rivals:
            header.rivals.append(rival)


def _rivals(one: dict, other: dict) -> bool:
    """Whether two columns of a sheet claim one field: one has it, and the other could be nothing else."""
    if one["answered"] or other["answered"] or bool(one["key"]) == bool(other["key"]):
        return False
    has, has_not = (one, other) if one["key"] else (other, one)
    return bool(has_not["samples"]) and has["key"] in has_not["claims"][:1]


def open_headers(batch: ImportBatch) -> int:
    """How many headers wait for an answer, sheets that miss a required one, and tables without any that was found."""
    missed = sum(said for _, said, _ in _required(batch))
    return sum(header.asked for header in headers_of(batch)) + missed + len(tables_without_header(batch))


def suggestions(header: Header) -> list[str]:
    """The fields that a header may mean, nearest first: by the words above it and by the values below it."""
    marks = {key: _nearness(header, key, column) for key, column in fields().items()}
    good = [key for key, mark in marks.items() if mark >= LIKE or key in header.claims]
    return sorted(good, key=lambda key: (key not in header.claims, -marks[key]))[:SUGGESTED]


def _nearness(header: Header, key: str, column: Column) -> float:
    forms = {*header_forms(header.leaf), *header_forms("".join([*header.parents[-1:], header.leaf]))}
    words = max((likeness(form, word) for form in forms for word in _words(key)), default=0)
    if not header.samples or not isinstance(column, (*TELLING, Choice, YesNo)):
        return words - (DENIED if key in header.taken else 0)
    share = sum(column.fits(text) for text in header.samples) / len(header.samples)
    told = TOLD if isinstance(column, (*TELLING, Choice)) else HINTED
    return words + (told * share if share > 0.5 else -DENIED) - (DENIED if key in header.taken else 0)


@cache
def _words(key: str) -> frozenset[str]:
    """The compared forms of all that a field is called, with its group's name where it needs one."""
    column = fields()[key]
    group = column.group.title if column.group and not column.group.neutral else ""
    words = [field_title(key), column.title, *column.also, *column.generic, *column.weak]
    words += [f"{group}{leaf}" for leaf in column.leaf] if group else []
    return frozenset(form for word in words for form in header_forms(word))


def sheets_without_names(batch: ImportBatch) -> list[tuple[str, str]]:
    """(file, sheet) of the tables of organizations in which no column is their name, so that nothing was read."""
    return [place for place, said, rows in _required(batch) if said and not rows]


def sheets_without_kind(batch: ImportBatch) -> list[tuple[str, str]]:
    """(file, sheet) of the sheets most of whose rows stay out because nothing tells their kind."""
    return [place for place, said, rows in _required(batch) if said and rows]


def tables_without_header(batch: ImportBatch, told=()) -> list[tuple[str, str, list]]:
    """(file, sheet, its first rows) of the tables in which no header was found, in files of which nothing was read.

    told: (file, sheet) of those whose header a clerk pointed at, which are listed too.
    """
    return [
        (file.name, sheet["sheet"], sheet["lines"])
        for file in batch.files.all()
        for sheet in file.sheets
        if sheet.get("lines") and ((file.name, sheet["sheet"]) in told or (file.error and not sheet["columns"]))
    ]


def _required(batch: ImportBatch):
    """((file, sheet), whether a required column is missing, header rows that were read) of each sheet."""
    for file in batch.files.all():
        for sheet in file.sheets:
            said = any((one["code"], one["row"]) == ("required", 0) for one in sheet["findings"])
            yield (file.name, sheet["sheet"]), said, sheet["header_rows"]

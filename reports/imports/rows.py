"""What reading a workbook gives: cleaned rows and findings. No database and no workbook library is needed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ERROR, WARNING, NOTE = "error", "warning", "note"  # a note: nothing is wrong


@dataclass(slots=True)
class Finding:
    """Something a person should look at; the codes and severities are those of design.md, Import."""

    code: str
    severity: str  # "error": the row stays out; "warning": it goes in, marked
    column: str  # the header's leaf text as the file has it, without blanks and line breaks; "" for the whole row
    value: str  # the cell as the clerk sees it
    message: str  # one Chinese sentence: where, what, what to do
    row: int  # as the office suite numbers it; 0 for the whole sheet
    fact: str = ""  # key of the ledger column that the cell was read by; "" for the whole row
    place: int = 0  # number of the column in the file, 0 for the whole row

    def as_dict(self) -> dict[str, str | int]:
        """As drafts have it, and as it is stored."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class CleanRow:
    """One organization as one row of a file states it; a key that is absent is not stated."""

    number: int
    facts: dict[str, object]
    findings: list[Finding] = field(default_factory=list)
    cells: Mapping[int, object] | None = None  # column number → value; often a grids.Row, made when it is asked for

    @property
    def has_error(self) -> bool:
        """Whether the row stays out."""
        return any(finding.severity == ERROR for finding in self.findings)


@dataclass(slots=True)
class PlaceHints:
    """Texts that may name the reporting town; nobody has looked them up yet."""

    sheet: str = ""
    unit: str = ""  # after 填报单位
    file: str = ""
    title: str = ""
    unit_date: str = ""  # partial date after 填表日期, "" when there is none


@dataclass(slots=True)
class Offer:
    """A yes/no column of √ and blanks only, of which the clerk may say once that blank means 否."""

    column: str
    key: str


@dataclass(slots=True)
class CleanSheet:
    """One sheet that holds organizations, or one that nobody understood (then with a finding and no rows)."""

    sheet: str
    ledger: str | None  # key of the ledger it was recognised as
    header_rows: int
    rows: list[CleanRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)  # of the sheet: row is 0
    hints: PlaceHints = field(default_factory=PlaceHints)
    offers: list[Offer] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)  # fact key → the leaf text of its column
    columns: list[dict] = field(default_factory=list)  # what cleaning_columns.columns_of says, header by header
    lines: list[tuple[int, str]] = field(default_factory=list)  # the first rows of a table in which no header was found
    returned: bool = False  # it is one that we gave back with the rows that stayed out, not a whole one
    source: int = 0  # number of the batch that gave it back, as the sheet says; 0 for none


@dataclass(frozen=True, slots=True)
class Answers:
    """Remembered answers and those given for one batch only.

    headers: fingerprint of a header → key of the ledger column it means, "" for none; for one of several tick columns
    with what a tick says: "mode=单独组建".
    values: (fact, folded text, town code or "") → the text to be read instead.
    kinds: (file name, sheet) → kind of all its rows; tops: → first and last row of its header; headless: → number of a
    column without a header → what it means, as in headers.
    leaves: compared forms of the headers that are remembered.
    over: of the remembered ones, the fingerprints of the headers that the clerk saw claim the same field.
    """

    headers: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    tops: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()
    over: dict[str, list[str]] = field(default_factory=dict)
    headless: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)


NONE = Answers()


def place_said(sheet: str, row: int = 0, column: str = "") -> str:
    """工作表“城关镇”第 7 行“从业人员数”: how every finding begins."""
    return f"工作表“{sheet}”" + (f"第 {row} 行" if row else "") + (f"“{column}”" if column else "")


def finding(sheet: str, code: str, severity: str, sentence: str, *, row=0, column="", value="", **where) -> Finding:
    """A Finding whose message names the place and then says `sentence` (what is wrong and what to do).

    where: `fact` and `place` of the Finding.
    """
    return Finding(code, severity, column, value, f"{place_said(sheet, row, column)}：{sentence}", row, **where)

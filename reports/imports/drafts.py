"""A row while it is planned: what the file says of one organization, what was found, what applying would change."""

from dataclasses import dataclass, field
from datetime import date

from orgs.models import Region
from reports.imports.changes import Changes
from reports.imports.cleaning_columns import cells_shown
from reports.imports.register import Record
from reports.imports.rows import ERROR, WARNING
from reports.imports.writes import key_of


@dataclass(slots=True)
class Draft:
    """One row. `facts` and `findings` come from cleaning; planning fills the rest."""

    key: tuple  # (file name, sheet, row number): where the row stands
    facts: dict
    hints: object
    headers: dict[str, str]
    findings: list[dict] = field(default_factory=list)
    outcome: str = ""
    region: Region | None = None  # the town or village of the row
    region_stated: bool = False
    village_stated: bool = False
    record: Record | None = None  # what a roster's rows have instead has a `subject` as well
    answered: bool = False  # whether a clerk said that `record` is the row's, as name and code do not tell
    changes: list[dict] = field(default_factory=list)
    file: object = None  # the ImportFile it was read from
    branch: object = None  # what branches.Book made of the branch the row names
    stated: dict | None = None  # what the file says, where `facts` was narrowed by the policy of the import
    source: dict | None = None  # column number → value of the file's row, never to be changed; see `cells`
    mended: dict[str, str] = field(default_factory=dict)  # column number → what the clerk made of it on the page
    moves_figure: bool = False  # whether a coverage figure of the as-of day changes with it
    planned_key: int | None = None  # of a new row of the register: what stands for its key until it is written

    @property
    def said(self) -> dict:
        """The facts as the file says them, whatever of them is to be written."""
        return self.facts if self.stated is None else self.stated

    @property
    def out(self) -> bool:
        """Whether the row stays out."""
        return bool(self.findings) and any(one["severity"] == ERROR for one in self.findings)

    @property
    def warned(self) -> bool:
        """Whether the row goes in with something to look at."""
        return not self.out and any(one["severity"] == WARNING for one in self.findings)

    @property
    def cells(self) -> dict[str, str]:
        """Column number → text, as the clerk sees the row; {} for a row that was not read from its file just now."""
        return cells_shown(self.source)

    @property
    def subject_key(self) -> int | None:
        """The key of what the row is about (Pipeline.root); negative (reports.imports.writes) when it is a new one."""
        return self.record.subject.pk if self.record else self.planned_key

    @property
    def subject_version(self) -> int | None:
        """The version of the registered organization, member … that the row states."""
        return self.record.subject.version if self.record else None

    def let_go(self):
        """Keep of a row that goes in only what is stored: neither its cells, nor the record of a new organization."""
        self.source = None
        if self.record is not None and self.record.subject.pk is None:
            self.planned_key = key_of(self.record.subject)
            self.record = None

    def find(self, code: str, severity: str, fact: str, sentence: str, value: str | None = None):
        """Add a finding on the column of `fact` ("" for the whole row)."""
        _, sheet, number = self.key
        column = self.headers.get(fact, "")
        if value is None:
            value = str(self.facts.get(fact, "")) if fact else ""
        place = f"工作表“{sheet}”第 {number} 行" + (f"“{column}”" if column else "")
        self.findings.append(
            {
                "row": number,
                "column": column,
                "value": value,
                "code": code,
                "severity": severity,
                "message": f"{place}：{sentence}",
                "fact": fact,
                "planned": True,  # found against the register, so it is found anew when the row is planned again
            }
        )

    def error(self, code: str, fact: str, sentence: str, value: str | None = None):
        """Add a finding that keeps the row out."""
        self.find(code, ERROR, fact, sentence, value)

    def warn(self, code: str, fact: str, sentence: str, value: str | None = None):
        """Add a finding that marks the row."""
        self.find(code, WARNING, fact, sentence, value)

    def note(self, label: str, old: str, new: str):
        """Say what changes, in words."""
        self.changes.append({"field": label, "old": old, "new": new})


@dataclass(slots=True)
class Plan:
    """The drafts of a batch in file order, and all that applying them writes."""

    as_of: date
    drafts: list[Draft]
    changes: Changes

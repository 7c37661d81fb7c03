"""A row while it is planned: what the file says of one organization, what was found, what applying would change."""

from dataclasses import dataclass, field
from datetime import date

from orgs.models import Region
from reports.imports.changes import Changes
from reports.imports.register import Record
from reports.imports.rows import ERROR, WARNING


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
    record: Record | None = None
    changes: list[dict] = field(default_factory=list)
    file: object = None  # the ImportFile it was read from
    branch: object = None  # what branches.Book made of the branch the row names

    @property
    def out(self) -> bool:
        """Whether the row stays out."""
        return bool(self.findings) and any(one["severity"] == ERROR for one in self.findings)

    @property
    def warned(self) -> bool:
        """Whether the row goes in with something to look at."""
        return not self.out and any(one["severity"] == WARNING for one in self.findings)

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

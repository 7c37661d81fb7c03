"""What the pipelines of all rosters share: plain lists, read by the declared ledger, each with its own planner."""

import re

from liangxin.grids import Workbook
from orgs.models import Option, Region
from reports.imports.changes import Changes
from reports.imports.drafts import Plan
from reports.imports.lists import Manner, clean_list
from reports.imports.lists_header import find_header
from reports.imports.pipelines import ROSTERS as KINDS
from reports.imports.pipelines import Pipeline, pipeline
from reports.imports.words_stated import Stated
from reports.ledgers import ROSTERS


class Roster(Pipeline):
    """A roster. ledger: key of its declaration; words: by which a title or file name tells it; planner: its class."""

    ledger = ""
    words = ""
    planner: type
    reads = (Region, Option)

    @property
    def declared(self):
        """The ledger."""
        return ROSTERS[self.ledger]

    def off(self) -> frozenset[str]:
        """The facts that the county does not keep."""
        return frozenset()

    def clean(self, workbook, answers):
        """The lines of each sheet."""
        title = self.declared.title
        manner = Manner(
            self.declared,
            no_header=f"没有找到{title}名册的表头，整张表没有读入；表头至少要有“{self._name_title()}”和另外两栏",
            unknown=f"{title}名册里没有这一栏，没有读入",
            nameless=f"没有{self._name_title()}，请补上",
            telling=("id_number",),
            off=self.off(),
            unwanted="花名册没有启用这一栏，没有读入；需要的请县级管理员在“花名册栏目”里启用",
        )
        return clean_list(workbook, manner)

    def _name_title(self) -> str:
        return next(leaf.title for leaf in self.declared.leaves if leaf.key == "name")

    def why_empty(self, file, sheets):
        """Without a line."""
        if any(sheet.rows for sheet in sheets):
            return ""
        return f"文件“{file.name}”里没有找到{self.declared.title}名册：没有认出表头，或表头下面没有内容"

    def plan(self, drafts, *, user, as_of, limit, policy=None, answers=None, done=None):
        """See Pipeline.plan; the policy of columns is the surveys'."""
        changes = Changes(self)
        self.planner(self, changes, user=user, as_of=as_of, limit=limit).run(drafts, done)
        return Plan(as_of, drafts, changes)

    def blocks(self, grid, answers, file_name):
        """The one header."""
        header = find_header(grid, self.declared)
        return [header] if header else []

    def news(self, facts, headers):
        """What the ledger has columns for."""
        return Stated(self.declared).lines(facts)

    @property
    def title(self) -> str:
        """How the ledger is called."""
        return f"{self.declared.title}名册"


def recognised(workbook: Workbook) -> Pipeline | None:
    """The roster that a workbook holds, by its headers and titles; None when it is none of ours."""
    best, found = (0, 0), None
    for kind in KINDS:
        line = pipeline(kind)
        headers = [(grid, find_header(grid, line.declared)) for grid in workbook.grids if grid.visible]
        known = sum(len(header.columns) for _, header in headers if header)
        titles = [workbook.name, *(text for grid, header in headers if header for text in _titles(grid, header))]
        said = any(re.search(line.words, title) for title in titles)
        if known and (known + 3 * said, said) > best:
            best, found = (known + 3 * said, said), line
    return found


def _titles(grid, header) -> list[str]:
    above = [row for row in sorted(grid.rows) if row < header.top]
    return [grid.name, *(str(value) for row in above for value in grid.rows[row].values() if isinstance(value, str))]

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
    causes = {
        "repeated": ("同一个人（党组织）写了两次", "只保留一行"),
        "several": ("要确认是哪一个", "补填公民身份号码、出生日期、工作单位或乡镇后再导入"),
        "outside_scope": ("不在您的范围内", "由所属乡镇导入，或请县级管理员核对"),
        "unknown_branch": ("没有登记这个党组织", "先登记或导入党组织名册，或改成登记的名称"),
        "unknown_organization": ("没有登记这家单位", "先登记单位，或改成登记的名称；其余内容照常写入"),
        "damaged_number": ("身份号码被表格软件改坏", "末几位变成 0，无法恢复；在原表把该列设为文本后重填"),
        "check_digit": ("身份号码（信用代码）不对", "号码没有读入；请与证件核对"),
        "too_early": ("日期早于规定或前后颠倒", "按发展党员程序核对日期"),
        "late": ("超过规定期限", "照录；请核对日期"),
        "older": ("已有更晚的名册", "只补登记里没有的内容"),
        "renamed": ("姓名变了", "身份号码相同，按改名写入；请核对"),
        "not_listed": ("表里没有或不能这样改", "没有改动登记；需要的到登记页面办理"),
        "no_start": ("缺少日期", "补填日期后再导入"),
        "no_rule": ("没有适用的任期规定", "补填届满日期"),
        "switched_off": ("没有启用的栏目", "没有读入；需要的请县级管理员在“设置”里启用"),
    }

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
            unwanted="花名册没有启用这些栏目，没有读入",
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

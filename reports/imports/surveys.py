"""The pipeline of survey workbooks: each row is an organization with its dated facts (design.md, Import)."""

from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    Zone,
)
from reports.imports.cleaning import clean_workbook
from reports.imports.pipelines import Kind, Pipeline
from reports.imports.planning import plan
from reports.imports.preview import stated
from reports.imports.returning_places import blocks_of
from reports.models import SameAnswer


class Surveys(Pipeline):
    """摸排表."""

    kind = Kind.SURVEY
    root = Organization
    order = (Organization, Zone, PartyBranch, BranchLevel, Guide, Standing, Coverage, Posting, MassGroup, Tag)
    own = (Organization, BranchLevel, Standing, Coverage, Posting, MassGroup, Tag)
    named = (Organization, Zone, PartyBranch, Guide)
    units = {
        Organization: {Organization: "id"}
        | dict.fromkeys((Standing, Coverage, Posting, MassGroup, Tag), "organization_id"),
        PartyBranch: {PartyBranch: "id", BranchLevel: "branch_id"},
        Guide: {Guide: "id"},
        Zone: {Zone: "id"},
    }
    reads = (Region, SameAnswer)
    key, version = "organization_id", "organization_version"
    noun = "这家单位"
    word = "家"
    title = "摸排表"
    columns = ("单位名称", "信用代码")

    def clean(self, workbook, answers):
        """The sheets that hold organizations, and those that nobody understood."""
        return clean_workbook(workbook, answers=answers)

    def why_empty(self, file, sheets):
        """Without a header that names organizations."""
        if any(sheet.rows or sheet.header_rows for sheet in sheets):
            return ""
        nameless = any(one.code == "required" for sheet in sheets for one in sheet.findings)
        why = "缺少必要的栏目“单位名称”" if nameless else "没有认出表头，请检查是否选错了文件"
        return f"文件“{file.name}”里没有找到单位名册：{why}"

    def blocks(self, grid, answers, file_name):
        """As cleaning finds them."""
        return blocks_of(grid, answers, file_name)

    def news(self, facts, headers):
        """Fields of the organization and its standing, and answers by their headers."""
        return stated(facts, headers)

    def plan(self, drafts, **how):
        """See reports.imports.planning."""
        return plan(drafts, **how)

"""Inline tables: the dated facts of an organization, a branch or a guide."""

from liangxin.changes import spoken
from orgs.admin.base import FactRows
from orgs.forms.facts import (
    CoverageFormSet,
    LevelForm,
    LevelFormSet,
    MassGroupFormSet,
    PostingFormSet,
    TagFormSet,
)
from orgs.models import BranchLevel, Coverage, MassGroup, Posting, Tag


class CoverageRows(FactRows):
    """Who covers the organization."""

    model, formset = Coverage, CoverageFormSet
    verbose_name = "覆盖关系"
    verbose_name_plural = "党组织覆盖"
    fields = ("branch", "mode", "start", "end")
    autocomplete_fields = ("branch",)


class CoveredRows(FactRows):
    """Whom the branch covers."""

    model, formset = Coverage, CoverageFormSet
    verbose_name_plural = "覆盖的单位"
    fields = ("organization", "mode", "start", "end")
    autocomplete_fields = ("organization",)


class PostingRows(FactRows):
    """Who guides the organization."""

    model, formset = Posting, PostingFormSet
    verbose_name_plural = "党建指导员选派"
    fields = ("guide", "start", "end")
    autocomplete_fields = ("guide",)


class PostedRows(FactRows):
    """Where the guide is posted."""

    model, formset = Posting, PostingFormSet
    verbose_name_plural = "选派到的单位"
    fields = ("organization", "start", "end")
    autocomplete_fields = ("organization",)


class MassGroupRows(FactRows):
    """Mass groups of the organization."""

    model, formset = MassGroup, MassGroupFormSet
    fields = ("kind", "start", "end")


class TagRows(FactRows):
    """Tags of the organization."""

    model, formset = Tag, TagFormSet
    fields = ("tag", "start", "end")


class LevelRows(spoken(BranchLevel, "start"), FactRows):
    """Levels of the branch over time."""

    model, form, formset = BranchLevel, LevelForm, LevelFormSet
    readonly_fields = ("said_start",)
    min_num = 1

    def get_fields(self, request, obj=None):
        return ("level", "start" if self.has_change_permission(request, obj) else "said_start")

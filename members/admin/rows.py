"""Inline tables: what holds of a member during periods."""

from liangxin.changes import spoken
from members import roster
from members.forms.facts import (
    MembershipForm,
    MembershipFormSet,
    OneAtATime,
    RelationForm,
    TypeForm,
    WorkplaceForm,
    WorkplaceFormSet,
)
from members.models import Membership, PersonType, Relation, Workplace
from orgs.admin.base import FactRows


class MemberRows(FactRows):
    """Periods of a member; who only reads sees the first day in words."""

    shown: tuple[str, ...] = ()
    readonly_fields = ("said_start",)

    def get_fields(self, request, obj=None):
        start = "start" if self.has_change_permission(request, obj) else "said_start"
        return (*self.shown, start, "end")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)  # a class made for this request
        formset.user = request.user
        return formset


class TypeRows(spoken(PersonType, "start"), MemberRows):
    """人员类别."""

    model, form, formset = PersonType, TypeForm, OneAtATime
    shown = ("person",)


class MembershipRows(spoken(Membership, "start"), MemberRows):
    """所在党支部."""

    model, form, formset = Membership, MembershipForm, MembershipFormSet
    shown = ("branch",)
    autocomplete_fields = ("branch",)


class RelationRows(spoken(Relation, "start"), MemberRows):
    """组织关系状态."""

    model, form, formset = Relation, RelationForm, OneAtATime
    verbose_name_plural = "组织关系状态（没有登记的时期为“在本支部”）"
    shown = ("state", "where")


class WorkplaceRows(spoken(Workplace, "start"), MemberRows):
    """工作单位."""

    model, form, formset = Workplace, WorkplaceForm, WorkplaceFormSet
    shown = ("organization", "job")
    autocomplete_fields = ("organization",)

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return names if "job" in roster.keys_on() else tuple(name for name in names if name != "job")

"""Inline tables of a member's periods: what must not overlap, and which rows are another office's."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from liangxin.fields import Form
from members.models import Membership, PersonType, Relation, Workplace
from members.scope import branches_for_people
from orgs.forms.facts import FactFormSet
from orgs.forms.fields import SinceField
from orgs.models import Organization


class OneAtATime(FactFormSet):
    """One row on each day."""

    message = "有两行的时间重叠：{one}。请先给前一行填写终止日期"

    def excludes(self, one, other):
        return True


class OwnPlaces(FactFormSet):
    """Rows that name a place, `place`: only such as the user looks after are changed, removed or chosen.

    `user` is set by the admin. Where the member was before, or is beside, stays visible and as it is.
    """

    place, user, told = "", None, ""

    def within(self):
        """The rows that the user may choose."""
        raise NotImplementedError

    def add_fields(self, form, index):
        """The stored place of a row is always among its choices."""
        super().add_fields(form, index)
        field, kept = form.fields.get(self.place), getattr(form.instance, f"{self.place}_id")
        if field is not None and hasattr(field, "queryset"):
            own = Q(pk__in=self.within().values("pk"))
            field.queryset = field.queryset.model.objects.filter(own | Q(pk=kept) if kept else own)
            field.error_messages = {**field.error_messages, "invalid_choice": self.told}

    def clean(self):
        """Raises ValidationError when a row of another office was touched."""
        super().clean()
        touched = [
            form.initial.get(self.place)
            for form in self.initial_forms
            if form.has_changed() or form in self.deleted_forms
        ]
        places = {place for place in touched if place}
        if places and self.within().filter(pk__in=places).count() != len(places):
            raise ValidationError(self.told)


class MembershipFormSet(OwnPlaces):
    """Two branches on one day are possible, and a question of data quality; the same one twice is not."""

    place, alike = "branch", "branch_id"
    told = "这个党支部的党员不由您管理；转出转入请办理组织关系转接，或联系县级管理员"

    def within(self):
        return branches_for_people(self.user)


class WorkplaceFormSet(OwnPlaces):
    """One workplace on each day."""

    place = "organization"
    told = "这家单位不在您的管理范围内，请联系县级管理员"

    def within(self):
        return Organization.objects.visible_to(self.user)

    def excludes(self, one, other):
        return True


class TypeForm(Form):
    """A type; no first day means since the beginning."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = PersonType
        fields = ("person", "start", "end")


class MembershipForm(Form):
    """A branch."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = Membership
        fields = ("branch", "start", "end")


class RelationForm(Form):
    """A state."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = Relation
        fields = ("state", "where", "start", "end")


class WorkplaceForm(Form):
    """A workplace."""

    start = SinceField(label="从哪天起")

    class Meta:
        model = Workplace
        fields = ("organization", "job", "start", "end")

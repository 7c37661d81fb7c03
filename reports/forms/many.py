"""What acts on many rows ask, once for all rows."""

from django import forms

from liangxin.dates import today
from liangxin.fields import NoColon, day_field
from members.choices import State
from members.models import Membership, Workplace
from members.scope import branches_for_people
from orgs.choices import TagKind
from orgs.forms.acts import chooser, reason_field
from orgs.forms.scope import places
from orgs.models import Guide, Organization, PartyBranch, Posting, Region, Standing


class ManyForm(NoColon, forms.Form):
    """A form filled in by `user`; the drop-downs offer what the user sees."""

    offers: dict = {}  # field name → (model whose foreign key of that name draws the search box, query set of a user)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name, (model, found) in self.offers.items():
            field = self.fields[name]
            field.queryset = found(user)
            field.widget = chooser(model, name, field)


class DayForm(ManyForm):
    """The day from which it holds."""

    day = day_field(label="日期", initial=today, help_text="从这一天起")

    def clean_day(self):
        """No act is done before its day: what has not happened yet would count in no figure, and be forgotten."""
        day = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError("日期不能晚于今天")
        return day


class GuideForm(DayForm):
    """Which guide."""

    guide = forms.ModelChoiceField(Guide.objects.none(), label="党建指导员")
    offers = {"guide": (Posting, lambda user: Guide.objects.visible_to(user))}
    field_order = ("guide", "day")


class SupervisorForm(DayForm):
    """Which committee."""

    supervisor = forms.ModelChoiceField(PartyBranch.objects.none(), label="归口党（工）委")
    offers = {"supervisor": (Standing, lambda user: PartyBranch.objects.visible_to(user).filter(dissolved=""))}
    field_order = ("supervisor", "day")


class MoveForm(DayForm):
    """Which region."""

    region = forms.ModelChoiceField(Region.objects.none(), label="迁入辖区", help_text="选到村（社区）或乡镇")
    offers = {"region": (Standing, places)}
    field_order = ("region", "day")


class CloseForm(DayForm):
    """Why."""

    reason = reason_field(label="注销原因", help_text="如 注销、吊销、歇业")


class DissolveForm(DayForm):
    """Why."""

    reason = reason_field(label="撤销原因", help_text="如 撤销空壳")


class SuperiorForm(ManyForm):
    """Which branch above."""

    superior = forms.ModelChoiceField(PartyBranch.objects.none(), label="上级党组织")
    offers = {"superior": (PartyBranch, lambda user: PartyBranch.objects.visible_to(user).filter(dissolved=""))}


class BranchForm(DayForm):
    """Which branch, of those whose people the user looks after."""

    branch = forms.ModelChoiceField(PartyBranch.objects.none(), label="党支部")
    offers = {"branch": (Membership, lambda user: branches_for_people(user).filter(dissolved=""))}
    field_order = ("branch", "day")


class WorkplaceForm(DayForm):
    """Which organization."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label="工作单位")
    offers = {"organization": (Workplace, lambda user: Organization.objects.visible_to(user))}
    field_order = ("organization", "day")


class StateForm(DayForm):
    """Which state."""

    state = forms.ChoiceField(label="组织关系", choices=[("", "请选择"), *State.choices])
    where = forms.CharField(
        label="说明", max_length=200, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    field_order = ("state", "where", "day")


class TagForm(DayForm):
    """Which tag."""

    tag = forms.ChoiceField(label="标签", choices=[("", "请选择"), *TagKind.choices])
    field_order = ("tag", "day")

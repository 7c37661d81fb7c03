"""The form of a member; a new one is entered together with the first branch, workplace and state."""

from django import forms

from liangxin.fields import YesNo, day_field
from members import roster
from members.choices import State
from members.forms.number import PersonForm
from members.models import Membership, PartyMember, PersonType, Workplace
from members.scope import branches_for_people
from members.services.members import OWN, date_problems
from orgs.forms.fields import form_field
from orgs.models import Organization

MORE = "more_"  # before the key of a field that is kept in PartyMember.more
OTHERS_BRANCH = "只能选自己管理的党支部；转到那里请办理组织关系转接"


def _more_fields():
    for field in roster.MORE:
        if field.flag:
            yield MORE + field.key, forms.NullBooleanField(label=field.title, required=False, widget=YesNo)
        else:
            box = forms.TextInput(attrs={"class": "vTextField"})
            yield (
                MORE + field.key,
                forms.CharField(label=field.title, required=False, max_length=field.most, widget=box),
            )


class MemberForm(type("MoreFields", (PersonForm,), dict(_more_fields()))):
    """A member, with what is kept in `more`."""

    class Meta:
        model = PartyMember
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in roster.MORE:
            if field.key not in self.on:
                self.fields.pop(MORE + field.key, None)
            elif MORE + field.key in self.fields:
                self.initial.setdefault(MORE + field.key, self.instance.more.get(field.key))

    def clean(self):
        cleaned = super().clean()
        dates = {name: cleaned.get(name, "") for name in ("birth", "joined", "full")}
        for name, sentence in date_problems(**dates, person=cleaned.get("person")).items():
            self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def own_values(self) -> dict:
        """The columns that were stated or changed, `more` as a whole."""
        values = {name: self.cleaned_data[name] for name in OWN if name in self.cleaned_data}
        stated = {key[len(MORE) :]: value for key, value in self.cleaned_data.items() if key.startswith(MORE)}
        if stated:
            values["more"] = roster.more_of(stated, self.on, self.instance.more)
        return values


def _place(model, name, **kwargs):
    field = form_field(model._meta.get_field(name), autocomplete=True)
    field.required = False
    for key, value in kwargs.items():
        setattr(field, key, value)
    return field


class NewMemberForm(MemberForm):
    """A new member with the first of each kind of period."""

    person = form_field(PersonType._meta.get_field("person"))
    branch = _place(Membership, "branch", help_text="组织关系所在的党支部")
    branch_since = day_field(label="从哪天起在本支部", required=False, help_text="不填：入党和支部成立中较晚的一天")
    organization = _place(Workplace, "organization")
    job = forms.CharField(
        label="工作岗位", max_length=100, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    work_since = day_field(label="从哪天起在本单位", required=False, help_text="不填：入党和单位成立中较晚的一天")
    state = forms.ChoiceField(label="组织关系", choices=State.choices, initial=State.HERE)
    where = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="如流动去向、组织关系所在地",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    state_since = day_field(label="组织关系从哪天起", required=False, help_text="“在本支部”不用填；不填为今天")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "job" not in self.on:
            self.fields.pop("job", None)
        branch, organization = self.fields["branch"], self.fields["organization"]
        branch.queryset = branches_for_people(self.user).filter(dissolved="")
        branch.error_messages = {**branch.error_messages, "invalid_choice": OTHERS_BRANCH}
        organization.queryset = Organization.objects.visible_to(self.user)

    def clean(self):
        cleaned = super().clean()
        if (
            not cleaned.get("branch")
            and not cleaned.get("organization")
            and not {"branch", "organization"} & set(self.errors)
        ):
            self.add_error("branch", "请选择所在党支部；党支部不在本县的，请选择工作单位")
        if cleaned.get("where") and cleaned.get("state") == State.HERE:
            self.add_error("where", "“在本支部”不用填说明；流动、失联等请先选组织关系")
        return cleaned

    def places(self) -> dict:
        """What services.members.create takes beside the columns."""
        names = (
            "person",
            "branch",
            "branch_since",
            "organization",
            "job",
            "work_since",
            "state",
            "where",
            "state_since",
        )
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

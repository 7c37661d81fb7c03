"""Party members: the list as of today, one form to enter a person, the form with the periods, the history."""

from django.contrib import admin, messages
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from liangxin.changes import Source, spoken
from liangxin.dates import said, today
from members import roster
from members.admin import filters
from members.admin.people import PersonRegister, is_on, on_for
from members.admin.rows import MembershipRows, RelationRows, TypeRows, WorkplaceRows
from members.admin.today import as_of_today
from members.ages import age, party_age
from members.choices import Person, State
from members.forms.members import MORE, MemberForm, NewMemberForm
from members.models import Membership, PartyMember, PersonType, Relation, Transfer, Workplace
from members.services import members
from members.services.rosters import restate
from orgs.admin.phones import phone_column

SAID = ("birth", "joined", "full")
WHO = ("name", "sex", "id_number", "id_clear", "birth", "ethnicity", "education", "phone")
PARTY = ("joined", "full")
FIRST = (
    ("人员类别和党支部", ("person", "branch", "branch_since")),
    ("工作单位", ("organization", "job", "work_since")),
    ("组织关系", ("state", "where", "state_since")),
)


def _shown(field):
    @admin.display(description=field.title)
    def show(self, member):
        return roster.said(member.more.get(field.key))

    return show


# For who may only read: what is kept in `more`, each as a column of the page.
MoreShown = type("MoreShown", (), {f"shown_{field.key}": _shown(field) for field in roster.MORE})


@admin.register(PartyMember)
class MemberAdmin(MoreShown, spoken(PartyMember, *SAID), PersonRegister):
    """Entry of members."""

    form = MemberForm
    list_filter = (
        filters.RegionFilter,
        filters.BranchFilter,
        filters.OrganizationFilter,
        filters.PersonFilter,
        filters.StateFilter,
        filters.AgeFilter,
        filters.LeftFilter,
    )
    search_help_text = "姓名、拼音"
    show_full_result_count = False

    # The list

    def get_queryset(self, request):
        return as_of_today(super().get_queryset(request))

    def get_list_display(self, request):
        on = on_for(request)
        optional = {"sex": "sex", "birth": "age", "phone": phone_column(request.user)}
        columns = ("name", "sex", "birth", "person", "branch_name", "workplace_name", "state", "joined", "phone")
        own = {"person": "person_tag", "branch_name": "branch", "workplace_name": "workplace", "state": "relation"}
        own |= {"joined": "joined_said"} | optional
        return tuple(own.get(name, name) for name in columns if name in on or name not in roster.BY_KEY)

    @admin.display(description="年龄", ordering="-birth")
    def age(self, member):
        return age(member.birth, today())

    @admin.display(description="人员类别", ordering="person")
    def person_tag(self, member):
        return "已离开" if member.left else dict(Person.choices).get(member.person)

    @admin.display(description="所在党支部", ordering="branch_name")
    def branch(self, member):
        return member.branch_name

    @admin.display(description="工作单位", ordering="workplace_name")
    def workplace(self, member):
        return member.workplace_name

    @admin.display(description="组织关系", ordering="state")
    def relation(self, member):
        return None if member.left else State(member.state or State.HERE).label

    @admin.display(description="入党日期", ordering="joined")
    def joined_said(self, member):
        return said(member.joined)

    def suggested(self, request):
        return self.get_queryset(request).filter(left="")

    def suggestion(self, member):
        return "　".join(filter(None, [member.name, member.branch_name or member.workplace_name]))

    # The form

    def get_inlines(self, request, obj):
        return (TypeRows, MembershipRows, RelationRows, WorkplaceRows) if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **({} if obj else {"form": NewMemberForm}), **kwargs)

    def get_fieldsets(self, request, obj=None):
        """A new member is entered at once; later the periods have tables of their own. Fields switched off are not."""
        on = on_for(request)
        writes = self.has_change_permission(request, obj)
        more = tuple(MORE + field.key for field in roster.MORE if field.key in on)
        who = tuple(name for name in WHO if name != "id_clear" or (obj and obj.id_sealed))
        if not writes:
            groups = self._shown(request, obj, on)
        elif obj is None:
            groups = [("基本情况", who), ("入党", PARTY), *FIRST, ("花名册其他项", more)]
        else:
            who = tuple(name for each in who for name in ((each, "age") if each == "birth" else (each,)))
            groups = [("基本情况", who), ("入党", (*PARTY, "party_age")), ("花名册其他项", more)]
        if obj and obj.left:
            groups.append(("离开", ("left_said", "left_why")))
        kept = [(title, tuple(name for name in names if is_on(name, on))) for title, names in groups]
        return [(title, {"fields": names}) for title, names in kept if names]

    def _shown(self, request, obj, on):
        """What who only reads sees."""
        phone = "phone" if request.user.sees_phones else "phone_masked"
        who = ("name", "sex", "id_masked", "said_birth", "age", "ethnicity", "education", phone)
        more = tuple(f"shown_{field.key}" for field in roster.MORE if field.key in on)
        return [("基本情况", who), ("入党", ("said_joined", "said_full", "party_age")), ("花名册其他项", more)]

    def get_readonly_fields(self, request, obj=None):
        more = (f"shown_{field.key}" for field in roster.MORE)
        return ("age", "party_age", "id_masked", "phone_masked", "left_said", "left_why", *more) + tuple(
            f"said_{name}" for name in SAID
        )

    @admin.display(description="党龄")
    def party_age(self, member):
        years = party_age(member.full, today())
        return "—" if years is None else f"{years} 年"

    @admin.display(description="离开时间")
    def left_said(self, member):
        return said(member.left)

    # Saving

    @method_decorator(sensitive_variables("number", "values", "form"))
    def save_model(self, request, obj, form, change):
        """A new member with the first periods; of an old one what changed."""
        for remark in form.remarks():
            messages.warning(request, remark)
        if change:
            saved = members.edit(member=obj, values=form.own_values(), number=form.number(), by=request.user)
        else:
            values, number = form.own_values(), form.number() or ""
            saved = members.create(values=values, number=number, by=request.user, **form.places())
        obj.__dict__.update(saved.__dict__)

    def save_related(self, request, form, formsets, change):
        """The periods, and after them the numbers of every organization whose roster they touch."""
        before = set(members.workplaces_of(form.instance)) if change else set()
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            restate(before | set(members.workplaces_of(form.instance)), by=request.user)

    def delete_model(self, request, obj):
        members.delete(member=obj, by=request.user)

    # History

    def history_sources(self, obj):
        """The member and all periods."""
        mine = {"member_id": obj.pk}
        return [
            Source(PartyMember.history.filter(id=obj.pk)),
            Source(PersonType.history.filter(**mine), "人员类别", "member", naming=("person",)),
            Source(Membership.history.filter(**mine), "所在党支部", "member", naming=("branch",)),
            Source(Relation.history.filter(**mine), "组织关系", "member", naming=("state",)),
            Source(Workplace.history.filter(**mine), "工作单位", "member", naming=("organization",)),
            Source(Transfer.history.filter(**mine), "组织关系转接", "member", naming=("direction",)),
        ]
